/* SPDX-License-Identifier: MIT
 *
 * Hashes are one multiplication a code point, carried from n to n + 1, so all
 * character n-grams of a line cost 5 steps a code point. There is one walk
 * over the text; what it does to name features is compiled away where names
 * are not asked for, so the two cannot differ in numbers or order. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "classify/features.h"

#define GRAM_MIN 2
#define GRAM_MAX 5
#define NEGATED_WORDS 3		/* how far a "not" reaches */

/* Odd, from the fractional digits of the golden ratio and of e. */
#define K1 UINT64_C(0x9E3779B97F4A7C15)
#define K2 UINT64_C(0xB7E151628AED2A6B)
#define SEED_WORD UINT64_C(0x243F6A8885A308D3)	/* pi */
#define SEED_GRAM UINT64_C(0x13198A2E03707344)
#define SEED_EDGE UINT64_C(0xA4093822299F31D0)
#define SEED_FACT UINT64_C(0x082EFA98EC4E6C89)
#define SEED_NOT UINT64_C(0x452821E638D01377)
#define SEED_SKIP UINT64_C(0xBE5466CF34E90C6C)
#define SEED_ASKED UINT64_C(0xC0AC29B7C97C50DD)
#define SEED_OPENS UINT64_C(0x3F84D5B5B5470917)

/* `named` is a constant wherever these are called. */
#define WALK static inline __attribute__((always_inline)) void

static uint64_t
step(uint64_t h, uint64_t c)
{
	return (h + c + 1) * K1;
}

/* The top bits depend on every bit of the sum. */
static uint32_t
place(uint64_t h)
{
	h ^= h >> 32;
	return (uint32_t)((h * K2) >> (64 - FEATURE_BITS));
}

static void
more_room(struct features *f, size_t n)
{
	f->cap = n * 2;
	f->f = xrealloc(f->f, f->cap, sizeof(*f->f));
}

WALK
reserve(struct features *f, size_t more, bool named)
{
	if (f->n + more > f->cap)
		more_room(f, f->n + more);
	if (named && f->cap_at < f->cap) {
		f->cap_at = f->cap;
		f->at = xrealloc(f->at, f->cap_at, sizeof(*f->at));
	}
}

/* Room was reserved. */
WALK
put(struct features *f, uint32_t number, struct feature_at at, bool named)
{
	if (named)
		f->at[f->n] = at;
	f->f[f->n++] = number;
}

static uint64_t
token_hash(const struct norm *o, const struct token *t)
{
	uint64_t h = SEED_WORD + (uint64_t)(t->kind == TOK_NUMBER ? TOK_WORD :
	    t->kind);

	for (uint32_t i = 0; i < t->len; i++)
		h = step(h, o->cp[t->at + i]);
	return h;
}

/* The tokens on one line, a space before, between and behind; its length. */
static size_t
make_line(struct features *f, const struct norm *o)
{
	size_t n = 0, room = o->n + o->n_tok + 1;

	if (room > f->cap_line) {
		f->cap_line = room * 2;
		f->line = xrealloc(f->line, f->cap_line, sizeof(*f->line));
	}
	f->line[n++] = ' ';
	for (size_t i = 0; i < o->n_tok; i++) {
		const uint32_t *cp = o->cp + o->tok[i].at;

		for (uint32_t k = 0; k < o->tok[i].len; k++)
			f->line[n++] = cp[k];
		f->line[n++] = ' ';
	}
	return n;
}

/* Character n-grams of the line, from GRAM_MIN to GRAM_MAX. */
WALK
add_grams(struct features *f, const struct norm *o, bool named)
{
	size_t n = make_line(f, o);
	uint32_t token = 0, offset = 0;

	reserve(f, n * (GRAM_MAX - GRAM_MIN + 1), named);
	for (size_t from = 0; from + GRAM_MIN <= n; from++) {
		uint64_t h = step(SEED_GRAM, f->line[from]);
		size_t to = from + GRAM_MAX < n ? from + GRAM_MAX : n;

		for (size_t i = from + 1; i < to; i++) {
			h = step(h, f->line[i]);
			put(f, FEATURE_HALF + place(h), (struct feature_at){
			    token, offset, (uint8_t)(i - from + 1),
			    FEATURE_CHARS }, named);
		}
		if (named && token < o->n_tok &&
		    ++offset > o->tok[token].len) {
			token++;
			offset = 0;
		}
	}
}

WALK
add_fact(struct features *f, enum feature_fact what, size_t value, bool named)
{
	put(f, place(step(step(SEED_FACT, (uint64_t)what), value)),
	    (struct feature_at){ (uint32_t)what, (uint32_t)value, 0,
	    FEATURE_FACT }, named);
}

static size_t
capped(size_t n, size_t max)
{
	return n < max ? n : max;
}

/* 0-3 tokens, 4-7, 8-15 and so on. */
static size_t
length_class(size_t n)
{
	size_t c = 0;

	for (n /= 4; n > 0 && c < 6; n /= 2)
		c++;
	return c;
}

static bool
is_negator(const struct norm *o, const struct token *t)
{
	static const char *const words[] = { "not", "no", "never", "cannot",
	    "cant", "dont", "wont", "didnt", "doesnt", "isnt", "wasnt",
	    "havent", "hasnt", "nothing", "without", "nor" };
	const uint32_t *cp = o->cp + t->at;

	if (t->kind != TOK_WORD || t->len < 2 || t->len > 8)
		return false;
	if (t->len >= 4 && cp[t->len - 1] == 't' && cp[t->len - 2] == '\'' &&
	    cp[t->len - 3] == 'n')
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		uint32_t k = 0;

		while (words[i][k] != '\0' && k < t->len &&
		    (uint32_t)words[i][k] == cp[k])
			k++;
		if (words[i][k] == '\0' && k == t->len)
			return true;
	}
	return false;
}

WALK
add_facts(struct features *f, const struct norm *o, bool named)
{
	reserve(f, 8, named);
	add_fact(f, FACT_LENGTH, length_class(o->n_tok), named);
	add_fact(f, FACT_ASKS, capped(o->asks, 3), named);
	add_fact(f, FACT_BANGS, capped(o->bangs, 3), named);
	add_fact(f, FACT_SHOUTED, capped(o->shouted, 3), named);
}

/* Word hashes first: pairs and negation need them. */
static void
hash_words(struct features *f, const struct norm *o)
{
	if (o->n_tok > f->cap_words) {
		f->cap_words = o->n_tok * 2;
		f->word = xrealloc(f->word, f->cap_words, sizeof(*f->word));
	}
	for (size_t i = 0; i < o->n_tok; i++)
		f->word[i] = token_hash(o, &o->tok[i]);
	f->n_words = o->n_tok;
}

WALK
add_token(struct features *f, uint64_t h, enum feature_kind kind, size_t i,
    bool named)
{
	put(f, place(h), (struct feature_at){ (uint32_t)i, 0, 0,
	    (uint8_t)kind }, named);
}

static bool
ends_sentence(enum token_kind k)
{
	return k == TOK_STOP || k == TOK_ASK;
}

/* Words behind a "not", once more as their own opposites. */
WALK
add_negated(struct features *f, const struct norm *o, bool named)
{
	size_t left = 0;

	for (size_t i = 0; i < o->n_tok; i++) {
		enum token_kind k = o->tok[i].kind;

		if (ends_sentence(k))
			left = 0;
		if (left > 0 && k == TOK_WORD) {
			left--;
			add_token(f, f->word[i] ^ SEED_NOT, FEATURE_NEGATED,
			    i, named);
		}
		if (is_negator(o, &o->tok[i]))
			left = NEGATED_WORDS;
	}
}

/* What opens a sentence, and all words of one that ends in a question mark,
 * once more: "can you" and "you can" differ there. */
WALK
add_sentences(struct features *f, const struct norm *o, bool named)
{
	size_t from = 0;

	for (size_t i = 0; i <= o->n_tok; i++) {
		if (i < o->n_tok && !ends_sentence(o->tok[i].kind))
			continue;
		while (from < i && o->tok[from].kind == TOK_HANDLE)
			from++;
		if (from < i)
			add_token(f, f->word[from] ^ SEED_OPENS,
			    FEATURE_OPENS, from, named);
		if (i < o->n_tok && o->cp[o->tok[i].at] == '?')
			for (size_t k = from; k < i; k++)
				add_token(f, f->word[k] ^ SEED_ASKED,
				    FEATURE_ASKED, k, named);
		from = i + 1;
	}
}

WALK
walk(struct features *f, const struct norm *o, bool named)
{
	uint64_t before = SEED_EDGE;

	f->n = 0;
	hash_words(f, o);
	/* Word, pair, skip, negated, opens, asked. */
	reserve(f, o->n_tok * 6 + 2, named);
	for (size_t i = 0; i < o->n_tok; i++) {
		add_token(f, f->word[i], FEATURE_WORD, i, named);
		add_token(f, step(before, f->word[i]), FEATURE_PAIR, i, named);
		if (i >= 2)
			add_token(f, step(f->word[i - 2], f->word[i]) ^
			    SEED_SKIP, FEATURE_SKIP, i, named);
		before = f->word[i];
	}
	add_token(f, step(before, SEED_EDGE), FEATURE_PAIR, o->n_tok, named);
	add_negated(f, o, named);
	add_sentences(f, o, named);
	add_grams(f, o, named);
	add_facts(f, o, named);
}

void
features_of(struct features *f, const struct norm *o)
{
	walk(f, o, false);
}

void
features_named(struct features *f, const struct norm *o)
{
	walk(f, o, true);
}

void
features_free(struct features *f)
{
	free(f->f);
	free(f->word);
	free(f->at);
	free(f->line);
	*f = (struct features){0};
}

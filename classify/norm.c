/* SPDX-License-Identifier: MIT
 *
 * A cursor over the bytes; one small function for each kind of token, tried
 * by the first byte. ASCII letters never leave the first loop. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "classify/norm.h"
#include "common/text.h"

#define DIGITS_MAX 4		/* of a number: its size, not its value */
#define HELD_MAX 2		/* of one letter in a row: "sooo" is "soo" */

enum byte_class { B_OTHER, B_SPACE, B_LOWER, B_UPPER, B_DIGIT, B_WIDE };

struct cursor {
	struct norm *o;
	const char *s;
	size_t i, n;
	bool words;		/* a word was seen: handles are mentions now */
};

static enum byte_class
class_of(unsigned char c)
{
	if (c >= 'a' && c <= 'z')
		return B_LOWER;
	if (c >= 'A' && c <= 'Z')
		return B_UPPER;
	if (c >= '0' && c <= '9')
		return B_DIGIT;
	if (c >= 0x80)
		return B_WIDE;
	return c == ' ' || (c >= 9 && c <= 13) ? B_SPACE : B_OTHER;
}

static unsigned char
peek(const struct cursor *c, size_t ahead)
{
	return c->i + ahead < c->n ? (unsigned char)c->s[c->i + ahead] : 0;
}

static bool
is_name(unsigned char c)
{
	enum byte_class k = class_of(c);

	return k == B_LOWER || k == B_UPPER || k == B_DIGIT || c == '_';
}

/* Room for all that n bytes can become, so that the loops below need not ask:
 * folding makes at most three code points of a letter, which has two bytes
 * then; a byte gives at most one token, and a run of ? and ! two points. */
static void
reserve(struct norm *o, size_t n)
{
	if (2 * n + 2 > o->cap) {
		o->cap = 4 * n + 2;
		o->cp = xrealloc(o->cp, o->cap, sizeof(*o->cp));
	}
	if (n + 1 > o->cap_tok) {
		o->cap_tok = 2 * n + 1;
		o->tok = xrealloc(o->tok, o->cap_tok, sizeof(*o->tok));
	}
}

static void
put_cp(struct norm *o, uint32_t c)
{
	o->cp[o->n++] = c;
}

static void
begin(struct norm *o, enum token_kind kind)
{
	o->tok[o->n_tok] = (struct token){ (uint32_t)o->n, 0, kind };
}

static void
end(struct norm *o)
{
	struct token *t = &o->tok[o->n_tok];

	t->len = (uint32_t)o->n - t->at;
	o->n_tok++;
}

static void
put_token(struct norm *o, enum token_kind kind, uint32_t c)
{
	begin(o, kind);
	put_cp(o, c);
	end(o);
}

/* One clause ends only once. */
static void
put_stop(struct cursor *c)
{
	struct norm *o = c->o;

	if (o->n_tok > 0 && o->tok[o->n_tok - 1].kind != TOK_STOP &&
	    o->tok[o->n_tok - 1].kind != TOK_HANDLE)
		put_token(o, TOK_STOP, '.');
}

/* ---- words ---- */

/* A letter joins the token unless it is held down. */
static void
put_letter(struct norm *o, uint32_t c)
{
	uint32_t at = o->tok[o->n_tok].at;

	if (o->n >= at + HELD_MAX && o->cp[o->n - 1] == c &&
	    o->cp[o->n - 2] == c)
		return;
	put_cp(o, c);
}

static void
put_digit(struct norm *o)
{
	uint32_t at = o->tok[o->n_tok].at;
	size_t held = 0;

	while (o->n - held > at && o->cp[o->n - held - 1] == '0')
		held++;
	if (held < DIGITS_MAX)
		put_cp(o, '0');
}

/* A letter outside ASCII: folded, which may give more than one. */
static void
put_wide(struct norm *o, uint32_t c, const char *s, size_t len)
{
	buf_clear(&o->fold);
	text_fold(&o->fold, s, len);
	for (size_t i = 0, step; i < o->fold.len; i += step)
		put_letter(o, text_next(o->fold.s + i, o->fold.len - i,
		    &step));
	o->letters++;
	o->wide += c >= 0x250;
}

/* An apostrophe between letters, ' or ’ or ‘; its length or 0. */
static size_t
apostrophe(const struct cursor *c)
{
	size_t len = 0;

	if (peek(c, 0) == '\'')
		len = 1;
	else if (peek(c, 0) == 0xE2 && peek(c, 1) == 0x80 &&
	    (peek(c, 2) == 0x99 || peek(c, 2) == 0x98))
		len = 3;
	if (len == 0)
		return 0;
	enum byte_class k = class_of(peek(c, len));

	return k == B_LOWER || k == B_UPPER ? len : 0;
}

/* Is the point or comma here inside a number, "4.50" or "1,000"? */
static bool
inside_number(const struct cursor *c)
{
	unsigned char ch = peek(c, 0);

	return (ch == '.' || ch == ',' || ch == ':') && c->i > 0 &&
	    class_of((unsigned char)c->s[c->i - 1]) == B_DIGIT &&
	    class_of(peek(c, 1)) == B_DIGIT;
}

/* A word boundary inside a hashtag, "#LostLuggage". */
static bool
camel(const struct cursor *c, size_t start)
{
	return c->i > start && class_of(peek(c, 0)) == B_UPPER &&
	    class_of((unsigned char)c->s[c->i - 1]) == B_LOWER;
}

/* The cursor stands on a letter or digit. */
static void
take_word(struct cursor *c, bool hashtag)
{
	struct norm *o = c->o;
	size_t start = c->i, upper = 0, lower = 0, wide = 0, step;
	bool digit = class_of(peek(c, 0)) == B_DIGIT;

	begin(o, digit ? TOK_NUMBER : TOK_WORD);
	while (c->i < c->n) {
		unsigned char ch = (unsigned char)c->s[c->i];
		enum byte_class k = class_of(ch);

		if (hashtag && camel(c, start))
			break;
		if (k == B_LOWER || k == B_UPPER) {
			lower += k == B_LOWER;
			upper += k == B_UPPER;
			put_letter(o, ch | 0x20u);
			c->i++;
		} else if (k == B_DIGIT) {
			put_digit(o);
			c->i++;
		} else if (k == B_WIDE && apostrophe(c) == 0) {
			uint32_t w = text_next(c->s + c->i, c->n - c->i, &step);

			if (!text_is_word(w))
				break;
			wide++;
			put_wide(o, w, c->s + c->i, step);
			c->i += step;
		} else if ((step = apostrophe(c)) > 0) {
			put_cp(o, '\'');
			c->i += step;
		} else if (digit && inside_number(c)) {
			put_cp(o, ch);
			c->i++;
		} else {
			break;
		}
	}
	end(o);
	o->letters += lower + upper;
	o->shouted += upper >= 3 && lower == 0 && wide == 0;
	buf_add(&o->clean, c->s + start, c->i - start);
	c->words = true;
}

/* ---- what stands for itself ---- */

/* @name: the name goes, its place stays. @name@host is one. */
static void
take_handle(struct cursor *c)
{
	do {
		c->i++;
		while (is_name(peek(c, 0)) || ((peek(c, 0) == '.' ||
		    peek(c, 0) == '-') && is_name(peek(c, 1))))
			c->i++;
	} while (peek(c, 0) == '@' && is_name(peek(c, 1)));
	put_token(c->o, c->words ? TOK_MENTION : TOK_HANDLE, '@');
}

/* The local part was taken for a word: it becomes the address. */
static void
take_email(struct cursor *c)
{
	struct norm *o = c->o;

	c->i++;
	while (is_name(peek(c, 0)) || ((peek(c, 0) == '.' ||
	    peek(c, 0) == '-') && is_name(peek(c, 1))))
		c->i++;
	if (o->n_tok > 0)
		o->n = o->tok[--o->n_tok].at;
	put_token(o, TOK_EMAIL, '@');
}

static bool
starts(const struct cursor *c, const char *what)
{
	size_t k = strlen(what);

	return c->n - c->i > k && strncasecmp(c->s + c->i, what, k) == 0;
}

static bool
at_link(const struct cursor *c)
{
	unsigned char ch = peek(c, 0) | 0x20u;

	return (ch == 'h' && (starts(c, "http://") || starts(c, "https://")))
	    || (ch == 'w' && starts(c, "www.")) ||
	    (ch == 'p' && starts(c, "pic.twitter.com/")) ||
	    (ch == 't' && starts(c, "t.co/"));
}

static void
take_link(struct cursor *c)
{
	while (c->i < c->n && class_of(peek(c, 0)) != B_SPACE)
		c->i++;
	put_token(c->o, TOK_LINK, '/');
}

static void
take_asks(struct cursor *c)
{
	struct norm *o = c->o;
	size_t asks = 0, bangs = 0;

	for (; peek(c, 0) == '?' || peek(c, 0) == '!'; c->i++) {
		asks += peek(c, 0) == '?';
		bangs += peek(c, 0) == '!';
	}
	begin(o, TOK_ASK);
	if (asks > 0)
		put_cp(o, '?');
	if (bangs > 0)
		put_cp(o, '!');
	if (asks + bangs > 1 && (asks == 0 || bangs == 0))
		put_cp(o, asks > 0 ? '?' : '!');
	end(o);
	o->asks += asks;
	o->bangs += bangs;
}

/* :) ;-( =D :/ and <3; the length of what stands here, 0 when none. */
static size_t
face(const struct cursor *c, uint32_t *mouth)
{
	size_t at = 1;

	if (peek(c, 0) == '<' && peek(c, 1) == '3') {
		*mouth = '3';
		return 2;
	}
	if (peek(c, 0) == '\0' || strchr(":;=", peek(c, 0)) == NULL)
		return 0;
	if (peek(c, at) == '-' || peek(c, at) == '\'')
		at++;
	unsigned char m = peek(c, at);

	if (m == '\0' || strchr(")(DPp/|[]\\Oo", m) == NULL ||
	    is_name(peek(c, at + 1)) || (m == '/' && peek(c, at + 1) == '/'))
		return 0;
	*mouth = m == ']' ? ')' : m == '[' ? '(' : m == '\\' || m == '|' ? '/' :
	    m == 'p' ? 'P' : m == 'O' ? 'o' : m;
	return at + 1;
}

/* &amp; and its kin, left by web pages: its length, 0 when none. */
static size_t
entity(const struct cursor *c)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;",
	    "&quot;", "&#39;", "&nbsp;" };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t k = strlen(known[i]);

		if (c->n - c->i >= k && memcmp(c->s + c->i, known[i], k) == 0)
			return k;
	}
	return 0;
}

static void
take_sign(struct cursor *c)
{
	unsigned char ch = peek(c, 0);
	uint32_t mouth;
	size_t len;

	if ((len = face(c, &mouth)) > 0) {
		put_token(c->o, TOK_FACE, mouth);
		c->i += len;
		return;
	}
	if (ch == '&' && (len = entity(c)) > 0) {
		c->i += len;
		return;
	}
	if (ch == '$')
		put_token(c->o, TOK_MONEY, '$');
	else if (strchr(".,;:", ch) != NULL && ch != '\0')
		put_stop(c);
	c->i++;
}

/* ---- beyond ASCII ---- */

static bool
is_emoji(uint32_t c)
{
	return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) ||
	    (c >= 0x2B00 && c <= 0x2BFF) || c == 0x2122 || c == 0x231A ||
	    c == 0x231B;
}

static void
take_wide_sign(struct cursor *c, uint32_t w, size_t step)
{
	if (w >= 0x1F3FB && w <= 0x1F3FF)	/* skin tones */
		;
	else if (is_emoji(w))
		put_token(c->o, TOK_EMOJI, w);
	else if ((w >= 0x20A0 && w <= 0x20CF) || w == 0xA3 || w == 0xA5)
		put_token(c->o, TOK_MONEY, '$');
	else if (w == 0xBF || w == 0xA1)	/* ¿ ¡ open what ? and ! end */
		;
	else if (w == 0xFF1F || w == 0x61F || w == 0xFF01) {
		bool ask = w != 0xFF01;

		put_token(c->o, TOK_ASK, ask ? '?' : '!');
		c->o->asks += ask;
		c->o->bangs += !ask;
	} else if (w == 0x2026 || w == 0x3002 || w == 0x3001 || w == 0xFF0C ||
	    w == 0x60C || w == 0x964)
		put_stop(c);
	c->i += step;
	buf_addc(&c->o->clean, ' ');
}

static void
take_wide_any(struct cursor *c)
{
	size_t step;
	uint32_t w = text_next(c->s + c->i, c->n - c->i, &step);

	if (w != 0xFFFD && text_is_word(w))
		take_word(c, false);
	else
		take_wide_sign(c, w, step);
}

static void
take_other(struct cursor *c)
{
	unsigned char ch = peek(c, 0);
	bool after_name = c->i > 0 && is_name((unsigned char)c->s[c->i - 1]);

	if (ch == '@' && is_name(peek(c, 1))) {
		if (after_name)
			take_email(c);
		else
			take_handle(c);
	} else if (ch == '#' && !after_name && (is_name(peek(c, 1)) ||
	    class_of(peek(c, 1)) == B_WIDE)) {
		put_token(c->o, TOK_HASHTAG, '#');
		c->i++;
		while (class_of(peek(c, 0)) == B_LOWER ||
		    class_of(peek(c, 0)) == B_UPPER)
			take_word(c, true);
	} else if (ch == '?' || ch == '!') {
		take_asks(c);
	} else {
		take_sign(c);
	}
	buf_addc(&c->o->clean, ' ');
}

static void
take_space(struct cursor *c)
{
	if (peek(c, 0) == '\n')
		put_stop(c);
	c->i++;
	buf_addc(&c->o->clean, ' ');
}

void
norm_text(struct norm *o, const char *s, size_t n)
{
	struct cursor c = { o, s, 0, n, false };

	o->n = o->n_tok = o->letters = o->wide = 0;
	o->shouted = o->asks = o->bangs = 0;
	buf_clear(&o->clean);
	reserve(o, n);
	while (c.i < c.n) {
		switch (class_of((unsigned char)s[c.i])) {
		case B_LOWER:
		case B_UPPER:
			if (at_link(&c))
				take_link(&c);
			else
				take_word(&c, false);
			break;
		case B_DIGIT:
			take_word(&c, false);
			break;
		case B_SPACE:
			take_space(&c);
			break;
		case B_WIDE:
			take_wide_any(&c);
			break;
		case B_OTHER:
			take_other(&c);
			break;
		}
	}
}

void
norm_free(struct norm *o)
{
	free(o->cp);
	free(o->tok);
	buf_free(&o->clean);
	buf_free(&o->fold);
	*o = (struct norm){0};
}

/* SPDX-License-Identifier: MIT
 *
 * One table from the hash of a folded word to what it may begin. Handles are
 * kept with their network, and again with "*" for posts of no known one. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/mem.h"
#include "common/text.h"
#include "ingest/match.h"

#define NONE UINT32_MAX

/* A word of a name, with what stands before it: white space is one blank. */
struct word { uint64_t hash, glue; };

struct entry {
	size_t company;
	uint32_t next;		/* another entry under the same key */
	const struct word *word;	/* names: the words after the first */
	size_t n_words;
};

struct match {
	struct arena a;
	struct keymap *keys, *networks;
	struct entry *entry;
	size_t n_entries, cap_entries;
	bool has_names;
	size_t *found, n_found;
	uint32_t *stamp, now;	/* company seen in the call number `now` */
	struct buf key, fold;
	struct word *words;	/* of the text in hand */
	size_t n_words, cap_words;
};

void
match_network(const char *source, char *out, size_t size)
{
	size_t n = strcspn(source, ":");

	if (strcmp(source, "twcs") == 0)
		source = "x", n = 1;
	if (n >= size)
		n = size - 1;
	memcpy(out, source, n);
	out[n] = '\0';
}

static struct key
make_key(struct match *m, char kind, const char *network, const char *s,
    size_t n)
{
	buf_clear(&m->key);
	buf_addc(&m->key, kind);
	buf_adds(&m->key, network);
	buf_addc(&m->key, ':');
	text_fold(&m->key, s, n);
	return key_of(m->key.s, m->key.len);
}

static void
add_entry(struct match *m, struct key k, struct entry e)
{
	uint32_t *at = keymap_add(m->keys, k);

	m->entry = grow(m->entry, m->n_entries, &m->cap_entries,
	    sizeof(*m->entry));
	e.next = *at;		/* KEYMAP_NONE is NONE */
	m->entry[m->n_entries] = e;
	*at = (uint32_t)m->n_entries++;
}

/* ---- words ---- */

static uint64_t
fold_hash(struct match *m, const char *s, size_t n)
{
	buf_clear(&m->fold);
	text_fold(&m->fold, s, n);
	return hash64(m->fold.s != NULL ? m->fold.s : "", m->fold.len, 0);
}

/* What stands between two words: nothing 0, white space alone 1, else its
 * hash. */
static uint64_t
glue_of(const char *s, size_t n)
{
	if (n == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (strchr(" \t\r\n", s[i]) == NULL)
			return hash64(s, n, 1) | 2;
	return 1;
}

static void
add_word(struct match *m, const char *glue, const char *s, const char *end)
{
	m->words = grow(m->words, m->n_words, &m->cap_words,
	    sizeof(*m->words));
	m->words[m->n_words++] = (struct word){
	    fold_hash(m, s, (size_t)(end - s)),
	    glue_of(glue, (size_t)(s - glue)) };
}

/* Cut a text into words: runs without a place where a word may end. */
static void
cut_words(struct match *m, const char *s, size_t n)
{
	const char *start = NULL, *glue = s;
	uint32_t last = 0;

	m->n_words = 0;
	for (size_t i = 0, step; i < n; i += step) {
		uint32_t c = text_next(s + i, n - i, &step);

		if (start != NULL && text_is_boundary(last, c)) {
			add_word(m, glue, start, s + i);
			glue = s + i;
			start = NULL;
		}
		if (start == NULL && text_is_word(c))
			start = s + i;
		last = c;
	}
	if (start != NULL)
		add_word(m, glue, start, s + n);
}

static void
add_name(struct match *m, size_t company, const char *name)
{
	struct entry e = { .company = company };

	cut_words(m, name, strlen(name));
	if (m->n_words == 0)
		return;
	struct word *w = arena_alloc(&m->a, m->n_words * sizeof(*w));

	memcpy(w, m->words, m->n_words * sizeof(*w));
	e.word = w + 1;
	e.n_words = m->n_words - 1;
	add_entry(m, (struct key){ 'n', w->hash }, e);
	m->has_names = true;
}

struct match *
match_new(const struct companies *c)
{
	struct match *m = xcalloc(1, sizeof(*m));

	m->keys = keymap_new();
	m->networks = keymap_new();
	m->found = xcalloc(c->n, sizeof(*m->found));
	m->stamp = xcalloc(c->n, sizeof(*m->stamp));
	for (size_t i = 0; i < c->n; i++) {
		const struct company *co = &c->c[i];
		struct entry e = { .company = i };

		for (size_t j = 0; j < co->n_accounts; j++) {
			const struct account *a = &co->accounts[j];
			size_t n = strlen(a->handle);

			*keymap_add(m->networks, key_of(a->network,
			    strlen(a->network))) = 1;
			add_entry(m, make_key(m, '@', a->network, a->handle,
			    n), e);
			add_entry(m, make_key(m, '@', "*", a->handle, n), e);
		}
		for (size_t j = 0; j < co->n_hashtags; j++)
			add_entry(m, make_key(m, '#', "", co->hashtags[j],
			    strlen(co->hashtags[j])), e);
		for (size_t j = 0; j < co->n_names; j++)
			add_name(m, i, co->names[j]);
	}
	return m;
}

static void
found(struct match *m, size_t company)
{
	if (m->stamp[company] == m->now)
		return;
	m->stamp[company] = m->now;
	m->found[m->n_found++] = company;
}

static void
look_up(struct match *m, struct key k)
{
	for (uint32_t i = keymap_get(m->keys, k); i != NONE;
	    i = m->entry[i].next)
		found(m, m->entry[i].company);
}

/* "*" when no company has an account there. */
static const char *
known_network(const struct match *m, const char *network)
{
	return keymap_get(m->networks, key_of(network, strlen(network))) ==
	    KEYMAP_NONE ? "*" : network;
}

/* ---- handles and hashtags ---- */

static bool
is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_';
}

/* Length of the handle at s. On X it is letters, digits and underscores;
 * elsewhere dots and dashes inside, and user@host. */
static size_t
handle_length(const char *s, size_t n, bool x)
{
	size_t i = 0;

	while (i < n && (is_alnum(s[i]) || (!x && (s[i] == '.' ||
	    s[i] == '-' || (s[i] == '@' && i > 0)))))
		i++;
	while (i > 0 && !is_alnum(s[i - 1]))
		i--;
	return i;
}

static size_t
tag_length(const char *s, size_t n)
{
	size_t i = 0, step;

	while (i < n && text_is_word(text_next(s + i, n - i, &step)))
		i += step;
	return i;
}

/* reddit writes u/name, with or without a slash before it. */
static void
match_reddit(struct match *m, const char *s, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++) {
		if ((s[i] != 'u' && s[i] != 'U') || s[i + 1] != '/' ||
		    (i > 0 && is_alnum(s[i - 1])))
			continue;
		size_t len = handle_length(s + i + 2, n - i - 2, false);

		if (len > 0)
			look_up(m, make_key(m, '@', "reddit", s + i + 2, len));
	}
}

static void
match_marks(struct match *m, const char *network, const char *s, size_t n)
{
	bool x = strcmp(network, "x") == 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] != '@' && s[i] != '#')
			continue;
		/* me@example.com names nobody, nor does a#b. */
		if (i > 0 && is_alnum(s[i - 1]))
			continue;
		const char *p = s + i + 1;
		size_t len = s[i] == '@' ?
		    handle_length(p, n - i - 1, x) :
		    tag_length(p, n - i - 1);

		if (len == 0)
			continue;
		if (s[i] == '@')
			look_up(m, make_key(m, '@', network, p, len));
		else
			look_up(m, make_key(m, '#', "", p, len));
	}
}

/* ---- names ---- */

static bool
name_here(const struct match *m, const struct entry *e, size_t at)
{
	if (e->n_words > m->n_words - at - 1)
		return false;
	for (size_t i = 0; i < e->n_words; i++) {
		const struct word *w = &m->words[at + 1 + i];

		if (w->hash != e->word[i].hash || w->glue != e->word[i].glue)
			return false;
	}
	return true;
}

static void
match_names(struct match *m, const char *s, size_t n)
{
	cut_words(m, s, n);
	for (size_t i = 0; i < m->n_words; i++) {
		struct key k = { 'n', m->words[i].hash };

		for (uint32_t j = keymap_get(m->keys, k); j != NONE;
		    j = m->entry[j].next)
			if (name_here(m, &m->entry[j], i))
				found(m, m->entry[j].company);
	}
}

size_t
match_text(struct match *m, const char *network, const char *s, size_t n,
    const size_t **out)
{
	network = known_network(m, network);
	m->now++;
	m->n_found = 0;
	match_marks(m, network, s, n);
	if (strcmp(network, "reddit") == 0)
		match_reddit(m, s, n);
	if (m->has_names)
		match_names(m, s, n);
	*out = m->found;
	return m->n_found;
}

int
match_account(struct match *m, const char *network, const char *handle)
{
	if (handle == NULL)
		return -1;
	handle += *handle == '@';
	uint32_t i = keymap_get(m->keys, make_key(m, '@',
	    known_network(m, network), handle, strlen(handle)));

	return i == NONE ? -1 : (int)m->entry[i].company;
}

void
match_free(struct match *m)
{
	if (m == NULL)
		return;
	keymap_free(m->keys);
	keymap_free(m->networks);
	free(m->entry);
	free(m->found);
	free(m->stamp);
	free(m->words);
	buf_free(&m->key);
	buf_free(&m->fold);
	arena_free(&m->a);
	free(m);
}

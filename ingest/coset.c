/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/jscan.h"
#include "ingest/coset.h"

struct set { const char **id; size_t n; };

struct cosets {
	struct arena a;
	struct set *set;
	size_t n, cap;
	struct keymap *by_ids, *unions, *names;
	const char **name;	/* every id once, so that ids compare as pointers
				 * in the keys of by_ids */
	size_t n_names, cap_names;
};

struct cosets *
coset_new(void)
{
	struct cosets *c = xcalloc(1, sizeof(*c));

	c->by_ids = keymap_new();
	c->unions = keymap_new();
	c->names = keymap_new();
	coset_of(c, NULL, 0);
	return c;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *
interned(struct cosets *c, const char *id)
{
	uint32_t *at = keymap_add(c->names, key_of(id, strlen(id)));

	if (*at == KEYMAP_NONE) {
		*at = (uint32_t)c->n_names;
		c->name = grow(c->name, c->n_names, &c->cap_names,
		    sizeof(*c->name));
		c->name[c->n_names++] = arena_dup(&c->a, id, strlen(id));
	}
	return c->name[*at];
}

uint32_t
coset_of(struct cosets *c, const char *const *ids, size_t n)
{
	const char **s = xmalloc((n + 1) * sizeof(*s));
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		s[i] = interned(c, ids[i]);
	if (n > 1)
		qsort(s, n, sizeof(*s), by_text);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || s[kept - 1] != s[i])
			s[kept++] = s[i];
	uint32_t *at = keymap_add(c->by_ids, key_of(s, kept * sizeof(*s)));

	if (*at == KEYMAP_NONE) {
		*at = (uint32_t)c->n;
		c->set = grow(c->set, c->n, &c->cap, sizeof(*c->set));
		const char **copy = arena_alloc(&c->a, (kept + 1) *
		    sizeof(*copy));

		memcpy(copy, s, kept * sizeof(*s));
		c->set[c->n++] = (struct set){ copy, kept };
	}
	free(s);
	return *at;
}

uint32_t
coset_union(struct cosets *c, uint32_t a, uint32_t b)
{
	if (a == b || b == 0)
		return a;
	if (a == 0)
		return b;
	uint32_t pair[2] = { a < b ? a : b, a < b ? b : a };
	uint32_t *at = keymap_add(c->unions, key_of(pair, sizeof(pair)));

	if (*at == KEYMAP_NONE) {
		const struct set *x = &c->set[a], *y = &c->set[b];
		const char **ids = xmalloc((x->n + y->n) * sizeof(*ids));

		memcpy(ids, x->id, x->n * sizeof(*ids));
		memcpy(ids + x->n, y->id, y->n * sizeof(*ids));
		uint32_t set = coset_of(c, ids, x->n + y->n);

		free(ids);
		*at = set;
	}
	return *at;
}

void
coset_write(const struct cosets *c, uint32_t set, struct buf *b)
{
	buf_addc(b, '[');
	for (size_t i = 0; i < c->set[set].n; i++) {
		const char *id = c->set[set].id[i];

		if (i > 0)
			buf_addc(b, ',');
		json_put_string(b, id, strlen(id));
	}
	buf_addc(b, ']');
}

void
coset_free(struct cosets *c)
{
	if (c == NULL)
		return;
	keymap_free(c->by_ids);
	keymap_free(c->unions);
	keymap_free(c->names);
	free(c->name);
	free(c->set);
	arena_free(&c->a);
	free(c);
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "ingest/link.h"

enum { LIVE = 1, DELETED = 2, LISTS = 4, WALKED = 8, SPREADS = 16,
	FIXED = 32 };

struct link {
	size_t name;		/* offset of the id's text */
	uint32_t parent, thread;	/* rows, LINK_NONE: none */
	uint32_t replies, n_replies;	/* in refs */
	uint32_t set;		/* companies named by this post */
	uint32_t root;		/* topmost live ancestor */
	uint32_t group;		/* the thread's row */
	uint8_t flags;
};

struct links {
	struct cosets *sets;
	struct keymap *by_id;
	struct buf names;
	struct link *link;
	size_t n, cap;
	uint32_t *refs;
	size_t n_refs, cap_refs;
	uint32_t *group_set;	/* by the thread's row */
	bool *group_spreads;
};

struct links *
links_new(struct cosets *c)
{
	struct links *l = xcalloc(1, sizeof(*l));

	l->sets = c;
	l->by_id = keymap_new();
	return l;
}

uint32_t
links_row(struct links *l, const char *id)
{
	size_t n = strlen(id);
	uint32_t *at = keymap_add(l->by_id, key_of(id, n));

	if (*at == KEYMAP_NONE) {
		*at = (uint32_t)l->n;
		l->link = grow(l->link, l->n, &l->cap, sizeof(*l->link));
		l->link[l->n++] = (struct link){ .name = l->names.len,
		    .parent = LINK_NONE, .thread = LINK_NONE,
		    .root = LINK_NONE, .group = LINK_NONE };
		buf_add(&l->names, id, n + 1);
	}
	return *at;
}

size_t
links_count(const struct links *l)
{
	return l->n;
}

static const char *
name_of(const struct links *l, uint32_t row)
{
	return l->names.s + l->link[row].name;
}

uint32_t
links_put(struct links *l, const struct post *p, uint32_t set)
{
	uint32_t row = links_row(l, p->id);
	uint32_t parent = p->reply_to != NULL ? links_row(l, p->reply_to) :
	    LINK_NONE;
	uint32_t thread = p->thread != NULL ? links_row(l, p->thread) :
	    LINK_NONE;
	uint32_t at = (uint32_t)l->n_refs;

	for (size_t i = 0; i < p->n_reply_ids; i++) {
		uint32_t r = links_row(l, p->reply_ids[i]);

		l->refs = grow(l->refs, l->n_refs, &l->cap_refs,
		    sizeof(*l->refs));
		l->refs[l->n_refs++] = r;
	}
	struct link *k = &l->link[row];

	k->parent = parent;
	k->thread = thread;
	k->replies = at;
	k->n_replies = (uint32_t)p->n_reply_ids;
	k->set = coset_union(l->sets, k->set, set);
	k->flags = (uint8_t)((k->flags & (SPREADS | FIXED)) | (p->deleted ?
	    DELETED : LIVE | (p->reply_ids != NULL ? LISTS : 0)));
	return row;
}

void
links_name(struct links *l, uint32_t row, uint32_t set)
{
	l->link[row].set = coset_union(l->sets, l->link[row].set, set);
}

void
links_spread(struct links *l, uint32_t row)
{
	l->link[row].flags |= SPREADS;
}

void
links_fix(struct links *l, uint32_t row)
{
	l->link[row].flags |= FIXED;
}

static bool
live(const struct links *l, uint32_t row)
{
	return row != LINK_NONE && (l->link[row].flags & LIVE) != 0;
}

static bool
known(const struct links *l, uint32_t row)
{
	return (l->link[row].flags & (LIVE | DELETED)) != 0;
}

/* The member of a loop of parents whose id is smallest becomes its root. */
static uint32_t
cut_loop(struct links *l, uint32_t start)
{
	uint32_t best = start, r = start;

	do {
		if (strcmp(name_of(l, r), name_of(l, best)) < 0)
			best = r;
		l->link[r].flags &= (uint8_t)~WALKED;
		r = l->link[r].parent;
	} while (r != start);
	l->link[best].parent = LINK_NONE;
	return best;
}

/* Walk up to the topmost live ancestor, then write it along the way. */
static void
find_root(struct links *l, uint32_t row, size_t *loops)
{
	uint32_t r = row, root;

	while (l->link[r].root == LINK_NONE && live(l, l->link[r].parent)) {
		if ((l->link[r].flags & WALKED) != 0) {
			r = cut_loop(l, r);
			(*loops)++;
			break;
		}
		l->link[r].flags |= WALKED;
		r = l->link[r].parent;
	}
	root = l->link[r].root != LINK_NONE ? l->link[r].root : r;
	for (r = row; l->link[r].root == LINK_NONE;) {
		l->link[r].root = root;
		l->link[r].flags &= (uint8_t)~WALKED;
		if (r == root || !live(l, l->link[r].parent))
			break;
		r = l->link[r].parent;
	}
}

/* What the platform calls the root's thread, if that is a post we have, is
 * in a thread itself; platforms nest no deeper than once. */
static uint32_t
find_group(const struct links *l, uint32_t row)
{
	uint32_t root = l->link[row].root;
	uint32_t given = l->link[root].thread;

	if (given == LINK_NONE || given == root)
		return root;
	if (!live(l, given))
		return given;
	uint32_t top = l->link[given].root;
	uint32_t again = l->link[top].thread;

	return again != LINK_NONE && !live(l, again) ? again : top;
}

void
links_resolve(struct links *l, size_t *loops)
{
	size_t ignored = 0;

	if (loops == NULL)
		loops = &ignored;
	free(l->group_set);
	free(l->group_spreads);
	l->group_set = xcalloc(l->n, sizeof(*l->group_set));
	l->group_spreads = xcalloc(l->n, sizeof(*l->group_spreads));
	for (uint32_t i = 0; i < l->n; i++)
		if (live(l, i))
			find_root(l, i, loops);
	for (uint32_t i = 0; i < l->n; i++) {
		if (!live(l, i))
			continue;
		uint32_t g = find_group(l, i);

		l->link[i].group = g;
		l->group_set[g] = coset_union(l->sets, l->group_set[g],
		    l->link[i].set);
		if ((l->link[i].flags & SPREADS) != 0)
			l->group_spreads[g] = true;
	}
}

const char *
links_thread(const struct links *l, uint32_t row)
{
	return name_of(l, l->link[row].group);
}

uint32_t
links_thread_row(const struct links *l, uint32_t row)
{
	return l->link[row].group;
}

uint32_t
links_set(const struct links *l, uint32_t row)
{
	const struct link *k = &l->link[row];

	return (k->flags & FIXED) != 0 || !l->group_spreads[k->group] ?
	    k->set : l->group_set[k->group];
}

int
links_complete(const struct links *l, uint32_t row, int given)
{
	const struct link *k = &l->link[row];

	if ((k->flags & LISTS) == 0)
		return given;
	if (k->parent != LINK_NONE && !known(l, k->parent))
		return TRI_FALSE;
	for (uint32_t i = 0; i < k->n_replies; i++)
		if (!known(l, l->refs[k->replies + i]))
			return TRI_FALSE;
	return TRI_TRUE;
}

void
links_free(struct links *l)
{
	if (l == NULL)
		return;
	keymap_free(l->by_id);
	buf_free(&l->names);
	free(l->link);
	free(l->refs);
	free(l->group_set);
	free(l->group_spreads);
	free(l);
}

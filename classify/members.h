/* SPDX-License-Identifier: MIT
 *
 * Members of a JSON object that a program does not know and must not lose:
 * collected, then written in one canonical form. */
#ifndef CLASSIFY_MEMBERS_H
#define CLASSIFY_MEMBERS_H

#include <stddef.h>

#include "common/jscan.h"
#include "common/mem.h"

struct member {
	const char *name;
	size_t name_len;
	const char *value;	/* JSON text */
};

/* Zeroed at first; names and values live in the arena given. */
struct members {
	struct member *m;
	size_t n, cap;
};

void members_clear(struct members *s);
void members_free(struct members *s);

/* Append value v to b without white space and with every string in the one
 * form json_put_string gives; digits of numbers stay as they stand, so that
 * 1.0 and a number of thirty digits survive. */
void members_tidy(struct buf *b, const struct jspan *v, struct arena *a);

/* Add a member; of two with one name the later stays. */
void members_add(struct members *s, const struct jmember *m, struct arena *a);
void members_add_string(struct members *s, const char *name, size_t name_len,
    const char *value, size_t len, struct arena *a);
/* Every member of v, an object; false when it is none. */
bool members_add_object(struct members *s, const struct jspan *v,
    struct arena *a);

/* Sorted by name, each name once. */
void members_sort(struct members *s);
/* `"a":1,"b":"x"` in a, "" when empty; sorts. */
const char *members_text(struct members *s, struct arena *a);
/* What members_text made, taken apart again; sorted. */
void members_parse(struct members *s, const char *text, struct arena *a);
/* The value of that name, or NULL. */
const char *members_get(const struct members *s, const char *name);

#endif

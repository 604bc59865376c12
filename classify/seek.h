/* SPDX-License-Identifier: MIT
 *
 * Posts of a store by their ids. */
#ifndef CLASSIFY_SEEK_H
#define CLASSIFY_SEEK_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"
#include "common/mem.h"

struct seek {
	const char *id;		/* wanted; the rest is filled in */
	bool found, deleted;
	const char *fetched_at, *text, *lang;	/* in the arena; lang or NULL */
	size_t text_len;
};

/* Look for n ids in the posts of the store at dir: of several records of one
 * id the newest counts. An id that is not there is no error; lines that are
 * no posts are passed over. ERR_CONFIG without a store, ERR_BUSY while
 * another run holds it. */
int seek_posts(const char *dir, struct seek *s, size_t n, struct arena *a,
    struct err *e);

#endif

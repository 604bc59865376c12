/* SPDX-License-Identifier: MIT
 *
 * Who answers whom: threads out of parents, and what follows for a thread as
 * a whole (its companies, whether it could be read). Every id that is
 * mentioned is a row; about 60 bytes a row and the id's text. */
#ifndef INGEST_LINK_H
#define INGEST_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/post.h"
#include "ingest/coset.h"

#define LINK_NONE UINT32_MAX

struct links;
struct links *links_new(struct cosets *c);

/* The row of an id, made when new. Rows count from 0 without gaps. */
uint32_t links_row(struct links *l, const char *id);
size_t links_count(const struct links *l);

/* Say what is known of a post; the last word counts, companies add up. p may
 * be a tombstone. Returns its row. */
uint32_t links_put(struct links *l, const struct post *p, uint32_t set);

/* The post of that row names these companies as well. */
void links_name(struct links *l, uint32_t row, uint32_t set);
/* How that post's thread stands to its companies: what the posts of a thread
 * name concerns all of them once one of them spreads; a post whose companies
 * were given by who wrote the record is fixed. */
void links_spread(struct links *l, uint32_t row);
void links_fix(struct links *l, uint32_t row);

/* Work out threads. Loops of parents are cut at the smallest id; *loops (may
 * be NULL) counts them. Call once all posts are put. */
void links_resolve(struct links *l, size_t *loops);

/* After links_resolve, for a live post: its thread's id, its companies, and
 * thread_complete: `given` unless the source lists replies. */
const char *links_thread(const struct links *l, uint32_t row);
uint32_t links_thread_row(const struct links *l, uint32_t row);
uint32_t links_set(const struct links *l, uint32_t row);
int links_complete(const struct links *l, uint32_t row, int given);

void links_free(struct links *l);

#endif

/* SPDX-License-Identifier: MIT
 *
 * Sets of companies as small numbers: a post keeps four bytes, whatever the
 * set. Set 0 is the empty one. */
#ifndef INGEST_COSET_H
#define INGEST_COSET_H

#include <stddef.h>
#include <stdint.h>

#include "common/mem.h"

struct cosets;
struct cosets *coset_new(void);
/* The set of these ids, in any order, doubles allowed. */
uint32_t coset_of(struct cosets *c, const char *const *ids, size_t n);
uint32_t coset_union(struct cosets *c, uint32_t a, uint32_t b);
/* Append as a JSON array, sorted. */
void coset_write(const struct cosets *c, uint32_t set, struct buf *b);
void coset_free(struct cosets *c);

#endif

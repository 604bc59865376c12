/* SPDX-License-Identifier: MIT
 *
 * Memory: an allocator that dies rather than return NULL (inputs are capped,
 * so only true shortage is left), an arena that lives as long as one record,
 * and a growing buffer. */
#ifndef COMMON_MEM_H
#define COMMON_MEM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/err.h"

void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
/* n elements of size bytes; dies when the product overflows. */
void *xrealloc(void *p, size_t n, size_t size);
char *xstrdup(const char *s);

/* Make room for at least one more element: doubles *cap when n has reached
 * it. Returns the array, moved or not: `a = grow(a, n, &cap, sizeof(*a))`. */
void *grow(void *a, size_t n, size_t *cap, size_t size);

/* ---- arena: many small things, freed together ---- */
struct arena {
	struct arena_block *head;
	char *at, *end;
};
/* A zeroed struct arena is an empty one. Memory is aligned for any type. */
void *arena_alloc(struct arena *a, size_t n);
/* Copy n bytes and add a NUL. */
char *arena_dup(struct arena *a, const char *s, size_t n);
/* Forget everything; one block is kept for reuse. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

/* ---- buffer: bytes that grow; s is NUL-terminated after every call ---- */
struct buf {
	char *s;		/* NULL while nothing was added */
	size_t len, cap;
};
/* Make room for n more bytes and a NUL. */
void buf_room(struct buf *b, size_t n);

static inline void
buf_add(struct buf *b, const void *s, size_t n)
{
	if (b->cap - b->len <= n)
		buf_room(b, n);
	if (n > 0)
		memcpy(b->s + b->len, s, n);
	b->len += n;
	b->s[b->len] = '\0';
}

static inline void
buf_addc(struct buf *b, char c)
{
	if (b->cap - b->len <= 1)
		buf_room(b, 1);
	b->s[b->len++] = c;
	b->s[b->len] = '\0';
}

static inline void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_addf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_add_int(struct buf *b, int64_t v);
/* Length 0; the memory is kept. */
void buf_clear(struct buf *b);
void buf_free(struct buf *b);

#endif

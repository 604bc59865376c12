/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/diag.h"
#include "common/mem.h"

static _Noreturn void
out_of_memory(void)
{
	diag_say(DIAG_ERROR, "out of memory");
	exit(1);
}

void *
xmalloc(size_t n)
{
	void *p = malloc(n > 0 ? n : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void *p = calloc(n > 0 ? n : 1, size > 0 ? size : 1);

	if (p == NULL)
		out_of_memory();
	return p;
}

void *
xrealloc(void *p, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		out_of_memory();
	p = realloc(p, bytes > 0 ? bytes : 1);
	if (p == NULL)
		out_of_memory();
	return p;
}

char *
xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xmalloc(n), s, n);
}

void *
grow(void *a, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return a;
	size_t next = *cap < 8 ? 8 : *cap * 2;

	a = xrealloc(a, next, size);
	*cap = next;
	return a;
}

/* ---- arena ---- */

#define ARENA_BLOCK ((size_t)32 << 10)
#define ALIGN _Alignof(max_align_t)

struct arena_block {
	struct arena_block *next;
	size_t size;
	_Alignas(max_align_t) char data[];
};

static void
arena_new_block(struct arena *a, size_t n)
{
	size_t size = n > ARENA_BLOCK ? n : ARENA_BLOCK;
	struct arena_block *b = xmalloc(sizeof(*b) + size);

	b->next = a->head;
	b->size = size;
	a->head = b;
	a->at = b->data;
	a->end = b->data + size;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	n = (n + ALIGN - 1) & ~(ALIGN - 1);
	if (a->head == NULL || (size_t)(a->end - a->at) < n)
		arena_new_block(a, n);
	void *p = a->at;

	a->at += n;
	return p;
}

char *
arena_dup(struct arena *a, const char *s, size_t n)
{
	char *p = arena_alloc(a, n + 1);

	if (n > 0)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

void
arena_reset(struct arena *a)
{
	if (a->head == NULL)
		return;
	/* Keep the last block only if it is of the usual size: one large
	 * record must not stay in memory for the whole run. */
	struct arena_block *b = a->head, *keep = NULL;

	while (b != NULL) {
		struct arena_block *next = b->next;

		if (keep == NULL && b->size == ARENA_BLOCK)
			keep = b;
		else
			free(b);
		b = next;
	}
	a->head = keep;
	if (keep != NULL) {
		keep->next = NULL;
		a->at = keep->data;
		a->end = keep->data + keep->size;
	}
}

void
arena_free(struct arena *a)
{
	struct arena_block *b = a->head;

	while (b != NULL) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
	*a = (struct arena){0};
}

/* ---- buffer ---- */

void
buf_room(struct buf *b, size_t n)
{
	size_t need;

	if (__builtin_add_overflow(b->len, n, &need) ||
	    __builtin_add_overflow(need, (size_t)1, &need))
		out_of_memory();
	if (need <= b->cap)
		return;
	size_t cap = b->cap < 64 ? 64 : b->cap;

	while (cap < need)
		cap += cap / 2;
	b->s = xrealloc(b->s, cap, 1);
	b->cap = cap;
}

void
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n <= 0)
		return;
	buf_room(b, (size_t)n);
	va_start(ap, fmt);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_add_int(struct buf *b, int64_t v)
{
	char d[24];
	size_t at = sizeof(d);
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	do {
		d[--at] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0);
	if (v < 0)
		d[--at] = '-';
	buf_add(b, d + at, sizeof(d) - at);
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	if (b->s != NULL)
		b->s[0] = '\0';
}

void
buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){0};
}

/* SPDX-License-Identifier: MIT
 *
 * The twarc reader: whatever the page, every post it hands over can be
 * written and read again, and is then the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
take_post(void *ctx, const struct post *p, int64_t line, struct err *e)
{
	struct jobject o = {0};
	struct arena a = {0};
	struct buf b = {0}, again = {0};
	struct post q, r = *p;
	struct err why = {0};

	(void)ctx;
	(void)line;
	(void)e;
	if (r.thread == NULL)
		r.thread = r.id;
	post_write(&b, &r);
	if (post_decode(&q, b.s, b.len, false, &o, &a, &why) < 0)
		abort();
	post_write(&again, &q);
	if (again.len != b.len || memcmp(again.s, b.s, b.len) != 0)
		abort();
	buf_free(&b);
	buf_free(&again);
	free(o.m);
	arena_free(&a);
	return 0;
}

static void
take_reject(void *ctx, int64_t line, const char *reason, const char *raw,
    size_t raw_len)
{
	(void)ctx;
	(void)raw;
	(void)raw_len;
	if (line < 1 || reason == NULL)
		abort();
}

static void
take_note(void *ctx, const char *what)
{
	(void)ctx;
	(void)what;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct sink sink = { take_post, take_reject, take_note, NULL };
	const struct format_options none = {0};
	struct input *in = input_mem((const char *)data, size);
	struct err e = {0};

	format_twarc(in, &none, &sink, &e);
	input_free(in);
	return 0;
}

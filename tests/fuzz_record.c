/* SPDX-License-Identifier: MIT
 *
 * The record decoder: the scanner must agree with jansson on what is a JSON
 * object and on its strings and integers, and a record that decodes must come
 * back the same when written and decoded again. */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/post.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(int cond)
{
	if (!cond)
		abort();
}

static void
compare(const struct jobject *o, json_t *want, struct arena *a)
{
	const char *key;
	json_t *v;

	json_object_foreach(want, key, v) {
		const struct jspan *s = jobject_get(o, key);
		size_t n;
		int64_t i;

		must(s != NULL);
		if (json_is_string(v)) {
			const char *t = jspan_text(s, &n, a);

			must(n == json_string_length(v) &&
			    memcmp(t, json_string_value(v), n) == 0);
		} else if (json_is_integer(v)) {
			must(jspan_int(s, &i) && i == json_integer_value(v));
		} else if (json_is_array(v)) {
			size_t at = 0, count = 0;
			struct jspan item;

			while (jspan_item(s, &at, &item))
				count++;
			must(count == json_array_size(v));
		}
	}
}

static void
round_trip(const struct post *p, struct jobject *o, struct arena *a)
{
	struct buf one = {0}, two = {0};
	struct err e = {0};
	struct post q;

	post_write(&one, p);
	must(post_decode(&q, one.s, one.len, true, o, a, &e) == 0);
	post_write(&two, &q);
	must(one.len == two.len && memcmp(one.s, two.s, one.len) == 0);
	buf_free(&one);
	buf_free(&two);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *line = (const char *)data;
	struct jobject o = {0};
	struct arena a = {0};
	struct err e = {0};
	struct post p;
	int ours = jscan_object(&o, line, size, &a, &e) == 0;
	json_t *v = json_loadb(line, size, 0, NULL);

	/* jansson refuses what we take on purpose: numbers out of range, NUL
	 * in a text; we refuse what is nested deeper than 64, and a NUL byte
	 * behind a number, which jansson reads over. */
	if (ours && json_is_object(v))
		compare(&o, v, &a);
	else if (!ours && json_is_object(v))
		must(strstr(e.msg, "nested too deep") != NULL ||
		    memchr(line, '\0', size) != NULL);
	json_decref(v);
	err_clear(&e);
	if (post_decode(&p, line, size, true, &o, &a, &e) == 0)
		round_trip(&p, &o, &a);
	free(o.m);
	arena_free(&a);
	return 0;
}

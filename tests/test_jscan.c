/* SPDX-License-Identifier: MIT
 *
 * The scanner against jansson as the oracle. */
#include <jansson.h>
#include <stdlib.h>

#include "common/jscan.h"
#include "tests/test.h"

static const char *const lines[] = {
	"{}", " { } ", "{\"a\":1}", "{\"a\":1,}", "{\"a\":01}", "{\"a\":-0}",
	"{\"a\":1.}", "{\"a\":1.5e+3}", "{\"a\":1e}", "{\"a\":tru}",
	"{\"a\":true,\"b\":false,\"c\":null}", "[1]", "{\"a\":[1,2,{}]}",
	"{\"a\":[1,2,{]}", "{\"a\":\"\\u00e9\\ud83d\\ude00\"}",
	"{\"a\":\"\\ud83d\"}", "{\"a\":\"\\ude00\"}", "{\"a\":\"\\ud83dx\"}",
	"{\"a\":\"\\x\"}", "{\"a\":\"tab\there\"}", "{\"a\":\"open",
	"{\"a\":\"\xc3\xa9\"}", "{\"a\":\"\xc3\"}", "{\"a\":\"\xed\xa0\x80\"}",
	"{\"a\":\"\xf4\x90\x80\x80\"}", "{\"a\":\"\xc0\x80\"}", "{\"a\" 1}",
	"{\"a\":1}x", "{\"a\":1}\n", "{a:1}", "", "{", "}", "{\"a\":}",
	"{\"\\u0061\":1}", "{\"a\":\"sixteen bytes here \xe2\x82\xac and on\"}",
};

/* Members that both see, compared by value where it is plain. */
static int
same(const struct jobject *o, json_t *want, struct arena *a)
{
	const char *key;
	json_t *v;
	int n = 0;

	json_object_foreach(want, key, v) {
		const struct jspan *s = jobject_get(o, key);
		int64_t i;

		if (s == NULL)
			return 0;
		if (json_is_string(v) && (s->type != J_STRING ||
		    strcmp(jspan_text(s, NULL, a), json_string_value(v)) != 0))
			return 0;
		if (json_is_integer(v) && (!jspan_int(s, &i) ||
		    i != json_integer_value(v)))
			return 0;
		if (json_is_real(v) && jspan_double(s) != json_real_value(v))
			return 0;
		if (json_is_array(v) != (s->type == J_ARRAY) ||
		    json_is_object(v) != (s->type == J_OBJECT) ||
		    json_is_null(v) != (s->type == J_NULL) ||
		    json_is_true(v) != (s->type == J_TRUE))
			return 0;
		n++;
	}
	return (size_t)n <= o->n;
}

static void
array_items(void)
{
	struct arena a = {0};
	struct jspan v = { "[ \"x\" , \"y,z\",[1,2] ]", 21, J_ARRAY }, item;
	size_t at = 0;
	int n = 0;

	while (jspan_item(&v, &at, &item))
		n++;
	CHECK(n == 3, "three items, one an array: %d", n);
	v = (struct jspan){ "[]", 2, J_ARRAY };
	at = 0;
	CHECK(!jspan_item(&v, &at, &item), "an empty array has no items");
	arena_free(&a);
}

static void
integers(void)
{
	static const struct { const char *s; int ok; } cases[] = {
		{ "9223372036854775807", 1 }, { "9223372036854775808", 0 },
		{ "-9223372036854775808", 1 }, { "1.0", 0 }, { "1e3", 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct jspan v = { cases[i].s, strlen(cases[i].s), J_NUMBER };
		int64_t n;

		CHECK(jspan_int(&v, &n) == cases[i].ok, "%s", cases[i].s);
	}
}

int
main(void)
{
	struct jobject o = {0};
	struct arena a = {0};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct err e = {0};
		size_t n = strlen(lines[i]);
		int rc = jscan_object(&o, lines[i], n, &a, &e);
		json_t *want = json_loadb(lines[i], n, 0, NULL);
		int good = json_is_object(want);

		CHECK((rc == 0) == good, "case %zu: %s", i, e.msg);
		if (good && rc == 0)
			CHECK(same(&o, want, &a), "case %zu: values", i);
		json_decref(want);
		arena_reset(&a);
	}
	array_items();
	integers();
	struct buf b = {0};

	json_put_string(&b, "a\"\\\n\x01\xc3\xa9\xff", 8);
	CHECK_STR(b.s, "\"a\\\"\\\\\\n\\u0001\xc3\xa9\xEF\xBF\xBD\"", "put");
	buf_clear(&b);
	json_put_double(&b, 0.1 + 0.2, 4);
	CHECK_STR(b.s, "0.3", "double");
	buf_free(&b);
	free(o.m);
	arena_free(&a);
	return test_done();
}

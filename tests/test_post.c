/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "common/post.h"
#include "tests/test.h"

#define FULL "{\"v\":1,\"id\":\"x:1\",\"source\":\"x\"," \
	"\"companies\":[\"a\",\"b\"],\"official\":null,\"author\":\"7\"," \
	"\"author_name\":\"n\",\"created_at\":\"2026-11-01T00:00:00Z\"," \
	"\"fetched_at\":\"2026-11-02T00:00:00Z\",\"text\":\"hi \\\"there\\\"\"," \
	"\"lang\":\"en\",\"url\":null,\"reply_to\":null,\"thread\":\"x:1\"," \
	"\"thread_complete\":true,\"likes\":1,\"reposts\":0,\"replies\":null," \
	"\"views\":null,\"followers\":86"

static const struct { const char *line; int strict, lenient; } cases[] = {
	{ FULL "}", 0, 0 },
	{ FULL ",\"my\":{\"x\":[1,2]}}", 0, 0 },
	{ "{\"v\":1,\"id\":\"x:1\",\"deleted\":true,"
	  "\"fetched_at\":\"2026-11-02T00:00:00Z\"}", 0, 0 },
	{ "{\"id\":\"x:1\",\"text\":\"t\",\"created_at\":\"2017-10-31\"}",
	  -1, 0 },
	{ "{\"v\":2,\"id\":\"x:1\"}", -1, -1 },
	{ "{\"v\":1,\"id\":\"1\",\"text\":\"\",\"created_at\":\"2017-10-31\"}",
	  -1, -1 },			/* no source in the id */
	{ "{\"v\":1,\"id\":1}", -1, -1 },	/* ids are strings */
	{ FULL ",\"likes\":2}", -1, -1 },	/* twice */
	{ "{\"id\":\"x:1\",\"text\":\"t\",\"created_at\":\"1899-01-01\"}",
	  -1, -1 },
	{ "{\"id\":\"x:1\",\"text\":\"t\",\"created_at\":\"2017-10-31\","
	  "\"likes\":-3}", -1, -1 },
	{ "{}", -1, -1 },
	{ "not json", -1, -1 },
};

int
main(void)
{
	struct jobject o = {0};
	struct arena a = {0};
	struct buf b = {0};
	struct post p;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = {0}, f = {0};
		size_t n = strlen(cases[i].line);

		CHECK(post_decode(&p, cases[i].line, n, false, &o, &a, &e) ==
		    cases[i].strict, "strict %zu: %s", i, e.msg);
		CHECK(post_decode(&p, cases[i].line, n, true, &o, &a, &f) ==
		    cases[i].lenient, "lenient %zu: %s", i, f.msg);
	}
	struct err e = {0};
	const char *full = FULL ",\"my\":{\"x\":[1,2]}}\n";

	post_decode(&p, full, strlen(full), false, &o, &a, &e);
	post_write(&b, &p);
	CHECK_STR(b.s, full, "write gives what was read");
	CHECK(p.n_companies == 2 && p.followers == 86 && p.views == COUNT_NULL
	    && p.thread_complete == TRI_TRUE && p.official == NULL, "values");
	CHECK_STR(p.text, "hi \"there\"", "text");

	buf_clear(&b);
	post_splice(&b, "{\"v\":1}", 6, "\"labels\":null", 13);
	CHECK_STR(b.s, "{\"v\":1,\"labels\":null}\n", "splice");

	const char *lab = FULL ",\"language\":\"en\",\"p\":{\"complaint\":0.93,"
	    "\"query\":0.11,\"negative\":0.9,\"neutral\":0.08,"
	    "\"positive\":0.02},\"labels\":[\"complaint\"],"
	    "\"sentiment\":\"negative\",\"model\":\"m@1\"}";

	CHECK(post_decode(&p, lab, strlen(lab), false, &o, &a, &e) == 0,
	    "labelled: %s", e.msg);
	CHECK(p.labelled && !p.abstained && p.labels == POST_COMPLAINT &&
	    p.p[P_COMPLAINT] == 0.93 && p.p[P_POSITIVE] == 0.02, "labels");
	lab = FULL ",\"labels\":null,\"abstained\":\"language\"}";
	CHECK(post_decode(&p, lab, strlen(lab), false, &o, &a, &e) == 0 &&
	    p.labelled && p.abstained, "abstained");
	buf_free(&b);
	free(o.m);
	arena_free(&a);
	return test_done();
}

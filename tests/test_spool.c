/* SPDX-License-Identifier: MIT
 *
 * Records between the passes: the members decided late are found in any line
 * post_write makes, whatever the texts in it. */
#include <stdlib.h>

#include "common/post.h"
#include "ingest/clean.h"
#include "ingest/spool.h"
#include "tests/test.h"

static const char *const texts[] = {
	"", "plain", "a \"quote\" and \\ and ]}", "\\", "\\\"",
	"\",\"thread\":\"x\",\"companies\":[\"y\"]", "new\nline\ttab",
	"\xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x98\x80",
};
#define N (sizeof(texts) / sizeof(texts[0]))

static struct post
make(size_t i)
{
	static const char *odd[] = { "a]b", "c\"d", "e\\" };

	return (struct post){ .id = "x:1", .source = "x",
	    .companies = odd, .n_companies = i % 4, .author = texts[i],
	    .author_name = texts[N - 1 - i], .created_at = 1, .fetched_at = 2,
	    .text = texts[i], .text_len = strlen(texts[i]),
	    .thread = i % 2 ? "x:\"]}\\" : "x:1", .thread_complete =
	    (int)(i % 3) - 1, .likes = COUNT_NULL, .extra =
	    "\"zz\":{\"a\":1,\"thread\":\"q\",\"companies\":[1]}",
	    .extra_len = strlen("\"zz\":{\"a\":1,\"thread\":\"q\","
	    "\"companies\":[1]}") };
}

/* The line with the values put in late is the line written with them. */
static void
late_values(size_t i, struct cosets *sets)
{
	static const char *ids[] = { "new", "o]ld" };
	struct post p = make(i), q = p, r = p;
	struct buf a = {0}, b = {0}, want = {0};

	q.companies = ids;
	q.n_companies = 2;
	q.thread = "x:9";
	q.thread_complete = TRI_TRUE;
	r.fetched_at = 77;
	post_write(&a, &p);
	post_write(&want, &q);
	struct spans s = spans_of(a.s, a.len);
	uint64_t d = spans_digest(a.s, a.len, &s);

	spans_write(&b, a.s, a.len, &s, sets, coset_of(sets, ids, 2), "x:9",
	    TRI_TRUE);
	CHECK(strcmp(b.s, want.s) == 0, "late values: line %zu", i);
	s = spans_of(want.s, want.len);
	CHECK(spans_digest(want.s, want.len, &s) == d,
	    "the four do not count: %zu", i);
	buf_clear(&want);
	post_write(&want, &r);
	s = spans_of(want.s, want.len);
	CHECK(spans_digest(want.s, want.len, &s) == d,
	    "nor when it was read: %zu", i);
	r.text = "else";
	r.text_len = 4;
	buf_clear(&want);
	post_write(&want, &r);
	s = spans_of(want.s, want.len);
	CHECK(spans_digest(want.s, want.len, &s) != d, "a text does: %zu", i);
	buf_free(&a);
	buf_free(&b);
	buf_free(&want);
}

static void
through_file(void)
{
	struct err e = {0};
	struct spool *s = spool_new(NULL, &e);
	struct spans spans = { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } };
	const char *line;
	uint32_t row;
	uint64_t no;
	size_t len;

	CHECK(s != NULL, "a spool opens: %s", e.msg);
	if (s == NULL)
		return;
	for (uint32_t i = 0; i < N; i++)
		CHECK(spool_add(s, i * 7, texts[i], strlen(texts[i]),
		    &spans) == i, "numbered from 0");
	CHECK(spool_rewind(s, &e) == 0, "back: %s", e.msg);
	for (uint32_t i = 0; i < N; i++) {
		CHECK(spool_next(s, &row, &no, &line, &len, &spans, &e) == 1 &&
		    row == i * 7 && no == i && len == strlen(texts[i]) &&
		    spans.len[3] == 8, "record %u", i);
		CHECK(strcmp(line, texts[i]) == 0, "line of record %u", i);
	}
	CHECK(spool_next(s, &row, &no, &line, &len, &spans, &e) == 0, "end");
	spool_free(s);
}

static void
cleaning(void)
{
	struct arena a = {0};
	bool repaired = false;
	size_t len;

	CHECK_STR(clean_id(" 3.0 ", &a), "3", "a spreadsheet's id");
	CHECK_STR(clean_id("3.5", &a), "3.5", "not one");
	CHECK_STR(clean_id(" a b\t", &a), "a b", "blanks inside stay");
	CHECK_STR(clean_id(" ", &a), "", "nothing");
	CHECK_STR(clean_text("R&amp;D &amp;lt; &x", 19, true, &a, &len,
	    &repaired), "R&D &lt; &x", "undone once");
	CHECK(!repaired && len == 11, "length %zu", len);
	CHECK_STR(clean_text("a\0b\xff", 4, false, &a, &len, &repaired),
	    "a\xef\xbf\xbd" "b\xef\xbf\xbd", "NUL and bad bytes");
	CHECK(repaired && len == 8, "length %zu", len);
	arena_free(&a);
}

int
main(void)
{
	struct cosets *sets = coset_new();

	for (size_t i = 0; i < N; i++)
		late_values(i, sets);
	through_file();
	cleaning();
	coset_free(sets);
	return test_done();
}

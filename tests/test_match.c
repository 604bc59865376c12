/* SPDX-License-Identifier: MIT
 *
 * Which companies a text names, and threads. */
#include <stdlib.h>
#include <unistd.h>

#include "common/outfile.h"
#include "ingest/link.h"
#include "ingest/match.h"
#include "tests/test.h"

static const char config[] = "{\"v\":1,\"companies\":["
    "{\"id\":\"tesco\",\"name\":\"Tesco\",\"names\":[\"Tesco\"],"
    "\"hashtags\":[\"tesco\"],\"accounts\":{\"x\":[\"Tesco\"],"
    "\"mastodon\":[\"care@tesco.example\"],\"reddit\":[\"TescoHelp\"]}},"
    "{\"id\":\"mobile\",\"name\":\"Tesco Mobile\",\"accounts\":"
    "{\"x\":[\"TescoMobile\"],\"bluesky\":[\"mobile.example\"]}},"
    "{\"id\":\"drove\",\"name\":\"Drove\",\"names\":[\"Drove Link\","
    "\"AT&T\",\"Stra\xc3\x9f" "enbahn\"]},"
    "{\"id\":\"kori\",\"name\":\"K\",\"names\":[\"\xe3\x82\xb3\xe3\x83\xaa"
    "\"]}]}";

static const struct { const char *network, *text, *want; } cases[] = {
	{ "x", "hi @tesco, why?", "tesco" },
	{ "x", "hi @TescoMobile.", "mobile" },
	{ "x", "@TescoMobileUK", "" },
	{ "x", "me@tesco", "tesco" },	/* a name, not a handle */
	{ "x", "x@TescoMobile", "" },
	{ "x", "#TESCO!", "tesco" },
	{ "x", "TESCO's van", "tesco" },
	{ "x", "tescos", "" },
	{ "x", "the drove  link van", "drove" },
	{ "x", "drove, link", "" },
	{ "x", "at&t at & t", "drove" },
	{ "x", "at t", "" },
	{ "x", "STRASSENBAHN", "drove" },
	{ "bluesky", "@mobile.example. hm", "mobile" },
	{ "bluesky", "@tescomobile", "" },	/* on x only */
	{ "mastodon", "ask @care@tesco.example please", "tesco" },
	{ "reddit", "ask /u/TescoHelp", "tesco" },
	{ "reddit", "menu/TescoHelp", "" },
	{ "csv", "@TescoMobile", "mobile" },	/* of no known network */
	/* katakana: a longer word is another one, a particle is not part */
	{ "x", "\xe3\x82\xb3\xe3\x83\xaa\xe3\x81\xae", "kori" },
	{ "x", "\xe3\x82\xb3\xe3\x83\xaa\xe3\x82\xb3", "" },
	{ "x", "@Tesco and @TescoMobile #tesco", "tesco mobile" },
};

static void
matching(const struct companies *c)
{
	struct match *m = match_new(c);

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const size_t *found;
		struct buf b = {0};
		size_t n = match_text(m, cases[i].network, cases[i].text,
		    strlen(cases[i].text), &found);

		buf_adds(&b, "");
		for (size_t k = 0; k < c->n; k++)
			for (size_t j = 0; j < n; j++)
				if (found[j] == k)
					buf_addf(&b, "%s%s", b.len ? " " : "",
					    c->c[k].id);
		CHECK_STR(b.s, cases[i].want, cases[i].text);
		buf_free(&b);
	}
	CHECK(match_account(m, "x", "@tescoMOBILE") == 1 &&
	    match_account(m, "x", "tescomob") < 0 &&
	    match_account(m, "x", NULL) < 0, "accounts");
	match_free(m);
}

static void
put(struct links *l, const char *id, const char *parent, uint32_t set)
{
	struct post p = { .id = id, .reply_to = parent, .text = "" };

	links_spread(l, links_put(l, &p, set));
}

static void
threads(void)
{
	struct cosets *s = coset_new();
	struct links *l = links_new(s);
	const char *a[] = { "a" }, *b[] = { "b" };
	uint32_t sa = coset_of(s, a, 1), sb = coset_of(s, b, 1);
	size_t loops = 0;

	put(l, "t:3", "t:2", sb);
	put(l, "t:2", "t:1", 0);
	put(l, "t:1", NULL, sa);
	put(l, "t:9", "t:8", 0);	/* the parent is not here */
	put(l, "t:21", "t:22", 0);	/* a loop, and one who leads into it */
	put(l, "t:22", "t:23", 0);
	put(l, "t:23", "t:21", 0);
	put(l, "t:24", "t:23", 0);
	links_resolve(l, &loops);
	CHECK_STR(links_thread(l, links_row(l, "t:3")), "t:1", "root");
	CHECK(links_set(l, links_row(l, "t:2")) == coset_union(s, sb, sa),
	    "what one names concerns all of the thread");
	CHECK_STR(links_thread(l, links_row(l, "t:9")), "t:9",
	    "a parent that is absent");
	CHECK(loops == 1, "one loop: %zu", loops);
	CHECK_STR(links_thread(l, links_row(l, "t:24")), "t:21",
	    "cut at the smallest id");
	CHECK_STR(links_thread(l, links_row(l, "t:22")), "t:21", "the same");
	links_free(l);
	coset_free(s);
}

int
main(void)
{
	char path[] = "/tmp/test_match.XXXXXX";
	struct err e = {0};
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	outfile_put(path, config, sizeof(config) - 1, &e);
	struct companies *c = companies_read(path, &e);

	CHECK(c != NULL, "config: %s", e.msg);
	if (c != NULL)
		matching(c);
	threads();
	companies_free(c);
	unlink(path);
	return test_done();
}

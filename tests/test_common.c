/* SPDX-License-Identifier: MIT
 *
 * Lines, text, hash map, output file, companies, store. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/companies.h"
#include "common/hash.h"
#include "common/input.h"
#include "common/json.h"
#include "common/outfile.h"
#include "common/store.h"
#include "common/text.h"
#include "tests/test.h"

static char dir[] = "/tmp/test_common.XXXXXX";

static const char *
in_dir(const char *name)
{
	static char path[4][256];
	static int k;

	snprintf(path[k & 3], sizeof(path[0]), "%s/%s", dir, name);
	return path[k++ & 3];
}

static void
line_reader(void)
{
	struct err e = {0};
	char *s;
	size_t n;
	struct input *in = input_mem("a\n\nlonger than ten\nok\ncut", 25);
	struct lines *l = lines_new(in, 10);

	CHECK(lines_next(l, &s, &n, &e) == 1 && strcmp(s, "a") == 0, "first");
	CHECK(lines_next(l, &s, &n, &e) == 1 && n == 0, "empty line");
	CHECK(lines_next(l, &s, &n, &e) == -1 && e.kind == ERR_DATA,
	    "too long: %s", e.msg);
	err_clear(&e);
	CHECK(lines_next(l, &s, &n, &e) == 1 && strcmp(s, "ok") == 0 &&
	    lines_no(l) == 4 && lines_offset(l) == 22, "goes on: %lld",
	    (long long)lines_offset(l));
	CHECK(lines_next(l, &s, &n, &e) == -1 && e.kind == ERR_DATA,
	    "cut: %s", e.msg);
	err_clear(&e);
	CHECK(lines_next(l, &s, &n, &e) == 0, "end");
	lines_free(l);
	input_free(in);

	/* Lines across chunks: 300 KiB of them, one of 200 KiB. */
	struct buf b = {0};

	for (int i = 0; i < 30000; i++)
		buf_addf(&b, "%d\n", i);
	size_t start = b.len;

	while (b.len < start + 200000)
		buf_addc(&b, 'x');
	buf_adds(&b, "\nend\n");
	in = input_mem(b.s, b.len);
	l = lines_new(in, LINE_MAX_BYTES);
	int bad = 0;

	for (int i = 0; i < 30000; i++)
		bad += lines_next(l, &s, &n, &e) != 1 || atoi(s) != i;
	CHECK(bad == 0, "30,000 lines in order");
	CHECK(lines_next(l, &s, &n, &e) == 1 && n == 200000, "long line");
	CHECK(lines_next(l, &s, &n, &e) == 1 && strcmp(s, "end") == 0, "last");
	lines_free(l);
	input_free(in);
	buf_free(&b);
}

static void
unicode(void)
{
	struct buf b = {0};

	text_fold(&b, "STRASSE Stra\xc3\x9f" "e \xce\x91", 18);
	CHECK_STR(b.s, "strasse strasse \xce\xb1", "fold");
	buf_clear(&b);
	text_repair(&b, "a\xff" "b", 3);
	CHECK_STR(b.s, "a\xEF\xBF\xBD" "b", "repair");
	buf_clear(&b);
	text_plain(&b, " a\n\tb\xe2\x80\xae" "c\x01 ", 10);
	CHECK_STR(b.s, "a bc", "plain");
	buf_free(&b);
	CHECK(!text_is_boundary('a', 'b') && text_is_boundary('a', '.') &&
	    text_is_boundary(0, 'a'), "boundaries in Latin");
	CHECK(!text_is_boundary('a', 0x301), "a mark goes with its letter");
	CHECK(!text_is_boundary(0x30A2, 0x30A4) &&
	    text_is_boundary(0x30A2, 0x306E), "katakana, then hiragana");
	CHECK(text_is_utf8("\xf0\x9f\x98\x80", 4) &&
	    !text_is_utf8("\xed\xa0\x80", 3), "utf-8");
}

static void
hashes(void)
{
	char hex[SHA256_HEX + 1];
	struct keymap *m = keymap_new();
	int bad = 0;

	sha256_mem("abc", 3, hex);
	CHECK_STR(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff"
	    "61f20015ad", "sha256 of abc");
	for (uint32_t i = 0; i < 50000; i++)
		*keymap_add(m, key_of(&i, sizeof(i))) = i;
	for (uint32_t i = 0; i < 60000; i++)
		bad += keymap_get(m, key_of(&i, sizeof(i))) !=
		    (i < 50000 ? i : KEYMAP_NONE);
	CHECK(bad == 0 && keymap_count(m) == 50000, "map of 50,000");
	keymap_free(m);
}

static void
out_files(void)
{
	struct err e = {0};
	const char *path = in_dir("a/b/out.txt");
	struct stat st;

	CHECK(outfile_put(path, "one", 3, &e) == 0, "put: %s", e.msg);
	struct outfile *o = outfile_open(path, &e);

	outfile_write(o, "two", 3);
	outfile_abort(o);
	CHECK(stat(path, &st) == 0 && st.st_size == 3, "abort keeps the old");
	CHECK(access(in_dir("a/b/out.txt.part"), F_OK) < 0, "no part file");
	CHECK(outfile_put("/dev/null", "a", 1, &e) == 0 && stat("/dev/null",
	    &st) == 0 && S_ISCHR(st.st_mode), "a device stays one");
	CHECK(outfile_put("/dev/full/x", "a", 1, &e) < 0 &&
	    e.kind == ERR_FATAL, "cannot: %s", e.msg);
}

static const struct { const char *json, *want; } configs[] = {
	{ "{\"v\":1,\"companies\":[{\"id\":\"a\",\"name\":\"A\"}]}", "" },
	{ "{\"v\":1,\"companies\":[\n{\"id\":\"A b\",\"name\":\"A\"}]}",
	  ":2: company 1: member \"id\"" },
	{ "{\"v\":1,\"companies\":[\n{\"id\":\"a\",\n\"name\":\"\"}]}",
	  ":3: company \"a\", member \"name\"" },
	{ "{\"v\":1,\"companies\":[{\"id\":\"a\",\"name\":\"A\"},\n"
	  "{\"id\":\"a\",\"name\":\"B\"}]}", ":2: company \"a\"" },
	{ "{\"v\":1,\"companies\":[{\"id\":\"a\",\"name\":\"A\",\n"
	  "\"hashtag\":[]}]}", "is \"hashtags\" meant" },
	{ "{\"v\":1,\"companies\":[{\"id\":\"a\",\"name\":\"A\","
	  "\"accounts\":{\"x\":[\"q\"]}},{\"id\":\"b\",\"name\":\"B\","
	  "\"accounts\":{\"x\":[\"@Q\"]}}]}", "belongs to \"a\" and to \"b\"" },
	{ "{\"v\":1,\"companies\":[{\"id\":\"a\",\"name\":\"A\","
	  "\"names\":[7]}]}", "member \"names\"" },
	{ "{\"v\":1", ":1:" },
	{ "[]", "must be" },
	{ "", ":1:" },
};

static void
config(void)
{
	for (size_t i = 0; i < sizeof(configs) / sizeof(configs[0]); i++) {
		struct err e = {0};
		const char *path = in_dir("companies.json");

		outfile_put(path, configs[i].json, strlen(configs[i].json), &e);
		struct companies *c = companies_read(path, &e);

		CHECK((c != NULL) == (configs[i].want[0] == '\0') &&
		    strstr(e.msg, configs[i].want) != NULL &&
		    (c != NULL || e.kind == ERR_CONFIG), "config %zu: %s", i,
		    e.msg);
		companies_free(c);
	}
	struct err e = {0};

	CHECK(companies_read(in_dir("none.json"), &e) == NULL &&
	    err_exit_code(&e) == 2, "unreadable: %s", e.msg);
	struct err none = {0};
	struct companies *c = companies_read("data/sample/companies.json",
	    &none);

	CHECK(c != NULL && c->n == 6 && companies_find(c, "hernsey") == 2,
	    "the sample's companies: %s", none.msg);
	companies_free(c);
}

static void
stores(void)
{
	struct err e = {0}, busy = {0};
	char **names;
	size_t n;

	CHECK(store_open(in_dir("nowhere"), "t", false, &busy) == NULL &&
	    busy.kind == ERR_CONFIG, "no store: %s", busy.msg);
	err_clear(&busy);
	struct store *s = store_open(in_dir("st"), "t", true, &e);

	CHECK(s != NULL, "open: %s", e.msg);
	CHECK(store_open(in_dir("st"), "t", true, &busy) == NULL &&
	    busy.kind == ERR_BUSY && err_exit_code(&busy) == 4, "busy: %s",
	    busy.msg);
	outfile_put(store_path(s, "posts", "b.jsonl"), "", 0, &e);
	outfile_put(store_path(s, "posts", "a.jsonl"), "", 0, &e);
	outfile_put(store_path(s, "posts", "c.jsonl.part"), "", 0, &e);
	CHECK(store_list(s, "posts", &names, &n, &e) == 0 && n == 2 &&
	    strcmp(names[0], "a") == 0, "list is sorted");
	store_list_free(names, n);
	CHECK(store_run_set(s, "a", "ingest", json_integer(1), &e) == 0 &&
	    store_run_set(s, "a", "classify", json_integer(2), &e) == 0,
	    "run set");
	json_t *v = store_run_get(s, "a", "ingest");

	CHECK(json_integer_value(v) == 1, "run get");
	json_decref(v);
	store_free(s);
	s = store_open(in_dir("st"), "t", false, &e);
	CHECK(s != NULL && access(store_path(s, "posts", "c.jsonl.part"), F_OK)
	    < 0, "part files of a killed run are removed");
	store_free(s);
}

int
main(void)
{
	if (mkdtemp(dir) == NULL)
		return 1;
	line_reader();
	unicode();
	hashes();
	out_files();
	config();
	stores();
	char cmd[64];

	snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	return system(cmd) != 0 || test_done();
}

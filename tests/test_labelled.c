/* SPDX-License-Identifier: MIT
 *
 * Label files, good and bad. */
#include <stdlib.h>
#include <unistd.h>

#include "classify/labelled.h"
#include "common/diag.h"
#include "common/outfile.h"
#include "tests/test.h"

static char dir[] = "/tmp/labelled-XXXXXX";

static const char *
write_text(const char *name, const char *text)
{
	static char path[64];
	struct err ignored = {0};

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	outfile_put(path, text, strlen(text), &ignored);
	return path;
}

static int
read_text(struct labelled *l, const char *name, const char *text,
    int64_t *bad, struct err *e)
{
	struct rejects *r = rejects_new(NULL);

	labelled_free(l);
	err_clear(e);
	const char *path = write_text(name, text);
	int rc = labelled_read(l, path, r, e);

	*bad = rejects_count(r);
	unlink(path);
	rejects_free(r);
	return rc;
}

/* What is written as a cell must be harmless in a spreadsheet or terminal and
 * be read as it was. */
static const struct { const char *text, *cell; } cells[] = {
	{ "plain, with \"quotes\" inside", "plain, with \"quotes\" inside" },
	{ "=HYPERLINK(\"http://x\")", "\\=HYPERLINK(\"http://x\")" },
	{ "+1 for that", "\\+1 for that" },
	{ "-1", "\\-1" },
	{ "@shop why?", "\\@shop why?" },
	{ "\"quoted\"", "\\\"quoted\"" },
	{ "'tis", "\\'tis" },
	{ "\\=x", "\\\\=x" },
	{ "\t=x", "\\t=x" },
	{ "a\tb\nc\\d\re", "a\\tb\\nc\\\\d\\u000de" },
	{ "\x1B[31m \xC2\x9B", "\\u001b[31m \\u009b" },
	{ "\\u001b", "\\\\u001b" },
	{ "\\", "\\\\" },
	{ "😀 é", "😀 é" },
};

static void
test_cells(struct labelled *l)
{
	struct buf b = {0}, row = {0};
	struct err e = {0};
	int64_t bad;

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		buf_clear(&b);
		labelled_cell(&b, cells[i].text, strlen(cells[i].text));
		CHECK_STR(b.s, cells[i].cell, "a cell");
		buf_clear(&row);
		buf_addf(&row, "text\tquery\n%s\t1\n", b.s);
		CHECK(read_text(l, "c.tsv", row.s, &bad, &e) == 0 && l->n == 1
		    && strcmp(l->row[0].text, cells[i].text) == 0,
		    "comes back as it was");
	}
	CHECK(read_text(l, "s.tsv", "text\tquery\n\"say \"\"hi\"\", please\"\t1"
	    "\n\"a\" or \"b\"\t1\n\"\"\"\"\t\"1\"\n\"\\\"\"x\"\t1\n"
	    "\\u0041 \\u00zz \\u1\t1\n", &bad, &e) == 0 &&
	    l->n == 5, "a spreadsheet's quotes: %zu rows", l->n);
	CHECK_STR(l->row[0].text, "say \"hi\", please", "are undone");
	CHECK_STR(l->row[1].text, "\"a\" or \"b\"", "a text's own stay");
	CHECK_STR(l->row[2].text, "\"", "a quote alone");
	CHECK_STR(l->row[3].text, "\"x", "quotes, then the escape");
	CHECK_STR(l->row[4].text, "\\u0041 \\u00zz \\u1", "no such escape");
	buf_free(&b);
	buf_free(&row);
}

static void
test_open(struct labelled *l)
{
	static const char rows[] = "id\ttext\tcomplaint\tquery\tsentiment\n"
	    "1\ta\t?\t?\t?\n2\tb\t\t\t\n3\tc\t?\t0\t\n4\td\tx\t\t\n";
	struct err e = {0};
	int64_t bad;

	CHECK(read_text(l, "o.tsv", rows, &bad, &e) == 0 && l->n == 1 &&
	    bad == 1 && l->unlabelled == 2, "not labelled yet: %zu",
	    l->unlabelled);
	CHECK(l->row[0].y[P_COMPLAINT] == -1 && l->row[0].y[P_QUERY] == 0,
	    "a single ? is unknown");
	labelled_free(l);
	l->keep_unlabelled = true;
	struct rejects *r = rejects_new(NULL);

	CHECK(labelled_read(l, write_text("o.tsv", rows), r, &e) == 0 &&
	    l->n == 3 && l->unlabelled == 0, "kept when asked: %zu", l->n);
	unlink(write_text("o.tsv", ""));
	rejects_free(r);
	labelled_free(l);
}

int
main(void)
{
	struct labelled l = {0};
	struct err e = {0};
	int64_t bad;

	diag_init("test", DIAG_ERROR, false);
	if (mkdtemp(dir) == NULL)
		return 1;
	CHECK(read_text(&l, "a.tsv", "\xEF\xBB\xBFid\tnote\tcomplaint\ttext\t"
	    "sentiment\r\n1\tx\t1\ta\\tb\\nc\\\\d\\_e\tpositive\r\n"
	    "2\tx\t\tno label\t\n3\tx\t2\ttwo\t\n4\tx\t0\tlast\t", &bad, &e)
	    == 0, "TSV with a BOM, CRLF and no last newline %s", e.msg);
	CHECK(l.n == 2 && bad == 1 && l.unlabelled == 1,
	    "good rows %zu, bad rows %lld, not labelled yet %zu", l.n,
	    (long long)bad, l.unlabelled);
	CHECK(strcmp(l.row[0].text, "a\tb\nc\\d\\_e") == 0, "escapes");
	CHECK(l.row[0].y[P_COMPLAINT] == 1 && l.row[0].y[P_QUERY] == -1 &&
	    l.row[0].y[P_POSITIVE] == 1 && l.row[0].y[P_NEGATIVE] == 0,
	    "labels, one unknown");
	CHECK(l.row[1].y[P_NEGATIVE] == -1, "no sentiment is unknown");
	CHECK(l.file[0].rows == 2 && strlen(l.file[0].sha256) == 64,
	    "the file is recorded");

	CHECK(read_text(&l, "b.tsv", "id\tcomplaint\n", &bad, &e) < 0 &&
	    e.kind == ERR_CONFIG, "TSV without a text column");
	CHECK(read_text(&l, "c.tsv", "", &bad, &e) < 0 && e.kind == ERR_CONFIG,
	    "empty TSV");
	CHECK(read_text(&l, "d.tsv", "text\tquery\na\t1\tz\nb\nc\t0\n\xFF\t1\n",
	    &bad, &e) == 0 && l.n == 1 && bad == 3,
	    "columns too many, too few, bad bytes");

	CHECK(read_text(&l, "e.jsonl", "{\"text\":\"x\",\"complaint\":1,"
	    "\"query\":false,\"foreign\":[1]}\nnot json\n\n"
	    "{\"text\":7,\"query\":1}\n{\"text\":\"y\",\"query\":\"1\"}\n"
	    "{\"text\":\"z\",\"sentiment\":\"angry\"}\n{\"query\":1}\n"
	    "{\"text\":\"q\",\"query\":1", &bad, &e) == 0, "JSON Lines %s",
	    e.msg);
	CHECK(l.n == 2 && bad == 5, "good rows %zu, bad rows %lld", l.n,
	    (long long)bad);
	CHECK(l.row[0].y[P_COMPLAINT] == 1 && l.row[0].y[P_QUERY] == 0,
	    "numbers and booleans");
	CHECK(strncmp(l.row[0].id, "text:", 5) == 0, "an id is made");

	CHECK(read_text(&l, "f.jsonl", "{\"id\":\"b\",\"text\":\"x\","
	    "\"query\":1}\n{\"id\":\"a\",\"text\":\"x\",\"query\":1}\n"
	    "{\"id\":\"b\",\"text\":\"x\",\"query\":1}\n", &bad, &e) == 0,
	    "doubles");
	CHECK(labelled_sort(&l) == 1 && l.n == 2 &&
	    strcmp(l.row[0].id, "a") == 0, "are dropped, the rest is sorted");
	labelled_free(&l);
	struct rejects *r = rejects_new(NULL);

	CHECK(labelled_read(&l, "/no/such/file.tsv", r, &e) < 0 && e.kind ==
	    ERR_CONFIG, "a file that is not there");
	rejects_free(r);
	labelled_free(&l);
	test_cells(&l);
	test_open(&l);
	rmdir(dir);
	return test_done();
}

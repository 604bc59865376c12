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

static int
read_text(struct labelled *l, const char *name, const char *text,
    int64_t *bad, struct err *e)
{
	struct rejects *r = rejects_new(NULL);
	struct buf path = {0};
	struct err ignored = {0};

	labelled_free(l);
	err_clear(e);
	buf_addf(&path, "%s/%s", dir, name);
	outfile_put(path.s, text, strlen(text), &ignored);
	int rc = labelled_read(l, path.s, r, e);

	*bad = rejects_count(r);
	unlink(path.s);
	rejects_free(r);
	buf_free(&path);
	return rc;
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
	CHECK(l.n == 2 && bad == 2, "good rows %zu, bad rows %lld", l.n,
	    (long long)bad);
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
	rmdir(dir);
	return test_done();
}

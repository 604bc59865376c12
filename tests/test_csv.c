/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "common/mem.h"
#include "ingest/csv.h"
#include "tests/test.h"

/* What is read, written as fields between | and records between ~; a record
 * that is broken as "!line". */
static const struct { const char *name, *in, *want; } cases[] = {
	{ "plain", "a,b\n1,2\n", "a|b~1|2~" },
	{ "no newline at the end", "a,b\n1,2", "a|b~1|2~" },
	{ "CRLF", "a,b\r\n1,2\r\n", "a|b~1|2~" },
	{ "quotes", "a,\"b \"\"c\"\", d\"\n", "a|b \"c\", d~" },
	{ "newline in quotes", "a,\"x\ny\"\nb,c\n", "a|x\ny~b|c~" },
	{ "empty fields", ",\n\"\",x\n", "|~|x~" },
	{ "blank lines are passed over", "a\n\n\r\nb\n", "a~b~" },
	{ "byte order mark", "\xEF\xBB\xBF" "a,b\n", "a|b~" },
	{ "semicolons", "a;b,c;d\n1;2;3\n", "a|b,c|d~1|2|3~" },
	{ "tabs", "a\tb\n1\t2\n", "a|b~1|2~" },
	{ "a quote inside an unquoted field is text", "a,5\" x\nb,c\n",
	  "a|5\" x~b|c~" },
	{ "stray quote costs its line", "h,i\na,\"b\"c\",d\ne,f\n",
	  "h|i~!2~e|f~" },
	{ "unclosed quote costs its line", "h,i\na,\"b\nc,d\ne,f\n",
	  "h|i~!2~c|d~e|f~" },
	{ "unclosed at the very end", "h,i\na,\"b", "h|i~!2~" },
	{ "empty", "", "" },
};

static void
show(struct csv *c, struct buf *out)
{
	struct csv_row row;
	struct err e = {0};
	int rc;

	buf_clear(out);
	buf_adds(out, "");
	while ((rc = csv_next(c, &row, &e)) != 0) {
		if (rc < 0) {
			buf_addf(out, "!%lld~", (long long)row.line);
			err_clear(&e);
			continue;
		}
		for (size_t i = 0; i < row.n; i++) {
			if (i > 0)
				buf_addc(out, '|');
			buf_add(out, row.field[i], row.len[i]);
		}
		buf_addc(out, '~');
	}
}

static void
long_record(void)
{
	struct buf b = {0}, out = {0};

	buf_adds(&b, "h,i\na,\"");
	for (int i = 0; i < 300000; i++)
		buf_adds(&b, "long\n\"\"");
	buf_adds(&b, "\nx,y\n");
	struct input *in = input_mem(b.s, b.len);
	struct csv *c = csv_new(in, ',');
	struct csv_row row;
	struct err e = {0};

	csv_next(c, &row, &e);
	CHECK(csv_next(c, &row, &e) == -1 && e.kind == ERR_DATA &&
	    row.line == 2, "a quote open for 1 MiB: %s", e.msg);
	csv_free(c);
	input_free(in);
	buf_free(&b);
	buf_free(&out);
}

int
main(void)
{
	struct buf out = {0};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct input *in = input_mem(cases[i].in,
		    strlen(cases[i].in));
		struct csv *c = csv_new(in, 0);

		show(c, &out);
		CHECK_STR(out.s, cases[i].want, cases[i].name);
		csv_free(c);
		input_free(in);
	}
	long_record();
	buf_free(&out);
	return test_done();
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "common/input.h"
#include "common/json.h"
#include "common/mem.h"
#include "common/outfile.h"

#define FILE_MAX ((size_t)64 << 20)

json_t *
json_read(const char *path, struct err *e)
{
	struct input *in = input_open(path, e);
	struct buf b = {0};
	json_error_t je;
	json_t *v = NULL;
	char chunk[8192];
	ssize_t n;

	if (in == NULL)
		return NULL;
	while ((n = input_read(in, chunk, sizeof(chunk), e)) > 0 &&
	    b.len <= FILE_MAX)
		buf_add(&b, chunk, (size_t)n);
	if (n < 0)
		goto out;
	if (b.len > FILE_MAX) {
		err_set(e, ERR_CONFIG, "%s: larger than 64 MiB", path);
		goto out;
	}
	v = json_loadb(b.s != NULL ? b.s : "", b.len, JSON_REJECT_DUPLICATES,
	    &je);
	if (v == NULL)
		err_set(e, ERR_CONFIG, "%s:%d:%d: %s", path, je.line,
		    je.column, je.text);
out:
	buf_free(&b);
	input_free(in);
	return v;
}

static int
to_buf(const char *s, size_t n, void *b)
{
	buf_add(b, s, n);
	return 0;
}

int
json_write(const char *path, const json_t *v, struct err *e)
{
	struct buf b = {0};
	int rc = -1;

	if (json_dump_callback(v, to_buf, &b, JSON_INDENT(1) | JSON_SORT_KEYS |
	    JSON_REAL_PRECISION(15)) < 0) {
		err_set(e, ERR_FATAL, "%s: a value cannot be written as JSON",
		    path);
		goto out;
	}
	buf_addc(&b, '\n');
	rc = outfile_put(path, b.s, b.len, e);
out:
	buf_free(&b);
	return rc;
}

void
json_line(struct buf *b, const json_t *v)
{
	char *text = json_dumps(v, JSON_SORT_KEYS | JSON_COMPACT |
	    JSON_REAL_PRECISION(12));

	buf_adds(b, text);
	buf_addc(b, '\n');
	free(text);
}

const char *
json_str(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

int
json_line_of(const char *path, const char *key, int from)
{
	struct err e = {0};
	struct input *in = input_open(path, &e);
	struct buf want = {0};
	int found = 0;
	char *text;
	size_t len;

	if (in == NULL)
		return 0;
	struct lines *l = lines_new(in, FILE_MAX);

	buf_addf(&want, "\"%s\"", key);
	while (found == 0 && lines_next_lenient(l, &text, &len, &e) > 0)
		if (lines_no(l) > from && memmem(text, len, want.s, want.len)
		    != NULL)
			found = (int)lines_no(l);
	buf_free(&want);
	lines_free(l);
	input_free(in);
	return found;
}

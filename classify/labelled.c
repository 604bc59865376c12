/* SPDX-License-Identifier: MIT
 *
 * Both forms end in the same row: a cell or member is handed, by its name,
 * to the one function that knows what the names mean. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classify/labelled.h"
#include "common/input.h"
#include "common/jscan.h"
#include "common/text.h"

#define COLUMNS_MAX 64

enum column { C_TEXT, C_ID, C_COMPLAINT, C_QUERY, C_SENTIMENT, C_OTHER };

static const char *const column_name[C_OTHER] = {
	"text", "id", "complaint", "query", "sentiment",
};

struct reader {
	struct labelled *l;
	const char *path;
	struct lines *lines;
	struct rejects *rejects;
	struct jobject object;
	enum column column[COLUMNS_MAX];	/* TSV */
	size_t n_columns;
};

static enum column
column_of(const char *name, size_t len)
{
	for (int c = 0; c < C_OTHER; c++)
		if (strlen(column_name[c]) == len &&
		    memcmp(column_name[c], name, len) == 0)
			return (enum column)c;
	return C_OTHER;
}

static int
set_flag(struct labelled_row *row, enum column c, const char *s, struct err *e)
{
	int8_t *y = &row->y[c == C_COMPLAINT ? P_COMPLAINT : P_QUERY];

	if (*s == '\0')
		return 0;
	if ((*s != '0' && *s != '1') || s[1] != '\0')
		return err_set(e, ERR_DATA, "%s is neither 0 nor 1",
		    column_name[c]);
	*y = (int8_t)(*s - '0');
	return 0;
}

static int
set_sentiment(struct labelled_row *row, const char *s, struct err *e)
{
	int found = -1;

	if (*s == '\0')
		return 0;
	for (int p = P_NEGATIVE; p <= P_POSITIVE; p++)
		if (strcmp(s, post_p_name[p]) == 0)
			found = p;
	if (found < 0)
		return err_set(e, ERR_DATA, "sentiment is not negative, "
		    "neutral or positive");
	for (int p = P_NEGATIVE; p <= P_POSITIVE; p++)
		row->y[p] = p == found;
	return 0;
}

/* s lives in the arena. */
static int
set_column(struct labelled_row *row, enum column c, const char *s, size_t len,
    struct err *e)
{
	switch (c) {
	case C_TEXT:
		row->text = s;
		row->text_len = len;
		return 0;
	case C_ID:
		row->id = *s != '\0' ? s : NULL;
		return 0;
	case C_COMPLAINT:
	case C_QUERY:
		return set_flag(row, c, s, e);
	case C_SENTIMENT:
		return set_sentiment(row, s, e);
	case C_OTHER:
		break;
	}
	return 0;
}

static int
check_row(struct labelled_row *row, struct arena *a, struct err *e)
{
	char id[24];

	if (row->text == NULL || row->text_len == 0)
		return err_set(e, ERR_DATA, "no text");
	if (row->y[P_COMPLAINT] < 0 && row->y[P_QUERY] < 0 &&
	    row->y[P_NEGATIVE] < 0)
		return err_set(e, ERR_DATA, "no label");
	if (row->id == NULL) {
		int n = snprintf(id, sizeof(id), "text:%016llx",
		    (unsigned long long)hash64(row->text, row->text_len, 0));

		row->id = arena_dup(a, id, (size_t)n);
	}
	return 0;
}

/* ---- JSON Lines ---- */

static int
json_member(struct labelled_row *row, const struct jmember *m,
    struct arena *a, struct err *e)
{
	enum column c = column_of(m->key, m->key_len);
	const char *s;
	size_t len;

	if (c == C_OTHER || m->value.type == J_NULL)
		return 0;
	if (m->value.type == J_STRING) {
		s = jspan_text(&m->value, &len, a);
	} else if (m->value.type == J_NUMBER && c != C_TEXT &&
	    c != C_SENTIMENT) {
		s = arena_dup(a, m->value.s, m->value.len);
		len = m->value.len;
	} else if (m->value.type <= J_TRUE && (c == C_COMPLAINT ||
	    c == C_QUERY)) {
		s = m->value.type == J_TRUE ? "1" : "0";
		len = 1;
	} else {
		return err_set(e, ERR_DATA, "member \"%s\" has a wrong type",
		    column_name[c]);
	}
	return set_column(row, c, s, len, e);
}

static int
json_row(struct reader *r, struct labelled_row *row, const char *line,
    size_t len, struct err *e)
{
	if (jscan_object(&r->object, line, len, &r->l->a, e) < 0)
		return -1;
	for (size_t i = 0; i < r->object.n; i++)
		if (json_member(row, &r->object.m[i], &r->l->a, e) < 0)
			return -1;
	return 0;
}

/* ---- TSV ---- */

/* A cell with \t \n \\ undone; any other backslash stays as it is. */
static const char *
cell(struct arena *a, const char *s, size_t len, size_t *out_len)
{
	char *out = arena_alloc(a, len + 1), *o = out;

	for (size_t i = 0; i < len; i++) {
		char next = s[i] == '\\' && i + 1 < len ? s[i + 1] : '\0';

		if (next == 't' || next == 'n' || next == '\\') {
			*o++ = next == 't' ? '\t' : next == 'n' ? '\n' : '\\';
			i++;
		} else {
			*o++ = s[i];
		}
	}
	*o = '\0';
	*out_len = (size_t)(o - out);
	return out;
}

static int
tsv_header(struct reader *r, const char *line, struct err *e)
{
	bool text = false, label = false;

	if (strncmp(line, "\xEF\xBB\xBF", 3) == 0)
		line += 3;
	for (r->n_columns = 0;; r->n_columns++) {
		size_t len = strcspn(line, "\t");

		if (r->n_columns == COLUMNS_MAX)
			return err_set(e, ERR_CONFIG, "%s:1: more than %d "
			    "columns", r->path, COLUMNS_MAX);
		enum column c = column_of(line, len);

		r->column[r->n_columns] = c;
		text = text || c == C_TEXT;
		label = label || (c >= C_COMPLAINT && c <= C_SENTIMENT);
		if (line[len] == '\0')
			break;
		line += len + 1;
	}
	r->n_columns++;
	if (!text || !label)
		return err_set(e, ERR_CONFIG, "%s:1: the header must name "
		    "text and one of complaint, query, sentiment", r->path);
	return 0;
}

static int
tsv_row(struct reader *r, struct labelled_row *row, const char *line,
    struct err *e)
{
	if (!text_is_utf8(line, strlen(line)))
		return err_set(e, ERR_DATA, "invalid UTF-8");
	for (size_t i = 0; i < r->n_columns; i++) {
		size_t len = strcspn(line, "\t"), out_len;
		bool last = line[len] == '\0';

		if (last != (i == r->n_columns - 1))
			return err_set(e, ERR_DATA, "not as many columns as "
			    "the header has");
		const char *s = cell(&r->l->a, line, len, &out_len);

		if (set_column(row, r->column[i], s, out_len, e) < 0)
			return -1;
		line += len + 1;
	}
	return 0;
}

/* ---- a file ---- */

bool
labelled_is_tsv(const char *path)
{
	const char *dot = strrchr(path, '.');
	size_t n = strlen(path);

	if (dot != NULL && (strcmp(dot, ".gz") == 0 || strcmp(dot, ".zst")
	    == 0))
		n = (size_t)(dot - path);
	return n > 4 && memcmp(path + n - 4, ".tsv", 4) == 0;
}

static void
add_row(struct labelled *l, const struct labelled_row *row)
{
	l->row = grow(l->row, l->n, &l->cap, sizeof(*l->row));
	l->row[l->n++] = *row;
}

/* One line to a row: 0, or ERR_DATA. */
static int
take_line(struct reader *r, bool tsv, char *text, size_t len, struct err *e)
{
	struct labelled_row row = { .y = { LABEL_UNKNOWN, LABEL_UNKNOWN,
	    LABEL_UNKNOWN, LABEL_UNKNOWN, LABEL_UNKNOWN } };

	if (len > 0 && text[len - 1] == '\r')
		text[--len] = '\0';
	if (memchr(text, '\0', len) != NULL)
		return err_set(e, ERR_DATA, "a NUL byte in the line");
	if ((tsv ? tsv_row(r, &row, text, e) :
	    json_row(r, &row, text, len, e)) < 0 ||
	    check_row(&row, &r->l->a, e) < 0)
		return -1;
	add_row(r->l, &row);
	return 0;
}

static int
read_rows(struct reader *r, bool tsv, struct err *e)
{
	bool header = tsv;
	char *text = NULL;
	size_t len = 0;
	int rc;

	while ((rc = lines_next_lenient(r->lines, &text, &len, e)) != 0) {
		if (rc > 0 && header) {
			header = false;
			text[strcspn(text, "\r")] = '\0';
			if (tsv_header(r, text, e) < 0)
				return -1;
			continue;
		}
		if (rc > 0 && len > 0)
			rc = take_line(r, tsv, text, len, e) < 0 ? -1 : 1;
		if (rc > 0)
			continue;
		if (e->kind != ERR_DATA)
			return -1;
		rejects_add(r->rejects, r->path, lines_no(r->lines), e->msg,
		    text, text != NULL ? strlen(text) : 0);
		err_clear(e);
	}
	if (header)
		return err_set(e, ERR_CONFIG, "%s: empty, not even a header",
		    r->path);
	return 0;
}

int
labelled_read(struct labelled *l, const char *path, struct rejects *rejects,
    struct err *e)
{
	struct reader r = { .l = l, .path = path, .rejects = rejects };
	struct labelled_file *f;
	struct input *in = input_open(path, e);
	size_t before = l->n;
	int rc = -1;

	if (in == NULL)
		return -1;
	r.lines = lines_new(in, LINE_MAX_BYTES);
	l->file = grow(l->file, l->n_files, &l->cap_files, sizeof(*l->file));
	f = &l->file[l->n_files++];
	*f = (struct labelled_file){ .path = xstrdup(path) };
	if (strcmp(path, "-") != 0 && sha256_file(path, f->sha256, NULL, e) < 0)
		goto out;
	rc = read_rows(&r, labelled_is_tsv(path), e);
	f->rows = l->n - before;
out:
	free(r.object.m);
	lines_free(r.lines);
	input_free(in);
	return rc;
}

static int
by_id(const void *a, const void *b)
{
	const struct labelled_row *x = a, *y = b;
	int c = strcmp(x->id, y->id);

	if (c == 0)
		c = strcmp(x->text, y->text);
	return c != 0 ? c : memcmp(x->y, y->y, sizeof(x->y));
}

size_t
labelled_sort(struct labelled *l)
{
	size_t kept = 0, before = l->n;

	if (l->n > 1)
		qsort(l->row, l->n, sizeof(*l->row), by_id);
	for (size_t i = 0; i < l->n; i++)
		if (kept == 0 || by_id(&l->row[kept - 1], &l->row[i]) != 0)
			l->row[kept++] = l->row[i];
	l->n = kept;
	return before - kept;
}

void
labelled_free(struct labelled *l)
{
	for (size_t i = 0; i < l->n_files; i++)
		free(l->file[i].path);
	free(l->file);
	free(l->row);
	arena_free(&l->a);
	*l = (struct labelled){0};
}

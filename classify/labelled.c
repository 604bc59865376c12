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

const struct labelled_row labelled_none = { .y = { LABEL_UNKNOWN,
    LABEL_UNKNOWN, LABEL_UNKNOWN, LABEL_UNKNOWN, LABEL_UNKNOWN } };

struct reader {
	const char *path;
	struct jobject object;
	struct members members;
	/* TSV */
	bool header;			/* was read */
	struct { const char *name; size_t len; enum column c; }
	    column[COLUMNS_MAX];
	size_t n_columns, group_at;
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

/* What stands in a cell nobody has filled in, or who did could not tell. */
static bool
is_open(const char *s)
{
	return *s == '\0' || strcmp(s, "?") == 0;
}

static int
set_flag(struct labelled_row *row, enum column c, const char *s, struct err *e)
{
	int8_t *y = &row->y[c == C_COMPLAINT ? P_COMPLAINT : P_QUERY];

	if (is_open(s))
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

	if (is_open(s))
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

bool
labelled_is_name(const char *name, size_t len)
{
	return column_of(name, len) != C_OTHER;
}

int
labelled_label(struct labelled_row *row, const char *name, const char *value,
    struct err *e)
{
	return set_column(row, column_of(name, strlen(name)), value,
	    strlen(value), e);
}

bool
labelled_has_label(const struct labelled_row *row)
{
	return row->y[P_COMPLAINT] >= 0 || row->y[P_QUERY] >= 0 ||
	    row->y[P_NEGATIVE] >= 0;
}

int
labelled_sentiment_class(const struct labelled_row *row)
{
	for (int p = P_NEGATIVE; p <= P_POSITIVE; p++)
		if (row->y[p] == 1)
			return p - P_NEGATIVE;
	return LABEL_UNKNOWN;
}

const char *
labelled_sentiment(const struct labelled_row *row)
{
	int c = labelled_sentiment_class(row);

	return c < 0 ? NULL : post_p_name[P_NEGATIVE + c];
}

static int
check_row(struct labelled_row *row, const char *group_column, struct arena *a,
    struct err *e)
{
	char id[24];

	row->own_id = row->id != NULL;
	if (row->text == NULL || row->text_len == 0)
		return err_set(e, ERR_DATA, "no text");
	if (group_column != NULL && (row->group == NULL ||
	    *row->group == '\0'))
		return err_set(e, ERR_DATA, "no value for the groups");
	if (row->id == NULL) {
		int n = snprintf(id, sizeof(id), "text:%016llx",
		    (unsigned long long)hash64(row->text, row->text_len, 0));

		row->id = arena_dup(a, id, (size_t)n);
	}
	return 0;
}

int
labelled_add(struct labelled *l, struct labelled_row *row, struct err *e)
{
	if (check_row(row, l->group_column, &l->a, e) < 0)
		return -1;
	if (!labelled_has_label(row) && !l->keep_unlabelled) {
		l->unlabelled++;
		return 0;
	}
	row->file = (uint32_t)l->n_files - 1;
	row->line = l->line;
	l->row = grow(l->row, l->n, &l->cap, sizeof(*l->row));
	l->row[l->n++] = *row;
	return 0;
}

/* ---- JSON Lines ---- */

static void
json_group(struct labelled_row *row, const struct jmember *m, const char *name,
    struct arena *a)
{
	size_t len;

	if (name == NULL || m->key_len != strlen(name) ||
	    memcmp(m->key, name, m->key_len) != 0)
		return;
	if (m->value.type == J_STRING)
		row->group = jspan_text(&m->value, &len, a);
	else if (m->value.type == J_NUMBER || m->value.type == J_TRUE ||
	    m->value.type == J_FALSE)
		row->group = arena_dup(a, m->value.s, m->value.len);
}

int
labelled_member(struct labelled_row *row, const struct jmember *m,
    struct arena *a, struct err *e)
{
	enum column c = column_of(m->key, m->key_len);
	const char *s;
	size_t len;

	if (c == C_OTHER)
		return 0;
	if (m->value.type == J_NULL)
		return 1;
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
	return set_column(row, c, s, len, e) < 0 ? -1 : 1;
}

static int
json_row(struct labelled *l, void *ctx, char *line, size_t len, struct err *e)
{
	struct reader *r = ctx;
	struct labelled_row row = labelled_none;

	if (jscan_object(&r->object, line, len, &l->a, e) < 0)
		return -1;
	members_clear(&r->members);
	for (size_t i = 0; i < r->object.n; i++) {
		const struct jmember *m = &r->object.m[i];
		int rc = labelled_member(&row, m, &l->a, e);

		if (rc < 0)
			return -1;
		json_group(&row, m, l->group_column, &l->a);
		if (rc == 0 && l->keep)
			members_add(&r->members, m, &l->a);
	}
	if (l->keep)
		row.extra = members_text(&r->members, &l->a);
	return labelled_add(l, &row, e);
}

/* ---- TSV ---- */

/* What a spreadsheet runs or unpacks when a cell begins with it. */
static bool
is_active(char c)
{
	return c != '\0' && strchr("=+-@\"'", c) != NULL;
}

/* A control character, with U+0080 to U+009F, which terminals obey too. */
static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

void
labelled_cell(struct buf *b, const char *s, size_t n)
{
	size_t step;

	if (n > 0 && is_active(*s))
		buf_addc(b, '\\');
	for (size_t i = 0; i < n; i += step) {
		uint32_t c = text_next(s + i, n - i, &step);

		if (c == '\t' || c == '\n' || c == '\\')
			buf_adds(b, c == '\t' ? "\\t" : c == '\n' ? "\\n" :
			    "\\\\");
		else if (is_control(c))
			buf_addf(b, "\\u%04x", (unsigned)c);
		else
			text_put(b, c);
	}
}

/* The control character of "u001b" at s, or 0. */
static uint32_t
control_of(const char *s, size_t len)
{
	char hex[5] = "", *end;

	if (len < 5 || *s != 'u')
		return 0;
	memcpy(hex, s + 1, 4);
	if (hex[strspn(hex, "0123456789abcdefABCDEF")] != '\0')
		return 0;
	uint32_t c = (uint32_t)strtoul(hex, &end, 16);

	return is_control(c) ? c : 0;
}

/* A spreadsheet puts a cell with quotes (some: with a comma) between quotes
 * and doubles those inside. Undone in place; anything else stays. */
static void
unquote(char *s, size_t *len)
{
	size_t to = 0;

	if (*len < 2 || s[0] != '"' || s[*len - 1] != '"')
		return;
	for (size_t i = 1; i < *len - 1; i++)
		if (s[i] == '"' && (++i == *len - 1 || s[i] != '"'))
			return;
	for (size_t i = 1; i < *len - 1; i++) {
		i += s[i] == '"';
		s[to++] = s[i];
	}
	*len = to;
}

/* A cell with its quotes and escapes undone; any other backslash stays as it
 * is. What comes out is never longer than what went in. */
static const char *
cell(struct arena *a, const char *from, size_t len, size_t *out_len)
{
	char *s = arena_dup(a, from, len);
	struct buf b = {0};

	unquote(s, &len);
	for (size_t i = 0; i < len; i++) {
		char next = s[i] == '\\' && i + 1 < len ? s[i + 1] : '\0';
		uint32_t c = next == 'u' ? control_of(s + i + 1, len - i - 1) :
		    0;

		if (c != 0) {
			text_put(&b, c);
			i += 5;
		} else if (next == 't' || next == 'n' || next == 'r' ||
		    next == '\\') {
			buf_addc(&b, next == 't' ? '\t' : next == 'n' ? '\n' :
			    next == 'r' ? '\r' : '\\');
			i++;
		} else if (i > 0 || !is_active(next)) {
			buf_addc(&b, s[i]);
		}
	}
	if (b.len > 0)
		memcpy(s, b.s, b.len);
	s[b.len] = '\0';
	*out_len = b.len;
	buf_free(&b);
	return s;
}

static int
tsv_header(struct reader *r, struct labelled *l, char *line, struct err *e)
{
	bool text = false, label = false;
	const char *group = l->group_column;

	r->group_at = COLUMNS_MAX;
	line[strcspn(line, "\r")] = '\0';
	if (strncmp(line, "\xEF\xBB\xBF", 3) == 0)
		line += 3;
	for (r->n_columns = 0;; r->n_columns++) {
		size_t len = strcspn(line, "\t");

		if (r->n_columns == COLUMNS_MAX)
			return err_set(e, ERR_CONFIG, "%s:1: more than %d "
			    "columns", r->path, COLUMNS_MAX);
		enum column c = column_of(line, len);

		r->column[r->n_columns].name = arena_dup(&l->a, line,
		    len);
		r->column[r->n_columns].len = len;
		r->column[r->n_columns].c = c;
		if (group != NULL && len == strlen(group) &&
		    memcmp(line, group, len) == 0)
			r->group_at = r->n_columns;
		text = text || c == C_TEXT;
		label = label || (c >= C_COMPLAINT && c <= C_SENTIMENT);
		if (line[len] == '\0')
			break;
		line += len + 1;
	}
	r->n_columns++;
	r->header = true;
	if (!text || !label)
		return err_set(e, ERR_CONFIG, "%s:1: the header must name "
		    "text and one of complaint, query, sentiment", r->path);
	if (group != NULL && r->group_at == COLUMNS_MAX)
		return err_set(e, ERR_CONFIG, "%s:1: the header has no column "
		    "named as --group says", r->path);
	return 0;
}

/* A cell that is not ours; an empty one is no member. */
static void
keep_cell(struct reader *r, struct arena *a, size_t column, const char *s,
    size_t len)
{
	const char *name = r->column[column].name;
	struct jspan v = { s, len, J_OBJECT };

	if (len > 0 && (strcmp(name, LABELLED_JSON_COLUMN) != 0 ||
	    !members_add_object(&r->members, &v, a)))
		members_add_string(&r->members, name, r->column[column].len,
		    s, len, a);
}

static int
tsv_row(struct labelled *l, void *ctx, char *line, size_t n, struct err *e)
{
	struct reader *r = ctx;
	struct labelled_row row = labelled_none;

	if (!r->header)
		return tsv_header(r, l, line, e);
	if (!text_is_utf8(line, n))
		return err_set(e, ERR_DATA, "invalid UTF-8");
	members_clear(&r->members);
	for (size_t i = 0; i < r->n_columns; i++) {
		size_t len = strcspn(line, "\t"), out_len;
		bool last = line[len] == '\0';

		if (last != (i == r->n_columns - 1))
			return err_set(e, ERR_DATA, "not as many columns as "
			    "the header has");
		const char *s = cell(&l->a, line, len, &out_len);

		if (i == r->group_at)
			row.group = s;
		if (set_column(&row, r->column[i].c, s, out_len, e) < 0)
			return -1;
		if (l->keep && r->column[i].c == C_OTHER)
			keep_cell(r, &l->a, i, s, out_len);
		line += len + 1;
	}
	if (l->keep)
		row.extra = members_text(&r->members, &l->a);
	return labelled_add(l, &row, e);
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

/* A line to take: 0, or -1. */
static int
take_line(struct labelled *l, labelled_line_fn *take, void *ctx, char *text,
    size_t len, struct err *e)
{
	if (len > 0 && text[len - 1] == '\r')
		text[--len] = '\0';
	if (memchr(text, '\0', len) != NULL)
		return err_set(e, ERR_DATA, "a NUL byte in the line");
	return take(l, ctx, text, len, e);
}

static int
read_lines(struct labelled *l, struct lines *lines, const char *path,
    labelled_line_fn *take, void *ctx, struct rejects *rejects, struct err *e)
{
	char *text = NULL;
	size_t len = 0;
	int rc;

	while ((rc = lines_next_lenient(lines, &text, &len, e)) != 0) {
		l->line = lines_no(lines);
		if (rc > 0 && len > 0)
			rc = take_line(l, take, ctx, text, len, e) < 0 ? -1 :
			    1;
		if (rc > 0)
			continue;
		if (e->kind != ERR_DATA)
			return -1;
		rejects_add(rejects, path, l->line, e->msg, text,
		    text != NULL ? strlen(text) : 0);
		err_clear(e);
	}
	return 0;
}

int
labelled_open_file(struct labelled *l, const char *path, struct err *e)
{
	struct labelled_file *f;

	l->file = grow(l->file, l->n_files, &l->cap_files, sizeof(*l->file));
	f = &l->file[l->n_files++];
	*f = (struct labelled_file){ .path = xstrdup(path) };
	return strcmp(path, "-") == 0 ? 0 :
	    sha256_file(path, f->sha256, NULL, e);
}

int
labelled_lines(struct labelled *l, const char *path, labelled_line_fn *take,
    void *ctx, struct rejects *rejects, struct err *e)
{
	struct input *in = input_open(path, e);
	struct lines *lines;
	size_t before = l->n;
	int rc = -1;

	if (in == NULL)
		return -1;
	lines = lines_new(in, LINE_MAX_BYTES);
	if (labelled_open_file(l, path, e) == 0)
		rc = read_lines(l, lines, path, take, ctx, rejects, e);
	l->file[l->n_files - 1].rows = l->n - before;
	lines_free(lines);
	input_free(in);
	return rc;
}

int
labelled_read_tsv(struct labelled *l, const char *path,
    struct rejects *rejects, struct err *e)
{
	struct reader r = { .path = path };
	int rc = labelled_lines(l, path, tsv_row, &r, rejects, e);

	if (rc == 0 && !r.header)
		rc = err_set(e, ERR_CONFIG, "%s: empty, not even a header",
		    path);
	members_free(&r.members);
	return rc;
}

int
labelled_read_jsonl(struct labelled *l, const char *path,
    struct rejects *rejects, struct err *e)
{
	struct reader r = { .path = path };
	int rc = labelled_lines(l, path, json_row, &r, rejects, e);

	free(r.object.m);
	members_free(&r.members);
	return rc;
}

int
labelled_read(struct labelled *l, const char *path, struct rejects *rejects,
    struct err *e)
{
	return labelled_is_tsv(path) ? labelled_read_tsv(l, path, rejects, e) :
	    labelled_read_jsonl(l, path, rejects, e);
}

static int
says(const struct labelled_row *x, const struct labelled_row *y)
{
	int c = strcmp(x->id, y->id);

	if (c == 0)
		c = strcmp(x->text, y->text);
	return c != 0 ? c : memcmp(x->y, y->y, sizeof(x->y));
}

static int
by_id(const void *a, const void *b)
{
	const struct labelled_row *x = a, *y = b;
	int c = says(x, y);

	return c != 0 || x->group == NULL ? c : strcmp(x->group, y->group);
}

size_t
labelled_sort(struct labelled *l)
{
	size_t kept = 0, before = l->n;

	if (l->n > 1)
		qsort(l->row, l->n, sizeof(*l->row), by_id);
	for (size_t i = 0; i < l->n; i++)
		if (kept == 0 || says(&l->row[kept - 1], &l->row[i]) != 0)
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

/* SPDX-License-Identifier: MIT
 *
 * Any CSV with a header: `field=Column` says which column is which member; a
 * column that has a member's name needs no saying. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/hash.h"
#include "common/utc.h"
#include "ingest/clean.h"
#include "ingest/csv.h"
#include "ingest/format.h"

enum field { ID, TEXT, AUTHOR, AUTHOR_NAME, CREATED, REPLY_TO, THREAD, URL,
	LANG, COMPANY, LIKES, REPOSTS, REPLIES, VIEWS, FOLLOWERS, FIELDS };

static const char *const field_name[FIELDS] = {
	"id", "text", "author", "author_name", "created_at", "reply_to",
	"thread", "url", "lang", "company", "likes", "reposts", "replies",
	"views", "followers",
};

struct reader {
	const struct sink *sink;
	const char *source;
	int at[FIELDS];		/* column of each field, or -1 */
	size_t width;
	struct arena a;
};

static int
find_column(const struct csv_row *row, const char *name)
{
	for (size_t i = 0; i < row->n; i++)
		if (strcmp(row->field[i], name) == 0)
			return (int)i;
	return -1;
}

static int
apply_map(struct reader *r, const struct csv_row *row, const char *map,
    const char *file, struct err *e)
{
	size_t n = strcspn(map, "=");

	for (int f = 0; f < FIELDS; f++) {
		if (strlen(field_name[f]) != n || strncmp(field_name[f], map,
		    n) != 0 || map[n] == '\0')
			continue;
		r->at[f] = find_column(row, map + n + 1);
		if (r->at[f] >= 0)
			return 0;
		return err_set(e, ERR_CONFIG, "%s:%lld: --map %s: no such "
		    "column", file, (long long)row->line, map);
	}
	return err_set(e, ERR_CONFIG, "--map %s: not field=Column with one "
	    "of the fields id, text, author, author_name, created_at, "
	    "reply_to, thread, url, lang, company, likes, reposts, replies, "
	    "views, followers", map);
}

static int
read_header(struct reader *r, struct csv *c, const struct format_options *o,
    const char *file, struct err *e)
{
	struct csv_row row;
	int rc = csv_next(c, &row, e);

	if (rc < 0 && e->kind == ERR_DATA) {
		e->kind = ERR_CONFIG;
		return err_prefix(e, "%s:1", file);
	}
	if (rc <= 0)
		return rc;
	r->width = row.n;
	for (int f = 0; f < FIELDS; f++)
		r->at[f] = find_column(&row, field_name[f]);
	for (size_t i = 0; i < o->n_map; i++)
		if (apply_map(r, &row, o->map[i], file, e) < 0)
			return -1;
	if (r->at[TEXT] < 0 || r->at[CREATED] < 0)
		return err_set(e, ERR_CONFIG, "%s:%lld: no column for "
		    "\"%s\": say which with --map %s=COLUMN", file,
		    (long long)row.line, field_name[r->at[TEXT] < 0 ? TEXT :
		    CREATED], field_name[r->at[TEXT] < 0 ? TEXT : CREATED]);
	return 1;
}

/* A cell's text, or NULL when empty or without a column. */
static const char *
cell(struct reader *r, const struct csv_row *row, enum field f, bool *repaired)
{
	size_t n;

	if (r->at[f] < 0 || row->len[r->at[f]] == 0)
		return NULL;
	return clean_text(row->field[r->at[f]], row->len[r->at[f]], false,
	    &r->a, &n, repaired);
}

static const char *
cell_id(struct reader *r, const struct csv_row *row, enum field f,
    bool *repaired)
{
	const char *s = cell(r, row, f, repaired);

	if (s != NULL)
		s = clean_id(s, &r->a);
	return s == NULL || *s == '\0' ? NULL :
	    clean_prefix(r->source, s, &r->a);
}

/* "12", "1,200" and "12.0" are counts; what is not a number is not given. */
static int64_t
cell_count(struct reader *r, const struct csv_row *row, enum field f)
{
	bool ignored;
	const char *s = cell(r, row, f, &ignored);
	int64_t n = 0;

	if (s == NULL || *s < '0' || *s > '9')
		return COUNT_NULL;
	for (; (*s >= '0' && *s <= '9') || *s == ','; s++)
		if (*s != ',' && n < INT64_C(1) << 50)
			n = n * 10 + (*s - '0');
	return *s == '\0' || *s == '.' ? n : COUNT_NULL;
}

/* The same post exported twice has the same id. */
static const char *
made_id(struct reader *r, const struct post *p)
{
	struct buf b = {0};
	char hex[40];

	buf_addf(&b, "%s\n%lld\n", p->author != NULL ? p->author : "",
	    (long long)p->created_at);
	buf_add(&b, p->text, p->text_len);
	struct key k = key_of(b.s, b.len);

	buf_free(&b);
	snprintf(hex, sizeof(hex), "%016llx%016llx", (unsigned long long)k.hi,
	    (unsigned long long)k.lo);
	return clean_prefix(r->source, hex, &r->a);
}

static int
read_row(struct reader *r, const struct csv_row *row, struct err *e)
{
	const struct sink *s = r->sink;
	struct post p = format_blank();
	struct err why = {0};
	bool repaired = false;
	char reason[600];
	const char *t;

	if (row->n != r->width) {
		snprintf(reason, sizeof(reason), "%zu fields where the header "
		    "has %zu", row->n, r->width);
		s->reject(s->ctx, row->line, reason, row->field[0],
		    row->len[0]);
		return 0;
	}
	t = cell(r, row, CREATED, &repaired);
	if (t == NULL || utc_parse_any(t, &p.created_at, &why) < 0) {
		snprintf(reason, sizeof(reason), "created_at: %s",
		    t == NULL ? "empty" : why.msg);
		s->reject(s->ctx, row->line, reason, row->field[0],
		    row->len[0]);
		return 0;
	}
	p.source = r->source;
	t = cell(r, row, TEXT, &repaired);
	p.text = t != NULL ? t : "";
	p.text_len = strlen(p.text);
	p.author = cell(r, row, AUTHOR, &repaired);
	p.author_name = cell(r, row, AUTHOR_NAME, &repaired);
	p.author_name = p.author_name != NULL ? p.author_name : p.author;
	p.author = p.author != NULL ? p.author : p.author_name;
	p.url = cell(r, row, URL, &repaired);
	p.lang = cell(r, row, LANG, &repaired);
	p.reply_to = cell_id(r, row, REPLY_TO, &repaired);
	p.thread = cell_id(r, row, THREAD, &repaired);
	p.likes = cell_count(r, row, LIKES);
	p.reposts = cell_count(r, row, REPOSTS);
	p.replies = cell_count(r, row, REPLIES);
	p.views = cell_count(r, row, VIEWS);
	p.followers = cell_count(r, row, FOLLOWERS);
	t = cell(r, row, COMPANY, &repaired);
	if (t != NULL) {
		p.companies = &t;
		p.n_companies = 1;
	}
	p.id = cell_id(r, row, ID, &repaired);
	if (p.id == NULL)
		p.id = made_id(r, &p);
	if (repaired)
		s->note(s->ctx, "repaired");
	return s->post(s->ctx, &p, row->line, e);
}

/* What stands before the colon of every id. */
static bool
good_source(const char *s)
{
	return s[0] != '\0' && s[0] != ':' && s[strspn(s, "abcdefghijklmnopqr"
	    "stuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-")] == '\0';
}

int
format_csv(struct input *in, const struct format_options *o,
    const struct sink *s, struct err *e)
{
	if (o->source != NULL && !good_source(o->source))
		return err_set(e, ERR_CONFIG, "--source \"%s\": letters, "
		    "digits and . _ : - only", o->source);

	struct csv *c = csv_new(in, 0);
	struct reader r = { .sink = s,
	    .source = o->source != NULL ? o->source : "csv" };
	struct csv_row row;
	int rc = read_header(&r, c, o, input_name(in), e);

	while (rc > 0) {
		arena_reset(&r.a);
		rc = csv_next(c, &row, e);
		if (rc < 0 && e->kind == ERR_DATA) {
			s->reject(s->ctx, row.line, e->msg, row.raw,
			    row.raw_len);
			err_clear(e);
			rc = 1;
		} else if (rc > 0 && read_row(&r, &row, e) < 0) {
			rc = -1;
		}
	}
	arena_free(&r.a);
	csv_free(c);
	return rc;
}

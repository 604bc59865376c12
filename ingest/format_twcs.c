/* SPDX-License-Identifier: MIT
 *
 * "Customer Support on Twitter": a CSV of tweets with renumbered ids, the
 * parent's id, and a comma list of the replies' ids, of which many are not in
 * the file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/utc.h"
#include "ingest/clean.h"
#include "ingest/csv.h"
#include "ingest/format.h"

enum { ID, AUTHOR, INBOUND, CREATED, TEXT, REPLIES, PARENT, COLUMNS };

static const char *const column[COLUMNS] = {
	"tweet_id", "author_id", "inbound", "created_at", "text",
	"response_tweet_id", "in_response_to_tweet_id",
};

struct twcs {
	const struct sink *sink;
	int at[COLUMNS];	/* where each column stands */
	size_t width;
	struct arena a;
};

static int
read_header(struct twcs *t, struct csv *c, const char *name, struct err *e)
{
	struct csv_row row;
	int rc = csv_next(c, &row, e);

	if (rc < 0 && e->kind == ERR_DATA) {
		err_clear(e);	/* a broken first line has no columns */
		rc = 1;
	}
	if (rc < 0)
		return -1;
	t->width = row.n;
	for (int k = 0; k < COLUMNS; k++) {
		t->at[k] = -1;
		for (size_t i = 0; rc > 0 && i < row.n; i++)
			if (strcmp(row.field[i], column[k]) == 0)
				t->at[k] = (int)i;
		if (rc > 0 && t->at[k] < 0)
			return err_set(e, ERR_CONFIG, "%s:1: no column \"%s\": "
			    "is this the twcs format?", name, column[k]);
	}
	return rc;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "12,34,5.0": their ids, as a record has them: sorted, without doubles. */
static void
read_replies(struct post *p, char *s, struct arena *a)
{
	size_t n = 1;

	for (const char *c = s; *c != '\0'; c++)
		n += *c == ',';
	p->reply_ids = arena_alloc(a, n * sizeof(*p->reply_ids));
	for (char *save, *x = strtok_r(s, ",", &save); x != NULL;
	    x = strtok_r(NULL, ",", &save)) {
		const char *id = clean_id(x, a);

		if (*id != '\0')
			p->reply_ids[p->n_reply_ids++] =
			    clean_prefix("twcs", id, a);
	}
	if (p->n_reply_ids < 2)
		return;
	qsort(p->reply_ids, p->n_reply_ids, sizeof(*p->reply_ids), by_text);
	n = 1;
	for (size_t i = 1; i < p->n_reply_ids; i++)
		if (strcmp(p->reply_ids[i], p->reply_ids[n - 1]) != 0)
			p->reply_ids[n++] = p->reply_ids[i];
	p->n_reply_ids = n;
}

static int
read_row(struct twcs *t, const struct csv_row *row, struct err *e)
{
	struct post p = format_blank();
	struct err why = {0};
	char reason[600];
	bool repaired = false;
	const char *id;
	size_t n;

#define F(k) row->field[t->at[k]]
#define FLEN(k) row->len[t->at[k]]
	if (row->n != t->width) {
		snprintf(reason, sizeof(reason), "%zu fields where the header "
		    "has %zu", row->n, t->width);
		t->sink->reject(t->sink->ctx, row->line, reason,
		    row->field[0], row->len[0]);
		return 0;
	}
	id = clean_id(F(ID), &t->a);
	if (*id == '\0' || id[strspn(id, "0123456789")] != '\0') {
		t->sink->reject(t->sink->ctx, row->line,
		    "tweet_id is not a number", F(ID), FLEN(ID));
		return 0;
	}
	if (utc_parse_any(F(CREATED), &p.created_at, &why) < 0) {
		snprintf(reason, sizeof(reason), "created_at: %s", why.msg);
		t->sink->reject(t->sink->ctx, row->line, reason, F(CREATED),
		    FLEN(CREATED));
		return 0;
	}
	p.id = clean_prefix("twcs", id, &t->a);
	p.source = "twcs";
	p.author = p.author_name = clean_text(F(AUTHOR), FLEN(AUTHOR), false,
	    &t->a, &n, &repaired);
	p.text = clean_text(F(TEXT), FLEN(TEXT), true, &t->a, &p.text_len,
	    &repaired);
	id = clean_id(F(PARENT), &t->a);
	if (*id != '\0')
		p.reply_to = clean_prefix("twcs", id, &t->a);
	read_replies(&p, F(REPLIES), &t->a);
	if (repaired)
		t->sink->note(t->sink->ctx, "repaired");
	return t->sink->post(t->sink->ctx, &p, row->line, e);
#undef F
#undef FLEN
}

int
format_twcs(struct input *in, const struct format_options *o,
    const struct sink *s, struct err *e)
{
	struct csv *c = csv_new(in, ',');
	struct twcs t = { .sink = s };
	struct csv_row row;
	int rc = read_header(&t, c, input_name(in), e);

	(void)o;
	while (rc > 0) {
		arena_reset(&t.a);
		rc = csv_next(c, &row, e);
		if (rc < 0 && e->kind == ERR_DATA) {
			s->reject(s->ctx, row.line, e->msg, row.raw,
			    row.raw_len);
			err_clear(e);
			rc = 1;
		} else if (rc > 0 && read_row(&t, &row, e) < 0) {
			rc = -1;
			break;
		}
	}
	arena_free(&t.a);
	csv_free(c);
	return rc;
}

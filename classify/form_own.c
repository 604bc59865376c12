/* SPDX-License-Identifier: MIT
 *
 * Our own two, as data/FORMAT.md has them, in one canonical form: known
 * members first, the others by name. */
#include <stdlib.h>
#include <string.h>

#include "classify/forms.h"

#define COLUMNS 32		/* of other members, beside the json column */

/* ---- JSON Lines ---- */

static void
put_line(struct buf *b, const struct labelled_row *row)
{
	const char *sentiment = labelled_sentiment(row);

	buf_addc(b, '{');
	if (row->own_id) {
		buf_adds(b, "\"id\":");
		json_put_string(b, row->id, strlen(row->id));
		buf_addc(b, ',');
	}
	buf_adds(b, "\"text\":");
	json_put_string(b, row->text, row->text_len);
	for (int l = P_COMPLAINT; l <= P_QUERY; l++)
		if (row->y[l] >= 0)
			buf_addf(b, ",\"%s\":%d", post_p_name[l], row->y[l]);
	if (sentiment != NULL)
		buf_addf(b, ",\"sentiment\":\"%s\"", sentiment);
	if (*row->extra != '\0') {
		buf_addc(b, ',');
		buf_adds(b, row->extra);
	}
	buf_adds(b, "}\n");
}

static void
write_jsonl(struct labelled *l, struct outfile *o)
{
	struct buf b = {0};

	for (size_t i = 0; i < l->n && !outfile_failed(o); i++) {
		buf_clear(&b);
		put_line(&b, &l->row[i]);
		outfile_buf(o, &b);
	}
	buf_free(&b);
}

const struct form form_jsonl = { "jsonl", labelled_read_jsonl, write_jsonl };

/* ---- TSV ---- */

struct table {
	struct members column;	/* its value is "" while it may be one */
	struct members row;
	bool json;		/* some row has members that are no column */
	struct buf b;
};

/* A name that a header can carry, which has no escapes, and a reader will not
 * take for ours. */
static bool
is_column(const struct member *m)
{
	struct buf b = {0};

	labelled_cell(&b, m->name, m->name_len);
	bool plain = b.len == m->name_len && b.len > 0 &&
	    memcmp(b.s, m->name, b.len) == 0;

	buf_free(&b);
	return plain &&
	    strcmp(m->name, LABELLED_JSON_COLUMN) != 0 &&
	    !labelled_is_name(m->name, m->name_len);
}

static bool
is_text(const char *value)
{
	return value[0] == '"' && value[1] != '"';
}

/* A name is a column when every value of it is text that is not empty. */
static void
list_columns(struct table *t, struct labelled *l)
{
	struct keymap *seen = keymap_new();
	struct members *c = &t->column;

	for (size_t i = 0; i < l->n; i++) {
		members_parse(&t->row, l->row[i].extra, &l->a);
		for (size_t k = 0; k < t->row.n; k++) {
			const struct member *m = &t->row.m[k];
			uint32_t *at = keymap_add(seen, key_of(m->name,
			    m->name_len));

			if (*at == KEYMAP_NONE) {
				*at = (uint32_t)c->n;
				c->m = grow(c->m, c->n, &c->cap,
				    sizeof(*c->m));
				c->m[c->n] = *m;
				c->m[c->n++].value = is_column(m) ? "" : "no";
			}
			if (!is_text(m->value))
				c->m[*at].value = "no";
		}
	}
	keymap_free(seen);
}

static void
choose_columns(struct table *t, struct labelled *l)
{
	struct members *c = &t->column;
	size_t kept = 0;

	list_columns(t, l);
	members_sort(c);
	for (size_t k = 0; k < c->n; k++) {
		if (*c->m[k].value == '\0' && kept < COLUMNS)
			c->m[kept++] = c->m[k];
		else
			t->json = true;
	}
	c->n = kept;
}

/* The cell of column c, taken out of what the row still has to place. */
static void
put_member(struct table *t, const char *name, struct arena *a)
{
	const char *value = form_cut(&t->row, name);
	size_t len;

	buf_addc(&t->b, '\t');
	if (value == NULL)
		return;
	struct jspan v = { value, strlen(value), J_STRING };
	const char *text = jspan_text(&v, &len, a);

	labelled_cell(&t->b, text, len);
}

static void
put_row(struct table *t, const struct labelled_row *row, struct arena *a)
{
	const char *sentiment = labelled_sentiment(row);

	buf_clear(&t->b);
	if (row->own_id)
		labelled_cell(&t->b, row->id, strlen(row->id));
	buf_addc(&t->b, '\t');
	labelled_cell(&t->b, row->text, row->text_len);
	for (int l = P_COMPLAINT; l <= P_QUERY; l++)
		buf_addf(&t->b, "\t%s", row->y[l] < 0 ? "" :
		    row->y[l] == 1 ? "1" : "0");
	buf_addf(&t->b, "\t%s", sentiment != NULL ? sentiment : "");
	members_parse(&t->row, row->extra, a);
	for (size_t k = 0; k < t->column.n; k++)
		put_member(t, t->column.m[k].name, a);
	if (t->json)
		buf_addc(&t->b, '\t');
	if (t->row.n > 0) {
		struct buf rest = {0};

		buf_addf(&rest, "{%s}", members_text(&t->row, a));
		labelled_cell(&t->b, rest.s, rest.len);
		buf_free(&rest);
	}
	buf_addc(&t->b, '\n');
}

static void
write_tsv(struct labelled *l, struct outfile *o)
{
	struct table t = {0};

	choose_columns(&t, l);
	buf_adds(&t.b, "id\ttext\tcomplaint\tquery\tsentiment");
	for (size_t k = 0; k < t.column.n; k++)
		buf_addf(&t.b, "\t%s", t.column.m[k].name);
	buf_addf(&t.b, "%s\n", t.json ? "\t" LABELLED_JSON_COLUMN : "");
	outfile_buf(o, &t.b);
	for (size_t i = 0; i < l->n && !outfile_failed(o); i++) {
		put_row(&t, &l->row[i], &l->a);
		outfile_buf(o, &t.b);
	}
	members_free(&t.column);
	members_free(&t.row);
	buf_free(&t.b);
}

const struct form form_tsv = { "tsv", labelled_read_tsv, write_tsv };

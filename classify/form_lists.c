/* SPDX-License-Identifier: MIT
 *
 * doccano's and Prodigy's JSON Lines: a text and a list of label names. A
 * name that is not in the list of a labelled post is a no; `asked` says which
 * labels were looked for when that was not all three.
 *   doccano  {"text":…,"label":["complaint","negative"],"meta":{…}}
 *   Prodigy  {"text":…,"options":[…],"accept":[…],"answer":"accept",…}, as
 *            its choice interface has it, and {"text":…,"label":"complaint",
 *            "answer":"accept"|"reject"|"ignore"} of the binary one. */
#include <stdlib.h>
#include <string.h>

#include "classify/forms.h"

#define OPTION(name) "{\"id\":\"" name "\",\"text\":\"" name "\"}"
#define OPTIONS "[" OPTION("complaint") "," OPTION("query") "," \
	OPTION("negative") "," OPTION("neutral") "," OPTION("positive") "]"

static const char *const asked_name[] = { "complaint", "query", "sentiment" };

/* ---- writing ---- */

/* Labels of others can go back into the list when reading would part them
 * from ours again. */
static bool
may_return(const char *value, struct arena *a)
{
	struct jspan v = { value, strlen(value), J_ARRAY }, item;
	size_t at = 0, n = 0;

	if (value[0] != '[')
		return false;
	for (; jspan_item(&v, &at, &item); n++)
		if (item.type != J_STRING ||
		    form_label(jspan_text(&item, NULL, a)) >= 0)
			return false;
	return n > 0;
}

static void
put_list(struct buf *b, const struct labelled_row *row, const char *more)
{
	const char *sep = "";

	buf_addc(b, '[');
	for (int p = 0; p < P_N; p++) {
		if (row->y[p] != 1)
			continue;
		buf_addf(b, "%s\"%s\"", sep, post_p_name[p]);
		sep = ",";
	}
	if (more != NULL) {
		buf_adds(b, sep);
		buf_add(b, more + 1, strlen(more) - 2);
	}
	buf_addc(b, ']');
}

static void
put_asked(struct buf *b, const struct labelled_row *row)
{
	bool known[3] = { row->y[P_COMPLAINT] >= 0, row->y[P_QUERY] >= 0,
	    row->y[P_NEGATIVE] >= 0 };
	const char *sep = "";

	if (known[0] && known[1] && known[2])
		return;
	buf_adds(b, ",\"asked\":[");
	for (int i = 0; i < 3; i++) {
		if (!known[i])
			continue;
		buf_addf(b, "%s\"%s\"", sep, asked_name[i]);
		sep = ",";
	}
	buf_addc(b, ']');
}

static void
write_lists(struct labelled *l, struct outfile *o, bool prodigy)
{
	struct members m = {0};
	struct buf b = {0};

	for (size_t i = 0; i < l->n && !outfile_failed(o); i++) {
		const struct labelled_row *row = &l->row[i];
		const char *more;

		members_parse(&m, row->extra, &l->a);
		more = members_get(&m, FORM_MORE);
		if (more != NULL && may_return(more, &l->a))
			form_cut(&m, FORM_MORE);
		else
			more = NULL;
		buf_clear(&b);
		buf_adds(&b, "{\"text\":");
		json_put_string(&b, row->text, row->text_len);
		buf_adds(&b, prodigy ? ",\"options\":" OPTIONS ",\"accept\":" :
		    ",\"label\":");
		put_list(&b, row, more);
		put_asked(&b, row);
		if (prodigy)
			buf_adds(&b, ",\"answer\":\"accept\"");
		form_put_meta(&b, row, &m);
		buf_adds(&b, "}\n");
		outfile_buf(o, &b);
	}
	members_free(&m);
	buf_free(&b);
}

static void
write_doccano(struct labelled *l, struct outfile *o)
{
	write_lists(l, o, false);
}

static void
write_prodigy(struct labelled *l, struct outfile *o)
{
	write_lists(l, o, true);
}

/* ---- reading ---- */

struct record {
	bool prodigy;
	struct jobject object;
	struct members rest;
	/* of one line */
	const struct jspan *list, *asked, *meta;
	const char *label, *answer;	/* Prodigy */
};

static int
set_list(struct labelled_row *row, struct record *r, struct arena *a,
    struct err *e)
{
	struct buf more = {0};
	struct jspan item;
	size_t at = 0;
	int rc = 0;

	while (rc == 0 && jspan_item(r->list, &at, &item))
		rc = item.type != J_STRING ? err_set(e, ERR_DATA, "labels "
		    "must be names, not numbers") :
		    form_set_label(row, jspan_text(&item, NULL, a), true,
		    &more, e);
	form_take_more(&r->rest, &more, a);
	return rc;
}

/* What was looked for and is not in the list is a no. */
static void
set_absent(struct labelled_row *row, const struct record *r, struct arena *a)
{
	bool asked[2] = { false, false };
	struct jspan item;
	size_t at = 0;

	if (r->asked == NULL)
		asked[0] = asked[1] = labelled_has_label(row);
	else
		while (jspan_item(r->asked, &at, &item))
			for (int i = 0; item.type == J_STRING && i < 2; i++)
				if (strcmp(jspan_text(&item, NULL, a),
				    asked_name[i]) == 0)
					asked[i] = true;
	for (int i = 0; i < 2; i++)
		if (asked[i] && row->y[P_COMPLAINT + i] < 0)
			row->y[P_COMPLAINT + i] = 0;
}

static bool
is_list(const struct record *r, const struct jmember *m)
{
	return m->value.type == J_ARRAY && (r->prodigy ? form_is(m, "accept") :
	    form_is(m, "label") || form_is(m, "labels"));
}

/* Our own options come back as they went out and need not be kept. */
static bool
is_options(const struct record *r, const struct jmember *m, struct arena *a)
{
	struct buf b = {0};
	bool same = false;

	if (r->prodigy && form_is(m, "options")) {
		members_tidy(&b, &m->value, a);
		same = strcmp(b.s, OPTIONS) == 0;
	}
	buf_free(&b);
	return same;
}

static int
take_member(struct record *r, struct labelled_row *row,
    const struct jmember *m, struct arena *a, struct err *e)
{
	bool text = m->value.type == J_STRING;

	if (form_is(m, "text") || form_is(m, "id"))
		return labelled_member(row, m, a, e) < 0 ? -1 : 0;
	if (is_list(r, m))
		r->list = &m->value;
	else if (form_is(m, "asked") && m->value.type == J_ARRAY)
		r->asked = &m->value;
	else if (form_is(m, "meta") && m->value.type == J_OBJECT)
		r->meta = &m->value;
	else if (r->prodigy && text && form_is(m, "answer"))
		r->answer = jspan_text(&m->value, NULL, a);
	else if (r->prodigy && text && form_is(m, "label"))
		r->label = jspan_text(&m->value, NULL, a);
	else if (!is_options(r, m, a))
		members_add(&r->rest, m, a);
	return 0;
}

static int
set_labels(struct record *r, struct labelled_row *row, struct arena *a,
    struct err *e)
{
	/* Passed over; and of a choice, refused. */
	if (r->answer != NULL && strcmp(r->answer, "accept") != 0 &&
	    (r->list != NULL || strcmp(r->answer, "reject") != 0))
		return 0;
	if (r->list != NULL) {
		/* Beside a list it is not a question, but somebody's. */
		if (r->label != NULL)
			members_add_string(&r->rest, "label", 5, r->label,
			    strlen(r->label), a);
		if (set_list(row, r, a, e) < 0)
			return -1;
		set_absent(row, r, a);
		return 0;
	}
	return r->label != NULL && form_label(r->label) >= 0 ?
	    form_set_label(row, r->label, r->answer == NULL ||
	    strcmp(r->answer, "accept") == 0, NULL, e) : 0;
}

static int
take(struct labelled *l, void *ctx, char *line, size_t len, struct err *e)
{
	struct record *r = ctx;
	struct labelled_row row = labelled_none;

	if (jscan_object(&r->object, line, len, &l->a, e) < 0)
		return -1;
	r->list = r->asked = r->meta = NULL;
	r->label = r->answer = NULL;
	members_clear(&r->rest);
	for (size_t i = 0; i < r->object.n; i++)
		if (take_member(r, &row, &r->object.m[i], &l->a, e) < 0)
			return -1;
	if (set_labels(r, &row, &l->a, e) < 0)
		return -1;
	if (!labelled_has_label(&row)) {
		l->unlabelled++;
		return 0;
	}
	form_take_meta(&row, &r->rest, r->meta, &l->a);
	return labelled_add(l, &row, e);
}

static int
read_lists(struct labelled *l, const char *path, bool prodigy,
    struct rejects *rejects, struct err *e)
{
	struct record r = { .prodigy = prodigy };
	int rc = labelled_lines(l, path, take, &r, rejects, e);

	free(r.object.m);
	members_free(&r.rest);
	return rc;
}

static int
read_doccano(struct labelled *l, const char *path, struct rejects *r,
    struct err *e)
{
	return read_lists(l, path, false, r, e);
}

static int
read_prodigy(struct labelled *l, const char *path, struct rejects *r,
    struct err *e)
{
	return read_lists(l, path, true, r, e);
}

const struct form form_doccano = { "doccano", read_doccano, write_doccano };
const struct form form_prodigy = { "prodigy", read_prodigy, write_prodigy };

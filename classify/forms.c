/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "classify/forms.h"

static const struct form *const forms[] = {
	&form_tsv, &form_jsonl, &form_fasttext, &form_doccano,
	&form_labelstudio, &form_prodigy, &form_libsvm, &form_decisions,
};
#define FORMS (sizeof(forms) / sizeof(forms[0]))

const struct form *
form_find(const char *name)
{
	for (size_t i = 0; i < FORMS; i++)
		if (strcmp(forms[i]->name, name) == 0)
			return forms[i];
	return NULL;
}

void
form_names(struct buf *b, bool readable)
{
	for (size_t i = 0; i < FORMS; i++)
		if (!readable || forms[i]->read != NULL)
			buf_addf(b, "%s%s", b->len > 0 ? ", " : "",
			    forms[i]->name);
}

int
form_label(const char *name)
{
	for (int p = 0; p < P_N; p++)
		if (strcmp(name, post_p_name[p]) == 0)
			return p;
	return -1;
}

int
form_set_label(struct labelled_row *row, const char *name, bool yes,
    struct buf *more, struct err *e)
{
	int p = form_label(name);

	if (p < 0) {
		buf_addc(more, more->len > 0 ? ',' : '[');
		json_put_string(more, name, strlen(name));
		return 0;
	}
	if (p < P_NEGATIVE)
		return row->y[p] == !yes ? err_set(e, ERR_DATA, "%s is both "
		    "yes and no", name) :
		    labelled_label(row, name, yes ? "1" : "0", e);
	if (!yes)
		return 0;
	if (labelled_sentiment(row) != NULL && row->y[p] != 1)
		return err_set(e, ERR_DATA, "two sentiments");
	return labelled_label(row, "sentiment", name, e);
}

void
form_take_more(struct members *rest, struct buf *more, struct arena *a)
{
	if (more->len > 0) {
		buf_addc(more, ']');
		struct jmember m = { FORM_MORE, strlen(FORM_MORE), { more->s,
		    more->len, J_ARRAY } };

		members_add(rest, &m, a);
	}
	buf_free(more);
}

bool
form_is(const struct jmember *m, const char *name)
{
	return m->key_len == strlen(name) &&
	    memcmp(m->key, name, m->key_len) == 0;
}

const char *
form_cut(struct members *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++) {
		const char *value = m->m[i].value;

		if (m->m[i].name_len != strlen(name) ||
		    memcmp(m->m[i].name, name, m->m[i].name_len) != 0)
			continue;
		memmove(m->m + i, m->m + i + 1, (--m->n - i) * sizeof(*m->m));
		return value;
	}
	return NULL;
}

void
form_put_meta(struct buf *b, const struct labelled_row *row,
    struct members *m)
{
	const char *sep = "";

	if (!row->own_id && m->n == 0)
		return;
	buf_adds(b, ",\"meta\":{");
	if (row->own_id) {
		buf_adds(b, "\"id\":");
		json_put_string(b, row->id, strlen(row->id));
		sep = ",";
	}
	for (size_t i = 0; i < m->n; i++, sep = ",") {
		buf_adds(b, sep);
		json_put_string(b, m->m[i].name, m->m[i].name_len);
		buf_addf(b, ":%s", m->m[i].value);
	}
	buf_addc(b, '}');
}

/* meta's members after the tool's, so that they count. */
static void
take_object(struct labelled_row *row, struct members *rest,
    const struct jspan *meta, struct arena *a)
{
	struct jobject o = {0};
	struct err e = {0};

	if (jscan_object(&o, meta->s, meta->len, a, &e) == 0)
		for (size_t i = 0; i < o.n; i++) {
			const struct jmember *m = &o.m[i];
			bool id = form_is(m, "id") &&
			    (m->value.type == J_STRING ||
			    m->value.type == J_NUMBER);

			if (id && row->id != NULL)
				members_add_string(rest, "tool_id", 7,
				    row->id, strlen(row->id), a);
			if (!id)
				members_add(rest, m, a);
			else
				labelled_member(row, m, a, &e);
		}
	free(o.m);
}

void
form_take_meta(struct labelled_row *row, struct members *rest,
    const struct jspan *meta, struct arena *a)
{
	struct buf name = {0};

	if (meta != NULL)
		take_object(row, rest, meta, a);
	for (size_t i = 0; i < rest->n; i++) {
		struct member *m = &rest->m[i];

		if (!labelled_is_name(m->name, m->name_len))
			continue;
		buf_clear(&name);
		buf_addf(&name, "tool_%s", m->name);
		m->name = arena_dup(a, name.s, name.len);
		m->name_len = name.len;
	}
	buf_free(&name);
	row->extra = members_text(rest, a);
}

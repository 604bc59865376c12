/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "classify/judge.h"
#include "classify/relabel.h"
#include "common/jscan.h"

/* What a post's line is read for; the rest passes through unread. */
enum member { M_V, M_ID, M_TEXT, M_LANG, M_DELETED, M_FIRST_LABEL,
	M_LANGUAGE = M_FIRST_LABEL, M_P, M_LABELS, M_SENTIMENT, M_ABSTAINED,
	M_MODEL, M_N };

static const struct { const char *name; size_t len; } member[M_N] = {
	{ "v", 1 }, { "id", 2 }, { "text", 4 }, { "lang", 4 },
	{ "deleted", 7 }, { "language", 8 }, { "p", 1 }, { "labels", 6 },
	{ "sentiment", 9 }, { "abstained", 9 }, { "model", 5 },
};

struct relabel {
	struct judge *judge;
	struct buf model;	/* `"model":"name@hash"`, escaped once */
	struct jobject o;
	struct arena a;
	struct buf cut;		/* a line without its old labels */
	struct buf add;		/* the members to put in */
};

struct relabel *
relabel_new(const struct model *m)
{
	struct relabel *r = xcalloc(1, sizeof(*r));

	r->judge = judge_new(m);
	buf_adds(&r->model, ",\"model\":");
	json_put_string(&r->model, m->name, strlen(m->name));
	return r;
}

void
relabel_free(struct relabel *r)
{
	if (r == NULL)
		return;
	judge_free(r->judge);
	free(r->o.m);
	arena_free(&r->a);
	buf_free(&r->model);
	buf_free(&r->cut);
	buf_free(&r->add);
	free(r);
}

static enum member
member_of(const struct jmember *m)
{
	for (int i = 0; i < M_N; i++)
		if (member[i].len == m->key_len && memcmp(member[i].name,
		    m->key, m->key_len) == 0)
			return (enum member)i;
	return M_N;
}

static int
check(const struct jspan *const at[M_N], struct err *e)
{
	static const enum member strings[] = { M_ID, M_TEXT };
	int64_t v;

	if (at[M_V] == NULL || !jspan_int(at[M_V], &v) || v != 1)
		return err_set(e, ERR_DATA, "member \"v\": not 1");
	for (size_t i = 0; i < 2; i++) {
		enum member m = strings[i];

		if (m == M_TEXT && at[M_DELETED] != NULL &&
		    at[M_DELETED]->type == J_TRUE)
			continue;
		if (at[m] == NULL)
			return err_set(e, ERR_DATA, "member \"%s\": missing",
			    member[m].name);
		if (at[m]->type != J_STRING)
			return err_set(e, ERR_DATA, "member \"%s\": not a "
			    "string", member[m].name);
	}
	return 0;
}

/* ---- the old labels ---- */

/* Copy the line without label members, each with the comma before it (the
 * first one with the comma behind it). Returns where the object closes. */
static size_t
cut_labels(struct relabel *r, const char *line)
{
	const char *done = strchr(line, '{') + 1;
	bool first = true;

	buf_clear(&r->cut);
	buf_add(&r->cut, line, (size_t)(done - line));
	for (size_t i = 0; i < r->o.n; i++) {
		const struct jmember *m = &r->o.m[i];
		const char *end = m->value.s + m->value.len;
		enum member which = member_of(m);

		if (which < M_FIRST_LABEL || which == M_N) {
			if (first && i > 0)	/* its comma goes */
				done = (const char *)memchr(done, ',',
				    (size_t)(end - done)) + 1;
			buf_add(&r->cut, done, (size_t)(end - done));
			first = false;
		} else if (!first) {	/* white space before its comma stays */
			buf_add(&r->cut, done, strcspn(done, ","));
		}
		done = end;
	}
	buf_add(&r->cut, done, (size_t)(line + r->o.close - done));
	return r->cut.len;
}

/* ---- the new ones ---- */

/* 0.0000 to 1.0000, without printf: five of them for each post. */
static char *
put_p(char *s, int p)
{
	*s++ = (char)('0' + p / CALIB_ONE);
	*s++ = '.';
	p %= CALIB_ONE;
	*s++ = (char)('0' + p / 1000);
	*s++ = (char)('0' + p / 100 % 10);
	*s++ = (char)('0' + p / 10 % 10);
	*s++ = (char)('0' + p % 10);
	return s;
}

static void
put_judged(struct buf *b, const struct verdict *v)
{
	static const char *const labels[] = { "[]", "[\"complaint\"]",
	    "[\"query\"]", "[\"complaint\",\"query\"]" };
	char s[160], *o = s;

	for (int l = 0; l < P_N; l++) {
		size_t n = strlen(post_p_name[l]);

		*o++ = l == 0 ? '{' : ',';
		*o++ = '"';
		memcpy(o, post_p_name[l], n);
		o += n;
		*o++ = '"';
		*o++ = ':';
		o = put_p(o, v->p[l]);
	}
	*o++ = '}';
	buf_adds(b, ",\"p\":");
	buf_add(b, s, (size_t)(o - s));
	buf_adds(b, ",\"labels\":");
	buf_adds(b, labels[v->labels & 3]);
	buf_adds(b, ",\"sentiment\":\"");
	buf_adds(b, post_p_name[v->sentiment]);
	buf_addc(b, '"');
}

static void
put_verdict(struct relabel *r, const struct verdict *v)
{
	struct buf *b = &r->add;

	buf_clear(b);
	buf_adds(b, "\"language\":");
	if (v->language[0] != '\0') {
		buf_addc(b, '"');
		buf_adds(b, v->language);
		buf_addc(b, '"');
	} else {
		buf_adds(b, "null");
	}
	if (v->abstained == JUDGED)
		put_judged(b, v);
	else
		buf_adds(b, v->abstained == ABSTAINED_EMPTY ?
		    ",\"labels\":null,\"abstained\":\"empty\"" :
		    ",\"labels\":null,\"abstained\":\"language\"");
	buf_add(b, r->model.s, r->model.len);
}

static void
count(struct relabel_counts *n, const struct verdict *v)
{
	if (v->abstained != JUDGED) {
		n->fate[v->abstained == ABSTAINED_EMPTY ? RELABEL_EMPTY :
		    RELABEL_LANGUAGE]++;
		return;
	}
	n->fate[RELABEL_JUDGED]++;
	n->complaint += (v->labels & POST_COMPLAINT) != 0;
	n->query += (v->labels & POST_QUERY) != 0;
	n->negative += v->sentiment == P_NEGATIVE;
	n->neutral += v->sentiment == P_NEUTRAL;
	n->positive += v->sentiment == P_POSITIVE;
	drift_count(&n->drift, v->p, v->novelty);
}

int
relabel_line(struct relabel *r, const char *line, size_t len,
    struct buf *out, struct relabel_counts *n, struct err *e)
{
	const struct jspan *at[M_N] = {0};
	struct verdict v;
	size_t text_len;
	bool old = false;

	arena_reset(&r->a);
	if (jscan_object(&r->o, line, len, &r->a, e) < 0)
		goto bad;
	for (size_t i = 0; i < r->o.n; i++) {
		enum member m = member_of(&r->o.m[i]);

		if (m < M_N)
			at[m] = &r->o.m[i].value;
		old = old || (m >= M_FIRST_LABEL && m < M_N);
	}
	if (check(at, e) < 0)
		goto bad;
	if (at[M_DELETED] != NULL && at[M_DELETED]->type == J_TRUE) {
		buf_add(out, line, len);
		buf_addc(out, '\n');
		n->fate[RELABEL_TOMBSTONE]++;
		return 0;
	}
	const char *text = jspan_text(at[M_TEXT], &text_len, &r->a);
	const char *hint = at[M_LANG] != NULL && at[M_LANG]->type == J_STRING ?
	    jspan_text(at[M_LANG], NULL, &r->a) : NULL;

	judge_text(r->judge, text, text_len, hint, &v);
	put_verdict(r, &v);
	count(n, &v);
	if (old) {
		size_t close = cut_labels(r, line);

		post_splice(out, r->cut.s, close, r->add.s, r->add.len);
	} else {
		post_splice(out, line, r->o.close, r->add.s, r->add.len);
	}
	return 0;
bad:
	n->fate[RELABEL_BAD]++;
	return -1;
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "classify/card.h"
#include "classify/judge.h"
#include "classify/labelled.h"
#include "classify/moves.h"
#include "classify/versions.h"
#include "common/json.h"
#include "common/input.h"
#include "common/jscan.h"
#include "common/text.h"

enum { A, B, SIDES };
enum count { POSTS, COMPLAINTS, QUERIES, NEGATIVE, NEUTRAL, POSITIVE,
	NOT_JUDGED, COUNTS };

static const char *const count_name[COUNTS] = { "posts", "complaints",
    "queries", "negative", "neutral", "positive", "not_judged" };

struct moves {
	struct model *model[SIDES];
	struct judge *judge[SIDES];
	int64_t count[SIDES][COUNTS];
	int64_t moved, bad;
	bool json;
	json_t *list;			/* json */
	struct buf lines;		/* else */
};

/* ---- one post ---- */

static void
count(int64_t n[COUNTS], const struct verdict *v)
{
	n[POSTS]++;
	if (v->abstained != JUDGED) {
		n[NOT_JUDGED]++;
		return;
	}
	n[COMPLAINTS] += (v->labels & POST_COMPLAINT) != 0;
	n[QUERIES] += (v->labels & POST_QUERY) != 0;
	n[NEGATIVE + (v->sentiment - P_NEGATIVE)]++;
}

/* What a verdict says of a label: a word and its probability. */
static const char *
word(const struct verdict *v, int label, double *p)
{
	static const char *const abstained[] = { "", "not judged: language",
	    "not judged: empty" };

	*p = -1;
	if (v->abstained != JUDGED)
		return abstained[v->abstained];
	if (label == P_NEGATIVE) {
		*p = (double)v->p[v->sentiment] / CALIB_ONE;
		return post_p_name[v->sentiment];
	}
	*p = (double)v->p[label] / CALIB_ONE;
	return (v->labels & (label == P_QUERY ? POST_QUERY :
	    POST_COMPLAINT)) != 0 ? "yes" : "no";
}

static void
put_side(struct buf *b, const char *what, double p)
{
	char s[48];

	if (p < 0)
		snprintf(s, sizeof(s), "%s", what);
	else
		snprintf(s, sizeof(s), "%s %.4f", what, p);
	buf_addf(b, "%-20s", s);
}

static void
add_move(struct moves *m, json_t *changes, const char *id, size_t id_len,
    const char *label, const char *const what[SIDES], const double p[SIDES])
{
	if (m->json) {
		json_t *o = json_pack("{ss ss ss}", "label", label, "a",
		    what[A], "b", what[B]);

		json_object_set_new(o, "p_a", p[A] < 0 ? json_null() :
		    json_real(p[A]));
		json_object_set_new(o, "p_b", p[B] < 0 ? json_null() :
		    json_real(p[B]));
		json_array_append_new(changes, o);
		return;
	}
	buf_addf(&m->lines, "%-10s ", label);
	put_side(&m->lines, what[A], p[A]);
	buf_adds(&m->lines, " -> ");
	put_side(&m->lines, what[B], p[B]);
	buf_addc(&m->lines, ' ');
	text_plain(&m->lines, id, id_len);
	buf_addc(&m->lines, '\n');
}

static json_t *
id_json(const char *id, size_t len)
{
	struct buf b = {0};

	text_repair(&b, id, len);
	json_t *v = json_string(b.s != NULL ? b.s : "");

	buf_free(&b);
	return v;
}

static void
move(struct moves *m, const char *id, size_t id_len, const char *text,
    size_t len, const char *hint)
{
	static const char *const label[] = { "complaint", "query",
	    "sentiment" };
	struct verdict v[SIDES];
	json_t *changes = json_array();
	bool moved = false;

	for (int s = A; s < SIDES; s++) {
		judge_text(m->judge[s], text, len, hint, &v[s]);
		count(m->count[s], &v[s]);
	}
	for (int l = P_COMPLAINT; l <= P_NEGATIVE; l++) {
		const char *what[SIDES];
		double p[SIDES];

		for (int s = A; s < SIDES; s++)
			what[s] = word(&v[s], l, &p[s]);
		if (strcmp(what[A], what[B]) == 0)
			continue;
		moved = true;
		add_move(m, changes, id, id_len, label[l], what, p);
	}
	m->moved += moved;
	if (m->json && moved)
		json_array_append_new(m->list, json_pack("{so sO}", "id",
		    id_json(id, id_len), "changes", changes));
	json_decref(changes);
}

/* ---- files ---- */

static int
move_line(struct moves *m, struct jobject *o, struct arena *a,
    const char *line, size_t len, int64_t no, struct err *e)
{
	const struct jspan *text, *id, *lang, *deleted;
	char number[32];
	size_t n, id_len;

	arena_reset(a);
	if (jscan_object(o, line, len, a, e) < 0)
		return -1;
	deleted = jobject_get(o, "deleted");
	if (deleted != NULL && deleted->type == J_TRUE)
		return 0;
	text = jobject_get(o, "text");
	id = jobject_get(o, "id");
	lang = jobject_get(o, "lang");
	if (text == NULL || text->type != J_STRING)
		return err_set(e, ERR_DATA, "member \"text\": missing or not "
		    "a string");
	snprintf(number, sizeof(number), "line %lld", (long long)no);
	id_len = strlen(number);
	const char *name = id != NULL && id->type == J_STRING ?
	    jspan_text(id, &id_len, a) : number;
	const char *hint = lang != NULL && lang->type == J_STRING ?
	    jspan_text(lang, NULL, a) : NULL;
	const char *s = jspan_text(text, &n, a);

	move(m, name, id_len, s, n, hint);
	return 0;
}

static int
move_jsonl(struct moves *m, const char *path, struct rejects *r,
    struct err *e)
{
	struct input *in = input_open(path, e);
	struct lines *l;
	struct jobject o = {0};
	struct arena a = {0};
	char *line;
	size_t len;
	int rc;

	if (in == NULL)
		return -1;
	l = lines_new(in, LINE_MAX_BYTES);
	while ((rc = lines_next_lenient(l, &line, &len, e)) != 0) {
		if (rc < 0 && e->kind != ERR_DATA)
			break;
		const char *raw = rc > 0 ? line : NULL;

		if (rc < 0 || move_line(m, &o, &a, line, len, lines_no(l), e)
		    < 0) {
			rejects_add(r, input_name(in), lines_no(l), e->msg,
			    raw, raw != NULL ? len : 0);
			err_clear(e);
		}
	}
	free(o.m);
	arena_free(&a);
	lines_free(l);
	input_free(in);
	return rc;
}

static int
move_tsv(struct moves *m, const char *path, struct rejects *r, struct err *e)
{
	struct labelled rows = {0};
	int rc = labelled_read(&rows, path, r, e);

	for (size_t i = 0; rc == 0 && i < rows.n; i++)
		move(m, rows.row[i].id, strlen(rows.row[i].id),
		    rows.row[i].text, rows.row[i].text_len, NULL);
	labelled_free(&rows);
	return rc;
}

static int
move_file(struct moves *m, const struct moves_options *o, struct err *e)
{
	struct rejects *r = rejects_new(NULL);
	int rc = labelled_is_tsv(o->file) ? move_tsv(m, o->file, r, e) :
	    move_jsonl(m, o->file, r, e);
	int64_t all = m->count[A][POSTS];

	m->bad = rejects_count(r);
	all += m->bad;
	rejects_free(r);
	if (rc == 0 && m->bad > 0 && (double)m->bad > o->max_rejects *
	    (double)all)
		return err_set(e, ERR_REJECTS, "%s: %lld of %lld lines are "
		    "not posts, more than --max-rejects allows", o->file,
		    (long long)m->bad, (long long)all);
	return rc;
}

/* ---- shown ---- */

static json_t *
counts_json(const struct moves *m)
{
	json_t *o = json_object();

	for (int c = 0; c < COUNTS; c++)
		json_object_set_new(o, count_name[c], json_pack("{sI sI}",
		    "a", (json_int_t)m->count[A][c], "b",
		    (json_int_t)m->count[B][c]));
	json_object_set_new(o, "moved", json_integer(m->moved));
	return o;
}

static void
counts_text(const struct moves *m, struct buf *b)
{
	buf_addf(b, "\n%-22s %9s %9s %10s\n", "counts", "A", "B",
	    "difference");
	for (int c = 0; c < COUNTS; c++)
		buf_addf(b, "%-22s %9lld %9lld %+10lld\n", c == NOT_JUDGED ?
		    "not judged" : count_name[c], (long long)m->count[A][c],
		    (long long)m->count[B][c],
		    (long long)(m->count[B][c] - m->count[A][c]));
	buf_addf(b, "\n%lld posts move", (long long)m->moved);
	buf_adds(b, m->moved > 0 ? ":\n" : ".\n");
	buf_add(b, m->lines.s, m->lines.len);
}

static void
show(const struct moves *m, json_t *root, bool file, struct buf *shown)
{
	if (root == NULL) {
		if (file)
			counts_text(m, shown);
		return;
	}
	if (file) {
		json_object_set_new(root, "counts", counts_json(m));
		json_object_set(root, "moves", m->list);
	}
	json_line(shown, root);
}

static int
open_sides(struct moves *m, const struct buf path[SIDES], struct err *e)
{
	for (int s = A; s < SIDES; s++) {
		m->model[s] = model_open(path[s].s, e);
		if (m->model[s] == NULL)
			return -1;
		m->judge[s] = judge_new(m->model[s]);
	}
	return 0;
}

int
moves_run(const struct moves_options *o, struct tally *t,
    struct buf *shown, struct err *e)
{
	struct moves m = { .json = o->json, .list = json_array() };
	struct buf path[SIDES] = {0};
	json_t *root = o->json ? json_object() : NULL;

	versions_resolve(&path[A], o->models, o->a);
	versions_resolve(&path[B], o->models, o->b);
	int rc = card_compare(path[A].s, path[B].s, root, shown, e);

	if (rc == 0 && o->file != NULL) {
		rc = open_sides(&m, path, e);
		if (rc == 0)
			rc = move_file(&m, o, e);
		tally_add(t, "read", m.count[A][POSTS] + m.bad);
		tally_add(t, "bad", m.bad);
		tally_add(t, "moved", m.moved);
	}
	if (rc == 0)
		show(&m, root, o->file != NULL, shown);
	for (int s = A; s < SIDES; s++) {
		judge_free(m.judge[s]);
		model_free(m.model[s]);
		buf_free(&path[s]);
	}
	json_decref(root);
	json_decref(m.list);
	buf_free(&m.lines);
	return rc;
}

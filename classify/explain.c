/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "classify/explain.h"
#include "classify/gram.h"
#include "classify/judge.h"
#include "classify/seek.h"
#include "classify/why.h"
#include "common/diag.h"
#include "common/input.h"
#include "common/jscan.h"
#include "common/json.h"
#include "common/outfile.h"
#include "common/rejects.h"
#include "common/text.h"

#define HEADING 72		/* bytes of a text shown above its labels */

struct explain {
	const struct explain_options *o;
	const struct model *model;
	struct judge *judge;
	struct why *why;
	struct outfile *out;
	struct rejects *rejects;
	struct tally *tally;
	struct arena a;		/* one post */
	struct jobject object;
	struct buf b;		/* one post, as printed */
};

/* id and lang may be NULL. */
struct told { const char *id, *text, *lang; size_t len; };

static bool
is_set(const struct model *m, const struct verdict *v, enum post_p l)
{
	return l >= P_NEGATIVE ? l == v->sentiment :
	    v->p[l] >= m->threshold[l];
}

static double
share(int ten_thousandths)
{
	return (double)ten_thousandths / CALIB_ONE;
}

static double
shown_sum(const struct why_found *f)
{
	double sum = 0;

	for (size_t i = 0; i < f->n; i++)
		sum += f->part[i].contribution;
	return sum;
}

/* ---- for people ---- */

/* Those with this sign, as a list; false when there is none. */
static bool
put_side(struct buf *b, const struct why_found *f, bool plus)
{
	bool any = false;

	for (size_t i = 0; i < f->n; i++) {
		const struct why_part *p = &f->part[i];

		if ((p->contribution > 0) != plus)
			continue;
		buf_addf(b, "%s%s %+.3f", any ? ", " : plus ?
		    ": because of " : "; against: ", p->said,
		    p->contribution);
		any = true;
	}
	return any;
}

static void
put_label(struct explain *x, const struct told *t, const struct verdict *v,
    enum post_p l)
{
	const struct model *m = x->model;
	struct buf *b = &x->b;
	struct why_found f;

	why_top(x->why, t->text, t->len, l, x->o->top, &x->a, &f);
	buf_addf(b, "%s %.2f%s", post_p_name[l], share(v->p[l]),
	    !is_set(m, v, l) ? "" : l < P_NEGATIVE ? ", set" :
	    ", the sentiment");
	if (!put_side(b, &f, true))
		buf_adds(b, ": because of nothing");
	put_side(b, &f, false);
	buf_addf(b, "\n    decision %+.3f = bias %+.3f, shown %+.3f, ",
	    v->decision[l], m->bias[l], shown_sum(&f));
	buf_addf(b, "%zu others %+.3f", f.all - f.n, f.sum - shown_sum(&f));
	if (l < P_NEGATIVE)
		buf_addf(b, "; set from %.2f up", share(m->threshold[l]));
	buf_addc(b, '\n');
}

/* Id and first words, safe on a terminal. */
static void
put_heading(struct buf *b, const struct told *t)
{
	if (t->id != NULL) {
		text_plain(b, t->id, strlen(t->id));
		buf_adds(b, ": ");
	}
	text_start(b, t->text, t->len, HEADING);
	buf_addc(b, '\n');
}

static void
put_text(struct explain *x, const struct told *t, const struct verdict *v)
{
	struct buf *b = &x->b;

	put_heading(b, t);
	if (v->abstained == ABSTAINED_EMPTY)
		buf_adds(b, "not judged: no letter outside handles and "
		    "links\n");
	else if (v->abstained == ABSTAINED_LANGUAGE)
		buf_addf(b, "not judged: its language is %s, the model was "
		    "made for %s\n", v->language, x->model->expect);
	else
		for (int l = 0; l < P_N; l++)
			put_label(x, t, v, (enum post_p)l);
	buf_addc(b, '\n');
}

/* ---- for programs ---- */

static json_t *
label_json(struct explain *x, const struct told *t, const struct verdict *v,
    enum post_p l)
{
	const struct model *m = x->model;
	json_t *top = json_array();
	struct why_found f;

	why_top(x->why, t->text, t->len, l, x->o->top, &x->a, &f);
	for (size_t i = 0; i < f.n; i++) {
		const struct why_part *p = &f.part[i];

		json_array_append_new(top, json_pack("{ss ss ss sf sf sf}",
		    "kind", gram_kind_name[p->kind], "text", p->text, "said",
		    p->said, "value", p->value, "weight", p->weight,
		    "contribution", p->contribution));
	}
	return json_pack("{sf sf sf so sb sI so sf}", "decision",
	    v->decision[l], "bias", m->bias[l], "p", share(v->p[l]),
	    "threshold", l < P_NEGATIVE ? json_real(share(m->threshold[l])) :
	    json_null(), "set", is_set(m, v, l), "features",
	    (json_int_t)f.all, "top", top, "rest", f.sum - shown_sum(&f));
}

static json_t *
string_json(const char *s, size_t n)
{
	struct buf b = {0};
	json_t *v;

	if (s == NULL)
		return json_null();
	text_repair(&b, s, n);
	v = json_stringn(b.s != NULL ? b.s : "", b.len);
	buf_free(&b);
	return v;
}

static void
put_json(struct explain *x, const struct told *t, const struct verdict *v)
{
	json_t *labels = json_object();
	bool judged = v->abstained == JUDGED;
	json_t *root = json_pack("{so so ss}", "id", string_json(t->id,
	    t->id != NULL ? strlen(t->id) : 0), "text", string_json(t->text,
	    t->len), "model", x->model->name);

	json_object_set_new(root, "language", v->language[0] != '\0' ?
	    json_string(v->language) : json_null());
	json_object_set_new(root, "abstained", judged ? json_null() :
	    json_string(v->abstained == ABSTAINED_EMPTY ? "empty" :
	    "language"));
	if (judged)
		json_object_set_new(root, "sentiment",
		    json_string(post_p_name[v->sentiment]));
	for (int l = 0; judged && l < P_N; l++)
		json_object_set_new(labels, post_p_name[l], label_json(x, t,
		    v, (enum post_p)l));
	json_object_set_new(root, "labels", judged ? labels : json_null());
	if (!judged)
		json_decref(labels);
	json_line(&x->b, root);
	json_decref(root);
}

/* ---- what is asked for ---- */

static void
explain_one(struct explain *x, const struct told *t)
{
	struct verdict v;

	judge_text(x->judge, t->text, t->len, t->lang, &v);
	buf_clear(&x->b);
	(x->o->json ? put_json : put_text)(x, t, &v);
	outfile_buf(x->out, &x->b);
	tally_add(x->tally, "explained", 1);
}

/* A JSON line: a post, or anything with a "text". */
static int
read_post(struct explain *x, const char *line, size_t len, struct told *t,
    struct err *e)
{
	const struct jspan *id, *lang, *text;

	if (jscan_object(&x->object, line, len, &x->a, e) < 0)
		return -1;
	id = jobject_get(&x->object, "id");
	lang = jobject_get(&x->object, "lang");
	text = jobject_get(&x->object, "text");
	if (text == NULL || text->type != J_STRING)
		return err_set(e, ERR_DATA, "member \"text\": %s", text ==
		    NULL ? "missing" : "not a string");
	t->text = jspan_text(text, &t->len, &x->a);
	if (id != NULL && id->type == J_STRING)
		t->id = jspan_text(id, NULL, &x->a);
	if (lang != NULL && lang->type == J_STRING)
		t->lang = jspan_text(lang, NULL, &x->a);
	return 0;
}

static int
explain_lines(struct explain *x, struct err *e)
{
	struct input *in = input_open("-", e);
	struct lines *lines;
	char *line;
	size_t len;
	int rc;

	if (in == NULL)
		return -1;
	lines = lines_new(in, LINE_MAX_BYTES);
	while (!outfile_failed(x->out) &&
	    (rc = lines_next_lenient(lines, &line, &len, e)) != 0) {
		struct told t = { .text = line, .len = len };

		if (rc < 0 && e->kind != ERR_DATA)
			break;
		arena_reset(&x->a);
		if (rc > 0 && len > 0 && *line == '{')
			rc = read_post(x, line, len, &t, e) < 0 ? -1 : 1;
		if (rc > 0 && len > 0)
			explain_one(x, &t);
		if (rc < 0)
			rejects_add(x->rejects, input_name(in),
			    lines_no(lines), e->msg, NULL, 0);
		err_clear(e);
	}
	rc = e->kind != ERR_NONE ? -1 : 0;
	lines_free(lines);
	input_free(in);
	return rc;
}

/* An argument that is no id is a text; what looks like an id is worth a
 * word. */
static int
explain_argument(struct explain *x, const char *s, const struct seek *found,
    struct err *e)
{
	struct told t = { .text = s, .len = strlen(s) };

	if (found->deleted)
		return err_set(e, ERR_CONFIG, "%s: its author has deleted "
		    "this post", s);
	if (found->found)
		t = (struct told){ s, found->text, found->lang,
		    found->text_len };
	else if (x->o->store != NULL && strchr(s, ':') != NULL &&
	    strpbrk(s, " \t\n") == NULL)
		diag_say(DIAG_WARNING, "%s: no such id in %s, taken for a "
		    "text", s, x->o->store);
	arena_reset(&x->a);
	explain_one(x, &t);
	return 0;
}

static int
explain_all(struct explain *x, struct err *e)
{
	static const char *const standard[] = { "-" };
	const char *const *what = x->o->n > 0 ? x->o->what : standard;
	size_t n = x->o->n > 0 ? x->o->n : 1;
	struct seek *found = xcalloc(n, sizeof(*found));
	struct arena kept = {0};
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		found[i].id = what[i];
	if (x->o->store != NULL)
		rc = seek_posts(x->o->store, found, n, &kept, e);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = strcmp(what[i], "-") == 0 ? explain_lines(x, e) :
		    explain_argument(x, what[i], &found[i], e);
	arena_free(&kept);
	free(found);
	return rc;
}

static int
finish(struct explain *x, struct err *e)
{
	long long bad = (long long)rejects_count(x->rejects);
	struct outfile *out = x->out;

	x->out = NULL;
	if (outfile_commit(out, e) < 0)
		return -1;
	tally_add(x->tally, "bad", bad);
	return bad == 0 ? 0 : err_set(e, ERR_REJECTS, "standard input: %lld "
	    "lines are neither a post nor a text", bad);
}

int
explain_run(const struct explain_options *o, struct tally *t, struct err *e)
{
	struct model *m = model_open(model_path(o->model), e);
	struct explain x = { .o = o, .model = m, .tally = t };
	int rc = -1;

	if (m == NULL || (x.out = outfile_open("-", e)) == NULL)
		goto out;
	x.judge = judge_new(m);
	x.why = why_new(m);
	x.rejects = rejects_new(NULL);
	tally_add(t, "explained", 0);
	rc = explain_all(&x, e);
	if (rc == 0)
		rc = finish(&x, e);
out:
	outfile_abort(x.out);
	rejects_free(x.rejects);
	why_free(x.why);
	judge_free(x.judge);
	model_free(m);
	arena_free(&x.a);
	free(x.object.m);
	buf_free(&x.b);
	return rc;
}

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "classify/gate.h"
#include "classify/judge.h"
#include "common/diag.h"

static const char *const what_name[GATE_N] = { "complaint", "query",
    "sentiment" };

bool
gate_worse(const struct bootstrap_difference *d, double tolerance)
{
	return d->difference < -tolerance || (d->difference < 0 && d->hi < 0);
}

/* What people say of row for a label, as a class from 0; below 0: nothing. */
static int
truth_of(const struct labelled_row *row, enum gate_what what)
{
	if (what != GATE_SENTIMENT)
		return row->y[what == GATE_QUERY ? P_QUERY : P_COMPLAINT];
	return labelled_sentiment_class(row);
}

static uint8_t
class_of(const struct verdict *v, enum gate_what what)
{
	if (what == GATE_SENTIMENT)
		return (uint8_t)(v->sentiment - P_NEGATIVE);
	return (v->labels & (what == GATE_QUERY ? POST_QUERY :
	    POST_COMPLAINT)) != 0;
}

static struct verdict *
judge_all(const struct labelled *rows, const struct model *m)
{
	struct verdict *v = xmalloc(rows->n * sizeof(*v));
	struct judge *j = judge_new(m);

	for (size_t i = 0; i < rows->n; i++)
		judge_plain(j, rows->row[i].text, rows->row[i].text_len,
		    &v[i]);
	judge_free(j);
	return v;
}

static void
compare(struct gate_label *l, enum gate_what what, const struct labelled *rows,
    const struct verdict *used, const struct verdict *candidate)
{
	struct bootstrap_post *post = xmalloc(rows->n * sizeof(*post));
	unsigned kinds = 0;

	for (size_t i = 0; i < rows->n; i++) {
		int truth = truth_of(&rows->row[i], what);

		if (truth < 0)
			continue;
		post[l->posts++] = (struct bootstrap_post){ (uint8_t)truth,
		    class_of(&used[i], what), class_of(&candidate[i], what) };
		kinds |= 1u << truth;
	}
	l->compared = (kinds & (kinds - 1)) != 0;
	if (l->compared)
		bootstrap_macro_f1(post, l->posts, BOOTSTRAP_RESAMPLES,
		    GATE_SEED, &l->d);
	free(post);
}

int
gate_run(struct gate *g, const struct labelled *rows,
    const struct model *used, const struct model *candidate, double tolerance,
    struct err *e)
{
	struct verdict *a = judge_all(rows, used);
	struct verdict *b = judge_all(rows, candidate);
	int compared = 0;

	*g = (struct gate){ .tolerance = tolerance, .passed = true };
	for (int w = 0; w < GATE_N; w++) {
		struct gate_label *l = &g->label[w];

		compare(l, (enum gate_what)w, rows, a, b);
		l->worse = l->compared && gate_worse(&l->d, tolerance);
		g->passed = g->passed && !l->worse;
		compared += l->compared;
		if (!l->compared)
			diag_say(DIAG_WARNING, "%s is not compared: the posts "
			    "are all of one kind, or do not have it",
			    what_name[w]);
	}
	free(a);
	free(b);
	return compared > 0 ? 0 : err_set(e, ERR_CONFIG, "no label has both "
	    "posts with it and posts without it: nothing to compare");
}

int
gate_refuse(const struct gate *g, struct err *e)
{
	struct buf b = {0};

	for (int w = 0; w < GATE_N; w++) {
		const struct bootstrap_difference *d = &g->label[w].d;

		if (g->label[w].worse)
			buf_addf(&b, "%s%s is worse by %.3f (macro-F1 %.3f, "
			    "in use %.3f; 90 %% interval of the difference "
			    "%+.3f to %+.3f)", b.len > 0 ? ", " : "",
			    what_name[w], -d->difference, d->b, d->a, d->lo,
			    d->hi);
	}
	err_set(e, ERR_REFUSED, "refused: %s: --force promotes it all the "
	    "same", b.s);
	buf_free(&b);
	return -1;
}

/* Six decimals, as scores have. */
static json_t *
real(double v)
{
	return json_real(round(v * 1e6) / 1e6);
}

json_t *
gate_json(const struct gate *g)
{
	json_t *labels = json_object();

	for (int w = 0; w < GATE_N; w++) {
		const struct gate_label *l = &g->label[w];

		if (!l->compared)
			continue;
		json_object_set_new(labels, what_name[w], json_pack(
		    "{sI so so so so so sb}", "n", (json_int_t)l->posts,
		    "current", real(l->d.a), "candidate", real(l->d.b),
		    "difference", real(l->d.difference), "lo", real(l->d.lo),
		    "hi", real(l->d.hi), "worse", l->worse));
	}
	return json_pack("{sb sf si si so}", "passed", g->passed, "tolerance",
	    g->tolerance, "resamples", BOOTSTRAP_RESAMPLES, "seed", GATE_SEED,
	    "labels", labels);
}

void
gate_text(const struct gate *g, struct buf *b)
{
	buf_addf(b, "%-10s %6s %8s %9s %10s   %-18s\n", "macro-F1", "posts",
	    "in use", "candidate", "difference", "90 % interval");
	for (int w = 0; w < GATE_N; w++) {
		const struct gate_label *l = &g->label[w];

		if (l->compared)
			buf_addf(b, "%-10s %6zu %8.3f %9.3f %+10.3f   %+.3f "
			    "to %+.3f%s\n", what_name[w], l->posts, l->d.a,
			    l->d.b, l->d.difference, l->d.lo, l->d.hi,
			    l->worse ? "  worse" : "");
	}
}

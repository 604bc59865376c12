/* SPDX-License-Identifier: MIT
 *
 * All scores stand in one table; a round says which of them it needs, and who
 * goes on depends on the table alone. So neither the order of steps nor a
 * search killed in between changes the result. */
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "classify/calib.h"
#include "classify/crew.h"
#include "classify/linear.h"
#include "classify/score.h"
#include "classify/search.h"
#include "classify/trail.h"
#include "common/diag.h"
#include "common/hash.h"
#include "common/mem.h"

#define FOLDS 100		/* main.c's largest --folds */
#define ROUNDS 3

struct cell { bool done; double macro_f1, auc; };
struct step { enum post_p label; int fold; };

struct table {
	struct search *s;
	const struct dataset *d;
	const struct fit_options *o;	/* settled */
	struct cell (*cell)[FOLDS][SEARCH_N];	/* by label */
	bool usable[P_N][FOLDS];	/* the fold has both classes */
	int left[P_N][SEARCH_N], n_left[P_N];	/* still in the race, best
						 * first once a round ended */
	struct step *step;
	struct trail *trail;
	pthread_mutex_t lock;		/* of cell and trail */
	double end_s;			/* by the monotonic clock; 0: none */
};

static volatile sig_atomic_t interrupted;

static void
on_interrupt(int sig)
{
	(void)sig;
	interrupted = 1;
}

static double
clock_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
cost_of(int i)
{
	return ldexp(1, SEARCH_LOW + i);
}

/* ---- one step: a label, a fold, every cost that needs it ---- */

static bool
stop(void *ctx)
{
	const struct table *t = ctx;

	return interrupted || (t->end_s > 0 && clock_s() >= t->end_s);
}

static struct cell
judge(const struct table *t, const struct step *at,
    const struct svm_machine *m)
{
	const struct dataset *d = t->d;
	double *v = xmalloc(d->n * sizeof(*v));
	int8_t *y = xmalloc(d->n);
	struct confusion c = {0};
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++) {
		if (d->fold[i] != at->fold || d->y[i][at->label] < 0)
			continue;
		v[n] = svm_decision(m, &d->row[i]);
		y[n++] = d->y[i][at->label];
	}
	struct calib_platt platt = calib_fit(v, y, 1, n);

	for (size_t i = 0; i < n; i++) {
		bool yes = calib_p(&platt, v[i]) >= 0.5;

		*(y[i] == 1 ? yes ? &c.tp : &c.fn : yes ? &c.fp : &c.tn) += 1;
	}
	struct cell cell = { true, score_macro_f1(&c), score_auc(v, y, 1, n) };

	free(v);
	free(y);
	return cell;
}

static int
keep(struct table *t, const struct step *at, int cost, struct cell cell,
    struct err *e)
{
	struct trail_score s = { at->label, at->fold, SEARCH_LOW + cost,
	    cell.macro_f1, cell.auc };

	pthread_mutex_lock(&t->lock);
	t->cell[at->label][at->fold][cost] = cell;
	int rc = trail_add(t->trail, &s, e);

	pthread_mutex_unlock(&t->lock);
	return rc;
}

static int
run_step(void *ctx, size_t i, struct err *e)
{
	struct table *t = ctx;
	const struct step *at = &t->step[i];
	struct svm_machine m[SEARCH_N] = {{0}};
	double cost[SEARCH_N] = {0};
	int which[SEARCH_N], rc;
	size_t n = 0;

	for (int k = 0; k < t->n_left[at->label]; k++) {
		int c = t->left[at->label][k];

		if (t->cell[at->label][at->fold][c].done)
			continue;
		cost[n] = cost_of(c);
		which[n++] = c;
	}
	rc = fit_part(t->d, t->o, at->label, at->fold, cost, n, m, e);
	for (size_t k = 0; rc == 0 && k < n; k++)
		rc = keep(t, at, which[k], judge(t, at, &m[k]), e);
	for (size_t k = 0; k < n; k++)
		free(m[k].w);
	return rc;
}

/* ---- rounds ---- */

/* Every value still in the race has its score on fold. */
static bool
has_scores(const struct table *t, int label, int fold)
{
	for (int k = 0; k < t->n_left[label]; k++)
		if (!t->cell[label][fold][t->left[label][k]].done)
			return false;
	return true;
}

static size_t
list_steps(struct table *t, int end)
{
	size_t n = 0;

	for (int fold = 0; fold < end; fold++)
		for (int label = 0; label < P_N; label++)
			if (t->usable[label][fold] &&
			    !has_scores(t, label, fold))
				t->step[n++] = (struct step){
				    (enum post_p)label, fold };
	return n;
}

/* What is known of a cost on the folds before end. */
static struct search_try
mean(const struct table *t, int label, int cost, int end)
{
	struct search_try r = {0};

	for (int fold = 0; fold < end; fold++) {
		const struct cell *c = &t->cell[label][fold][cost];

		if (!c->done)
			continue;
		r.folds++;
		r.macro_f1 += c->macro_f1;
		r.auc += c->auc;
	}
	if (r.folds > 0) {
		r.macro_f1 /= r.folds;
		r.auc /= r.folds;
	}
	return r;
}

static bool
better(const struct search_try *a, int cost_a, const struct search_try *b,
    int cost_b)
{
	if (a->macro_f1 != b->macro_f1)
		return a->macro_f1 > b->macro_f1;
	if (a->auc != b->auc)
		return a->auc > b->auc;
	return cost_a < cost_b;
}

/* Best first, by insertion. */
static void
rank(struct table *t, int label, int end)
{
	int *left = t->left[label];

	for (int i = 1; i < t->n_left[label]; i++) {
		int c = left[i], k = i;
		struct search_try mine = mean(t, label, c, end);

		for (; k > 0; k--) {
			struct search_try other = mean(t, label, left[k - 1],
			    end);

			if (!better(&mine, c, &other, left[k - 1]))
				break;
			left[k] = left[k - 1];
		}
		left[k] = c;
	}
}

/* The round up to fold end is over for label, if it has all its scores. */
static bool
close_round(struct table *t, int label, int end, bool last)
{
	int usable = 0;

	for (int fold = 0; fold < end; fold++) {
		if (!t->usable[label][fold])
			continue;
		if (!has_scores(t, label, fold))
			return false;
		usable++;
	}
	if (usable == 0)
		return true;
	rank(t, label, end);
	int best = t->left[label][0];
	struct search_try r = mean(t, label, best, end);

	t->s->label[label].cost = cost_of(best);
	t->s->label[label].complete = last;
	diag_say(DIAG_INFO, "%s: best of %d values after %d folds is C = %g, "
	    "macro-F1 %.4f", post_p_name[label], t->n_left[label], r.folds,
	    cost_of(best), r.macro_f1);
	if (!last)
		t->n_left[label] = (t->n_left[label] + 1) / 2;
	return true;
}

/* A quarter of the folds, half of them, all. */
static int
run_rounds(struct table *t, struct err *e)
{
	int folds = t->o->folds, before = 0;

	for (int round = 0; round < ROUNDS; round++) {
		int part = 1 << (ROUNDS - 1 - round);
		int end = (folds + part - 1) / part;
		bool whole = true;

		if (end == before)
			continue;
		before = end;
		struct crew_work w = { .what = "search steps",
		    .n = list_steps(t, end), .jobs = t->o->jobs,
		    .job = run_step, .stop = stop, .ctx = t };

		if (crew_run(&w, e) < 0)
			return -1;
		for (int label = 0; label < P_N; label++)
			whole = close_round(t, label, end, end == folds) &&
			    whole;
		if (!whole) {
			t->s->stopped = interrupted ? "interrupt" : "budget";
			return 0;
		}
	}
	return 0;
}

/* ---- before and after ---- */

static void
take(void *ctx, const struct trail_score *r)
{
	struct table *t = ctx;
	int cost = r->log2_cost - SEARCH_LOW;

	if (r->fold < 0 || r->fold >= t->o->folds || cost < 0 ||
	    cost >= SEARCH_N)
		return;
	t->cell[r->label][r->fold][cost] = (struct cell){ true, r->macro_f1,
	    r->auc };
	t->s->resumed++;
}

/* Of everything scores depend on. */
static void
make_key(const struct table *t, char key[17])
{
	const struct dataset *d = t->d;
	const struct fit_options *o = t->o;
	const char *library = o->solver == FIT_LIBLINEAR ? linear_library() :
	    svm_library();
	uint64_t h = hash64(library, strlen(library), d->vocab->n);

	for (size_t i = 0; i < d->n; i++)
		if (d->row[i].n > 0)
			h = hash64(d->row[i].x, d->row[i].n *
			    sizeof(*d->row[i].x), h);
	h = hash64(d->y, d->n * sizeof(*d->y), h);
	h = hash64(d->fold, d->n * sizeof(*d->fold), h);
	h = hash64(o->balance, sizeof(o->balance), h);
	h = hash64(o->bayes, sizeof(o->bayes), h);
	h = hash64(o->weight, sizeof(o->weight), h);
	h = hash64(&o->no_shrinking, sizeof(o->no_shrinking), h);
	h = hash64(&o->epsilon, sizeof(o->epsilon), h);
	h = hash64(&o->folds, sizeof(o->folds), h);
	snprintf(key, 17, "%016llx", (unsigned long long)h);
}

static void
find_usable(struct table *t, int label)
{
	bool has[FOLDS][2] = {{false}};

	for (size_t i = 0; i < t->d->n; i++)
		if (t->d->y[i][label] >= 0)
			has[t->d->fold[i]][t->d->y[i][label]] = true;
	for (int fold = 0; fold < t->o->folds; fold++)
		t->usable[label][fold] = has[fold][0] && has[fold][1] &&
		    fit_has_classes(t->d, (enum post_p)label);
}

static void
start(struct table *t)
{
	for (int label = 0; label < P_N; label++) {
		find_usable(t, label);
		t->s->label[label].cost = t->o->cost[label];
		t->n_left[label] = SEARCH_N;
		for (int c = 0; c < SEARCH_N; c++)
			t->left[label][c] = c;
	}
}

static void
finish(struct table *t, const struct search_options *so)
{
	for (int label = 0; label < P_N; label++)
		for (int c = 0; c < SEARCH_N; c++)
			t->s->label[label].tried[c] = mean(t, label, c,
			    t->o->folds);
	if (t->s->stopped != NULL)
		diag_say(DIAG_WARNING, "the search was ended by %s: the best "
		    "so far is used; the same command goes on from %s",
		    t->s->stopped, so->state);
}

int
search_run(struct search *s, const struct dataset *d,
    const struct fit_options *o, const struct search_options *so,
    struct err *e)
{
	struct fit_options settled = fit_settle(o, d);
	struct table t = { .s = s, .d = d, .o = &settled,
	    .end_s = so->budget_s > 0 ? clock_s() + so->budget_s : 0 };
	struct sigaction mine = { .sa_handler = on_interrupt,
	    .sa_flags = SA_RESTART | (int)SA_RESETHAND }, before;
	char key[17];
	int rc = -1;

	*s = (struct search){0};
	t.cell = xcalloc(P_N, sizeof(*t.cell));
	t.step = xcalloc((size_t)settled.folds * P_N, sizeof(*t.step));
	start(&t);
	make_key(&t, key);
	t.trail = trail_open(so->state, key, take, &t, e);
	if (t.trail != NULL) {
		if (s->resumed > 0)
			diag_say(DIAG_INFO, "%d scores taken from %s",
			    s->resumed, so->state);
		pthread_mutex_init(&t.lock, NULL);
		interrupted = 0;
		sigaction(SIGINT, NULL, &before);
		if (before.sa_handler != SIG_IGN)	/* as under nohup */
			sigaction(SIGINT, &mine, NULL);
		rc = run_rounds(&t, e);
		sigaction(SIGINT, &before, NULL);
		pthread_mutex_destroy(&t.lock);
	}
	if (rc == 0)
		finish(&t, so);
	trail_close(t.trail);
	free(t.cell);
	free(t.step);
	return rc;
}

static json_t *
tried_json(const struct search_try tried[SEARCH_N])
{
	json_t *list = json_array();

	for (int c = 0; c < SEARCH_N; c++)
		if (tried[c].folds > 0)
			json_array_append_new(list, json_pack(
			    "{sf si sf sf}", "cost", cost_of(c), "folds",
			    tried[c].folds, "macro_f1", tried[c].macro_f1,
			    "auc", tried[c].auc));
	return list;
}

json_t *
search_json(const struct search *s)
{
	json_t *labels = json_object();

	for (int l = 0; l < P_N; l++)
		json_object_set_new(labels, post_p_name[l], json_pack(
		    "{sf sb so}", "cost", s->label[l].cost, "complete",
		    s->label[l].complete, "tried",
		    tried_json(s->label[l].tried)));
	return json_pack("{ss ss* so}", "how", "log2 grid, successive halving "
	    "over folds", "stopped", s->stopped, "labels", labels);
}

int
search_budget(const char *text, double *seconds, struct err *e)
{
	static const struct { const char *name; double seconds; } unit[] = {
		{ "", 1 }, { "s", 1 }, { "m", 60 }, { "h", 3600 },
	};
	char *end;
	double v = strtod(text, &end);

	for (size_t i = 0; end != text && v > 0 && v <= 1e6 &&
	    i < sizeof(unit) / sizeof(unit[0]); i++)
		if (strcmp(end, unit[i].name) == 0) {
			*seconds = v * unit[i].seconds;
			return 0;
		}
	return err_set(e, ERR_CONFIG, "--budget: a time as 90s, 10m or 2h, not "
	    "\"%s\"", text);
}

/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "report/finding.h"
#include "report/phrase.h"

int64_t
finding_readable(const struct response *r)
{
	return r->cases - r->unobservable;
}

double
finding_private_share(const struct response *r)
{
	int64_t n = finding_readable(r);

	return n > 0 ? (double)r->deflected / (double)n : NAN;
}

enum verdict
finding_verdict(const struct response *r)
{
	int64_t n = finding_readable(r), got = r->answered + r->deflected;

	if (n < FEW_CASES)
		return VERDICT_FEW;
	if (got == 0)
		return VERDICT_NEVER;
	if (got * 3 < n)
		return VERDICT_SELDOM;
	if (r->deflected > r->answered)
		return VERDICT_PRIVATE;
	return got * 3 >= n * 2 ? VERDICT_ANSWERS : VERDICT_SOME;
}

const char *
finding_words(enum verdict v)
{
	static const char *const w[] = {
		"Too few to say", "Answers most", "Moves to private",
		"Answers some", "Seldom answers", "Never answers",
	};

	return w[v];
}

const char *
finding_meaning(enum verdict v)
{
	static const char *const w[] = {
		"fewer than 5 complaints and questions could be read",
		"two thirds or more get an answer",
		("a third or more get an answer, but most of these answers "
		"only move the talk to private messages"),
		"between one and two thirds get an answer",
		"fewer than one third get an answer",
		"nobody got an answer",
	};

	return w[v];
}

size_t
finding_rank(const struct result *r, size_t i)
{
	for (size_t k = 0; k < r->n_ranked && k < r->n_co; k++)
		if (r->rank[k] == i)
			return k + 1;
	return 0;
}

size_t
finding_largest(const struct result *r, size_t *out, size_t n)
{
	size_t used = 0;

	/* Insertion into a short list; equal ones keep the config's order. */
	for (size_t i = 0; i < r->n_co; i++) {
		int64_t cases = r->co[i].response.cases;
		size_t at = used;

		while (at > 0 && r->co[out[at - 1]].response.cases < cases)
			at--;
		if (at == n)
			continue;
		if (used < n)
			used++;
		for (size_t k = used - 1; k > at; k--)
			out[k] = out[k - 1];
		out[at] = i;
	}
	return used;
}

static const char *
plural(int64_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

static void
best_and_worst(struct buf *b, const struct result *r)
{
	const struct co_result *best, *worst;

	if (r->n_ranked < 2)
		return;
	best = &r->co[r->rank[0]];
	worst = &r->co[r->rank[r->n_ranked - 1]];
	if (best->response.answered + best->response.deflected == 0)
		return;
	/* No names where chance alone could have put them in this order. */
	if (best->response.rate.lo <= worst->response.rate.hi)
		return;
	buf_addf(b, ": %s answers most often (%s), ", best->name,
	    phrase_percent(best->response.rate.p).s);
	if (worst->response.answered + worst->response.deflected == 0)
		buf_addf(b, "%s never", worst->name);
	else
		buf_addf(b, "%s least often (%s)", worst->name,
		    phrase_percent(worst->response.rate.p).s);
}

/* Where much could not be read, the share alone would say too much. */
static void
unreadable(struct buf *b, const struct response *p)
{
	struct share bounds = { NAN, p->bound_lo, p->bound_hi };

	if (p->unobservable * 10 <= p->cases)
		return;
	buf_addf(b, " With the %s that could not be followed the share lies "
	    "within %s.", phrase_count(p->unobservable).s,
	    phrase_range(bounds).s);
}

void
finding_all(struct buf *b, const struct result *r)
{
	const struct response *all = &r->total.response;

	if (all->cases == 0) {
		buf_adds(b, PHRASE_NO_CASES ".");
		return;
	}
	if (finding_readable(all) == 0) {
		buf_addf(b, "None of the threads with %s complaints and "
		    "questions could be read.", phrase_count(all->cases).s);
		return;
	}
	buf_addf(b, "%s of %s %s to %zu %s got an answer",
	    phrase_share(all->rate).s, phrase_count(finding_readable(all)).s,
	    plural(finding_readable(all), "complaint or question",
	    "complaints and questions"), r->n_co,
	    plural((int64_t)r->n_co, "company", "companies"));
	best_and_worst(b, r);
	buf_adds(b, ".");
	unreadable(b, all);
}

/* The total's rate against the company's interval. */
static const char *
against(const struct share *own, const struct share *all)
{
	if (!isfinite(all->p) || !isfinite(own->lo))
		return NULL;
	if (own->lo > all->p)
		return "more than";
	if (own->hi < all->p)
		return "less than";
	return "about as often as";
}

static void
how_long(struct buf *b, const struct response *r)
{
	if (isfinite(r->median_hours))
		buf_addf(b, "half had an answer within %s",
		    phrase_hours(r->median_hours).s);
	else
		buf_addf(b, "%s", phrase_median_note(r).s);
}

void
finding_company(struct buf *b, const struct result *r,
    const struct co_result *co)
{
	const struct response *own = &co->response;
	int64_t n = finding_readable(own);
	const char *than = against(&own->rate, &r->total.response.rate);

	if (own->cases == 0) {
		buf_adds(b, PHRASE_NO_CASES ".");
		return;
	}
	if (n == 0) {
		buf_addf(b, "No thread with a complaint or question to %s "
		    "could be read.", co->name);
		return;
	}
	if (own->answered + own->deflected == 0) {
		buf_addf(b, "%s answered none of %s %s", co->name,
		    phrase_count(n).s, plural(n, "complaint or question",
		    "complaints and questions"));
	} else {
		buf_addf(b, "%s answered %s of %s %s", co->name,
		    phrase_share(own->rate).s, phrase_count(n).s,
		    plural(n, "complaint or question",
		    "complaints and questions"));
	}
	if (n < FEW_CASES) {
		buf_adds(b, ", too few to say how it usually answers.");
		return;
	}
	if (r->n_co > 1 && than != NULL)
		buf_addf(b, ", %s all companies together (%s)", than,
		    phrase_percent(r->total.response.rate.p).s);
	buf_adds(b, "; ");
	how_long(b, own);
	if (own->deflected > own->answered)
		buf_addf(b, ", and %s of %s answers only moved the talk to "
		    "private messages", phrase_count(own->deflected).s,
		    phrase_count(own->answered + own->deflected).s);
	buf_adds(b, ".");
	unreadable(b, own);
}

/* SPDX-License-Identifier: MIT
 *
 * summary.json (data/FORMAT.md): every number the other formats show. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/json.h"
#include "common/opts.h"
#include "common/utc.h"
#include "report/finding.h"
#include "report/writer.h"

#define CURVE_MAX 200		/* points kept of a curve */

/* Six significant digits: more would be noise. */
static json_t *
number(double v)
{
	char s[40];

	if (!isfinite(v))
		return json_null();
	snprintf(s, sizeof(s), "%.6g", v);
	return json_real(strtod(s, NULL));
}

static json_t *
exact(double v)
{
	return isfinite(v) ? json_real(v) : json_null();
}

static json_t *
text(const char *s)
{
	return s != NULL ? json_string(s) : json_null();
}

static json_t *
moment(int64_t t)
{
	char s[UTC_LEN + 1];

	utc_format(t, s);
	return json_string(s);
}

static json_t *
traffic(const struct traffic *t)
{
	return json_pack("{sI sI sI sI sI so}",
	    "customer_posts", (json_int_t)t->customer_posts,
	    "official_posts", (json_int_t)t->official_posts,
	    "threads", (json_int_t)t->threads,
	    "first_posts", (json_int_t)t->first_posts,
	    "first_answered", (json_int_t)t->first_answered,
	    "first_response_median_s", exact(t->first_response_median_s));
}

/* Observed counts; the ones corrected for label errors come later. */
static json_t *
counted(int64_t n)
{
	return json_pack("{sI sn sn sn}", "observed", (json_int_t)n,
	    "corrected", "lo", "hi");
}

static json_t *
curve(const struct curve *k)
{
	json_t *o = json_pack("{s[] s[] s[] s[]}", "t", "s", "lo", "hi");
	size_t step = k->n / CURVE_MAX + 1;

	for (size_t i = 0; i < k->n; i++) {
		if (i % step != 0 && i + 1 != k->n)
			continue;
		json_array_append_new(json_object_get(o, "t"),
		    number(k->t[i]));
		json_array_append_new(json_object_get(o, "s"),
		    number(k->s[i]));
		json_array_append_new(json_object_get(o, "lo"),
		    number(k->lo[i]));
		json_array_append_new(json_object_get(o, "hi"),
		    number(k->hi[i]));
	}
	return o;
}

static json_t *
response(const struct response *p)
{
	static const char *const name[N_WITHIN] = { "1h", "4h", "24h",
	    "72h" };
	json_t *o = json_pack("{sI sI sI sI sI so so so so so so so so so}",
	    "cases", (json_int_t)p->cases,
	    "answered", (json_int_t)p->answered,
	    "deflected", (json_int_t)p->deflected,
	    "open", (json_int_t)p->open,
	    "unobservable", (json_int_t)p->unobservable,
	    "rate", number(p->rate.p), "lo", number(p->rate.lo),
	    "hi", number(p->rate.hi), "bound_lo", number(p->bound_lo),
	    "bound_hi", number(p->bound_hi),
	    "private_share", number(finding_private_share(p)),
	    "median_hours", number(p->median_hours),
	    "rmst_hours", number(p->rmst_hours),
	    "rmst_se", number(p->rmst_se));
	json_t *in = json_object(), *lo = json_object(), *hi = json_object();
	json_t *risk = json_object();

	for (int i = 0; i < N_WITHIN; i++) {
		json_object_set_new(in, name[i], number(p->within[i].p));
		json_object_set_new(lo, name[i], number(p->within[i].lo));
		json_object_set_new(hi, name[i], number(p->within[i].hi));
	}
	for (int i = 0; i < N_RISK; i++) {
		char hours[16];

		snprintf(hours, sizeof(hours), "%.0fh", risk_hours[i]);
		json_object_set_new(risk, hours, json_integer(
		    p->at_risk[i]));
	}
	json_object_set_new(o, "within", in);
	json_object_set_new(o, "within_lo", lo);
	json_object_set_new(o, "within_hi", hi);
	json_object_set_new(o, "at_risk", risk);
	json_object_set_new(o, "curve", curve(&p->km));
	return o;
}

static json_t *
channel(const struct channel *c)
{
	return json_pack("{ss so sI so so so}", "source", c->source,
	    "traffic", traffic(&c->traffic), "posts", (json_int_t)c->posts,
	    "complaints", counted(c->complaints),
	    "queries", counted(c->queries),
	    "response", response(&c->response));
}

static json_t *
day(int64_t at, const struct day *d)
{
	char s[UTC_LEN + 1];

	utc_format(at, s);
	return json_pack("{ss% sI sI sI sI sI sI}", "day", s, (size_t)10,
	    "posts", (json_int_t)d->posts,
	    "complaints", (json_int_t)d->complaints,
	    "queries", (json_int_t)d->queries,
	    "cases", (json_int_t)d->cases,
	    "answered", (json_int_t)d->answered,
	    "open", (json_int_t)d->open);
}

static json_t *
company(const struct result *r, const struct co_result *c)
{
	json_t *o = json_pack("{ss ss so so sI sI sI so so s{sI sI sI} so}",
	    "id", c->id, "name", c->name, "sector", text(c->sector),
	    "traffic", traffic(&c->traffic), "posts", (json_int_t)c->posts,
	    "judged", (json_int_t)c->judged,
	    "abstained", (json_int_t)c->abstained,
	    "complaints", counted(c->complaints),
	    "queries", counted(c->queries), "sentiment",
	    "negative", (json_int_t)c->negative,
	    "neutral", (json_int_t)c->neutral,
	    "positive", (json_int_t)c->positive,
	    "response", response(&c->response));
	json_t *channels = json_array(), *days = json_array();

	for (size_t i = 0; i < c->n_channels; i++)
		json_array_append_new(channels, channel(&c->channel[i]));
	for (size_t i = 0; i < r->n_days; i++)
		json_array_append_new(days, day(r->first_day +
		    (int64_t)i * 86400, &c->days[i]));
	json_object_set_new(o, "channels", channels);
	json_object_set_new(o, "days", days);
	return o;
}

static json_t *
definitions(void)
{
	return json_pack("{ss ss ss ss ss ss ss ss}",
	    "case", "one author's thread with a company; a new message after "
	    "an answer, or after 72 h of silence, opens a new one",
	    "clock", "from the case's first complaint or query to the first "
	    "public reply by an official account of the company",
	    "deflected", "the first answer only moves the talk elsewhere",
	    "open", "no answer up to as_of; censored in the curve",
	    "unobservable", "no answer seen, and the thread could not be "
	    "read whole; left out of rate, see bound_lo and bound_hi",
	    "rate", "(answered + deflected) / (cases - unobservable), 95 % "
	    "Wilson interval",
	    "within", "1 - Kaplan-Meier estimate at that time, 95 % log-log "
	    "interval",
	    "rmst_hours", "area under the Kaplan-Meier estimate up to 72 h");
}

static json_t *
coverage(const struct result *r)
{
	json_t *a = json_array();

	for (size_t i = 0; i < r->n_sources; i++) {
		const struct source_coverage *s = &r->source[i];

		json_array_append_new(a, json_pack("{ss sI sI sI sI sI so "
		    "so}", "source", s->source,
		    "posts", (json_int_t)s->posts,
		    "threads", (json_int_t)s->threads,
		    "threads_complete", (json_int_t)s->threads_complete,
		    "threads_incomplete", (json_int_t)s->threads_incomplete,
		    "threads_unknown", (json_int_t)s->threads_unknown,
		    "first", moment(s->first), "last", moment(s->last)));
	}
	return a;
}

int
write_json(const struct result *r, const char *path, struct err *e)
{
	json_t *companies = json_array(), *ranking = json_array();

	for (size_t i = 0; i < r->n_co; i++)
		json_array_append_new(companies, company(r, &r->co[i]));
	for (size_t i = 0; i < r->n_ranked; i++)
		json_array_append_new(ranking, json_string(
		    r->co[r->rank[i]].id));
	json_t *o = json_pack("{si ss so s{so so ss} so so so s{sI sI sI sI} "
	    "so so so}", "v", 1, "version", UNANSWERED_VERSION,
	    "as_of", moment(r->as_of), "window", "from", moment(r->from),
	    "to", moment(r->to), "asked", r->window,
	    "definitions", definitions(), "model", text(r->model.name),
	    "coverage", coverage(r), "records",
	    "read", (json_int_t)r->records,
	    "superseded", (json_int_t)r->superseded,
	    "deleted", (json_int_t)r->deleted,
	    "batches", (json_int_t)r->batches,
	    "total", company(r, &r->total), "companies", companies,
	    "ranking", ranking);
	int rc = json_write(path, o, e);

	json_decref(o);
	return rc;
}

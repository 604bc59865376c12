/* SPDX-License-Identifier: MIT
 *
 * Three sorts: by id, to keep the state that counts of each post; by parent,
 * beside the ids, to know whose parent is in the store; by thread. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/progress.h"
#include "common/utc.h"
#include "report/finding.h"
#include "report/measure.h"
#include "report/sums.h"

#define SORT_MEMORY ((size_t)48 << 20)
#define DAYS_MAX 400
#define DAY_S 86400
#define QUOTES 3

struct coverage { int64_t posts, threads, complete, incomplete, first, last; };

struct measuring {
	struct reader *reader;
	const struct companies *companies;
	struct result *r;
	struct cases *cases;
	struct sums *sums;	/* [0] all, [1 + c] company c */
	struct sums **channel;	/* [c * sources + s], c from 0 for all */
	size_t n_sources;
	struct day *days;	/* [c * n_days + d], as sums */
	struct coverage *coverage;
	struct case_row *quote;	/* [company * QUOTES] */
	size_t *n_quote;
	struct row *thread;	/* posts of the thread in hand */
	size_t n, cap;
	struct err *e;
	bool failed;
};

struct result_mem {
	struct result r;
	struct arena a;
	struct cases *cases;
};

/* ---- orders ---- */

static int
by_key(const struct key *a, const struct key *b)
{
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	return a->lo < b->lo ? -1 : a->lo > b->lo;
}

static int
by_place(const struct row *a, const struct row *b)
{
	if (a->batch != b->batch)
		return a->batch < b->batch ? -1 : 1;
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

/* The state that counts stands last. */
static int
id_order(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int c = by_key(&a->id, &b->id);

	if (c == 0 && a->fetched_at != b->fetched_at)
		c = a->fetched_at < b->fetched_at ? -1 : 1;
	return c != 0 ? c : by_place(a, b);
}

static int
parent_order(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int c = by_key(&a->parent, &b->parent);

	return c != 0 ? c : by_place(a, b);
}

static int
thread_order(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	int c = by_key(&a->thread, &b->thread);

	return c != 0 ? c : ledger_order(a, b);
}

/* ---- window ---- */

int
measure_window(const char *window, int64_t as_of, int64_t *from, int64_t *to,
    struct err *e)
{
	const char *dots = strstr(window, "..");
	char first[64];
	char *end;

	*to = as_of + 1;
	*from = 0;
	if (strcmp(window, "all") == 0)
		return 0;
	long days = strtol(window, &end, 10);

	if (end != window && strcmp(end, "d") == 0 && days > 0 &&
	    days <= 36500) {
		*from = *to - days * DAY_S;
		return 0;
	}
	if (dots != NULL && (size_t)(dots - window) < sizeof(first)) {
		memcpy(first, window, (size_t)(dots - window));
		first[dots - window] = '\0';
		if (utc_parse_any(first, from, e) == 0 &&
		    utc_parse_any(dots + 2, to, e) == 0) {
			/* A date alone stands for its whole day. */
			if (strlen(dots + 2) == 10)
				*to += DAY_S;
			if (*from < *to)
				return 0;
		}
		err_clear(e);
	}
	return err_set(e, ERR_CONFIG, "--window: 7d, 30d, 90d, all, or "
	    "FROM..TO as 2026-11-01..2026-11-30, not \"%s\"", window);
}

/* ---- adding up ---- */

static bool
in_window(const struct measuring *m, int64_t t)
{
	return t >= m->r->from && t < m->r->to;
}

static struct sums *
channel_of(struct measuring *m, size_t slot, uint16_t source)
{
	struct sums **at = &m->channel[slot * m->n_sources + source];

	if (*at == NULL)
		*at = xcalloc(1, sizeof(**at));
	return *at;
}

static struct day *
day_of(struct measuring *m, size_t slot, int64_t t)
{
	int64_t d = (t - m->r->first_day) / DAY_S;

	return t < m->r->first_day || d >= (int64_t)m->r->n_days ? NULL :
	    &m->days[slot * m->r->n_days + (size_t)d];
}

static void
count_post(struct measuring *m, size_t slot, const struct row *p,
    bool official)
{
	struct day *d = day_of(m, slot, p->created_at);

	sums_post(&m->sums[slot], p, official);
	sums_post(channel_of(m, slot, p->source), p, official);
	if (d != NULL && p->official == -1) {
		d->posts++;
		d->complaints += (p->labels & POST_COMPLAINT) != 0;
		d->queries += (p->labels & POST_QUERY) != 0;
	}
}

static void
count_first(struct measuring *m, size_t slot, const struct row *p,
    int64_t answer)
{
	sums_first(&m->sums[slot], answer);
	sums_first(channel_of(m, slot, p->source), answer);
}

static void
count_posts(struct measuring *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct row *p = &m->thread[i];
		size_t n;
		const uint32_t *c = reader_set(m->reader, p->set, &n);
		bool first = p->official == -1 &&
		    (p->flags & ROW_HAS_PARENT) == 0;
		int64_t best = -1;

		if (n == 0 || !in_window(m, p->created_at))
			continue;
		for (size_t k = 0; k < n; k++) {
			count_post(m, 1 + c[k], p,
			    p->official == (int32_t)c[k]);
			if (!first)
				continue;
			int64_t s = ledger_response(m->thread, m->n, i, c[k]);

			count_first(m, 1 + c[k], p, s);
			if (s >= 0 && (best < 0 || s < best))
				best = s;
		}
		count_post(m, 0, p, p->official >= 0);
		if (first)
			count_first(m, 0, p, best);
	}
}

static void
take_case(void *to, const struct ledger_case *k)
{
	struct measuring *m = to;

	if (in_window(m, m->thread[k->first].created_at) && !m->failed &&
	    cases_add(m->cases, m->thread, k, m->e) < 0)
		m->failed = true;
}

static bool
concerns(const void *ctx, uint32_t set, uint32_t company)
{
	const struct measuring *m = ctx;

	return reader_concerns(m->reader, set, company);
}

/* The thread once for every company and source it is about. */
static void
count_thread(struct measuring *m)
{
	size_t slots = 1 + m->companies->n;
	uint8_t *seen = xcalloc(slots, 1);
	uint16_t source = m->thread[0].source;
	bool complete = false, incomplete = false;

	for (size_t i = 0; i < m->n; i++) {
		const struct row *p = &m->thread[i];
		size_t n;
		const uint32_t *c = reader_set(m->reader, p->set, &n);

		complete |= (p->flags & ROW_COMPLETE) != 0;
		incomplete |= (p->flags & ROW_INCOMPLETE) != 0;
		if (!in_window(m, p->created_at))
			continue;
		for (size_t k = 0; k < n; k++)
			seen[1 + c[k]] = seen[0] = 1;
	}
	for (size_t s = 0; s < slots; s++) {
		if (!seen[s])
			continue;
		m->sums[s].traffic.threads++;
		channel_of(m, s, source)->traffic.threads++;
		if (s > 0)
			ledger_cases(m->thread, m->n, (uint32_t)(s - 1),
			    concerns, m, take_case, m);
	}
	if (seen[0]) {
		struct coverage *v = &m->coverage[source];

		v->threads++;
		v->incomplete += incomplete;
		v->complete += complete && !incomplete;
	}
	free(seen);
}

static void
count_coverage(struct measuring *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct row *p = &m->thread[i];
		struct coverage *v = &m->coverage[p->source];
		size_t n;

		reader_set(m->reader, p->set, &n);
		if (n == 0 || !in_window(m, p->created_at))
			continue;
		if (v->posts == 0 || p->created_at < v->first)
			v->first = p->created_at;
		if (v->posts == 0 || p->created_at > v->last)
			v->last = p->created_at;
		v->posts++;
	}
}

/* ---- passes ---- */

/* Keep the state that counts of each id; live ids go to keys, in order. */
static int
pass_ids(struct measuring *m, struct sorter *in, struct sorter *out,
    FILE *keys)
{
	struct row p, next;
	int rc = sort_done(in, m->e) < 0 ? -1 : sort_next(in, &next, m->e);

	while (rc > 0) {
		p = next;
		rc = sort_next(in, &next, m->e);
		if (rc > 0 && by_key(&p.id, &next.id) == 0) {
			m->r->superseded++;
			continue;
		}
		if ((p.flags & ROW_DELETED) != 0) {
			m->r->deleted++;
			continue;
		}
		if (fwrite(&p.id, sizeof(p.id), 1, keys) != 1)
			return err_sys(m->e, ERR_FATAL,
			    "cannot write a temporary file");
		if (sort_add(out, &p, m->e) < 0)
			return -1;
	}
	return rc;
}

/* Mark posts whose parent is among the keys. */
static int
pass_parents(struct measuring *m, struct sorter *in, struct sorter *out,
    FILE *keys)
{
	struct key k = {0};
	struct row p;
	bool more;
	int rc = sort_done(in, m->e);

	rewind(keys);
	more = fread(&k, sizeof(k), 1, keys) == 1;
	while (rc == 0 && (rc = sort_next(in, &p, m->e)) > 0) {
		while (more && by_key(&k, &p.parent) < 0)
			more = fread(&k, sizeof(k), 1, keys) == 1;
		if ((p.flags & ROW_REPLY) != 0 && more &&
		    by_key(&k, &p.parent) == 0)
			p.flags |= ROW_HAS_PARENT;
		rc = sort_add(out, &p, m->e);
	}
	return rc;
}

static int
pass_threads(struct measuring *m, struct sorter *in)
{
	struct row p = {0};
	struct progress pr;
	int64_t done = 0;
	int rc = sort_done(in, m->e) < 0 ? -1 : sort_next(in, &p, m->e);

	progress_start(&pr, "posts followed", m->r->records);
	while (rc > 0 && !m->failed) {
		m->n = 0;
		do {
			m->thread = grow(m->thread, m->n, &m->cap,
			    sizeof(*m->thread));
			m->thread[m->n++] = p;
			progress_at(&pr, ++done);
			rc = sort_next(in, &p, m->e);
		} while (rc > 0 && by_key(&p.thread, &m->thread[0].thread)
		    == 0);
		count_posts(m);
		count_thread(m);
		count_coverage(m);
	}
	progress_end(&pr);
	return m->failed ? -1 : rc;
}

/* Widest audience first where it is known, else the longest wait. */
static bool
quoted_before(const struct case_row *a, const struct case_row *b)
{
	if (a->audience != b->audience)
		return a->audience > b->audience;
	return a->opened_at < b->opened_at;
}

static void
keep_quote(struct measuring *m, const struct case_row *c)
{
	struct case_row *q = &m->quote[c->company * QUOTES];
	size_t *n = &m->n_quote[c->company], i;

	if (c->state != CASE_OPEN)
		return;
	for (i = *n; i > 0 && quoted_before(c, &q[i - 1]); i--)
		if (i < QUOTES)
			q[i] = q[i - 1];
	if (i < QUOTES)
		q[i] = *c;
	if (*n < QUOTES)
		(*n)++;
}

static void
count_case(struct measuring *m, size_t slot, const struct case_row *c)
{
	struct day *d = day_of(m, slot, c->opened_at);

	sums_case(&m->sums[slot], c, m->r->as_of);
	sums_case(channel_of(m, slot, c->source), c, m->r->as_of);
	if (d == NULL)
		return;
	d->cases++;
	d->answered += c->answered_at != 0;
	d->open += c->state == CASE_OPEN;
}

static int
pass_cases(struct measuring *m)
{
	struct case_row c;
	int rc = cases_done(m->cases, m->e);

	while (rc == 0 && (rc = cases_next(m->cases, &c, m->e)) > 0) {
		count_case(m, 0, &c);
		count_case(m, 1 + c.company, &c);
		if (m->r->quotes)
			keep_quote(m, &c);
		rc = 0;
	}
	return rc;
}

/* ---- the result ---- */

static int
fetch_quotes(struct measuring *m, struct co_result *co, size_t company,
    struct arena *a)
{
	size_t n = m->n_quote[company];

	co->quote = arena_alloc(a, (n + 1) * sizeof(*co->quote));
	for (size_t i = 0; i < n; i++) {
		const struct case_row *c = &m->quote[company * QUOTES + i];
		struct post p;

		if (cases_post(m->cases, &c->post, &p, a, m->e) < 0)
			return -1;
		co->quote[co->n_quotes++] = (struct quote){ .id = p.id,
		    .source = p.source, .text = p.text, .url = p.url,
		    .created_at = p.created_at, .waiting_hours =
		    (double)(m->r->as_of - p.created_at) / 3600,
		    .audience = c->audience,
		    .complaint = (c->labels & POST_COMPLAINT) != 0,
		    .query = (c->labels & POST_QUERY) != 0 };
	}
	return 0;
}

static int
channel_order(const void *x, const void *y)
{
	const struct channel *a = x, *b = y;

	if (a->response.cases != b->response.cases)
		return a->response.cases > b->response.cases ? -1 : 1;
	if (a->posts != b->posts)
		return a->posts > b->posts ? -1 : 1;
	return strcmp(a->source, b->source);
}

static void
fill(struct measuring *m, struct co_result *co, size_t slot, struct arena *a)
{
	struct sums *s = &m->sums[slot];

	sums_traffic(s, &co->traffic);
	co->posts = s->posts;
	co->judged = s->judged;
	co->abstained = s->abstained;
	co->complaints = s->complaints;
	co->queries = s->queries;
	co->negative = s->mood[MOOD_NEGATIVE];
	co->neutral = s->mood[MOOD_NEUTRAL];
	co->positive = s->mood[MOOD_POSITIVE];
	sums_response(s, &co->response, a);
	co->days = &m->days[slot * m->r->n_days];
	co->channel = arena_alloc(a, (m->n_sources + 1) *
	    sizeof(*co->channel));
	for (size_t i = 0; i < m->n_sources; i++) {
		struct sums *cs = m->channel[slot * m->n_sources + i];

		if (cs == NULL)
			continue;
		struct channel *ch = &co->channel[co->n_channels++];

		*ch = (struct channel){ .source = reader_source(m->reader, i),
		    .posts = cs->posts, .complaints = cs->complaints,
		    .queries = cs->queries };
		sums_traffic(cs, &ch->traffic);
		sums_response(cs, &ch->response, a);
	}
	if (co->n_channels > 1)
		qsort(co->channel, co->n_channels, sizeof(*co->channel),
		    channel_order);
}

static void
fill_sources(struct measuring *m, struct arena *a)
{
	struct result *r = m->r;

	r->source = arena_alloc(a, (m->n_sources + 1) * sizeof(*r->source));
	for (size_t i = 0; i < m->n_sources; i++) {
		const struct coverage *v = &m->coverage[i];

		if (v->posts == 0)
			continue;
		r->source[r->n_sources++] = (struct source_coverage){
		    reader_source(m->reader, i), v->posts, v->threads,
		    v->complete, v->incomplete,
		    v->threads - v->complete - v->incomplete, v->first,
		    v->last };
	}
}

/* By lower bound, best first; those with too few cases behind, by cases. */
static bool
ranks_before(const struct co_result *a, const struct co_result *b)
{
	bool fa = finding_readable(&a->response) < FEW_CASES;
	bool fb = finding_readable(&b->response) < FEW_CASES;

	if (fa != fb)
		return fb;
	if (!fa && a->response.rate.lo != b->response.rate.lo)
		return a->response.rate.lo > b->response.rate.lo;
	if (!fa && a->response.rate.p != b->response.rate.p)
		return a->response.rate.p > b->response.rate.p;
	if (a->response.cases != b->response.cases)
		return a->response.cases > b->response.cases;
	return strcmp(a->id, b->id) < 0;
}

static void
rank(struct result *r, struct arena *a)
{
	r->rank = arena_alloc(a, (r->n_co + 1) * sizeof(*r->rank));
	for (size_t i = 0; i < r->n_co; i++) {
		size_t j = i;

		for (; j > 0 && ranks_before(&r->co[i],
		    &r->co[r->rank[j - 1]]); j--)
			r->rank[j] = r->rank[j - 1];
		r->rank[j] = i;
		r->n_ranked += finding_readable(&r->co[i].response) >=
		    FEW_CASES;
	}
}

static int
fill_result(struct measuring *m, struct arena *a)
{
	struct result *r = m->r;

	r->total = (struct co_result){ .id = "all", .name = "All companies" };
	fill(m, &r->total, 0, a);
	r->n_co = m->companies->n;
	r->co = arena_alloc(a, (r->n_co + 1) * sizeof(*r->co));
	for (size_t i = 0; i < r->n_co; i++) {
		const struct company *c = &m->companies->c[i];

		r->co[i] = (struct co_result){ .id = c->id, .name = c->name,
		    .sector = c->sector };
		fill(m, &r->co[i], 1 + i, a);
		if (fetch_quotes(m, &r->co[i], i, a) < 0)
			return -1;
	}
	fill_sources(m, a);
	rank(r, a);
	r->model.name = reader_model(m->reader);
	return 0;
}

/* Days of the window that hold posts, the last DAYS_MAX of them. */
static void
plan_days(struct measuring *m, int64_t oldest)
{
	struct result *r = m->r;
	int64_t from = r->from > oldest ? r->from : oldest;
	int64_t to = r->to < r->as_of + 1 ? r->to : r->as_of + 1;
	int64_t first = from / DAY_S, last = (to - 1) / DAY_S;

	if (last < first || r->as_of == 0)
		return;
	if (last - first >= DAYS_MAX)
		first = last - DAYS_MAX + 1;
	r->first_day = first * DAY_S;
	r->n_days = (size_t)(last - first + 1);
}

static int
run_passes(struct measuring *m, const struct measure_options *o,
    struct result_mem *mem)
{
	struct sorter *ids = sort_new(sizeof(struct row), SORT_MEMORY,
	    id_order);
	struct sorter *parents = sort_new(sizeof(struct row), SORT_MEMORY,
	    parent_order);
	struct sorter *threads = sort_new(sizeof(struct row), SORT_MEMORY,
	    thread_order);
	FILE *keys = tmpfile();
	struct result *r = m->r;
	size_t slots = 1 + m->companies->n;
	int rc = -1;

	if (keys == NULL) {
		err_sys(m->e, ERR_FATAL, "cannot make a temporary file");
		goto out;
	}
	if (reader_rows(m->reader, o->as_of > 0 ? o->as_of : INT64_MAX, ids,
	    m->e) < 0)
		goto out;
	r->as_of = o->as_of > 0 ? o->as_of : reader_newest(m->reader);
	r->records = reader_records(m->reader);
	r->batches = reader_batches(m->reader);
	if (measure_window(o->window, r->as_of, &r->from, &r->to, m->e) < 0)
		goto out;
	int64_t oldest = reader_oldest(m->reader);

	if (r->window_all)
		r->from = oldest;
	plan_days(m, oldest);
	m->n_sources = reader_sources(m->reader);
	m->sums = xcalloc(slots, sizeof(*m->sums));
	m->channel = xcalloc(slots * m->n_sources, sizeof(*m->channel));
	m->coverage = xcalloc(m->n_sources, sizeof(*m->coverage));
	m->days = arena_alloc(&mem->a, slots * r->n_days * sizeof(*m->days));
	memset(m->days, 0, slots * r->n_days * sizeof(*m->days));
	m->quote = xcalloc(slots * QUOTES, sizeof(*m->quote));
	m->n_quote = xcalloc(slots, sizeof(*m->n_quote));
	if (pass_ids(m, ids, parents, keys) < 0)
		goto out;
	sort_free(ids);
	ids = NULL;
	if (pass_parents(m, parents, threads, keys) < 0)
		goto out;
	sort_free(parents);
	parents = NULL;
	if (pass_threads(m, threads) < 0 || pass_cases(m) < 0)
		goto out;
	rc = fill_result(m, &mem->a);
out:
	if (keys != NULL)
		fclose(keys);
	sort_free(ids);
	sort_free(parents);
	sort_free(threads);
	return rc;
}

static void
measuring_end(struct measuring *m)
{
	size_t slots = 1 + m->companies->n;

	for (size_t i = 0; m->sums != NULL && i < slots; i++)
		sums_free(&m->sums[i]);
	for (size_t i = 0; m->channel != NULL && i < slots * m->n_sources;
	    i++)
		if (m->channel[i] != NULL) {
			sums_free(m->channel[i]);
			free(m->channel[i]);
		}
	free(m->sums);
	free(m->channel);
	free(m->coverage);
	free(m->quote);
	free(m->n_quote);
	free(m->thread);
}

struct result *
measure(struct reader *r, const struct companies *c,
    const struct measure_options *o, struct err *e)
{
	struct result_mem *mem = xcalloc(1, sizeof(*mem));
	struct measuring m = { .reader = r, .companies = c, .r = &mem->r,
	    .e = e };

	mem->cases = m.cases = cases_new(r);
	mem->r.cases = m.cases;
	mem->r.window = o->window;
	mem->r.window_all = strcmp(o->window, "all") == 0;
	mem->r.quotes = o->quotes;
	int rc = run_passes(&m, o, mem);

	measuring_end(&m);
	if (rc == 0)
		return &mem->r;
	measure_free(&mem->r);
	return NULL;
}

void
measure_free(struct result *r)
{
	struct result_mem *mem = (struct result_mem *)r;

	if (r == NULL)
		return;
	cases_free(mem->cases);
	arena_free(&mem->a);
	free(mem);
}

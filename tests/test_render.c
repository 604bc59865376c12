/* SPDX-License-Identifier: MIT
 *
 * report.pdf and report.html from results made by hand: six companies as they
 * come, and the extremes. With a folder as argument the files stay there, to
 * be looked at. */
#include <stdlib.h>
#include <unistd.h>

#include "common/input.h"
#include "common/mem.h"
#include "common/post.h"
#include "common/outfile.h"
#include "report/finding.h"
#include "report/phrase.h"
#include "report/writer.h"
#include "tests/test.h"

#define DAY INT64_C(86400)
#define FROM INT64_C(1792886400)	/* 2026-10-25 */
#define DAYS 28

/* What a company is like; the rest follows from it. */
struct like {
	const char *name, *sector;
	int64_t cases;
	double answered, deflected, lost;	/* shares of the cases */
	double hours;				/* to a typical answer */
};

struct made {
	struct arena a;
	struct result r;
};

static struct share
wilson(int64_t k, int64_t n)
{
	double z = 1.959964, p = (double)k / (double)n, m = (double)n;
	double mid = (p + z * z / (2 * m)) / (1 + z * z / m);
	double half = z / (1 + z * z / m) *
	    sqrt(p * (1 - p) / m + z * z / (4 * m * m));

	if (n == 0)
		return (struct share){ NAN, NAN, NAN };
	return (struct share){ p, fmax(0, mid - half), fmin(1, mid + half) };
}

/* n events of `cases` people, the k-th after a time that grows; band by the
 * normal approximation: enough for a picture. */
static void
make_curve(struct arena *a, struct curve *c, int64_t cases, int64_t events,
    double hours)
{
	c->n = (size_t)events;
	c->t = arena_alloc(a, (c->n + 1) * sizeof(double));
	c->s = arena_alloc(a, (c->n + 1) * sizeof(double));
	c->lo = arena_alloc(a, (c->n + 1) * sizeof(double));
	c->hi = arena_alloc(a, (c->n + 1) * sizeof(double));
	c->at_risk = arena_alloc(a, (c->n + 1) * sizeof(int64_t));
	for (size_t i = 0; i < c->n; i++) {
		double q = ((double)i + 0.5) / (double)events;
		double s = 1 - (double)(i + 1) / (double)cases;
		double half = 1.96 * sqrt(s * (1 - s) / (double)cases);

		c->t[i] = hours * pow(-log(1 - q), 1.6);
		c->s[i] = s;
		c->lo[i] = s > 0 ? fmax(0, s - half) : NAN;
		c->hi[i] = s > 0 ? fmin(1, s + half) : NAN;
		c->at_risk[i] = cases - (int64_t)i;
	}
	c->last = cases > 0 ? 400 : 0;
}

static void
make_response(struct arena *a, struct response *p, int64_t cases,
    const struct like *l)
{
	int64_t got;

	memset(p, 0, sizeof(*p));
	p->cases = cases;
	p->answered = (int64_t)(l->answered * (double)cases);
	p->deflected = (int64_t)(l->deflected * (double)cases);
	p->unobservable = (int64_t)(l->lost * (double)cases);
	p->open = cases - p->answered - p->deflected - p->unobservable;
	got = p->answered + p->deflected;
	p->rate = wilson(got, cases - p->unobservable);
	p->bound_lo = (double)got / (double)(cases > 0 ? cases : 1);
	p->bound_hi = p->bound_lo + l->lost;
	make_curve(a, &p->km, cases, got, l->hours);
	p->median_hours = NAN;
	for (size_t i = 0; i < p->km.n; i++)
		if (p->km.s[i] <= 0.5 && !(p->median_hours >= 0))
			p->median_hours = p->km.t[i];
	p->rmst_hours = 40;
	p->rmst_se = 2;
	for (int w = 0; w < N_WITHIN; w++) {
		int64_t k = 0;

		while ((size_t)k < p->km.n && p->km.t[k] <= within_hours[w])
			k++;
		p->within[w] = wilson(k, cases);
	}
	for (int w = 0; w < N_RISK; w++) {
		size_t k = 0;

		while (k < p->km.n && p->km.t[k] <= risk_hours[w])
			k++;
		p->at_risk[w] = cases - (int64_t)k;
	}
}

static void
make_traffic(struct traffic *t, int64_t cases)
{
	t->customer_posts = cases * 3;
	t->official_posts = cases / 2;
	t->threads = cases * 2;
	t->first_posts = cases * 2;
	t->first_answered = cases / 2;
	t->first_response_median_s = cases > 0 ? 4000 : NAN;
}

static const struct quote quotes[] = {
	{ "x:1", "x", "Flight cancelled at 23:50, no hotel, nobody at the "
	    "desk. @AirlineHelp @jo.smith please, three children here \xf0\x9f"
	    "\x98\xa1\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd \xe2\x9d\xa4\xef\xb8\x8f "
	    "write to jo@mail.example", "https://x.example/1",
	    FROM + 3 * DAY, 612.4, 9012, true, false },
	{ "bluesky:2", "bluesky", "<script>alert(1)</script> & <b>bold</b> "
	    "=HYPERLINK(\"http://evil.example\") \x01\x1b[31m \xe2\x80\xaeoops"
	    "\xe2\x80\xac 'quoted' \"twice\" \xff\xfe bad bytes", NULL,
	    FROM + 4 * DAY, 99.2, COUNT_NULL, false, true },
	{ "x:3", "x", "\xd9\x88\xd8\xb5\xd9\x84 \xd8\xa7\xd9\x84\xd9\x85\xd8"
	    "\xa8\xd9\x84\xd8\xba \xd8\xa7\xd9\x84\xd9\x85\xd8\xb3\xd8\xaa\xd8"
	    "\xb1\xd8\xaf (4711)", NULL, FROM + 5 * DAY, 3.2, 17, true, true },
	{ "x:4", "x", "\xe8\xbf\x94\xe9\x87\x91\xe3\x81\x8c\xe5\xb1\x8a\xe3\x81"
	    "\x8d\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93\xe3\x80\x82\xe9\x80\x80"
	    "\xe6\xac\xbe\xe3\x81\xaf\xe3\x81\x84\xe3\x81\xa4\xe3\x81\xa7\xe3"
	    "\x81\x99\xe3\x81\x8b\xef\xbc\x9f", NULL, FROM + 6 * DAY, 77, 40,
	    true, false },
	{ "x:6", "x", "\xe9\x80\x80\xe6\xac\xbe\xe4\xbb\x80\xe4\xb9\x88"
	    "\xe6\x97\xb6\xe5\x80\x99\xe5\x88\xb0\xef\xbc\x9f \xe0\xb8\x82"
	    "\xe0\xb8\xad\xe0\xb8\x9a\xe0\xb8\x84\xe0\xb8\xb8\xe0\xb8\x93 "
	    "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", NULL, FROM + DAY, 1.2,
	    1, false, true },
	{ "x:5", "x", "My parcel has been \"out for delivery\" for nine days. "
	    "Nine. The driver took a photo of somebody else's door, the "
	    "tracking says delivered, the phone line plays music, the chat "
	    "says it understands how I feel, and the claim form wants a "
	    "number that only the driver has. I would like my parcel, or my "
	    "money, or one human being who can read a calendar and a map.",
	    NULL, FROM + 7 * DAY, 330, COUNT_NULL, true, true },
};

static void
make_company(struct made *m, struct co_result *co, const char *id,
    const struct like *l, size_t nth)
{
	co->id = id;
	co->name = l->name;
	co->sector = l->sector;
	make_traffic(&co->traffic, l->cases);
	make_response(&m->a, &co->response, l->cases, l);
	co->posts = l->cases * 4;
	co->judged = l->cases * 3 - l->cases / 5;
	co->abstained = l->cases / 5;
	co->complaints = l->cases * 2 / 3;
	co->queries = l->cases / 2;
	co->days = arena_alloc(&m->a, m->r.n_days * sizeof(struct day));
	for (size_t d = 0; d < m->r.n_days; d++) {
		int64_t wave = 3 + (int64_t)((d * 7 + nth * 5) % 11);

		co->days[d] = (struct day){ .cases = l->cases * wave / 224,
		    .posts = l->cases * wave / 70 };
	}
	co->n_channels = l->cases > 0 ? 2 : 0;
	co->channel = arena_alloc(&m->a, 2 * sizeof(struct channel));
	for (size_t i = 0; i < co->n_channels; i++) {
		struct channel *ch = &co->channel[i];
		int64_t part = i == 0 ? l->cases * 2 / 3 : l->cases / 3;

		memset(ch, 0, sizeof(*ch));
		ch->source = i == 0 ? "x" : "bluesky";
		make_traffic(&ch->traffic, part);
		make_response(&m->a, &ch->response, part, l);
	}
	co->n_quotes = co->response.open > 0 ? 3 : 0;
	co->quote = arena_alloc(&m->a, 3 * sizeof(struct quote));
	for (size_t i = 0; i < co->n_quotes; i++)
		co->quote[i] = quotes[(nth + i) % 6];
}

static const struct result *sorting;
static int
by_lower_bound(const void *pa, const void *pb)
{
	const struct response *a = &sorting->co[*(const size_t *)pa].response;
	const struct response *b = &sorting->co[*(const size_t *)pb].response;
	bool fa = finding_readable(a) < FEW_CASES,
	    fb = finding_readable(b) < FEW_CASES;

	if (fa != fb)
		return fa - fb;
	return (a->rate.lo < b->rate.lo) - (a->rate.lo > b->rate.lo);
}

static void
make_rank(struct made *m)
{
	struct result *r = &m->r;

	r->rank = arena_alloc(&m->a, (r->n_co + 1) * sizeof(size_t));
	for (size_t i = 0; i < r->n_co; i++)
		r->rank[i] = i;
	sorting = r;
	qsort(r->rank, r->n_co, sizeof(size_t), by_lower_bound);
	for (size_t i = 0; i < r->n_co; i++)
		r->n_ranked += finding_readable(&r->co[i].response) >=
		    FEW_CASES;
}

static void
make_result(struct made *m, const struct like *like, size_t n, size_t days)
{
	static struct source_coverage source[] = {
		{ "x", 2104, 700, 650, 20, 30, FROM, FROM + 27 * DAY },
		{ "bluesky", 900, 300, 300, 0, 0, FROM + DAY,
		    FROM + 27 * DAY },
	};
	struct like all = { "All companies", NULL, 0, 0, 0, 0, 6 };

	memset(m, 0, sizeof(*m));
	m->r.from = FROM;
	m->r.to = FROM + (int64_t)days * DAY;
	m->r.as_of = m->r.to + 2 * 3600;
	m->r.window_all = true;
	m->r.window = "all";
	m->r.model.name = "default@3f2a91c07b44";
	m->r.records = 698;
	m->r.batches = 28;
	m->r.first_day = FROM;
	m->r.n_days = days;
	m->r.quotes = true;
	m->r.co = arena_alloc(&m->a, (n + 1) * sizeof(struct co_result));
	memset(m->r.co, 0, (n + 1) * sizeof(struct co_result));
	m->r.n_co = n;
	for (size_t i = 0; i < n; i++) {
		char id[32];

		snprintf(id, sizeof(id), "co%zu", i);
		make_company(m, &m->r.co[i], arena_dup(&m->a, id, strlen(id)),
		    &like[i], i);
		all.cases += like[i].cases;
		all.answered += like[i].answered * (double)like[i].cases;
		all.deflected += like[i].deflected * (double)like[i].cases;
	}
	if (all.cases > 0) {
		all.answered /= (double)all.cases;
		all.deflected /= (double)all.cases;
		m->r.source = source;
		m->r.n_sources = 2;
	}
	make_company(m, &m->r.total, "all", &all, 3);
	make_rank(m);
}

/* ---- looking at what came out ---- */

static const char *dir;

static char *
slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	struct buf b = {0};
	char part[65536];
	size_t got;

	buf_adds(&b, "");
	while (f != NULL && (got = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, part, got);
	if (f != NULL)
		fclose(f);
	*n = b.len;
	return b.s;
}

static int
count(const char *s, size_t n, const char *what)
{
	int found = 0;
	size_t len = strlen(what);

	for (size_t i = 0; i + len <= n; i++)
		found += memcmp(s + i, what, len) == 0;
	return found;
}

static void
path_of(char *out, size_t n, const char *name, const char *end)
{
	snprintf(out, n, "%s/%s.%s", dir, name, end);
}

static void
check_html(const char *name, const char *s, size_t n)
{
	CHECK(n > 2000 && memcmp(s, "<!doctype html>", 15) == 0,
	    "%s: is HTML (%zu bytes)", name, n);
	CHECK(count(s, n, "<script") == 0 && count(s, n, "<b>bold") == 0,
	    "%s: a post's tags are escaped", name);
	CHECK(count(s, n, "\xe2\x80\xae") == 0 && count(s, n, "\x1b") == 0,
	    "%s: no control characters", name);
	CHECK(count(s, n, "http://") == count(s, n, "http://evil") &&
	    count(s, n, "https://") == 0 && count(s, n, "src=") == 0,
	    "%s: nothing comes from the network", name);
	CHECK(count(s, n, "AirlineHelp") == 0 && count(s, n, "smith") == 0 &&
	    count(s, n, "jo@mail") == 0, "%s: no names of accounts", name);
	CHECK(count(s, n, ">nan") + count(s, n, "\"nan") +
	    count(s, n, " nan") == 0, "%s: no nan", name);
	CHECK(count(s, n, "<table") == count(s, n, "</table>") &&
	    count(s, n, "<svg") == count(s, n, "</svg>") &&
	    count(s, n, "<section") == count(s, n, "</section>"),
	    "%s: elements are closed", name);
	CHECK(count(s, n, "<th>") == 0, "%s: every th has a scope", name);
}

static void
check_pdf(const char *name, const char *s, size_t n, int pages)
{
	CHECK(n > 2000 && memcmp(s, "%PDF-1.5", 8) == 0,
	    "%s: is a PDF (%zu bytes)", name, n);
	CHECK(count(s, n, "/Type /Page %") == pages, "%s: %d pages, want %d",
	    name, count(s, n, "/Type /Page %"), pages);
	CHECK(count(s, n, "%%EOF") == 1, "%s: ends", name);
}

static void
write_both(const char *name, const struct result *r, int pages)
{
	struct err e = {0};
	char path[2][512];
	char *s[2];
	size_t n[2];

	for (int kind = 0; kind < 2; kind++) {
		for (int i = 0; i < 2; i++) {
			char twice[64];

			snprintf(twice, sizeof(twice), "%s%s", name,
			    i == 0 ? "" : ".again");
			path_of(path[i], sizeof(path[i]), twice,
			    kind == 0 ? "pdf" : "html");
			CHECK((kind == 0 ? write_pdf : write_html)(r, path[i],
			    &e) == 0, "%s: written%s %s", name,
			    i == 0 ? "" : " again", e.msg);
			s[i] = slurp(path[i], &n[i]);
		}
		CHECK(n[0] == n[1] && memcmp(s[0], s[1], n[0]) == 0,
		    "%s: the same bytes twice", path[0]);
		if (kind == 0)
			check_pdf(name, s[0], n[0], pages);
		else
			check_html(name, s[0], n[0]);
		unlink(path[1]);
		free(s[0]);
		free(s[1]);
	}
}

/* ---- the results ---- */

static const struct like six[] = {
	{ "Corrivane Air", "airline", 312, 0.90, 0.03, 0.01, 0.6 },
	{ "Drovelink Parcels", "parcel", 402, 0.07, 0.02, 0.02, 40 },
	{ "Hernsey Bank", "bank", 150, 0.08, 0.70, 0, 2 },
	{ "Tarnwire Broadband", "broadband", 144, 0.52, 0.05, 0.02, 12 },
	{ "\xe3\x82\xb3\xe3\x83\xaa\xe3\x83\xb4\xe3\x82\xa7\xe3\x83\xbc\xe3"
	    "\x83\xb3 \xd9\x83\xd9\x88\xd8\xb1\xd9\x8a\xda\xa4\xd8\xa7\xd9\x86"
	    " \xf0\x9f\x9b\x8d", "fashion", 4, 0.5, 0, 0, 30 },
	{ "Ellerwold Buses", "bus", 92, 0, 0, 0, 1 },
};

static void
test_six(void)
{
	struct made m;

	make_result(&m, six, 6, DAYS);
	write_both("six", &m.r, 9);
	m.r.quotes = false;
	write_both("six-no-quotes", &m.r, 9);
	arena_free(&m.a);
}

static void
test_extremes(void)
{
	static const struct like empty = { "Quiet Company", NULL, 0, 0, 0, 0,
	    1 };
	static const struct like lost = { "Hidden", "", 7, 0, 0, 1, 1 };
	struct made m;

	make_result(&m, NULL, 0, 0);
	write_both("none", &m.r, 3);
	arena_free(&m.a);
	make_result(&m, &empty, 1, 1);
	write_both("one-empty", &m.r, 4);
	arena_free(&m.a);
	make_result(&m, &lost, 1, 400);
	write_both("one-unreadable", &m.r, 4);
	arena_free(&m.a);
}

static void
test_many(void)
{
	enum { MANY = 90 };
	struct like like[MANY];
	char name[MANY][200];
	struct made m;

	for (int i = 0; i < MANY; i++) {
		snprintf(name[i], sizeof(name[i]), i % 9 == 0 ?
		    "The Very Long Established and Exceedingly Well Known "
		    "International Trading Company of Number %d & Sons "
		    "<Limited>" : "Company %d", i);
		like[i] = (struct like){ name[i], i % 2 ? "retail" : NULL,
		    (i * 37 % 211) * (i % 7 == 0 ? 4000 : 1),
		    (i * 13 % 100) / 110.0, (i * 7 % 9) / 100.0, 0.01,
		    0.2 + i };
	}
	make_result(&m, like, MANY, 400);
	write_both("many", &m.r, 15);
	arena_free(&m.a);
}

static void
test_phrases(void)
{
	struct buf b = {0};

	CHECK_STR(phrase_count(0).s, "0", "count");
	CHECK_STR(phrase_count(1204).s, "1,204", "count");
	CHECK_STR(phrase_count(12345678).s, "12,345,678", "count");
	CHECK_STR(phrase_short(9999).s, "9,999", "short count");
	CHECK_STR(phrase_short(23456).s, "23.5k", "short count");
	CHECK_STR(phrase_short(99999).s, "100k", "short count");
	CHECK_STR(phrase_short(999499).s, "999k", "short count");
	CHECK_STR(phrase_short(999500).s, "1.0m", "short count");
	CHECK_STR(phrase_percent(0.394).s, "39\u202f%", "percent");
	CHECK_STR(phrase_percent(0.004).s, "0.4\u202f%", "percent");
	CHECK_STR(phrase_percent(0.9999).s, "99.9\u202f%", "percent");
	CHECK_STR(phrase_percent(1).s, "100\u202f%", "percent");
	CHECK_STR(phrase_percent(NAN).s, "–", "percent");
	CHECK_STR(phrase_share((struct share){ 0.39, 0.37, 0.42 }).s,
	    "39\u202f% (37–42\u202f%)", "share");
	CHECK_STR(phrase_hours(0.766).s, "46\u202fmin", "hours");
	CHECK_STR(phrase_hours(0.999).s, "1.0\u202fh", "hours");
	CHECK_STR(phrase_hours(2.41).s, "2.4\u202fh", "hours");
	CHECK_STR(phrase_hours(9.97).s, "10\u202fh", "hours");
	CHECK_STR(phrase_hours(74.4).s, "3.1\u202fdays", "hours");
	CHECK_STR(phrase_days(FROM, FROM + 28 * DAY).s,
	    "25 October – 21 November 2026", "days");
	CHECK_STR(phrase_days(FROM, FROM + DAY).s, "25 October 2026", "days");
	CHECK_STR(phrase_time(FROM + 7200).s, "25 October 2026, 02:00 UTC",
	    "time");
	phrase_quote(&b, "Hi @a_b.c, mail jo.x@mail.example or "
	    "@u@inst.example. @ 5 pm");
	CHECK_STR(b.s, "Hi @…, mail @… or @…. @ 5 pm", "masked");
	buf_free(&b);
	for (int i = 0; i < 50; i++)
		buf_adds(&b, "0123456789 ");

	struct buf q = {0};

	phrase_quote(&q, b.s);
	CHECK(q.len < QUOTE_MAX + 4 && q.len > QUOTE_MAX - 30,
	    "a long quote is cut (%zu bytes)", q.len);
	buf_free(&q);
	buf_free(&b);
}

static void
test_fonts(void)
{
	char cmd[600];

	if (system("pdffonts -v >/dev/null 2>&1") != 0) {
		test_skip("fonts embedded: pdffonts is not installed");
		return;
	}
	snprintf(cmd, sizeof(cmd), "pdffonts '%s/six.pdf' | awk 'NR > 2 && "
	    "$(NF-4) != \"yes\" { bad = 1 } END { exit bad || NR < 3 }'", dir);
	CHECK(system(cmd) == 0, "every font is embedded");
	snprintf(cmd, sizeof(cmd), "pdftotext '%s/six.pdf' - | "
	    "grep -q 'Who answers, and who does not'", dir);
	CHECK(system(cmd) == 0, "text can be taken out");
}

static void
test_full_disk(void)
{
	struct made m;
	struct err e = {0};

	make_result(&m, six, 2, DAYS);
	CHECK(write_pdf(&m.r, "/dev/full/report.pdf", &e) < 0 &&
	    e.msg[0] != '\0', "no place for a PDF: %s", e.msg);
	err_clear(&e);
	CHECK(write_html(&m.r, "/dev/full/report.html", &e) < 0 &&
	    e.msg[0] != '\0', "no place for a page: %s", e.msg);
	arena_free(&m.a);
}

int
main(int argc, char **argv)
{
	char temp[] = "/tmp/test_render.XXXXXX", cmd[64];

	dir = argc > 1 ? argv[1] : mkdtemp(temp);
	test_phrases();
	test_six();
	test_extremes();
	test_many();
	test_fonts();
	test_full_disk();
	if (argc < 2) {
		snprintf(cmd, sizeof(cmd), "rm -r '%s'", temp);
		CHECK(system(cmd) == 0, "temporary files removed");
	}
	return test_done();
}

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>

#include "report/html_figure.h"

void
html_head(struct html *h, const char *const *name, size_t n, size_t left)
{
	html_raw(h, "<thead><tr>");
	for (size_t i = 0; i < n; i++)
		html_el(h, "th", i < left ? "scope=\"col\" class=\"l\"" :
		    "scope=\"col\"", name[i]);
	html_raw(h, "</tr></thead>\n");
}

static void
open_figure(struct html *h, bool full, const char *title, const char *below)
{
	html_raw(h, full ? "<figure class=\"wide\">" : "<figure>");
	html_raw(h, "<figcaption>");
	html_el(h, "h3", NULL, title);
	if (below != NULL)
		html_el(h, "p", "class=\"quiet\"", below);
	html_raw(h, "</figcaption>\n");
}

static void
open_numbers(struct html *h)
{
	html_raw(h, "<details><summary>Show the numbers</summary>"
	    "<div class=\"scroll\"><table>");
}

static void
close_figure(struct html *h)
{
	html_raw(h, "</tbody></table></div></details></figure>\n");
}

static struct canvas *
picture(struct html *h, double w, double height, const char *id,
    const char *kind, const char *title, const char *desc)
{
	char full[64];

	snprintf(full, sizeof(full), "%s-%s", id, kind);
	return canvas_svg(h, w, height, NULL, full, title, desc);
}

/* A wide picture is drawn twice: for a desk, and so that a phone need not
 * shrink its letters. Only one of them is shown. */
static const struct { const char *class; double w; } wide[2] = {
	{ "full", 540 }, { "narrow", 280 },
};

static struct canvas *
wide_picture(struct html *h, int which, double height, const char *id,
    const char *kind, const char *title, const char *desc)
{
	char full[64];

	snprintf(full, sizeof(full), "%s-%s%d", id, kind, which);
	return canvas_svg(h, wide[which].w, height, wide[which].class, full,
	    title, desc);
}

static void
finish(struct canvas *c)
{
	struct err e = {0};

	canvas_close(c, &e);	/* memory only: it cannot fail */
}

/* ---- curve ---- */

static void
curve_numbers(struct html *h, const struct response *p)
{
	static const char *const name[] = { "After", "Still watched",
	    "Still waiting", "95\u202f% interval" };

	open_numbers(h);
	html_head(h, name, 4, 1);
	html_raw(h, "<tbody>");
	for (int i = 0; i < N_RISK; i++) {
		struct share s = chart_curve_at(&p->km, risk_hours[i]);
		char hours[24];

		snprintf(hours, sizeof(hours), "%d hours", (int)risk_hours[i]);
		html_raw(h, "<tr>");
		html_el(h, "th", "scope=\"row\" class=\"l\"", hours);
		html_el(h, "td", NULL, phrase_count(p->at_risk[i]).s);
		html_el(h, "td", NULL, phrase_percent(s.p).s);
		html_el(h, "td", NULL, phrase_range(s).s);
		html_raw(h, "</tr>\n");
	}
	close_figure(h);
}

void
html_figure_curve(struct html *h, const char *id, const struct result *r,
    const struct co_result *co)
{
	bool all = co == &r->total;
	const struct chart_line line[2] = {
		{ all ? "All companies" : co->name, &co->response, INK_OPEN,
		    false },
		{ "All companies", &r->total.response, INK_NAVY, true },
	};
	struct buf d = {0};
	struct canvas *c;

	buf_addf(&d, "Of %s complaints and questions, %s. Median time to "
	    "the first answer: %s.", phrase_count(co->response.cases).s,
	    phrase_median_note(&co->response).s,
	    phrase_median(&co->response).s);
	open_figure(h, false, "How long people wait",
	    "Share still waiting for a first answer, 95\u202f% band");
	c = picture(h, 270, 205, id, "wait", "Share still waiting", d.s);
	chart_curve(c, (struct box){ 0, 0, 270, 203 }, line, all ? 1 : 2);
	finish(c);
	curve_numbers(h, &co->response);
	buf_free(&d);
}

/* ---- bars ---- */

static void
bar_numbers(struct html *h, const struct chart_bar *bar, size_t n,
    const char *first)
{
	const char *name[] = { first, "Share answered", "95\u202f% interval" };

	open_numbers(h);
	html_head(h, name, 3, 1);
	html_raw(h, "<tbody>");
	for (size_t i = 0; i < n; i++) {
		if (bar[i].name == NULL)
			continue;	/* the gap */
		html_raw(h, "<tr>");
		html_bdi(h, "th", "scope=\"row\" class=\"l\"", bar[i].name);
		html_el(h, "td", NULL, bar[i].note != NULL ? bar[i].note :
		    phrase_percent(bar[i].share.p).s);
		html_el(h, "td", NULL, bar[i].note != NULL ? PHRASE_NONE :
		    phrase_range(bar[i].share).s);
		html_raw(h, "</tr>\n");
	}
	close_figure(h);
}

void
html_figure_within(struct html *h, const char *id, const struct result *r,
    const struct co_result *co)
{
	static const char *const name[N_WITHIN] = { "within 1\u202fh",
	    "within 4\u202fh", "within 24\u202fh", "within 72\u202fh" };
	const struct response *own = &co->response, *all =
	    &r->total.response;
	struct chart_bar bar[N_WITHIN];
	struct canvas *c;

	for (int i = 0; i < N_WITHIN; i++)
		bar[i] = (struct chart_bar){ name[i], own->within[i], 0,
		    own->cases == 0 ? "none to answer" :
		    isfinite(own->within[i].p) ? NULL : "too early to say",
		    co == &r->total ? NAN : all->within[i].p, INK_ANSWERED };
	open_figure(h, false, "Answered in time", co == &r->total ?
	    "Share with an answer, 95\u202f% interval" :
	    "Share with an answer; dashed: all companies");
	c = picture(h, 270, 122, id, "within", "Answered in time",
	    "Share of complaints and questions with an answer within 1, 4, "
	    "24 and 72 hours.");
	chart_bars(c, (struct box){ 0, 0, 270, 120 }, 60, bar, N_WITHIN);
	finish(c);
	bar_numbers(h, bar, N_WITHIN, "Answered");
}

void
html_figure_bars(struct html *h, const struct result *r)
{
	struct chart_bar bar[CHART_COMPANIES];
	struct phrase gap;
	size_t n = chart_companies(r, bar, &gap);
	double high = 17.0 * (double)(n > 2 ? n : 3) + 16;
	struct canvas *c;

	open_figure(h, false, "Who answers",
	    "Share answered, 95\u202f% interval; violet: only moved to "
	    "private messages");
	c = picture(h, 270, high, "all", "who", "Who answers",
	    "Share of complaints and questions answered by each company, in "
	    "the order of the ranking.");
	chart_bars(c, (struct box){ 0, 0, 270, high - 2 }, 104, bar, n);
	finish(c);
	bar_numbers(h, bar, n, "Company");
}

/* ---- states ---- */

static void
state_row(struct html *h, const char *name, int64_t n, int64_t all)
{
	html_raw(h, "<tr>");
	html_el(h, "th", "scope=\"row\" class=\"l\"", name);
	html_el(h, "td", NULL, phrase_count(n).s);
	html_el(h, "td", NULL, phrase_percent(all > 0 ? (double)n /
	    (double)all : NAN).s);
	html_raw(h, "</tr>\n");
}

void
html_figure_states(struct html *h, const char *id, const struct co_result *co)
{
	static const char *const name[] = { "State", "Number", "Share" };
	const struct response *p = &co->response;
	struct canvas *c;

	open_figure(h, true, "What became of the complaints and questions",
	    NULL);
	for (int i = 0; i < 2; i++) {
		c = wide_picture(h, i, i == 0 ? 36 : 50, id, "states",
		    "What became of them", "Answered, moved to private "
		    "messages, still open, not readable.");
		chart_states(c, (struct box){ 0, 2, wide[i].w, 34 }, p);
		finish(c);
	}
	open_numbers(h);
	html_head(h, name, 3, 1);
	html_raw(h, "<tbody>");
	state_row(h, "Answered", p->answered, p->cases);
	state_row(h, "Moved to private messages", p->deflected, p->cases);
	state_row(h, "Still open", p->open, p->cases);
	state_row(h, "Could not be read", p->unobservable, p->cases);
	close_figure(h);
}

/* ---- days ---- */

static void
day_rows(struct html *h, const struct chart_bins *bins)
{
	for (size_t i = 0; i < bins->n; i++) {
		const struct day *d = &bins->bin[i];

		if (d->posts == 0 && d->cases == 0)
			continue;
		html_raw(h, "<tr>");
		html_el(h, "th", "scope=\"row\" class=\"l\"", phrase_date(
		    bins->first + (int64_t)(i * bins->days) * 86400).s);
		html_el(h, "td", NULL, phrase_count(d->posts).s);
		html_el(h, "td", NULL, phrase_count(d->cases).s);
		html_raw(h, "</tr>\n");
	}
}

void
html_figure_days(struct html *h, const char *id, const struct result *r,
    const struct co_result *co)
{
	const char *name[] = { "Day", "Posts", "Complaints and questions" };
	struct chart_bins bins;
	struct canvas *c;

	open_figure(h, true, "When people wrote", NULL);
	for (int i = 0; i < 2; i++) {
		c = wide_picture(h, i, 98, id, "days", "Posts over time",
		    "All posts, and the complaints and questions, over the "
		    "window.");
		chart_days(c, (struct box){ 0, 2, wide[i].w, 94 }, r, co);
		finish(c);
	}
	chart_bins(&bins, r, co);
	if (bins.days > 1)
		name[0] = "From";
	open_numbers(h);
	html_head(h, name, 3, 1);
	html_raw(h, "<tbody>");
	day_rows(h, &bins);
	close_figure(h);
	chart_bins_free(&bins);
}

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/chart.h"

#define LABEL 7.0
#define NAME 7.6

static double
clamp01(double v)
{
	return fmax(0, fmin(1, v));
}

static void
vertical(struct canvas *c, double x, double y0, double y1, struct paint p)
{
	canvas_line(c, (struct point){ x, y0 }, (struct point){ x, y1 }, p);
}

/* ---- bars ---- */

static void
whiskers(struct canvas *c, struct box b, struct share s, double cap)
{
	double lo = b.x + b.w * clamp01(s.lo), hi = b.x + b.w * clamp01(s.hi);
	double y = b.y + b.h / 2;
	struct paint p = { .stroke = INK_TEXT, .width = 0.9 };

	if (!isfinite(s.lo) || !isfinite(s.hi))
		return;
	canvas_line(c, (struct point){ lo, y }, (struct point){ hi, y }, p);
	vertical(c, lo, y - cap, y + cap, p);
	vertical(c, hi, y - cap, y + cap, p);
}

static void
bar_axis(struct canvas *c, struct box b)
{
	struct font f = { .size = LABEL, .ink = INK_MUTED,
	    .align = ALIGN_CENTRE };

	for (int g = 0; g <= 100; g += 25) {
		double x = b.x + b.w * g / 100;

		vertical(c, x, b.y, b.y + b.h, (struct paint){
		    .stroke = g == 0 ? INK_MUTED : INK_LINE, .width = 0.5 });
		canvas_text(c, x, b.y + b.h + 10, f,
		    phrase_percent(g / 100.0).s);
	}
}

/* The share, its last part in the colour of what is moved away. */
static void
two_parts(struct canvas *c, struct box b, double all, double moved,
    enum ink ink)
{
	double first = b.w * clamp01(all - moved), w = b.w * clamp01(all);

	canvas_rect(c, (struct box){ b.x, b.y, first, b.h }, 0,
	    (struct paint){ .fill = ink });
	canvas_rect(c, (struct box){ b.x + first, b.y, w - first, b.h }, 0,
	    (struct paint){ .fill = INK_PRIVATE });
}

/* Quiet words in place of a bar, the grid wiped out below them. */
static void
bar_note(struct canvas *c, struct box b, const char *note)
{
	struct font f = { .size = LABEL, .ink = INK_MUTED };
	double mid = b.y + b.h / 2;

	canvas_rect(c, (struct box){ b.x + 2, mid - 5,
	    canvas_text_width(c, f, note) + 4, 10 }, 0,
	    (struct paint){ .fill = INK_PAPER });
	canvas_text(c, b.x + 4, mid + 2.5, f, note);
}

/* The value stands right of the interval, and right of the mark if that is in
 * its way. */
static void
bar_row(struct canvas *c, struct box b, const struct chart_bar *bar)
{
	double mid = b.y + b.h / 2, thick = fmin(b.h * 0.58, 14);
	struct font f = { .size = 7.4, .bold = true, .ink = INK_TEXT };
	struct phrase value = phrase_percent(bar->share.p);
	double x = b.x + 4 + b.w * clamp01(fmax(bar->share.p,
	    isfinite(bar->share.hi) ? bar->share.hi : 0));
	double mark = b.x + b.w * clamp01(bar->mark);

	if (bar->note != NULL || !isfinite(bar->share.p)) {
		bar_note(c, b, bar->note != NULL ? bar->note : PHRASE_NONE);
		return;
	}
	two_parts(c, (struct box){ b.x, mid - thick / 2, b.w, thick },
	    bar->share.p, bar->moved, bar->ink);
	whiskers(c, (struct box){ b.x, mid - thick / 2, b.w, thick },
	    bar->share, fmin(3, thick / 2 - 0.5));
	if (isfinite(bar->mark))
		vertical(c, mark, mid - b.h * 0.42, mid + b.h * 0.42,
		    (struct paint){ .stroke = INK_TEXT, .width = 1.2,
		    .dashed = true });
	if (isfinite(bar->mark) && mark > x - 5 &&
	    mark < x + canvas_text_width(c, f, value.s) + 2)
		x = mark + 4;
	canvas_text(c, x, mid + 2.7, f, value.s);
}

void
chart_bars(struct canvas *c, struct box b, double names,
    const struct chart_bar *bar, size_t n)
{
	struct box plot = { b.x + names, b.y, b.w - names - 30, b.h - 14 };
	struct font f = { .size = NAME, .ink = INK_TEXT,
	    .align = ALIGN_RIGHT, .width = names - 7, .lines = 1 };
	double row = n > 0 ? plot.h / (double)n : plot.h;

	canvas_begin(c, "Figure");
	bar_axis(c, plot);
	if (n == 0)
		bar_note(c, plot, PHRASE_NO_CASES);
	for (size_t i = 0; i < n; i++) {
		struct box line = { plot.x, plot.y + row * (double)i, plot.w,
		    row };

		f.ink = bar[i].note != NULL ? INK_MUTED : INK_TEXT;
		if (bar[i].name != NULL)
			canvas_text(c, b.x, line.y + row / 2 + 2.7, f,
			    bar[i].name);
		bar_row(c, line, &bar[i]);
	}
	canvas_end(c, "Figure");
}

static struct chart_bar
company_bar(const struct co_result *co)
{
	bool few = finding_verdict(&co->response) == VERDICT_FEW;

	return (struct chart_bar){ .name = co->name,
	    .share = co->response.rate,
	    .moved = finding_private_share(&co->response), .mark = NAN,
	    .ink = INK_ANSWERED, .note = few ? "too few to say" : NULL };
}

size_t
chart_companies(const struct result *r,
    struct chart_bar bar[CHART_COMPANIES], struct phrase *gap)
{
	bool all = r->n_co <= CHART_COMPANIES;
	size_t n = 0, first = all ? r->n_co : CHART_COMPANIES / 2;
	size_t last = all ? 0 : CHART_COMPANIES - 1 - first;
	/* The last ones worth a bar are the last ranked. */
	size_t end = r->n_ranked >= first + last ? r->n_ranked : r->n_co;

	for (size_t i = 0; i < first; i++)
		bar[n++] = company_bar(&r->co[r->rank[i]]);
	if (all)
		return n;
	snprintf(gap->s, sizeof(gap->s), "%zu more in the ranking",
	    r->n_co - first - last);
	bar[n++] = (struct chart_bar){ .note = gap->s, .mark = NAN };
	for (size_t i = end - last; i < end; i++)
		bar[n++] = company_bar(&r->co[r->rank[i]]);
	return n;
}

void
chart_interval(struct canvas *c, struct box b, const struct response *r)
{
	canvas_rect(c, b, 0, (struct paint){ .fill = INK_LINE, .alpha = 0.7 });
	if (!isfinite(r->rate.p))
		return;
	two_parts(c, b, r->rate.p, finding_private_share(r), INK_ANSWERED);
	whiskers(c, b, r->rate, b.h / 2 - 0.3);
}

static enum ink
verdict_ink(enum verdict v)
{
	static const enum ink ink[] = { INK_FEW, INK_ANSWERED, INK_PRIVATE,
	    INK_ANSWERED, INK_OPEN, INK_OPEN };

	return ink[v];
}

void
chart_sign(struct canvas *c, struct point at, enum verdict v)
{
	double x = at.x, y = at.y;
	enum ink ink = verdict_ink(v);
	struct paint ring = { .stroke = ink, .width = 1.3 };
	struct paint full = { .fill = ink };

	canvas_circle(c, (struct point){ x, y }, 3.4, ring);
	if (v == VERDICT_ANSWERS)
		canvas_circle(c, (struct point){ x, y }, 3.4, full);
	else if (v == VERDICT_SOME)
		canvas_rect(c, (struct box){ x - 2.4, y - 2.4, 2.4, 4.8 }, 0,
		    full);
	else if (v == VERDICT_SELDOM)
		canvas_circle(c, (struct point){ x, y }, 1.2, full);
	else if (v == VERDICT_PRIVATE)
		canvas_line(c, (struct point){ x - 1, y },
		    (struct point){ x + 6.4, y }, ring);
	else if (v == VERDICT_NEVER)
		canvas_line(c, (struct point){ x - 2.4, y + 2.4 },
		    (struct point){ x + 2.4, y - 2.4 }, ring);
}

/* ---- states ---- */

struct state { const char *name; int64_t n; enum ink ink; };

/* As many in a line as fit. */
static void
state_legend(struct canvas *c, struct box b, const struct state *st,
    int64_t all)
{
	struct font f = { .size = NAME, .ink = INK_TEXT };
	double x = b.x, y = b.y;

	for (int i = 0; i < 4; i++) {
		struct buf t = {0};
		double w;

		buf_addf(&t, "%s %s (%s)", st[i].name,
		    st[i].n < 1000000 ? phrase_count(st[i].n).s :
		    phrase_short(st[i].n).s,
		    phrase_percent((double)st[i].n / (double)all).s);
		w = 11 + canvas_text_width(c, f, t.s);
		if (x > b.x && x + w > b.x + b.w) {
			x = b.x;
			y += 13;
		}
		canvas_rect(c, (struct box){ x, y - 6.2, 7, 7 }, 1.5,
		    (struct paint){ .fill = st[i].ink });
		canvas_text(c, x + 11, y, f, t.s);
		x += w + 14;
		buf_free(&t);
	}
}

static void
states_of(struct state st[4], const struct response *r)
{
	st[0] = (struct state){ "Answered", r->answered, INK_ANSWERED };
	st[1] = (struct state){ "Moved to private messages", r->deflected,
	    INK_PRIVATE };
	st[2] = (struct state){ "Still open", r->open, INK_OPEN };
	st[3] = (struct state){ "Could not be read", r->unobservable,
	    INK_UNREAD };
}

void
chart_states_bar(struct canvas *c, struct box b, const struct response *r)
{
	struct state st[4];
	double x = b.x, base = b.y + b.h / 2 + 2.7;
	struct font f = { .size = 7.4, .bold = true, .ink = INK_PAPER,
	    .align = ALIGN_CENTRE, .lines = 1 };
	struct font quiet = { .size = NAME, .ink = INK_MUTED };

	states_of(st, r);
	if (r->cases == 0) {
		canvas_rect(c, b, 3, (struct paint){ .fill = INK_CARD });
		canvas_text(c, b.x + 8, base, quiet, PHRASE_NO_CASES);
	}
	for (int i = 0; i < 4 && r->cases > 0; i++) {
		double part = (double)st[i].n / (double)r->cases;
		/* A gap, so that the parts stay apart without colour. */
		double gap = x + b.w * part < b.x + b.w - 1 ? 1 : 0;

		canvas_rect(c, (struct box){ x, b.y, b.w * part - gap, b.h },
		    0, (struct paint){ .fill = st[i].ink });
		f.width = b.w * part;
		if (f.width > 28)
			canvas_text(c, x, base, f, phrase_percent(part).s);
		x += b.w * part;
	}
}

void
chart_states(struct canvas *c, struct box b, const struct response *r)
{
	struct state st[4];
	double thick = 16;

	states_of(st, r);
	canvas_begin(c, "Figure");
	chart_states_bar(c, (struct box){ b.x, b.y, b.w, thick }, r);
	if (r->cases > 0)
		state_legend(c, (struct box){ b.x, b.y + thick + 13, b.w, 0 },
		    st, r->cases);
	canvas_end(c, "Figure");
}

/* ---- over time ---- */

void
chart_bins(struct chart_bins *out, const struct result *r,
    const struct co_result *co)
{
	size_t n = co->days != NULL ? r->n_days : 0;

	out->days = n <= CHART_BINS ? 1 : n <= CHART_BINS * 7 ? 7 :
	    (n + CHART_BINS - 1) / CHART_BINS;
	out->n = (n + out->days - 1) / out->days;
	out->first = r->first_day;
	out->last = r->first_day + (int64_t)(n > 0 ? n - 1 : 0) * 86400;
	out->bin = xcalloc(out->n + 1, sizeof(*out->bin));
	for (size_t i = 0; i < n; i++) {
		struct day *to = &out->bin[i / out->days];
		const struct day *d = &co->days[i];

		to->posts += d->posts;
		to->complaints += d->complaints;
		to->queries += d->queries;
		to->cases += d->cases;
		to->answered += d->answered;
		to->open += d->open;
	}
}

void
chart_bins_free(struct chart_bins *b)
{
	free(b->bin);
}

static void
days_legend(struct canvas *c, struct box b, size_t days)
{
	static const struct { const char *name; enum ink ink; } item[] = {
		{ "Posts", INK_FEW },
		{ "Complaints and questions", INK_NAVY },
	};
	struct font f = { .size = LABEL, .ink = INK_MUTED };
	double x = b.x;
	struct buf per = {0};

	for (int i = 0; i < 2; i++) {
		canvas_rect(c, (struct box){ x, b.y, 6, 6 }, 1,
		    (struct paint){ .fill = item[i].ink });
		canvas_text(c, x + 9, b.y + 5.5, f, item[i].name);
		x += 9 + canvas_text_width(c, f, item[i].name) + 12;
	}
	if (days == 1)
		buf_adds(&per, "per day");
	else if (days == 7)
		buf_adds(&per, "per week");
	else
		buf_addf(&per, "per %zu days", days);
	f.align = ALIGN_RIGHT;
	canvas_text(c, b.x + b.w, b.y + 5.5, f, per.s);
	buf_free(&per);
}

static void
days_axis(struct canvas *c, struct box plot, const struct chart_bins *bins,
    int64_t top)
{
	struct font f = { .size = LABEL, .ink = INK_MUTED,
	    .align = ALIGN_RIGHT };
	double base = plot.y + plot.h;

	canvas_line(c, (struct point){ plot.x, plot.y },
	    (struct point){ plot.x + plot.w, plot.y },
	    (struct paint){ .stroke = INK_LINE, .width = 0.5 });
	canvas_line(c, (struct point){ plot.x, base },
	    (struct point){ plot.x + plot.w, base },
	    (struct paint){ .stroke = INK_MUTED, .width = 0.5 });
	canvas_text(c, plot.x - 4, plot.y + 2.5, f, phrase_short(top).s);
	canvas_text(c, plot.x - 4, base + 2, f, "0");
	canvas_text(c, plot.x + plot.w, base + 10, f,
	    phrase_day(bins->last).s);
	f.align = ALIGN_LEFT;
	canvas_text(c, plot.x, base + 10, f, phrase_day(bins->first).s);
	if (bins->n < 3)
		return;
	f.align = ALIGN_CENTRE;
	canvas_text(c, plot.x + plot.w / 2, base + 10, f,
	    phrase_day(bins->first + (bins->last - bins->first) / 2).s);
}

static double
bin_value(const struct chart_bins *bins, size_t i, int what)
{
	return (double)(what == 0 ? bins->bin[i].posts : bins->bin[i].cases);
}

/* All columns as one shape that runs along the base line between them. */
static void
columns(struct canvas *c, struct box plot, const struct chart_bins *bins,
    int64_t top, int what, enum ink ink)
{
	struct point p[4 * CHART_BINS];
	double w = plot.w / (double)bins->n, base = plot.y + plot.h;
	size_t n = 0;

	for (size_t i = 0; i < bins->n; i++) {
		double x = plot.x + w * ((double)i + 0.1);
		double y = base - plot.h * bin_value(bins, i, what) /
		    (double)top;

		if (bin_value(bins, i, what) == 0)
			continue;
		p[n++] = (struct point){ x, base };
		p[n++] = (struct point){ x, y };
		p[n++] = (struct point){ x + w * 0.8, y };
		p[n++] = (struct point){ x + w * 0.8, base };
	}
	canvas_poly(c, p, n, true, (struct paint){ .fill = ink });
}

void
chart_days(struct canvas *c, struct box b, const struct result *r,
    const struct co_result *co)
{
	struct chart_bins bins;
	struct box plot = { b.x + 24, b.y + 14, b.w - 24, b.h - 26 };
	struct font quiet = { .size = NAME, .ink = INK_MUTED };
	int64_t top = 0;

	chart_bins(&bins, r, co);
	canvas_begin(c, "Figure");
	for (size_t i = 0; i < bins.n; i++) {
		top = bins.bin[i].posts > top ? bins.bin[i].posts : top;
		top = bins.bin[i].cases > top ? bins.bin[i].cases : top;
	}
	if (top == 0) {
		canvas_text(c, b.x, b.y + 9, quiet, "No posts in this window");
		bins.n = 0;
	} else {
		days_legend(c, b, bins.days);
		days_axis(c, plot, &bins, top);
	}
	if (bins.n > 0) {
		columns(c, plot, &bins, top, 0, INK_FEW);
		columns(c, plot, &bins, top, 1, INK_NAVY);
	}
	canvas_end(c, "Figure");
	chart_bins_free(&bins);
}

void
chart_spark(struct canvas *c, struct box b, const struct result *r,
    const struct co_result *co, int what, enum ink ink)
{
	struct chart_bins bins;
	struct point p[CHART_BINS + 8];
	double top = 1;

	chart_bins(&bins, r, co);
	if (bins.n > 0 && r->n_days % bins.days != 0)
		bins.n--;	/* a part of a week would look like a fall */
	for (size_t i = 0; i < bins.n; i++)
		top = fmax(top, bin_value(&bins, i, what));
	for (size_t i = 0; i < bins.n && bins.n > 2; i++) {
		p[i].x = b.x + b.w * (double)i / (double)(bins.n - 1);
		p[i].y = b.y + b.h * (1 - bin_value(&bins, i, what) / top);
	}
	if (bins.n > 2) {
		canvas_poly(c, p, bins.n, false,
		    (struct paint){ .stroke = ink, .width = 1 });
		canvas_circle(c, p[bins.n - 1], 1.6,
		    (struct paint){ .fill = ink });
	}
	chart_bins_free(&bins);
}

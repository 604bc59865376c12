/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "report/chart.h"
#include "report/phrase.h"

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

/* The value to the right of the interval; left of the bar's end when the
 * interval reaches the edge. */
static void
bar_row(struct canvas *c, struct box b, const struct chart_bar *bar)
{
	double mid = b.y + b.h / 2, thick = fmin(b.h * 0.58, 12);
	struct font f = { .size = 7.4, .bold = true, .ink = INK_TEXT };
	struct font quiet = { .size = LABEL, .ink = INK_MUTED };
	double right = fmax(isfinite(bar->share.hi) ? bar->share.hi : 0,
	    isfinite(bar->mark) ? bar->mark : 0);

	if (bar->note != NULL || !isfinite(bar->share.p)) {
		canvas_text(c, b.x + 4, mid + 2.5, quiet,
		    bar->note != NULL ? bar->note : PHRASE_NONE);
		return;
	}
	canvas_rect(c, (struct box){ b.x, mid - thick / 2,
	    b.w * clamp01(bar->share.p), thick }, 0,
	    (struct paint){ .fill = bar->ink });
	whiskers(c, (struct box){ b.x, mid - thick / 2, b.w, thick },
	    bar->share, fmin(3, thick / 2 - 0.5));
	if (isfinite(bar->mark))
		vertical(c, b.x + b.w * clamp01(bar->mark),
		    mid - b.h * 0.42, mid + b.h * 0.42,
		    (struct paint){ .stroke = INK_MUTED, .width = 1.4,
		    .dashed = true });
	canvas_text(c, b.x + b.w * clamp01(right) + 4, mid + 2.7, f,
	    phrase_percent(bar->share.p).s);
}

void
chart_bars(struct canvas *c, struct box b, double names,
    const struct chart_bar *bar, size_t n)
{
	struct box plot = { b.x + names, b.y, b.w - names - 30, b.h - 14 };
	struct font f = { .size = NAME, .ink = INK_TEXT,
	    .align = ALIGN_RIGHT, .width = names - 7, .lines = 1 };
	struct font quiet = { .size = LABEL, .ink = INK_MUTED };
	double row = n > 0 ? plot.h / (double)n : plot.h;

	canvas_begin(c, "Figure");
	bar_axis(c, plot);
	if (n == 0)
		canvas_text(c, plot.x + 8, plot.y + plot.h / 2, quiet,
		    PHRASE_NO_CASES);
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

void
chart_interval(struct canvas *c, struct box b, struct share s)
{
	canvas_rect(c, b, 0, (struct paint){ .fill = INK_LINE, .alpha = 0.7 });
	if (!isfinite(s.p))
		return;
	canvas_rect(c, (struct box){ b.x, b.y, b.w * clamp01(s.p), b.h }, 0,
	    (struct paint){ .fill = INK_ANSWERED });
	whiskers(c, b, s, b.h / 2 - 0.3);
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

static void
state_legend(struct canvas *c, struct box b, const struct state *st,
    int64_t all)
{
	int columns = b.w > 400 ? 4 : 2;
	/* The second name is the longest by far. */
	static const double share[2][4] = {
		{ 0.40, 0.60, 0.40, 0.60 }, { 0.19, 0.33, 0.20, 0.28 },
	};
	double x = b.x, y = b.y;

	for (int i = 0; i < 4; i++) {
		double w = b.w * share[columns == 4][i];
		struct font f = { .size = NAME, .ink = INK_TEXT,
		    .width = w - 14, .lines = 1 };
		struct buf t = {0};

		if (i == columns) {
			x = b.x;
			y += 13;
		}
		canvas_rect(c, (struct box){ x, y - 6.2, 7, 7 }, 1.5,
		    (struct paint){ .fill = st[i].ink });
		buf_addf(&t, "%s %s (%s)", st[i].name,
		    phrase_count(st[i].n).s,
		    phrase_percent((double)st[i].n / (double)all).s);
		canvas_text(c, x + 11, y, f, t.s);
		buf_free(&t);
		x += w;
	}
}

void
chart_states(struct canvas *c, struct box b, const struct response *r)
{
	const struct state st[4] = {
		{ "Answered", r->answered, INK_ANSWERED },
		{ "Moved to private messages", r->deflected, INK_PRIVATE },
		{ "Still open", r->open, INK_OPEN },
		{ "Could not be read", r->unobservable, INK_UNREAD },
	};
	double x = b.x, thick = 16;
	struct font f = { .size = 7.4, .bold = true, .ink = INK_PAPER,
	    .align = ALIGN_CENTRE, .lines = 1 };
	struct font quiet = { .size = NAME, .ink = INK_MUTED };

	canvas_begin(c, "Figure");
	canvas_rect(c, (struct box){ b.x, b.y, b.w, thick }, 3,
	    (struct paint){ .fill = INK_CARD });
	for (int i = 0; i < 4 && r->cases > 0; i++) {
		double w = b.w * (double)st[i].n / (double)r->cases;

		canvas_rect(c, (struct box){ x, b.y, w, thick }, 0,
		    (struct paint){ .fill = st[i].ink });
		if (w > 34) {
			f.width = w;
			canvas_text(c, x, b.y + 10.8, f, phrase_percent(
			    (double)st[i].n / (double)r->cases).s);
		}
		x += w;
		if (i < 3 && w > 2)	/* a gap, so that parts stay apart */
			canvas_rect(c, (struct box){ x - 0.6, b.y, 0.6,
			    thick }, 0, (struct paint){ .fill = INK_PAPER });
	}
	if (r->cases == 0)
		canvas_text(c, b.x + 8, b.y + 10.8, quiet, PHRASE_NO_CASES);
	else
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
		{ "All posts", INK_FEW },
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
	canvas_text(c, plot.x - 4, plot.y + 2.5, f, phrase_count(top).s);
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

void
chart_days(struct canvas *c, struct box b, const struct result *r,
    const struct co_result *co)
{
	struct chart_bins bins;
	struct box plot = { b.x + 24, b.y + 14, b.w - 24, b.h - 26 };
	int64_t top = 1;

	chart_bins(&bins, r, co);
	canvas_begin(c, "Figure");
	for (size_t i = 0; i < bins.n; i++) {
		top = bins.bin[i].posts > top ? bins.bin[i].posts : top;
		top = bins.bin[i].cases > top ? bins.bin[i].cases : top;
	}
	days_legend(c, b, bins.days);
	days_axis(c, plot, &bins, top);
	for (size_t i = 0; i < bins.n; i++) {
		double w = plot.w / (double)bins.n, base = plot.y + plot.h;
		double x = plot.x + w * ((double)i + 0.1), unit = plot.h /
		    (double)top;
		double posts = unit * (double)bins.bin[i].posts;
		double cases = unit * (double)bins.bin[i].cases;

		canvas_rect(c, (struct box){ x, base - posts, w * 0.8,
		    posts }, 0, (struct paint){ .fill = INK_FEW });
		canvas_rect(c, (struct box){ x, base - cases, w * 0.8,
		    cases }, 0, (struct paint){ .fill = INK_NAVY });
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
	for (size_t i = 0; i < bins.n; i++)
		top = fmax(top, (double)(what == 0 ? bins.bin[i].posts :
		    bins.bin[i].cases));
	for (size_t i = 0; i < bins.n && bins.n > 2; i++) {
		double v = (double)(what == 0 ? bins.bin[i].posts :
		    bins.bin[i].cases);

		p[i].x = b.x + b.w * (double)i / (double)(bins.n - 1);
		p[i].y = b.y + b.h * (1 - v / top);
	}
	if (bins.n > 2) {
		canvas_poly(c, p, bins.n, false,
		    (struct paint){ .stroke = ink, .width = 1 });
		canvas_circle(c, p[bins.n - 1], 1.6,
		    (struct paint){ .fill = ink });
	}
	chart_bins_free(&bins);
}

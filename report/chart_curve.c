/* SPDX-License-Identifier: MIT
 *
 * Kaplan-Meier curves: the share of people still waiting. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/chart.h"

#define HOURS 72.0
#define LABEL 7.0		/* size of the small print */
#define LEFT 27.0		/* room for "100 %" */
#define THIN 0.2		/* hours: less than a point */
#define MOST_POINTS ((size_t)(2 * (HOURS / THIN + 1) + 2))

struct plot { struct box b; };	/* the area inside the axes */

static double
px(const struct plot *p, double hours)
{
	return p->b.x + p->b.w * hours / HOURS;
}

static double
py(const struct plot *p, double share)
{
	return p->b.y + p->b.h * (1 - fmax(0, fmin(1, share)));
}

/* The first event at or after that time, of those from `from` on. */
static size_t
event_from(const struct curve *k, size_t from, double hours)
{
	size_t lo = from, hi = k->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (k->t[mid] < hours)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct share
chart_curve_at(const struct curve *k, double hours)
{
	size_t i;

	if (!(hours <= k->last))
		return (struct share){ NAN, NAN, NAN };
	i = event_from(k, 0, nextafter(hours, INFINITY));
	return i == 0 ? (struct share){ 1, 1, 1 } :
	    (struct share){ k->s[i - 1], k->lo[i - 1], k->hi[i - 1] };
}

static void
draw_axes(struct canvas *c, const struct plot *p)
{
	struct font small = { .size = LABEL, .ink = INK_MUTED };

	for (int g = 0; g <= 100; g += 25) {
		double y = py(p, g / 100.0);

		canvas_line(c, (struct point){ p->b.x, y },
		    (struct point){ p->b.x + p->b.w, y },
		    (struct paint){ .stroke = g == 0 ? INK_MUTED : INK_LINE,
		    .width = 0.5 });
		small.align = ALIGN_RIGHT;
		canvas_text(c, p->b.x - 4, y + 2.5, small,
		    phrase_percent(g / 100.0).s);
	}
	for (int h = 0; h <= HOURS; h += 12) {
		char label[16];

		snprintf(label, sizeof(label), h == 0 ? "0" : "%d\u202fh", h);
		small.align = h == 72 ? ALIGN_RIGHT : ALIGN_CENTRE;
		canvas_text(c, px(p, h) + (h == 72 ? 4 : 0),
		    p->b.y + p->b.h + 10, small, label);
	}
}

/* Corners of the steps of v, NaN taken for S itself, up to where the data
 * end. Events nearer than THIN hours are one step. Returns how many points
 * were written, at most MOST_POINTS. */
static size_t
steps(const struct plot *p, const struct curve *k, const double *v,
    double stop, struct point *out)
{
	size_t n = 0, end = event_from(k, 0, nextafter(stop, INFINITY));
	double y = py(p, 1);

	out[n++] = (struct point){ px(p, 0), y };
	for (size_t i = 0; i < end;) {
		size_t next = event_from(k, i + 1, k->t[i] + THIN);
		size_t last = (next < end ? next : end) - 1;
		double x = px(p, fmax(0, k->t[i]));

		out[n++] = (struct point){ x, y };
		y = py(p, isfinite(v[last]) ? v[last] : k->s[last]);
		out[n++] = (struct point){ x, y };
		i = next;
	}
	out[n++] = (struct point){ px(p, stop), y };
	return n;
}

static void
draw_line(struct canvas *c, const struct plot *p, const struct chart_line *l)
{
	const struct curve *k = &l->response->km;
	double stop = isfinite(k->last) ? fmax(0, fmin(k->last, HOURS)) : 0;
	struct point *pt = xcalloc(2 * MOST_POINTS, sizeof(*pt));
	size_t n = 0, m = 0;

	if (!l->dashed) {	/* what is compared with has no band */
		n = steps(p, k, k->hi, stop, pt);
		m = steps(p, k, k->lo, stop, pt + n);
	}
	for (size_t i = 0; i < m / 2; i++) {	/* and back along the lower */
		struct point swap = pt[n + i];

		pt[n + i] = pt[n + m - 1 - i];
		pt[n + m - 1 - i] = swap;
	}
	canvas_poly(c, pt, n + m, true, (struct paint){ .fill = l->ink,
	    .alpha = 0.16 });
	n = steps(p, k, k->s, stop, pt);
	canvas_poly(c, pt, n, false, (struct paint){ .stroke = l->ink,
	    .width = 1.5, .dashed = l->dashed });
	free(pt);
}

/* Name and a piece of its line, one beside the other above the plot. */
static void
draw_legend(struct canvas *c, struct box b, const struct chart_line *l,
    size_t n)
{
	double room = b.w / (double)n;

	for (size_t i = 0; i < n; i++) {
		double x = b.x + room * (double)i;
		struct font f = { .size = 7.4, .bold = true,
		    .ink = l[i].ink, .width = room - 24, .lines = 1 };

		canvas_line(c, (struct point){ x, b.y + 4.5 },
		    (struct point){ x + 14, b.y + 4.5 },
		    (struct paint){ .stroke = l[i].ink, .width = 1.8,
		    .dashed = l[i].dashed });
		canvas_text(c, x + 18, b.y + 7, f, l[i].name);
	}
}

static void
draw_at_risk(struct canvas *c, const struct plot *p,
    const struct chart_line *l, size_t n)
{
	double y = p->b.y + p->b.h + 23;
	struct font f = { .size = LABEL, .ink = INK_MUTED };

	canvas_text(c, p->b.x - LEFT, y, f,
	    "People still waiting and still watched");
	for (size_t i = 0; i < n; i++) {
		f.ink = l[i].ink;
		y += 9.5;
		canvas_line(c, (struct point){ p->b.x - LEFT, y - 2.3 },
		    (struct point){ p->b.x - LEFT + 9, y - 2.3 },
		    (struct paint){ .stroke = l[i].ink, .width = 1.8,
		    .dashed = l[i].dashed });
		for (int k = 0; k < N_RISK; k++) {
			f.align = k == N_RISK - 1 ? ALIGN_RIGHT : ALIGN_CENTRE;
			canvas_text(c, px(p, risk_hours[k]) +
			    (k == N_RISK - 1 ? 4 : 0), y, f,
			    phrase_short(l[i].response->at_risk[k]).s);
		}
	}
}

void
chart_curve(struct canvas *c, struct box b, const struct chart_line *l,
    size_t n)
{
	double below = 26 + 9.5 * (double)n;
	struct plot p = { { b.x + LEFT, b.y + 20, b.w - LEFT - 6,
	    b.h - 20 - below } };
	struct font f = { .size = 8, .ink = INK_MUTED,
	    .align = ALIGN_CENTRE, .width = p.b.w, .lines = 1 };

	canvas_begin(c, "Figure");
	draw_axes(c, &p);
	if (l[0].response->cases == 0) {
		canvas_text(c, p.b.x, p.b.y + p.b.h * 0.625 + 2.5, f,
		    PHRASE_NO_CASES);
	} else {
		draw_legend(c, b, l, n);
		for (size_t i = n; i-- > 0;)	/* the first one on top */
			draw_line(c, &p, &l[i]);
		draw_at_risk(c, &p, l, n);
	}
	canvas_end(c, "Figure");
}

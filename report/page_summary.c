/* SPDX-License-Identifier: MIT
 *
 * Page one: what a manager reads in a minute. */
#include <math.h>

#include "report/chart.h"
#include "report/page.h"
#include "report/phrase.h"

static void
band(struct book *k)
{
	struct canvas *c = k->c;
	const struct result *r = k->r;
	struct font big = { .size = 19, .bold = true, .ink = INK_PAPER };
	struct font small = { .size = 9, .ink = INK_PALE,
	    .width = CONTENT_W, .lines = 1 };
	struct font pill = { .size = 8.2, .bold = true, .ink = INK_PAPER };
	struct buf b = {0};

	canvas_rect(c, (struct box){ 0, 0, PAGE_W, 84 }, 0,
	    (struct paint){ .fill = INK_NAVY });
	canvas_rect(c, (struct box){ 0, 84, PAGE_W, 3 }, 0,
	    (struct paint){ .fill = INK_ACCENT });
	canvas_begin(c, "H1");
	canvas_text(c, MARGIN, 39, big, "Who answers, and who does not");
	canvas_end(c, "H1");
	buf_addf(&b, "%s · as of %s · ", phrase_days(r->from, r->to).s,
	    phrase_time(r->as_of).s);
	phrase_sources(&b, r);
	canvas_begin(c, "P");
	canvas_text(c, MARGIN, 60, small, b.s);
	buf_clear(&b);
	buf_addf(&b, "%zu %s", r->n_co, r->n_co == 1 ? "company" :
	    "companies");
	double w = canvas_text_width(c, pill, b.s) + 24;

	canvas_rect(c, (struct box){ PAGE_W - MARGIN - w, 22, w, 20 }, 10,
	    (struct paint){ .fill = INK_ACCENT });
	canvas_text(c, PAGE_W - MARGIN - w + 12, 35, pill, b.s);
	canvas_end(c, "P");
	buf_free(&b);
}

static void
charts(struct book *k, double y, double h)
{
	struct chart_bar bar[CHART_COMPANIES];
	struct phrase gap;
	size_t n = chart_companies(k->r, bar, &gap);
	double w = (CONTENT_W - 24) / 2, x = MARGIN + w + 24;
	const struct chart_line all = { "All companies",
	    &k->r->total.response, INK_OPEN, false };
	/* Few companies: no fat bars with much air. */
	double bars = fmin(h - 30, 36.0 * (double)(n > 2 ? n : 3) + 14);

	page_heading(k, MARGIN, y, w, "Who answers",
	    "Share answered, 95\u202f% interval; violet: only moved to "
	    "private");
	chart_bars(k->c, (struct box){ MARGIN, y + 32, w, bars }, 100, bar, n);
	page_heading(k, x, y, w, "How long people wait",
	    "Share still waiting for a first answer, 95\u202f% band");
	chart_curve(k->c, (struct box){ x, y + 32, w, h - 32 }, &all, 1);
}

/* Ends at y; returns where it begins. */
static double
how_to_read(struct book *k, double y)
{
	static const char text[] =
	    "An answer is the first public reply by an official account of "
	    "the company. An interval, drawn as a thin line or a pale band, "
	    "says how far chance alone may move a figure: where two "
	    "intervals do not overlap, the difference is more than chance. "
	    "People who still wait are counted up to the last moment "
	    "watched, never left out. Companies differ in sector, size and "
	    "customers: the figures say who answers, not why.";
	struct font head = { .size = 8.4, .bold = true, .ink = INK_TEXT };
	struct font f = { .size = 7.8, .ink = INK_TEXT,
	    .width = CONTENT_W - 28 };
	double h = canvas_text_height(k->c, f, text) + 32;

	canvas_rect(k->c, (struct box){ MARGIN, y - h, CONTENT_W, h }, 4,
	    (struct paint){ .fill = INK_CARD });
	canvas_begin(k->c, "H2");
	canvas_text(k->c, MARGIN + 14, y - h + 17, head, "How to read this");
	canvas_end(k->c, "H2");
	canvas_begin(k->c, "P");
	canvas_text(k->c, MARGIN + 14, y - h + 30.5, f, text);
	canvas_end(k->c, "P");
	return y - h;
}

void
page_summary(struct book *k)
{
	const struct co_result *all = &k->r->total;
	struct buf b = {0};
	double y = 104, end;

	/* The footer and the page come with page_start, the band is higher. */
	page_start(k, "", "", "Summary", false, "summary");
	band(k);
	page_cards(k, y, all);
	y += CARD_H + 12;
	finding_all(&b, k->r);
	y += page_callout(k, y, b.s) + 16;
	end = how_to_read(k, CONTENT_END) - 16;
	/* What the sentence leaves goes to the charts. */
	double left = end - y - 64 - 20 - 16;

	charts(k, y, left * 0.73);
	y += left * 0.73 + 16;
	page_heading(k, MARGIN, y, CONTENT_W,
	    "What became of the complaints and questions", NULL);
	chart_states(k->c, (struct box){ MARGIN, y + 19, CONTENT_W, 34 },
	    &all->response);
	y += 64;
	page_heading(k, MARGIN, y, CONTENT_W, "When people wrote", NULL);
	chart_days(k->c, (struct box){ MARGIN, y + 20, CONTENT_W,
	    end - y - 20 }, k->r, all);
	buf_free(&b);
}

/* SPDX-License-Identifier: MIT
 *
 * The ranking of all companies: one line each, as many pages as it takes. */
#include <math.h>
#include <stdio.h>

#include "report/chart.h"
#include "report/page.h"
#include "report/phrase.h"

#define HEAD_H 28.0
#define FIRST (PAGE_TOP + 34 + HEAD_H)	/* below the note and the head */
#define KEY_H 88.0			/* what the signs mean, below */
#define PER_PAGE ((size_t)((CONTENT_END - FIRST - KEY_H) / ROW_H))
#define STATE_ROW 19.0

enum { C_RANK, C_NAME, C_VERDICT, C_CASES, C_BAR, C_RATE, C_PRIVATE, C_OPEN,
    C_MEDIAN, C_WITHIN, C_N = C_WITHIN + N_WITHIN };

static const struct column column[C_N] = {
	[C_RANK] = { "", 18, ALIGN_RIGHT },
	[C_NAME] = { "Company", 87, ALIGN_LEFT },
	[C_VERDICT] = { "", 75, ALIGN_LEFT },
	[C_CASES] = { "Compl., questions", 43, ALIGN_RIGHT },
	[C_BAR] = { "Got an answer", 42, ALIGN_LEFT },
	[C_RATE] = { "", 75, ALIGN_LEFT },
	[C_PRIVATE] = { "To private", 34, ALIGN_RIGHT },
	[C_OPEN] = { "Still open", 29, ALIGN_RIGHT },
	[C_MEDIAN] = { "Median wait", 46, ALIGN_RIGHT },
	[C_WITHIN] = { "1\u202fh", 15.5, ALIGN_CENTRE },
	{ "4\u202fh", 15.5, ALIGN_CENTRE },
	{ "24\u202fh", 15.5, ALIGN_CENTRE },
	{ "72\u202fh", 15.5, ALIGN_CENTRE },
};

int
page_rank_count(const struct result *r)
{
	return r->n_co == 0 ? 1 :
	    (int)((r->n_co + PER_PAGE - 1) / PER_PAGE);
}

static double
column_x(int i)
{
	double x = MARGIN;

	while (i-- > 0)
		x += column[i].width;
	return x;
}

/* Answered within 1, 4, 24, 72 hours: the darker the more, and the number. */
static void
within_cells(struct book *k, double y, const struct response *p)
{
	for (int i = 0; i < N_WITHIN; i++) {
		double v = p->within[i].p, x = column_x(C_WITHIN + i);
		struct font f = { .size = 7, .ink = INK_TEXT,
		    .align = ALIGN_CENTRE, .width = 15.5, .lines = 1 };
		char number[16] = PHRASE_NONE;

		if (isfinite(v) && finding_readable(p) > 0) {
			snprintf(number, sizeof(number), "%d",
			    (int)lround(v * 100));
			if (v > 0)
				canvas_rect(k->c, (struct box){ x + 0.5,
				    y + 1.5, 14.5, ROW_H - 3 }, 2,
				    (struct paint){ .fill = INK_ANSWERED,
				    .alpha = 0.06 + 0.5 * v });
		}
		canvas_text(k->c, x, y + 10.8, f, number);
	}
}

static void
row(struct book *k, double y, size_t place)
{
	size_t i = k->r->rank[place];
	const struct co_result *co = &k->r->co[i];
	const struct response *p = &co->response;
	enum verdict v = finding_verdict(p);
	struct phrase cases = phrase_count(p->cases), open =
	    phrase_short(p->open), rate = phrase_share(p->rate), private =
	    phrase_short(p->deflected), wait = phrase_median(p), rank =
	    phrase_count((int64_t)place + 1);
	const char *text[C_N] = { place < k->r->n_ranked ? rank.s :
	    PHRASE_NONE, NULL, NULL, cases.s, NULL, rate.s, private.s,
	    open.s, NULL };
	struct font name = { .size = 7.4, .bold = true, .ink = INK_TEXT,
	    .width = column[C_NAME].width - 8, .lines = 1 };
	struct font word = { .size = 7.2, .ink = INK_TEXT,
	    .width = column[C_VERDICT].width - 16, .lines = 1 };
	struct font quiet = { .size = 7.2, .ink = INK_TEXT,
	    .align = ALIGN_RIGHT, .width = column[C_MEDIAN].width - 2,
	    .lines = 1 };
	char target[32];
	bool linked = page_target(k, i, target, sizeof(target));

	page_table_row(k, MARGIN, y, column, text, C_N, place % 2 == 1);
	if (linked)
		canvas_link(k->c, target);
	canvas_text(k->c, column_x(C_NAME) + 4, y + 10.8, name, co->name);
	if (linked)
		canvas_link_end(k->c);
	chart_sign(k->c, (struct point){ column_x(C_VERDICT) + 6,
	    y + ROW_H / 2 }, v);
	canvas_text(k->c, column_x(C_VERDICT) + 15, y + 10.8, word,
	    finding_words(v));
	chart_interval(k->c, (struct box){ column_x(C_BAR) + 4,
	    y + ROW_H / 2 - 3.5, column[C_BAR].width - 8, 7 }, p);
	canvas_text(k->c, column_x(C_MEDIAN) - 2, y + 10.8, quiet, wait.s);
	within_cells(k, y, p);
}

static void
head(struct book *k, double y)
{
	struct font f = { .size = 7.2, .bold = true, .ink = INK_PAPER,
	    .align = ALIGN_CENTRE, .width = 4 * 15.5 };

	page_table_head(k, MARGIN, y, column, C_WITHIN, HEAD_H);
	canvas_rect(k->c, (struct box){ column_x(C_WITHIN), y, 4 * 15.5,
	    HEAD_H }, 0, (struct paint){ .fill = INK_NAVY });
	canvas_text(k->c, column_x(C_WITHIN), y + 11, f, "% within");
	f.width = 15.5;
	f.size = 6.4;
	for (int i = 0; i < N_WITHIN; i++)
		canvas_text(k->c, column_x(C_WITHIN + i), y + HEAD_H - 6, f,
		    column[C_WITHIN + i].name);
}

/* Which sign means what; returns where it ends. */
static double
key(struct book *k, double y)
{
	static const enum verdict order[] = { VERDICT_ANSWERS, VERDICT_SOME,
	    VERDICT_PRIVATE, VERDICT_SELDOM, VERDICT_NEVER, VERDICT_FEW };
	struct font word = { .size = 7.2, .bold = true, .ink = INK_TEXT };
	struct font f = { .size = 7.2, .ink = INK_MUTED };

	for (int i = 0; i < 6; i++, y += 12) {
		chart_sign(k->c, (struct point){ MARGIN + 6, y - 2.6 },
		    order[i]);
		canvas_text(k->c, MARGIN + 17, y, word,
		    finding_words(order[i]));
		canvas_text(k->c, MARGIN + 90, y, f,
		    finding_meaning(order[i]));
	}
	return y;
}

/* A second look where there is room: each company's bar in four parts. */
static void
states(struct book *k, double y)
{
	const struct result *r = k->r;
	struct font name = { .size = 7.4, .ink = INK_TEXT,
	    .align = ALIGN_RIGHT, .width = 104, .lines = 1 };
	struct font number = { .size = 7.4, .ink = INK_MUTED };

	if (r->n_co == 0 || y + 70 + STATE_ROW * (double)(r->n_co + 1) >
	    CONTENT_END)
		return;
	page_heading(k, MARGIN, y, CONTENT_W,
	    "What became of the complaints and questions",
	    "Each bar is all of a company's; their number stands right of it");
	y += 32;
	for (size_t i = 0; i < r->n_co; i++, y += STATE_ROW) {
		const struct co_result *co = &r->co[r->rank[i]];

		canvas_text(k->c, MARGIN, y + 9.7, name, co->name);
		chart_states_bar(k->c, (struct box){ MARGIN + 112, y,
		    CONTENT_W - 112 - 40, 14 }, &co->response);
		canvas_text(k->c, PAGE_W - MARGIN - 34, y + 9.7, number,
		    phrase_count(co->response.cases).s);
	}
	if (r->total.response.cases > 0) {
		canvas_text(k->c, MARGIN, y + 14, name, "All companies");
		chart_states(k->c, (struct box){ MARGIN + 112, y + 4,
		    CONTENT_W - 112 - 40, 34 }, &r->total.response);
	}
}

void
page_rank(struct book *k)
{
	const struct result *r = k->r;
	int pages = page_rank_count(r);
	struct font note = { .size = 8, .ink = INK_MUTED,
	    .width = CONTENT_W, .lines = 2 };

	for (int p = 0; p < pages; p++) {
		double y = FIRST;
		size_t from = (size_t)p * PER_PAGE;
		char target[24];

		snprintf(target, sizeof(target), "ranking%d", p + 1);
		page_start(k, p == 0 ? "All companies, best to worst" :
		    "All companies, continued",
		    phrase_days(r->from, r->to).s,
		    p == 0 ? "All companies, best to worst" :
		    "All companies, continued", p > 0, target);
		canvas_begin(k->c, "P");
		canvas_text(k->c, MARGIN, PAGE_TOP + 9, note,
		    "In the order of the lower end of the interval of the "
		    "share answered: a company with few complaints has to "
		    "do better to stand high. Names lead to the company's "
		    "page where it has one.");
		canvas_end(k->c, "P");
		canvas_begin(k->c, "Table");
		head(k, FIRST - HEAD_H);
		for (size_t i = from; i < r->n_co && i < from + PER_PAGE; i++) {
			row(k, y, i);
			y += ROW_H;
		}
		canvas_end(k->c, "Table");
		if (r->n_co == 0)
			canvas_text(k->c, MARGIN, y + 16, note,
			    "No companies are configured.");
		y = key(k, y + (r->n_co == 0 ? 36 : 20));
		if (pages == 1)
			states(k, y + 12);
	}
}

/* SPDX-License-Identifier: MIT
 *
 * The last page: what the words mean, how it was counted, what was read. */
#include <math.h>

#include "report/method.h"
#include "report/page.h"
#include "report/phrase.h"

static double
definitions(struct book *k, double y)
{
	double half = (CONTENT_W - 24) / 2, at[2] = { y, y };
	struct font term = { .size = 9, .bold = true, .ink = INK_TEXT };
	struct font f = { .size = 8.6, .ink = INK_TEXT, .width = half };

	for (size_t i = 0; i < method_n; i++) {
		int side = at[1] < at[0];
		double x = MARGIN + side * (half + 24);

		canvas_begin(k->c, "P");
		canvas_text(k->c, x, at[side] + 9, term,
		    method_term[i].name);
		canvas_text(k->c, x, at[side] + 21.5, f,
		    method_term[i].text);
		canvas_end(k->c, "P");
		at[side] += canvas_text_height(k->c, f, method_term[i].text) +
		    25;
	}
	return fmax(at[0], at[1]);
}

static void
coverage_row(struct book *k, double y, const struct column *col, size_t i)
{
	const struct source_coverage *s = &k->r->source[i];
	struct phrase name = phrase_source(s->source), posts =
	    phrase_count(s->posts), threads = phrase_count(s->threads),
	    whole = phrase_count(s->threads_complete), part =
	    phrase_count(s->threads_incomplete), unknown =
	    phrase_count(s->threads_unknown), first =
	    phrase_date(s->first), last = phrase_date(s->last);
	const char *text[] = { name.s, posts.s, first.s, last.s, threads.s,
	    whole.s, part.s, unknown.s };

	page_table_row(k, MARGIN, y, col, text, 8, i % 2 == 1);
}

static double
coverage(struct book *k, double y)
{
	static const struct column col[] = {
		{ "Network", 84, ALIGN_LEFT },
		{ "Posts", 50, ALIGN_RIGHT },
		{ "First post", 84, ALIGN_RIGHT },
		{ "Last post", 84, ALIGN_RIGHT },
		{ "Threads", 48, ALIGN_RIGHT },
		{ "read whole", 53, ALIGN_RIGHT },
		{ "in part", 50, ALIGN_RIGHT },
		{ "not known", 58, ALIGN_RIGHT },
	};
	size_t room = (size_t)fmax(0, (CONTENT_END - y - 76) / ROW_H);
	size_t n = k->r->n_sources < room ? k->r->n_sources : room;
	struct font quiet = { .size = 7.4, .ink = INK_MUTED,
	    .width = CONTENT_W, .lines = 1 };
	struct buf b = {0};

	page_heading(k, MARGIN, y, CONTENT_W, "What was read",
	    "Posts in the window, and how much of their threads");
	y += 30;
	canvas_begin(k->c, "Table");
	page_table_head(k, MARGIN, y, col, 8, ROW_H);
	y += ROW_H;
	for (size_t i = 0; i < n; i++, y += ROW_H)
		coverage_row(k, y, col, i);
	canvas_end(k->c, "Table");
	if (k->r->n_sources > n)
		buf_addf(&b, "and %zu more in report.html",
		    k->r->n_sources - n);
	else if (n == 0)
		buf_adds(&b, "No posts in this window");
	if (b.len > 0) {
		canvas_text(k->c, MARGIN + 4, y + 10, quiet, b.s);
		y += 12;
	}
	buf_free(&b);
	return y;
}

void
page_method(struct book *k)
{
	struct font quiet = { .size = 7.4, .ink = INK_MUTED,
	    .width = CONTENT_W, .lines = 3 };
	struct buf b = {0};
	double y;
	int unknown;

	page_start(k, "How this was measured",
	    phrase_days(k->r->from, k->r->to).s, "How this was measured",
	    false, "method");
	y = definitions(k, PAGE_TOP - 2);
	y = coverage(k, y + 8);
	method_notes(&b, k->r);
	unknown = canvas_unknown(k->c);
	if (unknown > 0)
		buf_addf(&b, " %s %s no picture in the installed fonts; the "
		    "packages fonts-noto-core, fonts-noto-cjk and "
		    "fonts-noto-color-emoji hold most scripts.",
		    phrase_count(unknown).s, unknown == 1 ?
		    "character has" : "characters have");
	canvas_begin(k->c, "P");
	canvas_text(k->c, MARGIN, y + 14, quiet, b.s);
	canvas_end(k->c, "P");
	buf_free(&b);
}

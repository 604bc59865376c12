/* SPDX-License-Identifier: MIT
 *
 * One page for a company. */
#include <math.h>
#include <stdio.h>

#include "report/chart.h"
#include "report/page.h"
#include "report/phrase.h"

#define SOURCES 4		/* rows of the table, the rest is named */
#define SOURCES_HEAD 27.0
#define SOURCES_W 326.0		/* the table and the space right of it */

static void
top(struct book *k, size_t i, size_t nth)
{
	const struct co_result *co = &k->r->co[i];
	size_t rank = finding_rank(k->r, i);
	struct font pill = { .size = 8.2, .bold = true, .ink = INK_NAVY };
	const char *word = finding_words(finding_verdict(&co->response));
	struct buf b = {0};
	char target[32];

	snprintf(target, sizeof(target), "company%zu", nth + 1);
	if (co->sector != NULL && co->sector[0] != '\0')
		buf_addf(&b, "%s · ", co->sector);
	if (rank > 0)
		buf_addf(&b, "number %zu of %zu ranked companies · ", rank,
		    k->r->n_ranked);
	buf_adds(&b, phrase_days(k->r->from, k->r->to).s);
	page_start(k, co->name, b.s, co->name, nth > 0, target);
	buf_free(&b);

	double w = canvas_text_width(k->c, pill, word) + 24;

	canvas_rect(k->c, (struct box){ PAGE_W - MARGIN - w, 22, w, 21 },
	    10.5, (struct paint){ .fill = INK_PAPER });
	canvas_text(k->c, PAGE_W - MARGIN - w + 12, 35.6, pill, word);
}

static void
curves(struct book *k, const struct co_result *co, double y, double h)
{
	const struct response *own = &co->response, *all =
	    &k->r->total.response;
	const struct chart_line line[2] = {
		{ co->name, own, INK_OPEN, false },
		{ "All companies", all, INK_NAVY, true },
	};
	static const char *const name[N_WITHIN] = { "within 1\u202fh",
	    "within 4\u202fh", "within 24\u202fh", "within 72\u202fh" };
	struct chart_bar bar[N_WITHIN];
	double left = CONTENT_W * 0.54, right = CONTENT_W - left - 24;
	double x = MARGIN + left + 24;

	for (int i = 0; i < N_WITHIN; i++)
		bar[i] = (struct chart_bar){ name[i], own->within[i], 0,
		    own->cases == 0 ? "none to answer" :
		    isfinite(own->within[i].p) ? NULL : "too early to say",
		    all->within[i].p, INK_ANSWERED };
	page_heading(k, MARGIN, y, left, "How long people wait",
	    "Share still waiting for a first answer, 95\u202f% band");
	chart_curve(k->c, (struct box){ MARGIN, y + 32, left, h - 32 }, line,
	    2);
	page_heading(k, x, y, right, "Answered in time",
	    "Share with an answer; dashed: all companies");
	chart_bars(k->c, (struct box){ x, y + 32, right, 150 }, 58, bar,
	    N_WITHIN);
}

static void
source_row(struct book *k, double y, const struct column *col, size_t i,
    const struct channel *ch)
{
	struct phrase name = phrase_source(ch->source), posts =
	    phrase_count(ch->traffic.customer_posts), cases =
	    phrase_count(ch->response.cases), rate =
	    phrase_share(ch->response.rate), wait =
	    phrase_median(&ch->response);
	const char *text[] = { name.s, posts.s, cases.s, rate.s, wait.s };

	page_table_row(k, MARGIN, y, col, text, 5, i % 2 == 1);
}

static void
sources(struct book *k, const struct co_result *co, double y)
{
	static const struct column col[] = {
		{ "Network", 70, ALIGN_LEFT },
		{ "Posts", 42, ALIGN_RIGHT },
		{ "Complaints, questions", 58, ALIGN_RIGHT },
		{ "Got an answer", 78, ALIGN_RIGHT },
		{ "Median wait", 58, ALIGN_RIGHT },
	};
	size_t n = co->n_channels > SOURCES ? SOURCES : co->n_channels;
	struct font quiet = { .size = 7.2, .ink = INK_MUTED };
	char more[64];

	page_heading(k, MARGIN, y, 328, "Network by network", NULL);
	y += 18;
	canvas_begin(k->c, "Table");
	page_table_head(k, MARGIN, y, col, 5, SOURCES_HEAD);
	y += SOURCES_HEAD;
	for (size_t i = 0; i < n; i++, y += ROW_H)
		source_row(k, y, col, i, &co->channel[i]);
	canvas_end(k->c, "Table");
	if (n == 0)
		canvas_text(k->c, MARGIN + 4, y + 11, quiet,
		    "No posts in this window");
	if (co->n_channels > n) {
		snprintf(more, sizeof(more), "and %zu more in report.html",
		    co->n_channels - n);
		canvas_text(k->c, MARGIN + 4, y + 9, quiet, more);
	}
}

/* One quote with its bar; returns its height, 0 when it does not fit. */
static double
quote(struct book *k, double y, const struct quote *q)
{
	struct font f = { .size = 8.4, .ink = INK_TEXT,
	    .width = CONTENT_W - 14, .lines = 3 };
	struct font quiet = { .size = 7, .ink = INK_MUTED,
	    .width = CONTENT_W - 14, .lines = 1 };
	struct buf text = {0}, meta = {0};
	double h;

	phrase_quote(&text, q->text);
	if (text.len == 0)
		buf_adds(&text, "(a post without text)");
	buf_addf(&meta, "%s · %s · waiting for %s",
	    phrase_source(q->source).s, phrase_time(q->created_at).s,
	    phrase_hours(q->waiting_hours).s);
	if (q->audience >= 0)
		buf_addf(&meta, " · seen by up to %s",
		    phrase_count(q->audience).s);
	h = canvas_text_height(k->c, f, text.s) + 13;
	if (y + h > CONTENT_END) {
		h = 0;
	} else {
		canvas_rect(k->c, (struct box){ MARGIN, y, 2, h }, 0,
		    (struct paint){ .fill = INK_OPEN });
		canvas_begin(k->c, "BlockQuote");
		canvas_text(k->c, MARGIN + 10, y + 9, f, text.s);
		canvas_text(k->c, MARGIN + 10, y + h - 3, quiet, meta.s);
		canvas_end(k->c, "BlockQuote");
	}
	buf_free(&text);
	buf_free(&meta);
	return h;
}

static void
quotes(struct book *k, const struct co_result *co, double y)
{
	struct font quiet = { .size = 8, .ink = INK_MUTED };

	if (!k->r->quotes)
		return;
	page_heading(k, MARGIN, y, CONTENT_W, "Still waiting",
	    "Complaints and questions without an answer, as people wrote "
	    "them");
	y += 31;
	if (co->n_quotes == 0)
		canvas_text(k->c, MARGIN, y + 9, quiet,
		    "No open complaint or question to quote.");
	for (size_t i = 0; i < co->n_quotes; i++) {
		double h = quote(k, y, &co->quote[i]);

		if (h == 0)
			break;
		y += h + 8;
	}
}

void
page_company(struct book *k, size_t nth)
{
	size_t i = k->detailed[nth];
	const struct co_result *co = &k->r->co[i];
	struct buf b = {0};
	double y = PAGE_TOP - 8, low;
	size_t rows = co->n_channels > SOURCES ? SOURCES : co->n_channels;

	top(k, i, nth);
	page_cards(k, y, co);
	y += CARD_H + 10;
	finding_company(&b, k->r, co);
	y += page_callout(k, y, b.s) + 14;
	buf_free(&b);
	curves(k, co, y, 216);
	y += 216 + 8;
	page_heading(k, MARGIN, y, CONTENT_W,
	    "What became of the complaints and questions", NULL);
	chart_states(k->c, (struct box){ MARGIN, y + 18, CONTENT_W, 34 },
	    &co->response);
	y += 64;
	sources(k, co, y);
	low = fmax(84, 18 + SOURCES_HEAD + ROW_H * (double)rows +
	    (co->n_channels > rows ? 12 : 0));
	page_heading(k, MARGIN + SOURCES_W, y, CONTENT_W - SOURCES_W,
	    "When people wrote", NULL);
	chart_days(k->c, (struct box){ MARGIN + SOURCES_W, y + 18,
	    CONTENT_W - SOURCES_W, low - 18 }, k->r, co);
	quotes(k, co, y + low + 14);
}

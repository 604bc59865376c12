/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "common/opts.h"
#include "report/chart.h"
#include "report/page.h"
#include "report/phrase.h"

bool
page_target(const struct book *k, size_t i, char *out, size_t n)
{
	for (size_t j = 0; j < k->n_detailed; j++) {
		if (k->detailed[j] != i)
			continue;
		snprintf(out, n, "company%zu", j + 1);
		return true;
	}
	return false;
}

static void
footer(struct book *k)
{
	struct canvas *c = k->c;
	double y = PAGE_H - 34;
	struct font f = { .size = 7, .ink = INK_MUTED, .width = 380,
	    .lines = 1 };
	struct buf b = {0};

	canvas_line(c, (struct point){ MARGIN, PAGE_H - 46 },
	    (struct point){ PAGE_W - MARGIN, PAGE_H - 46 },
	    (struct paint){ .stroke = INK_LINE, .width = 0.6 });
	buf_addf(&b, "As of %s · model %s · unanswered " UNANSWERED_VERSION,
	    phrase_time(k->r->as_of).s,
	    k->r->model.name != NULL ? k->r->model.name : "none");
	canvas_begin(c, "P");
	canvas_text(c, MARGIN, y, f, b.s);
	buf_clear(&b);
	buf_addf(&b, "Page %d of %d", k->page, k->pages);
	f.align = ALIGN_RIGHT;
	f.width = 0;
	canvas_text(c, PAGE_W - MARGIN, y, f, b.s);
	canvas_end(c, "P");
	buf_free(&b);
}

void
page_start(struct book *k, const char *title, const char *below,
    const char *bookmark, bool child, const char *target)
{
	struct canvas *c = k->c;
	struct font big = { .size = 16, .bold = true, .ink = INK_PAPER,
	    .width = CONTENT_W - 120, .lines = 1 };
	struct font small = { .size = 8.4, .ink = INK_PALE,
	    .width = CONTENT_W - 120, .lines = 1 };

	k->page++;
	canvas_page(c, bookmark, child, target);
	canvas_rect(c, (struct box){ 0, 0, PAGE_W, 66 }, 0,
	    (struct paint){ .fill = INK_NAVY });
	canvas_rect(c, (struct box){ 0, 66, PAGE_W, 3 }, 0,
	    (struct paint){ .fill = INK_ACCENT });
	canvas_begin(c, "H1");
	canvas_text(c, MARGIN, 33, big, title);
	canvas_end(c, "H1");
	canvas_begin(c, "P");
	canvas_text(c, MARGIN, 50, small, below);
	canvas_end(c, "P");
	footer(k);
}

void
page_heading(struct book *k, double x, double y, double w, const char *title,
    const char *below)
{
	struct font f = { .size = 10.5, .bold = true, .ink = INK_TEXT,
	    .width = w, .lines = 1 };
	struct font quiet = { .size = 7.6, .ink = INK_MUTED, .width = w,
	    .lines = 1 };

	canvas_begin(k->c, "H2");
	canvas_text(k->c, x, y + 10, f, title);
	canvas_end(k->c, "H2");
	if (below == NULL)
		return;
	canvas_begin(k->c, "P");
	canvas_text(k->c, x, y + 21.5, quiet, below);
	canvas_end(k->c, "P");
}

static void
draw_card(struct book *k, struct box b, const struct card *card,
    const struct co_result *co)
{
	struct canvas *c = k->c;
	double w = b.w - 20;
	struct font label = { .size = 7.6, .ink = INK_MUTED, .width = w,
	    .lines = 1 };
	struct font value = { .size = 17, .bold = true, .ink = INK_TEXT,
	    .width = w, .lines = 1 };
	struct font note = { .size = 7.2, .ink = INK_MUTED, .width = w,
	    .lines = 1 };
	bool spark = card->spark >= 0 &&
	    canvas_text_width(c, note, card->note) < w - 40;

	canvas_rect(c, b, 4, (struct paint){ .fill = INK_CARD });
	canvas_rect(c, (struct box){ b.x, b.y, 3, b.h }, 1.5,
	    (struct paint){ .fill = card->ink });
	while (value.size > 10 && canvas_text_width(c, value, card->value) > w)
		value.size -= 1;
	canvas_begin(c, "P");
	canvas_text(c, b.x + 12, b.y + 16, label, card->label);
	canvas_text(c, b.x + 12, b.y + 37, value, card->value);
	canvas_text(c, b.x + 12, b.y + 54, note, card->note);
	canvas_end(c, "P");
	if (spark)
		chart_spark(c, (struct box){ b.x + b.w - 46, b.y + 44, 37,
		    11 }, k->r, co, card->spark, card->ink);
}

void
page_cards(struct book *k, double y, const struct co_result *co)
{
	const struct response *p = &co->response;
	struct phrase posts = phrase_count(co->traffic.customer_posts);
	struct phrase first = phrase_count(co->traffic.first_posts);
	struct phrase cases = phrase_count(p->cases);
	struct phrase rate = phrase_percent(p->rate.p);
	struct phrase range = phrase_range(p->rate);
	struct phrase median = phrase_median(p);
	struct phrase wait = phrase_median_note(p);
	char note[3][PHRASE_MAX + 48];
	const struct card card[4] = {
		{ "Posts by customers", posts.s, note[0], INK_NAVY, 0 },
		{ "Complaints and questions", cases.s, note[2], INK_NAVY, 1 },
		{ "Got an answer", rate.s, note[1], INK_ANSWERED, -1 },
		{ "Median time to first answer", median.s, wait.s,
		    INK_OPEN, -1 },
	};
	double w = (CONTENT_W - 30) / 4;

	snprintf(note[0], sizeof(note[0]), "%s first posts", first.s);
	snprintf(note[1], sizeof(note[1]), "95\u202f%% interval %s", range.s);
	snprintf(note[2], sizeof(note[2]), "%s readable",
	    phrase_count(finding_readable(p)).s);
	for (int i = 0; i < 4; i++)
		draw_card(k, (struct box){ MARGIN + (w + 10) * i, y, w,
		    CARD_H }, &card[i], co);
}

double
page_callout(struct book *k, double y, const char *text)
{
	struct font f = { .size = 9.6, .bold = true, .ink = INK_TEXT,
	    .width = CONTENT_W - 30, .lines = 3 };
	double h = canvas_text_height(k->c, f, text) + 15;

	canvas_rect(k->c, (struct box){ MARGIN, y, CONTENT_W, h }, 4,
	    (struct paint){ .fill = INK_CARD });
	canvas_rect(k->c, (struct box){ MARGIN, y, 3, h }, 1.5,
	    (struct paint){ .fill = INK_ACCENT });
	canvas_begin(k->c, "P");
	canvas_text(k->c, MARGIN + 14, y + 17.5, f, text);
	canvas_end(k->c, "P");
	return h;
}

void
page_table_head(struct book *k, double x, double y, const struct column *col,
    size_t n, double h)
{
	double w = 0;

	for (size_t i = 0; i < n; i++)
		w += col[i].width;
	canvas_rect(k->c, (struct box){ x, y, w, h }, 0,
	    (struct paint){ .fill = INK_NAVY });
	canvas_begin(k->c, "TR");
	for (size_t i = 0; i < n; i++) {
		struct font f = { .size = 7.2, .bold = true,
		    .ink = INK_PAPER, .align = col[i].align,
		    .width = col[i].width - 2 * CELL_PAD, .lines = 2 };
		double th = canvas_text_height(k->c, f, col[i].name);

		/* One line stands at the foot of the head, two fill it. */
		canvas_begin(k->c, "TH");
		canvas_text(k->c, x + CELL_PAD, y + h - th + 4, f, col[i].name);
		canvas_end(k->c, "TH");
		x += col[i].width;
	}
	canvas_end(k->c, "TR");
}

void
page_table_row(struct book *k, double x, double y, const struct column *col,
    const char *const *text, size_t n, bool shade)
{
	double w = 0;

	for (size_t i = 0; i < n; i++)
		w += col[i].width;
	if (shade)
		canvas_rect(k->c, (struct box){ x, y, w, ROW_H }, 0,
		    (struct paint){ .fill = INK_CARD });
	canvas_line(k->c, (struct point){ x, y + ROW_H },
	    (struct point){ x + w, y + ROW_H },
	    (struct paint){ .stroke = INK_LINE, .width = 0.4 });
	canvas_begin(k->c, "TR");
	for (size_t i = 0; i < n; i++) {
		struct font f = { .size = 7.4, .ink = INK_TEXT,
		    .align = col[i].align, .width = col[i].width - 2 * CELL_PAD,
		    .lines = 1 };

		canvas_begin(k->c, "TD");
		if (text[i] != NULL)
			canvas_text(k->c, x + CELL_PAD, y + 10.8, f, text[i]);
		canvas_end(k->c, "TD");
		x += col[i].width;
	}
	canvas_end(k->c, "TR");
}

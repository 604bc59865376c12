/* SPDX-License-Identifier: MIT
 *
 * The pages of report.pdf and what they share: header, footer, cards,
 * headings, tables. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "report/canvas.h"
#include "report/finding.h"
#include "report/result.h"

#define MARGIN 42.0
#define CONTENT_W (PAGE_W - 2 * MARGIN)
#define CONTENT_END (PAGE_H - 58)	/* above the footer */
#define DETAILED 10			/* companies with a page of their own */

struct book {
	struct canvas *c;
	const struct result *r;
	size_t detailed[DETAILED], n_detailed;	/* indices into r->co */
	int page, pages;		/* the one being drawn, of how many */
};

/* Pages a part takes, and drawing them. */
int page_rank_count(const struct result *r);
void page_summary(struct book *k);
void page_rank(struct book *k);
void page_company(struct book *k, size_t nth);
void page_method(struct book *k);

/* The name links use for the page of r->co[i]; NULL: it has none. */
bool page_target(const struct book *k, size_t i, char *out, size_t n);

/* Start a page with a band: title, the line below it. Draws the footer. */
void page_start(struct book *k, const char *title, const char *below,
    const char *bookmark, bool child, const char *target);
#define PAGE_TOP 92.0		/* where content starts on such a page */

/* Heading and a quiet line below it; content may start 24 below y. */
void page_heading(struct book *k, double x, double y, double w,
    const char *title, const char *below);

struct card {
	const char *label, *value, *note;
	enum ink ink;		/* of the edge */
	int spark;		/* 0 posts, 1 cases, -1 none */
};
#define CARD_H 64.0
/* The four cards of everything or of a company, at y over the whole width. */
void page_cards(struct book *k, double y, const struct co_result *co);

/* A sentence in a box; returns the height of the box. */
double page_callout(struct book *k, double y, const char *text);

struct column {
	const char *name;
	double width;
	enum align align;
};
#define ROW_H 16.0
#define CELL_PAD 3.5
/* A table's head, and a row of texts below it (text NULL: left empty). */
void page_table_head(struct book *k, double x, double y,
    const struct column *col, size_t n, double h);
void page_table_row(struct book *k, double x, double y,
    const struct column *col, const char *const *text, size_t n, bool shade);

#endif

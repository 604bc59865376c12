/* SPDX-License-Identifier: MIT
 *
 * The pictures of the report, drawn on any canvas. Each fills its box, has
 * its numbers written beside its shapes, and says so when there is nothing
 * to show. */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include "report/canvas.h"
#include "report/finding.h"
#include "report/phrase.h"
#include "report/result.h"

/* ---- share still waiting, hour by hour up to 72 (chart_curve.c) ---- */
struct chart_line {
	const char *name;
	const struct response *response;
	enum ink ink;
	bool dashed;		/* to compare with: no band */
};
/* Steps with a 95 % band, and below the numbers still watched. */
void chart_curve(struct canvas *c, struct box b, const struct chart_line *l,
    size_t n);
/* S(h) and its limits, NaN after the last time observed. */
struct share chart_curve_at(const struct curve *k, double hours);

/* ---- bars with intervals (chart.c) ---- */
struct chart_bar {
	const char *name;	/* NULL: a gap, `note` stands in it */
	struct share share;
	double moved;		/* of it only moved to private messages */
	const char *note;	/* "too few (3)": grey words, no bar */
	double mark;		/* a tick to compare with, or NaN */
	enum ink ink;
};
/* 0..100 %, the names in a column of that width. */
void chart_bars(struct canvas *c, struct box b, double names,
    const struct chart_bar *bar, size_t n);

/* Bars of all companies in the order of the ranking; when they are too many,
 * the first and the last with a gap between them that says how many stand
 * there. gap holds its words. Returns how many bars. */
#define CHART_COMPANIES 14
size_t chart_companies(const struct result *r,
    struct chart_bar bar[CHART_COMPANIES], struct phrase *gap);

/* A row of a table: the share answered, the part of it that only moved away,
 * the interval; no words. */
void chart_interval(struct canvas *c, struct box b,
    const struct response *r);

/* A sign that does not need its colour: a full disc answers, half a disc
 * answers some, a ring with a line out of it moves to private, a ring with a
 * dot seldom, a struck ring never, a ring alone too few. 9 points wide. */
void chart_sign(struct canvas *c, struct point at, enum verdict v);

/* What became of the cases: a bar in four parts and its legend, in one line
 * when the box is wide enough, else two. */
void chart_states(struct canvas *c, struct box b, const struct response *r);
/* The bar alone. */
void chart_states_bar(struct canvas *c, struct box b,
    const struct response *r);

/* ---- over time ---- */
/* Days put together until they are few enough to draw. */
struct chart_bins {
	struct day *bin;	/* n of them, `days` days each */
	size_t n, days;
	int64_t first, last;	/* midnight of the first and the last day */
};
#define CHART_BINS 120
void chart_bins(struct chart_bins *out, const struct result *r,
    const struct co_result *co);
void chart_bins_free(struct chart_bins *b);
/* Columns: posts, and the complaints and questions among them. */
void chart_days(struct canvas *c, struct box b, const struct result *r,
    const struct co_result *co);
/* A line for a card; what: 0 posts, 1 cases. Less than 3 days: nothing. */
void chart_spark(struct canvas *c, struct box b, const struct result *r,
    const struct co_result *co, int what, enum ink ink);

#endif

/* SPDX-License-Identifier: MIT
 *
 * Charts in the HTML page: a picture, what it is called, and its numbers in a
 * table that opens below it. */
#ifndef REPORT_HTML_FIGURE_H
#define REPORT_HTML_FIGURE_H

#include "report/chart.h"
#include "report/html.h"

/* id is unique among the companies and used for all their pictures. */
void html_figure_curve(struct html *h, const char *id,
    const struct result *r, const struct co_result *co);
void html_figure_within(struct html *h, const char *id,
    const struct result *r, const struct co_result *co);
void html_figure_states(struct html *h, const char *id,
    const struct co_result *co);
void html_figure_days(struct html *h, const char *id,
    const struct result *r, const struct co_result *co);
/* All companies' bars. */
void html_figure_bars(struct html *h, const struct result *r);

/* <thead> with one row; the first `left` names stand left. */
void html_head(struct html *h, const char *const *name, size_t n,
    size_t left);

#endif

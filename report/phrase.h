/* SPDX-License-Identifier: MIT
 *
 * Numbers and findings in words people read, the same in every page we
 * write. A number and its unit are joined by a narrow no-break space. */
#ifndef REPORT_PHRASE_H
#define REPORT_PHRASE_H

#include <stdint.h>

#include "common/mem.h"
#include "report/result.h"

#define PHRASE_MAX 96
/* By value, so that it can stand inside a call: phrase_count(n).s */
struct phrase { char s[PHRASE_MAX]; };

#define PHRASE_NONE "–"			/* what stands for "not available" */
#define PHRASE_NO_CASES "No complaints or questions in this window"

struct phrase phrase_count(int64_t n);		/* 1,204 */
/* The same where room is short: 9,999, 23.5k, 104k, 4.9m. */
struct phrase phrase_short(int64_t n);
struct phrase phrase_percent(double p);		/* 39 %, 0.4 % */
struct phrase phrase_range(struct share s);	/* 37–42 % */
struct phrase phrase_share(struct share s);	/* 39 % (37–42 %) */
struct phrase phrase_hours(double h);		/* 46 min, 2.4 h, 3.1 days */
/* "2.4 h", "not reached", or PHRASE_NONE without cases. */
struct phrase phrase_median(const struct response *r);
/* What belongs below it: "62 % still waiting after 72 h". */
struct phrase phrase_median_note(const struct response *r);
struct phrase phrase_date(int64_t t);		/* 22 November 2026 */
struct phrase phrase_day(int64_t t);		/* 22 Nov */
struct phrase phrase_time(int64_t t);	/* 22 November 2026, 02:00 UTC */
/* The days from..to, `to` not included: 25 October – 21 November 2026. */
struct phrase phrase_days(int64_t from, int64_t to);
struct phrase phrase_source(const char *source);	/* "x": X (Twitter) */

/* Where the posts come from: "X (Twitter), Bluesky and 2 more". */
void phrase_sources(struct buf *b, const struct result *r);

/* A post as it may be shown: cleaned, names of accounts and mail addresses
 * masked as "@…", at most QUOTE_MAX characters. Escaping is still to do. */
#define QUOTE_MAX 280
void phrase_quote(struct buf *b, const char *text);

#endif

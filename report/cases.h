/* SPDX-License-Identifier: MIT
 *
 * All cases of a report, sorted by company, time and id, more of them than
 * memory holds. */
#ifndef REPORT_CASES_H
#define REPORT_CASES_H

#include "report/ledger.h"

struct place_of { uint32_t batch, len; int64_t offset; };	/* of a post */

struct case_row {
	struct key id;		/* of the post that opened it */
	int64_t opened_at, answered_at;	/* answered_at 0: not */
	int64_t last_seen, audience;
	struct place_of post, answer;
	uint32_t company;
	uint16_t source;
	uint8_t state, labels;
};

struct cases;
struct cases *cases_new(struct reader *r);
int cases_add(struct cases *c, const struct row *post,
    const struct ledger_case *k, struct err *e);
int cases_done(struct cases *c, struct err *e);
/* From the first case on; then 1 with *row, 0 at the end, -1. */
int cases_rewind(struct cases *c, struct err *e);
int cases_next(struct cases *c, struct case_row *row, struct err *e);
/* The post at that place; its strings live in a. */
int cases_post(struct cases *c, const struct place_of *at, struct post *p,
    struct arena *a, struct err *e);
const char *cases_source(const struct cases *c, const struct case_row *row);
extern const char *const case_state_name[];	/* "answered" … */
void cases_free(struct cases *c);

#endif

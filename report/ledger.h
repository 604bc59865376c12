/* SPDX-License-Identifier: MIT
 *
 * Who was answered: the posts of one thread become cases of a company and its
 * traffic. Pure functions over rows; definitions as in README.md. */
#ifndef REPORT_LEDGER_H
#define REPORT_LEDGER_H

#include "report/reader.h"

#define SILENCE_S (72 * 3600)	/* after that a message opens a new case */

enum case_state { CASE_ANSWERED, CASE_DEFLECTED, CASE_OPEN,
	CASE_UNOBSERVABLE };

struct ledger_case {
	uint32_t company;
	size_t first;		/* the post that opened it */
	size_t answer;		/* or SIZE_MAX */
	enum case_state state;
	uint8_t labels;		/* of the first post */
	int64_t last_seen;	/* newest created_at in the thread */
};

/* Order for the posts of a thread: time, customers first, id. */
int ledger_order(const void *a, const void *b);

/* The cases of company c in the thread post[0..n), which is in ledger_order;
 * each is emitted once, in the order of opening. concerns(ctx, set) says
 * whether a set holds c. */
void ledger_cases(const struct row *post, size_t n, uint32_t c,
    bool (*concerns)(const void *ctx, uint32_t set, uint32_t company),
    const void *ctx, void (*emit)(void *to, const struct ledger_case *),
    void *to);

/* Seconds from first post i to the first later official post of c in the
 * thread, or -1. */
int64_t ledger_response(const struct row *post, size_t n, size_t i,
    uint32_t c);

#endif

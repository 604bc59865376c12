/* SPDX-License-Identifier: MIT
 *
 * What the figures say, in one sentence a manager can repeat. It describes;
 * it never says why. */
#ifndef REPORT_FINDING_H
#define REPORT_FINDING_H

#include "common/mem.h"
#include "report/result.h"

/* How a company deals with people, by its observed shares. */
enum verdict {
	VERDICT_FEW,		/* fewer than FEW_CASES readable cases */
	VERDICT_ANSWERS,	/* two thirds or more get an answer */
	VERDICT_PRIVATE,	/* as many, but most are only moved away */
	VERDICT_SOME,		/* one third to two thirds */
	VERDICT_SELDOM,		/* less than one third */
	VERDICT_NEVER,		/* none */
};
#define FEW_CASES 5

enum verdict finding_verdict(const struct response *r);
/* "Answers most", "Never answers" … */
const char *finding_words(enum verdict v);
/* What the word stands for, for the page on method. */
const char *finding_meaning(enum verdict v);

/* Cases that count for a rate: those that could be read. */
int64_t finding_readable(const struct response *r);
/* (deflected) / readable, with no interval; NaN without cases. */
double finding_private_share(const struct response *r);

/* One plain sentence on everything, and on one company; appended to b. */
void finding_all(struct buf *b, const struct result *r);
void finding_company(struct buf *b, const struct result *r,
    const struct co_result *co);

/* Place of company i among the ranked ones, from 1; 0: not ranked. */
size_t finding_rank(const struct result *r, size_t i);

/* Indices of the companies with most cases, most first, at most n of them
 * into out; returns how many. */
size_t finding_largest(const struct result *r, size_t *out, size_t n);

#endif

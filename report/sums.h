/* SPDX-License-Identifier: MIT
 *
 * Running sums of one company, one source of a company, or all; and what a
 * report says of them. */
#ifndef REPORT_SUMS_H
#define REPORT_SUMS_H

#include "report/cases.h"
#include "report/result.h"
#include "report/survival.h"

struct sums {
	struct traffic traffic;
	int64_t posts, judged, abstained, complaints, queries;
	int64_t mood[4];	/* by MOOD_* */
	int64_t state[4];	/* by CASE_* */
	double *first_s;	/* seconds to the first answer */
	size_t n_first, cap_first;
	struct obs *obs;	/* one a case */
	size_t n_obs, cap_obs;
};

void sums_post(struct sums *s, const struct row *p, bool official);
void sums_first(struct sums *s, int64_t answer_s);	/* -1: none */
void sums_case(struct sums *s, const struct case_row *c, int64_t as_of);
void sums_traffic(struct sums *s, struct traffic *out);
/* Memory for curves comes from a. */
void sums_response(struct sums *s, struct response *out, struct arena *a);
void sums_free(struct sums *s);

#endif

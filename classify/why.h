/* SPDX-License-Identifier: MIT
 *
 * Why a model says what it says of a text: the n-grams that carry a label's
 * decision value, by name. */
#ifndef CLASSIFY_WHY_H
#define CLASSIFY_WHY_H

#include <stddef.h>

#include "classify/features.h"
#include "classify/model.h"
#include "common/mem.h"

struct why_part {
	enum feature_kind kind;
	const char *text;	/* the n-gram alone, "never arrived" */
	const char *said;	/* in words, "‘never arrived’" (gram.h) */
	double value, weight;	/* in the text, in the model */
	double contribution;	/* value times weight */
};

struct why_found {
	struct why_part *part;	/* strongest first, in the arena */
	size_t n;
	size_t all;		/* features of the text the model knows */
	double sum;		/* of all their contributions: with the bias
				 * the decision value */
};

struct why;
struct why *why_new(const struct model *m);	/* m must live */

/* The k strongest n-grams of a text for one label, for and against, by the
 * size of their contribution; of equals what comes first in the text. k 0:
 * all. Those that weigh nothing are left out. Two n-grams that share a number
 * are one part and carry both names. */
void why_top(struct why *w, const char *text, size_t len, enum post_p label,
    size_t k, struct arena *a, struct why_found *out);
void why_free(struct why *w);

#endif

/* SPDX-License-Identifier: MIT
 *
 * How well printed probabilities agree with people. */
#ifndef CLASSIFY_SCORE_H
#define CLASSIFY_SCORE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/mem.h"
#include "common/post.h"

struct confusion { int64_t tp, fp, fn, tn; };

double score_precision(const struct confusion *c);	/* 0 when undefined */
double score_recall(const struct confusion *c);
double score_f1(const struct confusion *c);
/* Mean of F1 for "has the label" and F1 for "has it not". */
double score_macro_f1(const struct confusion *c);

/* Area under the ROC curve of d against 0/1 targets y[i * stride] (below 0:
 * left out), ties counted half; NaN when a class is missing. */
double score_auc(const double *d, const int8_t *y, size_t stride, size_t n);

struct score {
	bool has[P_N];			/* judged, and both classes there */
	struct confusion c[P_N];	/* a sentiment: it against the others */
	double auc[P_N];
	bool sentiment;
	int64_t table[3][3];		/* truth, then guess; from negative */
};

/* Score n posts: printed probabilities p, thresholds of complaint and query
 * in ten-thousandths, decision values d[label][i] for the AUC. A post whose
 * p[0] is below 0 was not judged and is left out. */
void score_make(struct score *s, const int (*p)[P_N],
    const int threshold[P_N], const double *const d[P_N],
    const int8_t (*y)[P_N], size_t n);

/* Leave out labels that are not in has. */
void score_keep(struct score *s, const bool has[P_N]);

/* Threshold with the best macro-F1 for one binary label, in ten-thousandths;
 * of equals the one nearest to one half. */
int score_threshold(const int (*p)[P_N], enum post_p label,
    const int8_t (*y)[P_N], size_t n);

double score_sentiment_macro_f1(const struct score *s);
double score_sentiment_accuracy(const struct score *s);

/* {"complaint":{"precision":…,"confusion":{…}},…,"sentiment":{…}} */
json_t *score_json(const struct score *s);
/* The same as a table for people. */
void score_text(const struct score *s, struct buf *b);

#endif

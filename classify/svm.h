/* SPDX-License-Identifier: MIT
 *
 * Two-class linear support vector machines by libsvm, folded into one weight
 * vector; alone knows libsvm. While the matrix of inner products fits the
 * memory allowed it is computed once by an inverted index and handed to
 * libsvm as a precomputed kernel, which gives the machine of the linear
 * kernel; beyond, libsvm's linear kernel is used. */
#ifndef CLASSIFY_SVM_H
#define CLASSIFY_SVM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "classify/vocab.h"
#include "common/err.h"

struct svm_task {
	const struct vocab_row *row;	/* l posts */
	const int8_t *y;		/* 1 or 0 for each */
	size_t l;
	uint32_t features;		/* vectors have rows below that */
	const float *scale;		/* a factor a feature, or NULL for 1 */
	double cost;			/* C */
	double weight_yes, weight_no;	/* C is multiplied by these */
	double epsilon;			/* when to stop; libsvm's -e */
	size_t memory;			/* bytes a matrix may take */
	int cache_mb;			/* of kernel rows; 0: 400 */
	bool no_shrinking;
};

struct svm_machine {
	double *w;			/* features of them: for vectors that
					 * are not scaled */
	double bias;
	int support;			/* vectors libsvm kept, -1 unknown */
	double folding_error;		/* largest |folded - what the library
					 * itself answers|, over posts spread
					 * through the task */
};

/* Train. ERR_DATA when a class is missing; ERR_FATAL when folding changed a
 * decision value by more than SVM_FOLD_MAX. Free m->w with free. */
#define SVM_FOLD_MAX 1e-6
int svm_fit(const struct svm_task *t, struct svm_machine *m, struct err *e);

/* Machines m[0..n) for n values of C, as svm_fit gives them one by one (but
 * t->cost does not matter); what they share is made once. Free every m[i].w,
 * also after -1. */
int svm_fit_costs(const struct svm_task *t, const double *cost, size_t n,
    struct svm_machine *m, struct err *e);

/* Bytes the matrix of l posts takes. */
size_t svm_matrix_bytes(size_t l);

/* For who solves a task another way. Compare the library's own decision value
 * of posts spread through the task with the folded machine's; sets
 * m->folding_error, ERR_FATAL when it is above SVM_FOLD_MAX. */
typedef double svm_own_fn(const void *ctx, size_t i);
int svm_check_folding(struct svm_machine *m, const struct svm_task *t,
    svm_own_fn *own, const void *ctx, struct err *e);

/* ERR_DATA when a class is missing; and an entry's value as the machine is to
 * see it. */
int svm_check_classes(const struct svm_task *t, struct err *e);
static inline double
svm_scaled(const struct svm_task *t, const struct vocab_entry *x)
{
	return t->scale != NULL ? (double)x->x * t->scale[x->row] : x->x;
}

/* w.x + bias */
double svm_decision(const struct svm_machine *m, const struct vocab_row *x);

/* "libsvm 3.24" */
const char *svm_library(void);

#endif

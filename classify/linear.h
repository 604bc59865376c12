/* SPDX-License-Identifier: MIT
 *
 * Two-class linear support vector machines by liblinear; alone knows
 * liblinear. It solves the dual of the L2-regularised machine with L1 loss by
 * coordinate descent, in memory that grows with the texts and not with their
 * square. The objective is that of C-SVC (classify/svm.h) but for the bias,
 * which is here the weight of a feature that is always 1 and so costs a
 * little: decision values come close to libsvm's and do not equal them. */
#ifndef CLASSIFY_LINEAR_H
#define CLASSIFY_LINEAR_H

#include "classify/svm.h"

/* As svm_fit_costs; t->memory does not matter, and machines do not know how
 * many posts they rest on (support is -1). Safe in several threads; the same
 * task gives the same bytes in any of them: liblinear's calls of rand() are
 * answered by a generator of the calling thread, seeded anew for each machine.
 * For that linear.c defines rand(), for the whole program. ERR_FATAL when
 * liblinear was linked so that it does not call it. */
int linear_fit_costs(const struct svm_task *t, const double *cost, size_t n,
    struct svm_machine *m, struct err *e);

/* Bytes a task takes beside the vectors themselves. */
size_t linear_bytes(const struct svm_task *t);

/* "liblinear 230" */
const char *linear_library(void);

#endif

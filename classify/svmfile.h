/* SPDX-License-Identifier: MIT
 *
 * A model file of libsvm's svm-train, read strictly: libsvm itself takes a
 * truncated one without a word. */
#ifndef CLASSIFY_SVMFILE_H
#define CLASSIFY_SVMFILE_H

#include <stdint.h>

#include "common/err.h"

struct svmfile {
	double *w;		/* features of them, folded */
	double bias;		/* decision above 0: class +1 */
	int64_t support;
};

/* Read path: a C-SVC with the linear kernel for classes 1 and -1 over
 * features 1..features, every vector whole, as many as its head says, and
 * coefficients that sum to 0 as an optimum's do. Anything else is ERR_CONFIG
 * with file and line. scale (or NULL) is folded in as svm.h does it. */
int svmfile_read(struct svmfile *s, const char *path, uint32_t features,
    const float *scale, struct err *e);
void svmfile_free(struct svmfile *s);

#endif

/* SPDX-License-Identifier: MIT
 *
 * Cohen's kappa: how far two people agree beyond what chance would give. */
#ifndef CLASSIFY_KAPPA_H
#define CLASSIFY_KAPPA_H

#include <stddef.h>
#include <stdint.h>

#define KAPPA_CLASSES 8

struct kappa {
	int64_t n;
	double agreement;	/* raw share; NaN when n is 0 */
	double kappa;		/* NaN when chance alone would agree always:
				 * one class is all there is */
	double se;		/* of kappa, for large n, kappa not taken to
				 * be 0; NaN with it */
};

/* From a square table of k (at most KAPPA_CLASSES) classes: table[i * k + j]
 * posts are i for the first and j for the second. kappa: Cohen (1960),
 * Educational and Psychological Measurement 20, 37-46. Standard error: Fleiss,
 * Cohen and Everitt (1969), Psychological Bulletin 72, 323-327, equation 13. */
struct kappa kappa_of(const int64_t *table, size_t k);

#endif

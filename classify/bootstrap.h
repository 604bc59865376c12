/* SPDX-License-Identifier: MIT
 *
 * Is one model worse than another, or were these posts bad luck for it? Both
 * judge the same posts; the posts are drawn again, with replacement, many
 * times, and each time the macro-F1 of both is taken. Pairing matters: most
 * of what makes one model look bad on a draw does so for the other, and drops
 * out of the difference. */
#ifndef CLASSIFY_BOOTSTRAP_H
#define CLASSIFY_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#define BOOTSTRAP_CLASSES 3
#define BOOTSTRAP_RESAMPLES 10000

/* Classes from 0: what people say of a post, and what both models say. */
struct bootstrap_post { uint8_t truth, a, b; };

struct bootstrap_difference {
	double a, b;		/* macro-F1 on the posts as they are */
	double difference;	/* b - a */
	double lo, hi;		/* of the difference: 5 % of the draws lie
				 * below lo, 5 % above hi */
};

/* n > 0 posts. Macro-F1 is the mean over the classes that people gave to any
 * of the posts, as score.h has it; F1 that is 0/0 in a draw is 0. Same
 * arguments: same result. Exchanging a and b turns the signs. */
void bootstrap_macro_f1(const struct bootstrap_post *post, size_t n,
    int resamples, uint64_t seed, struct bootstrap_difference *out);

#endif

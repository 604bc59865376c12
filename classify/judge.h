/* SPDX-License-Identifier: MIT
 *
 * A text and a model -> a verdict. One judge a thread; the model is shared. */
#ifndef CLASSIFY_JUDGE_H
#define CLASSIFY_JUDGE_H

#include <stdbool.h>
#include <stddef.h>

#include "classify/lang.h"
#include "classify/model.h"

enum abstained { JUDGED, ABSTAINED_LANGUAGE, ABSTAINED_EMPTY };

struct verdict {
	enum abstained abstained;
	char language[LANG_CODE];	/* "" when not known */
	/* the rest only when judged */
	int p[P_N];			/* in ten-thousandths */
	unsigned labels;		/* POST_COMPLAINT | POST_QUERY */
	enum post_p sentiment;
	double decision[P_N];
	int novelty;		/* share of its features the model does not
				 * know, in ten-thousandths */
};

struct judge;
struct judge *judge_new(const struct model *m);
/* hint: the platform's language tag, or NULL. A post in a language the model
 * was not made for, or without a letter outside handles and links, is not
 * judged; one too short to tell counts as the hint's language, else as the
 * model's. */
void judge_text(struct judge *j, const char *text, size_t len,
    const char *hint, struct verdict *v);
/* The same without looking at the language: for measuring a model. */
void judge_plain(struct judge *j, const char *text, size_t len,
    struct verdict *v);
/* The features and the vector of the text last judged, good until the
 * next one; of no meaning when that one was abstained. */
const struct features *judge_features(const struct judge *j);
const struct vocab_vector *judge_vector(const struct judge *j);
void judge_free(struct judge *j);

#endif

/* SPDX-License-Identifier: MIT
 *
 * May a model take the place of the one in use? Both judge the same posts that
 * people have labelled. A label is worse when either holds:
 *   - its macro-F1 falls by more than the tolerance, proven or not: it is for
 *     the new model to show that it is no worse;
 *   - its macro-F1 falls, by however little, and the upper end of the 90 %
 *     interval of the difference is below 0: otherwise many small steps down,
 *     each within the tolerance, would add up.
 * Worse on any label: refused. */
#ifndef CLASSIFY_GATE_H
#define CLASSIFY_GATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "classify/bootstrap.h"
#include "classify/labelled.h"
#include "classify/model.h"
#include "common/err.h"
#include "common/mem.h"

#define GATE_SEED 1

enum gate_what { GATE_COMPLAINT, GATE_QUERY, GATE_SENTIMENT, GATE_N };

struct gate_label {
	bool compared;		/* the posts have it, of two kinds or more */
	bool worse;
	size_t posts;
	struct bootstrap_difference d;	/* a: in use, b: the new one */
};

struct gate {
	struct gate_label label[GATE_N];
	double tolerance;
	bool passed;
};

/* The rule alone. */
bool gate_worse(const struct bootstrap_difference *d, double tolerance);

/* Compare; whatever the posts' language, as `classify eval`. ERR_CONFIG when
 * no label can be compared. A refusal is not an error here: see passed. */
int gate_run(struct gate *g, const struct labelled *rows,
    const struct model *used, const struct model *candidate, double tolerance,
    struct err *e);

/* ERR_REFUSED naming each label that is worse, by how much. Returns -1. */
int gate_refuse(const struct gate *g, struct err *e);

json_t *gate_json(const struct gate *g);
void gate_text(const struct gate *g, struct buf *b);

#endif

/* SPDX-License-Identifier: MIT
 *
 * Lines in, labelled lines out, in order, with as many threads as asked. The
 * memory used does not depend on the length of the input. */
#ifndef CLASSIFY_STREAM_H
#define CLASSIFY_STREAM_H

#include "classify/model.h"
#include "classify/relabel.h"
#include "common/err.h"
#include "common/input.h"
#include "common/outfile.h"
#include "common/rejects.h"

/* Label every line of in to out. Lines that are no posts become rejects, in
 * order, under the name `shown`. Adds to *n. Stops with ERR_FATAL when in
 * cannot be read; when out fails it stops early and outfile_commit tells. */
int stream_label(const struct model *m, struct input *in, const char *shown,
    struct outfile *out, struct rejects *r, int jobs,
    struct relabel_counts *n, struct err *e);

#endif

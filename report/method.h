/* SPDX-License-Identifier: MIT
 *
 * What the report's words mean, in plain words: the same on paper and in the
 * browser. */
#ifndef REPORT_METHOD_H
#define REPORT_METHOD_H

#include <stddef.h>

#include "common/mem.h"
#include "report/result.h"

extern const struct method_term { const char *name, *text; } method_term[];
extern const size_t method_n;

/* A few sentences on this run: what was read, who judged it. */
void method_notes(struct buf *b, const struct result *r);

#endif

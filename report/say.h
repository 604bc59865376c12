/* SPDX-License-Identifier: MIT
 *
 * A result in three lines a person understands. */
#ifndef REPORT_SAY_H
#define REPORT_SAY_H

#include "common/mem.h"
#include "report/result.h"

/* How many were answered, how fast, who most and least; each line ends with
 * a newline. */
void say_result(struct buf *b, const struct result *r);

#endif

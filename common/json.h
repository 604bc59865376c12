/* SPDX-License-Identifier: MIT
 *
 * JSON files people write or programs exchange whole: configuration,
 * manifests, run files, summary.json. Alone includes jansson beside its users'
 * json_t values. Errors name file, line and member. */
#ifndef COMMON_JSON_H
#define COMMON_JSON_H

#include <jansson.h>
#include <stdbool.h>

#include "common/err.h"
#include "common/mem.h"

/* Read path whole (at most 64 MiB). ERR_CONFIG "path:line:column: what".
 * Duplicate members are refused. */
json_t *json_read(const char *path, struct err *e);

/* Write v to path with sorted members, indented, newline at the end; whole or
 * not at all. Reals have 15 significant digits at most,
 * so that 0.39 is written so. "-" is standard
 * output. */
int json_write(const char *path, const json_t *v, struct err *e);

/* Append v as one line, members sorted, reals with 12 significant digits: a
 * result for programs. */
void json_line(struct buf *b, const json_t *v);

/* A member's value, or NULL when absent or null. */
const char *json_str(const json_t *o, const char *key);

/* The line of the first `"key"` after line `from` of a file, to point at a
 * member jansson has already read; 0 when not found. */
int json_line_of(const char *path, const char *key, int from);

#endif

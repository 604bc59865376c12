/* SPDX-License-Identifier: MIT
 *
 * The ledger of a models folder: one JSON line for each time another model
 * came into use (data/FORMAT.md). Lines are added and never changed. Its last
 * line says which model is in use; the link `current` follows it. Holding the
 * file open for writing is the lock of the folder. */
#ifndef CLASSIFY_HISTORY_H
#define CLASSIFY_HISTORY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"

#define HISTORY_FILE "ledger.jsonl"	/* in a models folder */

struct history;

/* Read the ledger at path. A missing one is empty. writing: make it when
 * missing and take the lock (ERR_BUSY when another process has it). Of a last
 * line without newline the writer was killed: when all else of it is there it
 * counts and gets its newline, otherwise it never counted and is cut off (not
 * writing: left as it is). Another line that is no ledger line is ERR_CONFIG
 * with file and line. */
struct history *history_open(const char *path, bool writing, struct err *e);

/* Lines from the first; theirs. */
size_t history_count(const struct history *h);
const json_t *history_line(const struct history *h, size_t i);

/* The model in use by the ledger, or NULL when none ever was. */
const char *history_model(const struct history *h);
/* Where a rollback goes: the model that was in use before the last promotion
 * that is not rolled back; NULL when there is none. */
const char *history_before(const struct history *h);
/* The last line that brought model into use, or NULL. */
const json_t *history_last_of(const struct history *h, const char *model);

/* Add a line (reference taken), on disk when this returns; on -1 the file is
 * as it was. Opened for writing only. */
int history_append(struct history *h, json_t *line, struct err *e);
void history_free(struct history *h);

#endif

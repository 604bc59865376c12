/* SPDX-License-Identifier: MIT
 *
 * The store: a folder of batches (data/FORMAT.md). Knows names of files and
 * the lock, not what is in them. */
#ifndef COMMON_STORE_H
#define COMMON_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <jansson.h>

#include "common/err.h"

struct store;

/* Open the store at dir, made when missing (create) or else ERR_CONFIG, and
 * take its lock: ERR_BUSY "… is in use by process N (program, since TIME)".
 * The lock goes with the process. Part files a killed run left are removed. */
struct store *store_open(const char *dir, const char *program, bool create,
    struct err *e);
const char *store_dir(const struct store *s);

/* dir/kind/name in a buffer of s; good until the eighth next call. */
const char *store_path(struct store *s, const char *kind, const char *name);

/* Names of the batches that have kind/NAME.jsonl, sorted, without ".jsonl";
 * list and names are freed by store_list_free. */
int store_list(struct store *s, const char *kind, char ***names, size_t *n,
    struct err *e);
void store_list_free(char **names, size_t n);

/* Set member `program` of runs/BATCH.json to v (reference taken), whole. */
int store_run_set(struct store *s, const char *batch, const char *program,
    json_t *v, struct err *e);
/* That member, a new reference, or NULL when there is none. */
json_t *store_run_get(struct store *s, const char *batch,
    const char *program);
void store_free(struct store *s);

#endif

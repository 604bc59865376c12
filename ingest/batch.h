/* SPDX-License-Identifier: MIT
 *
 * The batch a run of ingest makes: its name, where its files go, what is
 * remembered of it. */
#ifndef INGEST_BATCH_H
#define INGEST_BATCH_H

#include <stdbool.h>

#include "common/store.h"
#include "common/tally.h"
#include "ingest/import.h"

struct batch;

/* Open the store (made when missing), clear away what batches without posts
 * left, and take the first free name from `now` on. */
struct batch *batch_open(const char *dir, int64_t now, struct err *e);
struct store *batch_store(struct batch *b);
const char *batch_name(const struct batch *b);
const char *batch_posts(const struct batch *b);		/* posts/B.jsonl */
const char *batch_rejects(const struct batch *b);	/* rejects/B.jsonl */
const char *batch_tmp(const struct batch *b);		/* state */

/* Has one batch or another taken in the same files with the same format,
 * options and companies? Says which. Standard input is never known. False
 * with *e set when a file cannot be read. */
bool batch_seen(struct batch *b, const struct import_options *o,
    const char *config_sha256, struct err *e);

/* Write runs/B.json: the counters, and what batch_seen looks for. */
int batch_record(struct batch *b, const struct tally *t, struct err *e);
void batch_close(struct batch *b);

#endif

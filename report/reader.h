/* SPDX-License-Identifier: MIT
 *
 * Labelled posts of a store as rows of one size, without their text; the text
 * is found again by batch and offset. */
#ifndef REPORT_READER_H
#define REPORT_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/companies.h"
#include "common/hash.h"
#include "common/post.h"
#include "common/store.h"
#include "report/sort.h"

enum {
	ROW_DELETED = 1, ROW_HAS_PARENT = 2,	/* the parent is live, too */
	ROW_JUDGED = 4, ROW_ABSTAINED = 8,
	ROW_COMPLETE = 16, ROW_INCOMPLETE = 32,	/* neither: not known */
	ROW_DEFLECTS = 64, ROW_REPLY = 128,	/* reply_to is given */
};
enum { MOOD_NONE, MOOD_NEGATIVE, MOOD_NEUTRAL, MOOD_POSITIVE };

struct row {
	struct key id, thread, parent, author;	/* author 0: not given */
	int64_t created_at, fetched_at, offset;
	int64_t audience;	/* views, else followers, or COUNT_NULL */
	uint32_t batch, len;	/* of the line, without its newline */
	uint32_t set;		/* of companies */
	int32_t official;	/* index of the company, -1: a customer,
				 * -2: a company that is not watched */
	uint16_t source;
	uint8_t labels, mood, flags;
};

struct reader;
/* All labels/ of the store; ERR_FATAL when a batch has no labels yet. */
struct reader *reader_open(struct store *s, const struct companies *c,
    struct err *e);

/* Add a row for every record up to as_of (fetched_at) to out, in the order
 * of the store; batch and offset make them different. */
int reader_rows(struct reader *r, int64_t as_of, struct sorter *out,
    struct err *e);

/* After reader_rows: newest time seen in the store, 0 for an empty one. */
int64_t reader_newest(const struct reader *r);
int64_t reader_oldest(const struct reader *r);	/* created_at */
int64_t reader_records(const struct reader *r);
size_t reader_batches(const struct reader *r);
size_t reader_sources(const struct reader *r);
const char *reader_source(const struct reader *r, size_t i);
/* The model that labelled most records, or NULL. */
const char *reader_model(const struct reader *r);

/* Companies of a set, as indices into the configuration, ascending. */
const uint32_t *reader_set(const struct reader *r, uint32_t set, size_t *n);
bool reader_concerns(const struct reader *r, uint32_t set, uint32_t company);

/* The post itself, again; its strings live in a. */
int reader_fetch(struct reader *r, uint32_t batch, int64_t offset,
    uint32_t len, struct post *p, struct arena *a, struct err *e);

/* A number for everything that was or will be read: names and bytes. */
int reader_digest(struct reader *r, uint64_t *out, struct err *e);
void reader_free(struct reader *r);

#endif

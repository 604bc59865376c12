/* SPDX-License-Identifier: MIT
 *
 * An archive format is a row of a table: a name and a function that reads an
 * input and hands over posts one by one. It knows the format, not the store. */
#ifndef INGEST_FORMAT_H
#define INGEST_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/input.h"
#include "common/post.h"

/* Where a reader's records go. */
struct sink {
	/* A post as the archive has it: companies, official and fetched_at may
	 * be unset, thread may be NULL. Its strings are good during the call.
	 * -1 ends the reading. */
	int (*post)(void *ctx, const struct post *p, int64_t line,
	    struct err *e);
	/* A record that cannot be taken; raw may be NULL. */
	void (*reject)(void *ctx, int64_t line, const char *reason,
	    const char *raw, size_t raw_len);
	/* Something worth a counter: "repaired", "included". A literal. */
	void (*note)(void *ctx, const char *what);
	void *ctx;
};

struct format_options {
	const char *source;	/* csv: the source of the ids, or NULL */
	const char *const *map;	/* csv: "field=Column" */
	size_t n_map;
};

struct format {
	const char *name;
	/* 0 at the end of the input; -1: the input cannot be read on, or is
	 * not of this format at all. */
	int (*read)(struct input *in, const struct format_options *o,
	    const struct sink *s, struct err *e);
};

/* The format of that name, or NULL. */
const struct format *format_find(const char *name);
/* By the file's name: .csv with a twcs header is not told apart from csv, so
 * only .jsonl, .ndjson and .csv are known; NULL otherwise. */
const struct format *format_of_file(const char *path);
/* "twcs, twarc, jsonl, csv" */
const char *format_names(void);

int format_twcs(struct input *in, const struct format_options *o,
    const struct sink *s, struct err *e);
int format_twarc(struct input *in, const struct format_options *o,
    const struct sink *s, struct err *e);
int format_jsonl(struct input *in, const struct format_options *o,
    const struct sink *s, struct err *e);
int format_csv(struct input *in, const struct format_options *o,
    const struct sink *s, struct err *e);

/* A post with nothing known. */
struct post format_blank(void);

#endif

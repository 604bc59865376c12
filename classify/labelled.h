/* SPDX-License-Identifier: MIT
 *
 * Labels from people (data/FORMAT.md): JSON Lines or TSV in, rows out. */
#ifndef CLASSIFY_LABELLED_H
#define CLASSIFY_LABELLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/hash.h"
#include "common/mem.h"
#include "common/post.h"
#include "common/rejects.h"

enum { LABEL_UNKNOWN = -1 };

struct labelled_row {
	const char *id;		/* as given, else made from the text */
	const char *text;
	size_t text_len;
	int8_t y[P_N];		/* 1, 0 or LABEL_UNKNOWN; of the sentiments
				 * one is 1 and two are 0, or all unknown */
};

struct labelled_file {
	char *path;
	char sha256[SHA256_HEX + 1];
	size_t rows;		/* taken, doubles included */
};

/* Zeroed at first. */
struct labelled {
	struct labelled_row *row;
	size_t n, cap;
	struct labelled_file *file;
	size_t n_files, cap_files;
	struct arena a;
};

/* The name of a TSV file: .tsv, also with .gz or .zst behind it. */
bool labelled_is_tsv(const char *path);

/* Add the rows of path. Of a TSV file a header names the columns; otherwise
 * each line is a JSON object. A line that is no row with a text and at least
 * one label is a reject. ERR_CONFIG when the file cannot be read, or its
 * header lacks text or every label. */
int labelled_read(struct labelled *l, const char *path, struct rejects *r,
    struct err *e);

/* Sort by id, then text, so that the order of files and lines does not
 * matter, and drop rows that say the same twice; returns how many. */
size_t labelled_sort(struct labelled *l);
void labelled_free(struct labelled *l);

#endif

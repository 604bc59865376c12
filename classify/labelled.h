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
	const char *group;	/* of the group column; NULL without one */
	int8_t y[P_N];		/* 1, 0 or LABEL_UNKNOWN; of the sentiments
				 * one is 1 and two are 0, or all unknown */
	uint32_t file;		/* where it stands: index into file[] */
	int64_t line;
};

struct labelled_file {
	char *path;
	char sha256[SHA256_HEX + 1];
	size_t rows;		/* taken, doubles included */
};

/* Zeroed at first. */
struct labelled {
	const char *group_column;	/* its name, or NULL; theirs */
	struct labelled_row *row;
	size_t n, cap;
	size_t unlabelled;	/* rows whose every label is empty or "?": not
				 * labelled yet, counted and left out */
	bool keep_unlabelled;	/* set by who wants them too, as rows */
	struct labelled_file *file;
	size_t n_files, cap_files;
	struct arena a;
};

/* Add the rows of path. A name ending in .tsv (or .tsv.gz, .tsv.zst) is TSV:
 * a header names the columns; otherwise each line is a JSON object. A row
 * without any label is not labelled yet (see unlabelled); a line that is no
 * row with a text is a reject, and so is one without a value in the group
 * column. ERR_CONFIG when the file cannot be read, or its header lacks text,
 * every label or the group column. */
int labelled_read(struct labelled *l, const char *path, struct rejects *r,
    struct err *e);

/* Does labelled_read take a file of that name for TSV? */
bool labelled_is_tsv(const char *path);

/* Append s[0..n) as a cell of a TSV file: what labelled_read makes of it is
 * s again. No tab, line end or control character is left in it, and it does
 * not begin with what a spreadsheet takes for a formula or a quoted cell. */
void labelled_cell(struct buf *b, const char *s, size_t n);

/* Sort by id, then text, so that the order of files and lines does not
 * matter, and drop rows that say the same twice (whatever their groups: the
 * first by name stays); returns how many. */
size_t labelled_sort(struct labelled *l);
void labelled_free(struct labelled *l);

#endif

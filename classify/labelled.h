/* SPDX-License-Identifier: MIT
 *
 * Labels from people (data/FORMAT.md): JSON Lines or TSV in, rows out. */
#ifndef CLASSIFY_LABELLED_H
#define CLASSIFY_LABELLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "classify/members.h"
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
	bool own_id;		/* id was given */
	uint32_t file;		/* where it begins: index into file[] */
	int64_t line;
	const char *extra;	/* with labelled.keep: the other members, as
				 * members_text gives them; else NULL */
};
extern const struct labelled_row labelled_none;	/* all labels unknown */

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
	size_t unlabelled;	/* rows whose every label is empty or "?", and
				 * records of other tools nobody labelled:
				 * counted and left out */
	bool keep_unlabelled;	/* set by who wants them too, as rows */
	struct labelled_file *file;
	size_t n_files, cap_files;
	struct arena a;
	bool keep;		/* rows keep members that are not ours */
	int64_t line;		/* the one being read */
};

/* In TSV this column holds an object: members that are not plain text. */
#define LABELLED_JSON_COLUMN "json"

/* The same for a file whose name does not say. */
int labelled_read_tsv(struct labelled *l, const char *path, struct rejects *r,
    struct err *e);
int labelled_read_jsonl(struct labelled *l, const char *path,
    struct rejects *r, struct err *e);

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

/* ---- for readers of other formats (forms.h) ---- */

/* One line, not empty, to rows: 0, or ERR_DATA. */
typedef int labelled_line_fn(struct labelled *l, void *ctx, char *text,
    size_t len, struct err *e);
/* Record path in l->file and hand each of its lines to take; what it refuses
 * is a reject. */
int labelled_lines(struct labelled *l, const char *path,
    labelled_line_fn *take, void *ctx, struct rejects *r, struct err *e);
/* Only the first half, for files that are read whole: then set l->line. */
int labelled_open_file(struct labelled *l, const char *path, struct err *e);

/* Member m set in row when it is one of ours: 1; 0 when it is not; ERR_DATA
 * when its value is not what it must be. */
int labelled_member(struct labelled_row *row, const struct jmember *m,
    struct arena *a, struct err *e);
/* One of our own names: text, id, complaint, query, sentiment. */
bool labelled_is_name(const char *name, size_t len);
/* Set label `name` by its value, "1", "0" or a sentiment; ERR_DATA. */
int labelled_label(struct labelled_row *row, const char *name,
    const char *value, struct err *e);
bool labelled_has_label(const struct labelled_row *row);
/* Add a row read from the last file; one without any label is only counted
 * (unless keep_unlabelled). ERR_DATA when it lacks text or its group. */
int labelled_add(struct labelled *l, struct labelled_row *row, struct err *e);
/* The name of the sentiment, or NULL when it is unknown. */
const char *labelled_sentiment(const struct labelled_row *row);
/* The same as 0 for negative, 1 neutral, 2 positive; LABEL_UNKNOWN. */
int labelled_sentiment_class(const struct labelled_row *row);

/* Sort by id, then text, so that the order of files and lines does not
 * matter, and drop rows that say the same twice (whatever their groups: the
 * first by name stays); returns how many. */
size_t labelled_sort(struct labelled *l);
void labelled_free(struct labelled *l);

#endif

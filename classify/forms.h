/* SPDX-License-Identifier: MIT
 *
 * Formats of labelled files: one table, a file a format or two. What a format
 * has no place for travels in an object `meta`, which the tools hand back as
 * they got it; so what is written and read again is the same rows. */
#ifndef CLASSIFY_FORMS_H
#define CLASSIFY_FORMS_H

#include "classify/labelled.h"
#include "common/outfile.h"

struct form {
	const char *name;
	/* As labelled_read. NULL: the format holds no text. */
	int (*read)(struct labelled *l, const char *path, struct rejects *r,
	    struct err *e);
	/* Rows as they stand in l, read with keep. NULL: needs a model. */
	void (*write)(struct labelled *l, struct outfile *o);
};
extern const struct form form_tsv, form_jsonl;		/* form_own.c */
extern const struct form form_doccano, form_prodigy;	/* form_lists.c */
extern const struct form form_labelstudio;		/* form_studio.c */
extern const struct form form_fasttext;			/* form_fasttext.c */
extern const struct form form_libsvm, form_decisions;	/* vectors.h */

/* NULL when there is no such format. */
const struct form *form_find(const char *name);
/* "tsv, jsonl, …": those that can be read, or all. */
void form_names(struct buf *b, bool readable);

/* ---- what the tools' formats share ---- */

#define FORM_MORE "labels_other"	/* member: labels that are not ours */

/* complaint, query or a sentiment: its place in y, else -1. */
int form_label(const char *name);
/* Set that label in row, or append the name to more when it is none of ours.
 * Two that exclude each other are ERR_DATA. */
int form_set_label(struct labelled_row *row, const char *name, bool yes,
    struct buf *more, struct err *e);
/* Make more a member FORM_MORE and free it. */
void form_take_more(struct members *rest, struct buf *more, struct arena *a);

/* Append `,"meta":{"id":…,other members}`, or nothing when there is nothing
 * to keep. */
void form_put_meta(struct buf *b, const struct labelled_row *row,
    struct members *m);
/* Give row what rest (members of the tool) and meta (NULL: none) hold: the id
 * of meta counts, else the one row has. A member with a name of ours is kept
 * as tool_NAME. */
void form_take_meta(struct labelled_row *row, struct members *rest,
    const struct jspan *meta, struct arena *a);
/* Is the member called that? */
bool form_is(const struct jmember *m, const char *name);
/* Remove the member of that name from m; its value or NULL. */
const char *form_cut(struct members *m, const char *name);

#endif

/* SPDX-License-Identifier: MIT
 *
 * The record between the programs (data/FORMAT.md): a post, a tombstone, a
 * labelled post. One JSON object a line. */
#ifndef COMMON_POST_H
#define COMMON_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/jscan.h"
#include "common/mem.h"

enum { POST_COMPLAINT = 1, POST_QUERY = 2 };	/* bits of labels */
enum post_p { P_COMPLAINT, P_QUERY, P_NEGATIVE, P_NEUTRAL, P_POSITIVE, P_N };
extern const char *const post_p_name[P_N];	/* "complaint" … */

enum { TRI_NULL = -1, TRI_FALSE = 0, TRI_TRUE = 1 };
#define COUNT_NULL INT64_C(-1)			/* a count not given */

struct post {
	const char *id;			/* "source:native-id", never NULL */
	const char *source;
	const char **companies;		/* ids, sorted, no duplicates */
	size_t n_companies;
	const char *official;		/* company id or NULL */
	const char *author, *author_name;	/* NULL when not given */
	int64_t created_at, fetched_at;
	const char *text;		/* "" when empty */
	size_t text_len;
	const char *lang, *url;		/* NULL when not given */
	const char *reply_to, *thread;	/* ids; thread is NULL only in input */
	const char **reply_ids;		/* replies the source says exist; NULL:
					 * it does not say */
	size_t n_reply_ids;
	int thread_complete;		/* TRI_* */
	int64_t likes, reposts, replies, views, followers; /* or COUNT_NULL */
	const char *extra;		/* unknown members as they stood, comma
					 * separated, or NULL */
	size_t extra_len;
	bool deleted;			/* tombstone: id and fetched_at only */

	/* labelled posts only */
	bool labelled;			/* "labels" is present */
	bool abstained;			/* labels is null */
	unsigned labels;		/* POST_COMPLAINT | POST_QUERY */
	double p[P_N];
	const char *sentiment, *language, *model, *abstained_why;
};

/* Decode one line into *p; its strings live in a (companies are sorted). o is
 * scratch, reused between calls. A missing or mistyped member, an id without
 * "source:", or "v" other than 1 is ERR_DATA naming the member. Absent
 * optional members are null. lenient: for records from outside, where only
 * id, created_at and text are required (fetched_at 0, thread NULL when not
 * given; source is taken from the id). */
int post_decode(struct post *p, const char *line, size_t len, bool lenient,
    struct jobject *o, struct arena *a, struct err *e);

/* Append the record as one line with its newline, members in the order of
 * FORMAT.md, unknown ones after them. Labels are not written: classify
 * splices them (post_splice). */
void post_write(struct buf *b, const struct post *p);

/* Append line[0..len) with `members` (`"a":1,"b":2`) put in before the
 * closing brace at offset close, and a newline. Every other byte is kept. */
void post_splice(struct buf *b, const char *line, size_t close,
    const char *members, size_t n);

#endif

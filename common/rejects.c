/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "common/diag.h"
#include "common/jscan.h"
#include "common/mem.h"
#include "common/outfile.h"
#include "common/rejects.h"

#define SAID_MAX 10		/* times a reason is said aloud */
#define RAW_MAX ((size_t)512)
#define REASONS_MAX 32

struct rejects {
	char *path;
	struct outfile *out;
	struct err err;		/* the first failure of out */
	int64_t n;
	struct { char reason[64]; int said; } seen[REASONS_MAX];
	size_t n_seen;
	rejects_fn *fn;			/* NULL: said aloud */
	void *ctx;
	struct buf line;
};

struct rejects *
rejects_new(const char *path)
{
	struct rejects *r = xcalloc(1, sizeof(*r));

	if (path != NULL)
		r->path = xstrdup(path);
	return r;
}

/* How often this reason was said; reasons are told apart by their start, so
 * that a number in them does not make each a new one. */
static int *
said(struct rejects *r, const char *reason)
{
	size_t n = strcspn(reason, "0123456789");
	size_t i;

	if (n >= sizeof(r->seen[0].reason))
		n = sizeof(r->seen[0].reason) - 1;
	for (i = 0; i < r->n_seen; i++)
		if (strncmp(r->seen[i].reason, reason, n) == 0 &&
		    r->seen[i].reason[n] == '\0')
			return &r->seen[i].said;
	if (r->n_seen == REASONS_MAX)
		return &r->seen[REASONS_MAX - 1].said;
	memcpy(r->seen[i].reason, reason, n);
	r->n_seen++;
	return &r->seen[i].said;
}

static void
say(struct rejects *r, const char *file, int64_t line, const char *reason)
{
	int *count = said(r, reason);

	if (*count > SAID_MAX)
		return;
	if ((*count)++ == SAID_MAX)
		diag_say(DIAG_WARNING, "more like this are only counted: %s",
		    reason);
	else if (line > 0)
		diag_say(DIAG_WARNING, "%s:%lld: %s: skipped", file,
		    (long long)line, reason);
	else
		diag_say(DIAG_WARNING, "%s: %s: skipped", file, reason);
}

void
rejects_to(struct rejects *r, rejects_fn *fn, void *ctx)
{
	r->fn = fn;
	r->ctx = ctx;
}

void
rejects_add(struct rejects *r, const char *file, int64_t line,
    const char *reason, const char *raw, size_t raw_len)
{
	struct buf *b = &r->line;

	r->n++;
	if (r->fn != NULL)
		r->fn(r->ctx, file, line, reason);
	else
		say(r, file, line, reason);
	if (r->path == NULL || r->err.kind != ERR_NONE)
		return;
	if (r->out == NULL)
		r->out = outfile_open(r->path, &r->err);
	if (r->out == NULL)
		return;
	buf_clear(b);
	buf_adds(b, "{\"v\":1,\"file\":");
	json_put_string(b, file, strlen(file));
	if (line > 0)
		buf_addf(b, ",\"line\":%lld", (long long)line);
	buf_adds(b, ",\"reason\":");
	json_put_string(b, reason, strlen(reason));
	if (raw != NULL) {
		buf_adds(b, ",\"record\":");
		json_put_string(b, raw, raw_len < RAW_MAX ? raw_len : RAW_MAX);
	}
	buf_adds(b, "}\n");
	outfile_buf(r->out, b);
}

int64_t
rejects_count(const struct rejects *r)
{
	return r->n;
}

int
rejects_commit(struct rejects *r, struct err *e)
{
	if (r->err.kind != ERR_NONE) {
		*e = r->err;
		return -1;
	}
	if (r->out == NULL)
		return 0;
	struct outfile *o = r->out;

	r->out = NULL;
	return outfile_commit(o, e);
}

void
rejects_free(struct rejects *r)
{
	if (r == NULL)
		return;
	outfile_abort(r->out);
	buf_free(&r->line);
	free(r->path);
	free(r);
}

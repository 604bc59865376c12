/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/hash.h"
#include "common/jscan.h"
#include "common/post.h"
#include "ingest/spool.h"

static const char *const mark[SPANS] = {
	",\"companies\":", ",\"fetched_at\":", ",\"thread\":",
	",\"thread_complete\":",
};

static const char *
skip_string(const char *p)
{
	for (p++; *p != '"'; p++)
		p += *p == '\\';
	return p + 1;
}

/* Behind a value: a string, an array of strings, or a bare word. */
static const char *
skip_value(const char *p)
{
	if (*p == '"')
		return skip_string(p);
	if (*p == '[') {
		for (p++; *p != ']';)
			p = *p == '"' ? skip_string(p) : p + 1;
		return p + 1;
	}
	return p + strcspn(p, ",}");
}

/* Inside a string a quote stands behind a backslash: a mark found is the
 * member itself. The line is one post_write made, so values do end. */
struct spans
spans_of(const char *line, size_t len)
{
	struct spans s = {0};
	size_t from = 0;

	for (int i = 0; i < SPANS; i++) {
		const char *p = memmem(line + from, len - from, mark[i],
		    strlen(mark[i]));

		if (p == NULL)
			continue;
		p += strlen(mark[i]);
		const char *q = skip_value(p);

		s.at[i] = (uint32_t)(p - line);
		s.len[i] = (uint32_t)(q - p);
		from = (size_t)(q - line);
	}
	return s;
}

uint64_t
spans_digest(const char *line, size_t len, const struct spans *s)
{
	uint64_t h = 0;
	size_t from = 0;

	for (int i = 0; i < SPANS; i++) {
		if (s->len[i] == 0)
			continue;
		h = hash64(line + from, s->at[i] - from, h);
		from = s->at[i] + s->len[i];
	}
	return hash64(line + from, len - from, h);
}

void
spans_write(struct buf *b, const char *line, size_t len,
    const struct spans *s, const struct cosets *sets, uint32_t set,
    const char *thread, int complete)
{
	size_t from = 0;

	for (int i = 0; i < SPANS; i++) {
		if (s->len[i] == 0)
			continue;
		buf_add(b, line + from, s->at[i] - from);
		from = s->at[i] + s->len[i];
		if (i == SPAN_COMPANIES)
			coset_write(sets, set, b);
		else if (i == SPAN_THREAD)
			json_put_string(b, thread, strlen(thread));
		else if (i == SPAN_COMPLETE)
			buf_adds(b, complete == TRI_TRUE ? "true" :
			    complete == TRI_FALSE ? "false" : "null");
		else
			buf_add(b, line + s->at[i], s->len[i]);
	}
	buf_add(b, line + from, len - from);
}

struct head { uint32_t row, len; struct spans spans; };

struct spool {
	FILE *f;
	uint64_t n, read;
	char *line;
	size_t cap;
	int failed;		/* errno of the first error */
};

struct spool *
spool_new(const char *dir, struct err *e)
{
	struct spool *s = xcalloc(1, sizeof(*s));
	struct buf name = {0};

	buf_addf(&name, "%s/spool.XXXXXX.part", dir != NULL ? dir :
	    getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	int fd = mkostemps(name.s, 5, O_CLOEXEC);

	if (fd < 0) {
		err_sys(e, ERR_FATAL, "cannot write %s", name.s);
	} else {
		unlink(name.s);
		s->f = fdopen(fd, "w+");
		setvbuf(s->f, NULL, _IOFBF, (size_t)256 << 10);
	}
	buf_free(&name);
	if (s->f != NULL)
		return s;
	spool_free(s);
	return NULL;
}

uint64_t
spool_add(struct spool *s, uint32_t row, const char *line, size_t len,
    const struct spans *spans)
{
	struct head h = { row, (uint32_t)len, *spans };

	if (s->failed == 0 && (fwrite(&h, sizeof(h), 1, s->f) != 1 ||
	    fwrite(line, 1, len, s->f) != len))
		s->failed = errno;
	return s->n++;
}

int
spool_rewind(struct spool *s, struct err *e)
{
	if (s->failed == 0 && (fflush(s->f) != 0 ||
	    fseeko(s->f, 0, SEEK_SET) != 0))
		s->failed = errno;
	errno = s->failed;
	if (s->failed != 0)
		return err_sys(e, ERR_FATAL, "cannot write the spool file");
	s->read = 0;
	return 0;
}

int
spool_next(struct spool *s, uint32_t *row, uint64_t *no, const char **line,
    size_t *len, struct spans *spans, struct err *e)
{
	struct head h;

	if (s->read == s->n)
		return 0;
	if (fread(&h, sizeof(h), 1, s->f) != 1)
		return err_sys(e, ERR_FATAL, "cannot read the spool file");
	if (h.len >= s->cap) {
		s->cap = (size_t)h.len * 2 + 1;
		s->line = xrealloc(s->line, s->cap, 1);
	}
	if (fread(s->line, 1, h.len, s->f) != h.len)
		return err_sys(e, ERR_FATAL, "cannot read the spool file");
	s->line[h.len] = '\0';
	*row = h.row;
	*spans = h.spans;
	*no = s->read++;
	*line = s->line;
	*len = h.len;
	return 1;
}

void
spool_free(struct spool *s)
{
	if (s == NULL)
		return;
	if (s->f != NULL)
		fclose(s->f);
	free(s->line);
	free(s);
}

/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "common/input.h"
#include "common/mem.h"

#define CHUNK ((size_t)128 << 10)

enum input_kind { IN_PLAIN, IN_GZIP, IN_ZSTD, IN_MEMORY };

struct input {
	enum input_kind kind;
	char *name;
	int fd;
	/* bytes read and not yet used: raw[at..have) */
	unsigned char *raw;
	size_t at, have;
	int raw_end;		/* the file gave its last byte */
	int inside;		/* a gzip or zstd frame has begun */
	z_stream z;
	ZSTD_DStream *zstd;
};

static enum input_kind
kind_of(const char *path)
{
	size_t n = strlen(path);

	if (n > 3 && strcmp(path + n - 3, ".gz") == 0)
		return IN_GZIP;
	if (n > 4 && strcmp(path + n - 4, ".zst") == 0)
		return IN_ZSTD;
	return IN_PLAIN;
}

struct input *
input_open(const char *path, struct err *e)
{
	struct input *in = xcalloc(1, sizeof(*in));

	in->fd = -1;
	if (strcmp(path, "-") == 0) {
		in->fd = STDIN_FILENO;
		in->name = xstrdup("standard input");
		return in;
	}
	in->name = xstrdup(path);
	in->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0) {
		err_sys(e, ERR_CONFIG, "%s", path);
		goto fail;
	}
	in->kind = kind_of(path);
	if (in->kind != IN_PLAIN)
		in->raw = xmalloc(CHUNK);
	/* 15 + 32: largest window, gzip or zlib header found by itself. */
	if (in->kind == IN_GZIP && inflateInit2(&in->z, 15 + 32) != Z_OK) {
		in->kind = IN_PLAIN;	/* nothing to end */
		err_set(e, ERR_FATAL, "%s: zlib does not start", path);
		goto fail;
	}
	if (in->kind == IN_ZSTD) {
		in->zstd = ZSTD_createDStream();
		/* Pushshift archives need a window of 2^31. */
		if (in->zstd == NULL || ZSTD_isError(ZSTD_DCtx_setParameter(
		    in->zstd, ZSTD_d_windowLogMax, 31))) {
			err_set(e, ERR_FATAL, "%s: zstd does not start", path);
			goto fail;
		}
	}
	return in;
fail:
	input_free(in);
	return NULL;
}

struct input *
input_mem(const char *s, size_t n)
{
	struct input *in = xcalloc(1, sizeof(*in));

	in->kind = IN_MEMORY;
	in->fd = -1;
	in->name = xstrdup("memory");
	in->raw = (unsigned char *)(uintptr_t)s;
	in->have = n;
	return in;
}

static ssize_t
read_fd(struct input *in, void *p, size_t n, struct err *e)
{
	for (;;) {
		ssize_t got = read(in->fd, p, n);

		if (got >= 0)
			return got;
		if (errno != EINTR)
			return err_sys(e, ERR_FATAL, "%s: cannot read",
			    in->name);
	}
}

static int
refill(struct input *in, struct err *e)
{
	if (in->at < in->have || in->raw_end)
		return 0;
	ssize_t got = read_fd(in, in->raw, CHUNK, e);

	if (got < 0)
		return -1;
	in->at = 0;
	in->have = (size_t)got;
	in->raw_end = got == 0;
	return 0;
}

static ssize_t
read_gzip(struct input *in, void *p, size_t n, struct err *e)
{
	in->z.next_out = p;
	in->z.avail_out = (uInt)n;
	while (in->z.avail_out == (uInt)n) {
		if (refill(in, e) < 0)
			return -1;
		if (in->at == in->have && !in->inside)
			return 0;
		if (in->at == in->have)
			return err_set(e, ERR_FATAL, "%s: compressed file is "
			    "cut: fetch it again", in->name);
		in->inside = 1;
		in->z.next_in = in->raw + in->at;
		in->z.avail_in = (uInt)(in->have - in->at);
		int rc = inflate(&in->z, Z_NO_FLUSH);

		in->at = in->have - in->z.avail_in;
		if (rc == Z_STREAM_END) {	/* another member may follow */
			in->inside = 0;
			inflateReset(&in->z);
		} else if (rc != Z_OK && rc != Z_BUF_ERROR) {
			return err_set(e, ERR_FATAL, "%s: damaged gzip data: "
			    "fetch it again", in->name);
		}
	}
	return (ssize_t)(n - in->z.avail_out);
}

static ssize_t
read_zstd(struct input *in, void *p, size_t n, struct err *e)
{
	ZSTD_outBuffer out = { p, n, 0 };

	while (out.pos == 0) {
		if (refill(in, e) < 0)
			return -1;
		if (in->at == in->have && !in->inside)
			return 0;
		ZSTD_inBuffer src = { in->raw, in->have, in->at };
		size_t rc = ZSTD_decompressStream(in->zstd, &out, &src);

		if (ZSTD_isError(rc))
			return err_set(e, ERR_FATAL, "%s: damaged zstd data "
			    "(%s): fetch it again", in->name,
			    ZSTD_getErrorName(rc));
		if (in->raw_end && out.pos == 0 && src.pos == in->at && rc != 0)
			return err_set(e, ERR_FATAL, "%s: compressed file is "
			    "cut: fetch it again", in->name);
		in->at = src.pos;
		in->inside = rc != 0;
	}
	return (ssize_t)out.pos;
}

ssize_t
input_read(struct input *in, void *p, size_t n, struct err *e)
{
	switch (in->kind) {
	case IN_GZIP:
		return read_gzip(in, p, n, e);
	case IN_ZSTD:
		return read_zstd(in, p, n, e);
	case IN_MEMORY:
		if (n > in->have - in->at)
			n = in->have - in->at;
		memcpy(p, in->raw + in->at, n);
		in->at += n;
		return (ssize_t)n;
	case IN_PLAIN:
		break;
	}
	return read_fd(in, p, n, e);
}

const char *
input_name(const struct input *in)
{
	return in->name;
}

void
input_free(struct input *in)
{
	if (in == NULL)
		return;
	if (in->kind == IN_GZIP)
		inflateEnd(&in->z);
	ZSTD_freeDStream(in->zstd);
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	if (in->kind != IN_MEMORY)
		free(in->raw);
	free(in->name);
	free(in);
}

/* ---- lines ---- */

struct lines {
	struct input *in;
	size_t max;
	char *buf;
	size_t cap;		/* room: max + a chunk + the NUL */
	size_t at, have;	/* bytes not yet returned: buf[at..have) */
	int64_t no, offset;
	int end;
};

struct lines *
lines_new(struct input *in, size_t max)
{
	struct lines *l = xcalloc(1, sizeof(*l));

	l->in = in;
	l->max = max;
	l->cap = CHUNK * 2;
	l->buf = xmalloc(l->cap + 1);
	return l;
}

/* Get more bytes behind buf[have): 1, 0 at the end, -1. */
static int
lines_fill(struct lines *l, struct err *e)
{
	if (l->end)
		return 0;
	if (l->at > 0) {
		memmove(l->buf, l->buf + l->at, l->have - l->at);
		l->have -= l->at;
		l->at = 0;
	}
	if (l->cap - l->have < CHUNK) {
		l->cap *= 2;
		l->buf = xrealloc(l->buf, l->cap + 1, 1);
	}
	ssize_t got = input_read(l->in, l->buf + l->have, CHUNK, e);

	if (got < 0)
		return -1;
	l->end = got == 0;
	l->have += (size_t)got;
	return got > 0;
}

/* Drop bytes up to the end of the line that has grown too long. */
static int
lines_skip(struct lines *l, struct err *e)
{
	for (;;) {
		char *nl = memchr(l->buf + l->at, '\n', l->have - l->at);
		size_t n = nl != NULL ? (size_t)(nl - l->buf) + 1 - l->at :
		    l->have - l->at;

		l->at += n;
		l->offset += (int64_t)n;
		if (nl != NULL)
			break;
		int rc = lines_fill(l, e);

		if (rc < 0)
			return -1;
		if (rc == 0)
			break;
	}
	return err_set(e, ERR_DATA, "line is longer than %zu bytes", l->max);
}

static int
next_line(struct lines *l, char **text, size_t *len, int lenient,
    struct err *e)
{
	size_t seen = 0;

	for (;;) {
		char *from = l->buf + l->at + seen;
		char *nl = memchr(from, '\n', l->have - l->at - seen);

		seen = nl != NULL ? (size_t)(nl - l->buf) - l->at :
		    l->have - l->at;
		if (seen > l->max) {
			l->no++;
			return lines_skip(l, e);
		}
		if (nl != NULL)
			break;
		int rc = lines_fill(l, e);

		if (rc < 0)
			return -1;
		if (rc > 0)
			continue;
		if (seen == 0)
			return 0;
		if (!lenient) {
			l->no++;
			l->offset += (int64_t)seen;
			l->at = l->have;
			return err_set(e, ERR_DATA, "last line is cut: it has "
			    "no newline");
		}
		break;
	}
	l->no++;
	*text = l->buf + l->at;
	*len = seen;
	size_t used = l->at + seen < l->have ? seen + 1 : seen;

	(*text)[seen] = '\0';
	l->at += used;
	l->offset += (int64_t)used;
	return 1;
}

int
lines_next(struct lines *l, char **text, size_t *len, struct err *e)
{
	return next_line(l, text, len, 0, e);
}

int
lines_next_lenient(struct lines *l, char **text, size_t *len, struct err *e)
{
	return next_line(l, text, len, 1, e);
}

int64_t
lines_no(const struct lines *l)
{
	return l->no;
}

int64_t
lines_offset(const struct lines *l)
{
	return l->offset;
}

void
lines_free(struct lines *l)
{
	if (l == NULL)
		return;
	free(l->buf);
	free(l);
}

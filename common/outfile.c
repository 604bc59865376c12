/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/outfile.h"

#define OUT_CHUNK ((size_t)256 << 10)

struct outfile {
	char *path, *part;	/* both NULL: standard output; path alone: a
				 * device or a pipe */
	int fd;
	int failed;		/* errno of the first error */
	struct buf b;
};

int
make_dirs(const char *path, struct err *e)
{
	char *p = xstrdup(path);
	int rc = 0;

	for (char *s = p + 1; rc == 0; s++) {
		if (*s != '/' && *s != '\0')
			continue;
		char c = *s;

		*s = '\0';
		if (mkdir(p, 0777) < 0 && errno != EEXIST)
			rc = err_sys(e, ERR_FATAL, "cannot make folder %s", p);
		*s = c;
		if (c == '\0')
			break;
	}
	free(p);
	return rc;
}

static int
make_parent(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL || slash == path)
		return 0;
	char *dir = xstrdup(path);

	dir[slash - path] = '\0';
	int rc = make_dirs(dir, e);

	free(dir);
	return rc;
}

struct outfile *
outfile_open(const char *path, struct err *e)
{
	struct outfile *o = xcalloc(1, sizeof(*o));
	struct buf part = {0};

	struct stat st;

	o->fd = STDOUT_FILENO;
	if (strcmp(path, "-") == 0)
		return o;
	o->path = xstrdup(path);
	/* A device or a pipe is written to, never replaced. */
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) &&
	    !S_ISDIR(st.st_mode)) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC);
		if (o->fd >= 0)
			return o;
		err_sys(e, ERR_FATAL, "cannot write %s", path);
		goto fail;
	}
	buf_addf(&part, "%s.part", path);
	o->part = part.s;
	o->fd = -1;
	if (make_parent(path, e) < 0)
		goto fail;
	o->fd = open(o->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->fd < 0) {
		err_sys(e, ERR_FATAL, "cannot write %s", path);
		goto fail;
	}
	return o;
fail:
	outfile_abort(o);
	return NULL;
}

static void
out_flush(struct outfile *o)
{
	size_t at = 0;

	while (at < o->b.len && o->failed == 0) {
		ssize_t n = write(o->fd, o->b.s + at, o->b.len - at);

		if (n >= 0)
			at += (size_t)n;
		else if (errno != EINTR)
			o->failed = errno;
	}
	buf_clear(&o->b);
}

void
outfile_write(struct outfile *o, const void *p, size_t n)
{
	if (o->failed != 0)
		return;
	buf_add(&o->b, p, n);
	if (o->b.len >= OUT_CHUNK)
		out_flush(o);
}

void
outfile_buf(struct outfile *o, const struct buf *b)
{
	outfile_write(o, b->s, b->len);
}

void
outfile_printf(struct outfile *o, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(text))
		o->failed = o->failed != 0 ? o->failed : EOVERFLOW;
	else
		outfile_write(o, text, (size_t)n);
}

int
outfile_failed(const struct outfile *o)
{
	return o->failed != 0;
}

/* A rename lasts only when its folder is on disk too. */
static int
sync_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = xstrdup(slash != NULL ? path : ".");
	int rc;

	if (slash != NULL)
		dir[slash == path ? 1 : slash - path] = '\0';
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	rc = fd < 0 ? -1 : fsync(fd);
	if (rc < 0 && errno == EINVAL)	/* some file systems cannot */
		rc = 0;
	if (fd >= 0)
		close(fd);
	free(dir);
	return rc;
}

int
outfile_commit(struct outfile *o, struct err *e)
{
	int rc = -1;

	out_flush(o);
	if (o->path == NULL) {
		rc = o->failed == 0 ? 0 : (errno = o->failed,
		    err_sys(e, ERR_FATAL, "cannot write standard output"));
		goto out;
	}
	if (o->failed == 0 && o->part != NULL && fsync(o->fd) < 0)
		o->failed = errno;
	if (close(o->fd) < 0 && o->failed == 0)
		o->failed = errno;
	o->fd = -1;
	if (o->failed == 0 && o->part != NULL &&
	    (rename(o->part, o->path) < 0 || sync_parent(o->path) < 0))
		o->failed = errno;
	if (o->failed != 0) {
		errno = o->failed;
		err_sys(e, ERR_FATAL, "cannot write %s", o->path);
		goto out;
	}
	free(o->part);
	o->part = NULL;		/* nothing left to remove */
	rc = 0;
out:
	outfile_abort(o);
	return rc;
}

void
outfile_abort(struct outfile *o)
{
	if (o == NULL)
		return;
	if (o->path != NULL && o->fd >= 0)
		close(o->fd);
	if (o->part != NULL)
		unlink(o->part);
	buf_free(&o->b);
	free(o->part);
	free(o->path);
	free(o);
}

int
outfile_put(const char *path, const void *p, size_t n, struct err *e)
{
	struct outfile *o = outfile_open(path, e);

	if (o == NULL)
		return -1;
	outfile_write(o, p, n);
	return outfile_commit(o, e);
}

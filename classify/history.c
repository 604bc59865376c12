/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "classify/history.h"
#include "classify/versions.h"
#include "common/input.h"
#include "common/json.h"
#include "common/mem.h"
#include "common/utc.h"

struct history {
	char *path;
	int fd;			/* -1: not for writing */
	json_t *line;		/* array */
	int64_t whole;		/* bytes of whole lines */
};

static int
check_line(const json_t *o, struct err *e)
{
	const char *action = json_str(o, "action");
	const char *when = json_str(o, "when");
	const char *model = json_str(o, "model");
	int64_t t;

	if (!json_is_object(o))
		return err_set(e, ERR_CONFIG, "not a JSON object");
	if (json_integer_value(json_object_get(o, "v")) != 1)
		return err_set(e, ERR_CONFIG, "\"v\" is not 1");
	if (action == NULL || (strcmp(action, "promote") != 0 &&
	    strcmp(action, "rollback") != 0))
		return err_set(e, ERR_CONFIG, "\"action\" is neither promote "
		    "nor rollback");
	if (model == NULL || !versions_is_name(model))
		return err_set(e, ERR_CONFIG, "\"model\" is not a name@hash");
	if (when == NULL || utc_parse(when, &t, e) < 0) {
		err_clear(e);
		return err_set(e, ERR_CONFIG, "\"when\" is not a time");
	}
	return 0;
}

static int
take_line(struct history *h, const char *text, size_t len, struct err *e)
{
	json_error_t je;
	json_t *o = json_loadb(text, len, JSON_REJECT_DUPLICATES, &je);
	int rc = check_line(o, e);

	if (rc == 0)
		json_array_append(h->line, o);
	json_decref(o);
	return rc;
}

/* Lines of the ledger; *tail is set when the last had no newline. */
static int
take_lines(struct history *h, struct lines *l, bool *tail, struct err *e)
{
	char *text;
	size_t len;
	int rc;

	while ((rc = lines_next_lenient(l, &text, &len, e)) > 0) {
		*tail = lines_offset(l) == h->whole + (int64_t)len;
		rc = take_line(h, text, len, e);
		if (rc < 0 && *tail) {
			err_clear(e);
			*tail = false;
			return 0;
		}
		if (rc < 0)
			break;
		h->whole = lines_offset(l);
	}
	if (rc < 0) {
		err_prefix(e, "%s:%lld", h->path, (long long)lines_no(l));
		e->kind = ERR_CONFIG;
	}
	return rc;
}

static int
read_lines(struct history *h, bool *tail, struct err *e)
{
	struct input *in;
	struct lines *l;

	if (access(h->path, F_OK) < 0 && errno == ENOENT)
		return 0;
	in = input_open(h->path, e);
	if (in == NULL)
		return -1;
	l = lines_new(in, LINE_MAX_BYTES);
	int rc = take_lines(h, l, tail, e);

	lines_free(l);
	input_free(in);
	return rc;
}

/* What a killed writer left behind the last whole line. */
static int
mend(struct history *h, bool tail, struct err *e)
{
	struct stat st;

	if (fstat(h->fd, &st) < 0 || (st.st_size > h->whole &&
	    ftruncate(h->fd, h->whole) < 0) ||
	    (tail && write(h->fd, "\n", 1) != 1))
		return err_sys(e, ERR_FATAL, "cannot write %s", h->path);
	h->whole += tail;
	return 0;
}

static int
open_locked(struct history *h, struct err *e)
{
	h->fd = open(h->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (h->fd < 0)
		return err_sys(e, ERR_FATAL, "cannot write %s", h->path);
	if (flock(h->fd, LOCK_EX | LOCK_NB) < 0)
		return err_set(e, ERR_BUSY, "%s is in use by another run: wait, "
		    "or stop that run", h->path);
	return 0;
}

struct history *
history_open(const char *path, bool writing, struct err *e)
{
	struct history *h = xcalloc(1, sizeof(*h));
	bool tail = false;

	h->fd = -1;
	h->path = xstrdup(path);
	h->line = json_array();
	if ((!writing || open_locked(h, e) == 0) &&
	    read_lines(h, &tail, e) == 0 && (!writing || mend(h, tail, e) == 0))
		return h;
	history_free(h);
	return NULL;
}

size_t
history_count(const struct history *h)
{
	return json_array_size(h->line);
}

const json_t *
history_line(const struct history *h, size_t i)
{
	return json_array_get(h->line, i);
}

const char *
history_model(const struct history *h)
{
	size_t n = history_count(h);

	return n > 0 ? json_str(history_line(h, n - 1), "model") : NULL;
}

/* A promotion lays its model on a pile, a rollback takes the top off. */
const char *
history_before(const struct history *h)
{
	size_t n = history_count(h), top = 0;
	const char **pile = xmalloc((n + 1) * sizeof(*pile));

	for (size_t i = 0; i < n; i++) {
		const json_t *o = history_line(h, i);

		if (strcmp(json_str(o, "action"), "promote") == 0)
			pile[top++] = json_str(o, "model");
		else if (top > 0)
			top--;
	}
	const char *before = top > 1 ? pile[top - 2] : NULL;

	free(pile);
	return before;
}

const json_t *
history_last_of(const struct history *h, const char *model)
{
	for (size_t i = history_count(h); i-- > 0;)
		if (strcmp(json_str(history_line(h, i), "model"), model) == 0)
			return history_line(h, i);
	return NULL;
}

/* One write: a reader never sees half of it, and what a full disk left of it
 * is taken back. */
static int
add_bytes(struct history *h, const struct buf *b, struct err *e)
{
	ssize_t n = write(h->fd, b->s, b->len);

	if (n == (ssize_t)b->len && fsync(h->fd) == 0) {
		h->whole += n;
		return 0;
	}
	if (n >= 0 && n < (ssize_t)b->len)
		errno = ENOSPC;
	err_sys(e, ERR_FATAL, "cannot write %s", h->path);
	if (ftruncate(h->fd, h->whole) < 0)
		err_prefix(e, "a cut last line stays, the next run removes it");
	return -1;
}

int
history_append(struct history *h, json_t *line, struct err *e)
{
	struct buf b = {0};
	char *text = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER |
	    JSON_REAL_PRECISION(9));
	int rc = -1;

	if (text == NULL)
		err_set(e, ERR_FATAL, "%s: a value cannot be written as JSON",
		    h->path);
	else {
		buf_adds(&b, text);
		buf_addc(&b, '\n');
		rc = add_bytes(h, &b, e);
	}
	if (rc == 0)
		json_array_append(h->line, line);
	json_decref(line);
	free(text);
	buf_free(&b);
	return rc;
}

void
history_free(struct history *h)
{
	if (h == NULL)
		return;
	if (h->fd >= 0)
		close(h->fd);
	json_decref(h->line);
	free(h->path);
	free(h);
}

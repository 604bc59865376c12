/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "classify/trail.h"
#include "common/diag.h"
#include "common/json.h"
#include "common/mem.h"
#include "common/outfile.h"

#define HEAD "{\"v\":1,\"kind\":\"unanswered search\",\"key\":\""
#define BYTES_MAX (16 << 20)	/* a full one has under 1 MiB */

struct trail {
	int fd;
	char *path;
};

static int
make_parent(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	struct buf dir = {0};

	if (slash == NULL || slash == path)
		return 0;
	buf_add(&dir, path, (size_t)(slash - path));
	int rc = make_dirs(dir.s, e);

	buf_free(&dir);
	return rc;
}

static int
read_all(const struct trail *t, struct buf *b, struct err *e)
{
	char chunk[65536];
	ssize_t n;

	buf_adds(b, "");
	while ((n = read(t->fd, chunk, sizeof(chunk))) > 0 &&
	    b->len < BYTES_MAX)
		buf_add(b, chunk, (size_t)n);
	return n < 0 ? err_sys(e, ERR_FATAL, "%s", t->path) : 0;
}

static bool
get_score(const char *line, size_t len, struct trail_score *s)
{
	json_t *o = json_loadb(line, len, 0, NULL);
	const char *name = json_str(o, "label");
	double f1 = json_number_value(json_object_get(o, "macro_f1"));
	double auc = json_number_value(json_object_get(o, "auc"));
	json_t *fold = json_object_get(o, "fold");
	json_t *cost = json_object_get(o, "log2_cost");
	bool good = name != NULL && json_is_integer(fold) &&
	    json_is_integer(cost) && f1 >= 0 && f1 <= 1 && auc >= 0 &&
	    auc <= 1;
	int label = 0;

	while (good && label < P_N && strcmp(name, post_p_name[label]) != 0)
		label++;
	good = good && label < P_N;
	if (good)
		*s = (struct trail_score){ (enum post_p)label,
		    (int)json_integer_value(fold),
		    (int)json_integer_value(cost), f1, auc };
	json_decref(o);
	return good;
}

/* Bytes of b that can stay: whole lines under a head with our key. */
static size_t
take_lines(const struct buf *b, const char *head,
    void (*take)(void *ctx, const struct trail_score *s), void *ctx)
{
	size_t at = strlen(head);

	if (b->len < at || memcmp(b->s, head, at) != 0)
		return 0;
	for (;;) {
		const char *line = b->s + at;
		const char *end = memchr(line, '\n', b->len - at);
		struct trail_score s;

		if (end == NULL ||
		    !get_score(line, (size_t)(end - line), &s))
			return at;
		take(ctx, &s);
		at = (size_t)(end - b->s) + 1;
	}
}

static int
put(const struct trail *t, const struct buf *line, struct err *e)
{
	for (size_t at = 0; at < line->len;) {
		ssize_t n = write(t->fd, line->s + at, line->len - at);

		if (n < 0 && errno != EINTR)
			return err_sys(e, ERR_FATAL, "%s", t->path);
		at += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int
begin(const struct trail *t, const char *key,
    void (*take)(void *ctx, const struct trail_score *s), void *ctx,
    struct err *e)
{
	struct buf b = {0}, head = {0};
	int rc = -1;

	buf_addf(&head, HEAD "%s\"}\n", key);
	if (read_all(t, &b, e) < 0)
		goto out;
	size_t known = b.len < strlen(HEAD) ? b.len : strlen(HEAD);

	if (memcmp(b.s, HEAD, known) != 0) {
		err_set(e, ERR_CONFIG, "%s is not the state of a search: move "
		    "it away", t->path);
		goto out;
	}
	size_t stays = take_lines(&b, head.s, take, ctx);

	if (stays == 0 && b.len > head.len)
		diag_say(DIAG_WARNING, "%s is of other posts or options: the "
		    "search starts anew", t->path);
	if (ftruncate(t->fd, (off_t)stays) < 0)
		err_sys(e, ERR_FATAL, "%s", t->path);
	else
		rc = stays == 0 ? put(t, &head, e) : 0;
out:
	buf_free(&b);
	buf_free(&head);
	return rc;
}

struct trail *
trail_open(const char *path, const char *key,
    void (*take)(void *ctx, const struct trail_score *s), void *ctx,
    struct err *e)
{
	struct trail *t = xcalloc(1, sizeof(*t));
	int rc = -1;

	t->path = xstrdup(path);
	t->fd = make_parent(path, e) < 0 ? -1 :
	    open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (t->fd < 0)
		err_sys(e, ERR_CONFIG, "%s", path);
	else if (flock(t->fd, LOCK_EX | LOCK_NB) < 0)
		err_set(e, ERR_BUSY, "%s: another search writes it", path);
	else
		rc = begin(t, key, take, ctx, e);
	if (rc == 0)
		return t;
	trail_close(t);
	return NULL;
}

int
trail_add(struct trail *t, const struct trail_score *s, struct err *e)
{
	struct buf line = {0};

	/* 17 digits give back the same double. */
	buf_addf(&line, "{\"label\":\"%s\",\"fold\":%d,\"log2_cost\":%d,"
	    "\"macro_f1\":%.17g,\"auc\":%.17g}\n", post_p_name[s->label],
	    s->fold, s->log2_cost, s->macro_f1, s->auc);
	int rc = put(t, &line, e);

	buf_free(&line);
	return rc;
}

void
trail_close(struct trail *t)
{
	if (t == NULL)
		return;
	if (t->fd >= 0)
		close(t->fd);
	free(t->path);
	free(t);
}

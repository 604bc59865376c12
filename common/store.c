/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/json.h"
#include "common/mem.h"
#include "common/outfile.h"
#include "common/store.h"
#include "common/utc.h"

#define PATHS 8

struct store {
	char *dir;
	int lock;
	struct buf path[PATHS];
	unsigned next;
};

const char *
store_dir(const struct store *s)
{
	return s->dir;
}

const char *
store_path(struct store *s, const char *kind, const char *name)
{
	struct buf *b = &s->path[s->next++ % PATHS];

	buf_clear(b);
	buf_addf(b, "%s/%s/%s", s->dir, kind, name);
	return b->s;
}

/* The lock is the kernel's, on a file that is never removed; what stands in
 * it is for people only. */
static int
take_lock(struct store *s, const char *program, struct err *e)
{
	const char *path = store_path(s, "state", "lock");
	char who[128] = "";

	s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (s->lock < 0)
		return err_sys(e, ERR_CONFIG, "cannot write %s", path);
	if (flock(s->lock, LOCK_EX | LOCK_NB) < 0) {
		ssize_t n = pread(s->lock, who, sizeof(who) - 1, 0);

		who[n > 0 ? n : 0] = '\0';
		who[strcspn(who, "\n")] = '\0';
		return err_set(e, ERR_BUSY, "store %s is in use by %s: wait, "
		    "or stop that run", s->dir, who[0] ? who : "another run");
	}
	char now[UTC_LEN + 1];

	utc_format(utc_now(), now);
	int n = snprintf(who, sizeof(who), "process %ld (%s, since %s)\n",
	    (long)getpid(), program, now);

	/* Only a note: a full disk must not stop a run here. */
	if (ftruncate(s->lock, 0) < 0 || pwrite(s->lock, who, (size_t)n, 0) < 0)
		return 0;
	return 0;
}

static bool
is_part(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".part") == 0;
}

/* What a killed run was writing. Report folders are looked through too, one
 * level deep; nothing else of the store has folders in folders but raw/. */
static void
remove_parts(const char *dir, int depth)
{
	DIR *d = opendir(dir);
	struct dirent *ent;
	struct buf b = {0};

	if (d == NULL)
		return;
	while ((ent = readdir(d)) != NULL) {
		if (ent->d_name[0] == '.')
			continue;
		buf_clear(&b);
		buf_addf(&b, "%s/%s", dir, ent->d_name);
		if (is_part(ent->d_name))
			unlink(b.s);
		else if (depth > 0 && ent->d_type == DT_DIR)
			remove_parts(b.s, depth - 1);
	}
	buf_free(&b);
	closedir(d);
}

struct store *
store_open(const char *dir, const char *program, bool create, struct err *e)
{
	struct store *s = xcalloc(1, sizeof(*s));
	struct stat st;

	s->lock = -1;
	s->dir = xstrdup(dir);
	if (!create && (stat(dir, &st) < 0 || !S_ISDIR(st.st_mode))) {
		err_set(e, ERR_CONFIG, "no store at %s: name it with -s, or "
		    "start one with `ingest import`", dir);
		goto fail;
	}
	if (make_dirs(store_path(s, "state", ""), e) < 0) {
		e->kind = ERR_CONFIG;
		goto fail;
	}
	if (take_lock(s, program, e) < 0)
		goto fail;
	remove_parts(dir, 2);
	return s;
fail:
	store_free(s);
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
store_list(struct store *s, const char *kind, char ***names, size_t *n,
    struct err *e)
{
	const char *dir = store_path(s, kind, "");
	DIR *d = opendir(dir);
	struct dirent *ent;
	size_t cap = 0;

	*names = NULL;
	*n = 0;
	if (d == NULL && errno == ENOENT)
		return 0;
	if (d == NULL)
		return err_sys(e, ERR_FATAL, "%s", dir);
	while ((ent = readdir(d)) != NULL) {
		size_t len = strlen(ent->d_name);

		if (len <= 6 || strcmp(ent->d_name + len - 6, ".jsonl") != 0)
			continue;
		*names = grow(*names, *n, &cap, sizeof(**names));
		(*names)[*n] = xstrdup(ent->d_name);
		(*names)[(*n)++][len - 6] = '\0';
	}
	closedir(d);
	if (*n > 1)
		qsort(*names, *n, sizeof(**names), by_name);
	return 0;
}

void
store_list_free(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

static json_t *
run_file(struct store *s, const char *batch, const char **path)
{
	struct err ignored = {0};
	struct buf name = {0};

	buf_addf(&name, "%s.json", batch);
	*path = store_path(s, "runs", name.s);
	buf_free(&name);
	if (access(*path, F_OK) < 0)
		return NULL;
	return json_read(*path, &ignored);
}

int
store_run_set(struct store *s, const char *batch, const char *program,
    json_t *v, struct err *e)
{
	const char *path;
	json_t *o = run_file(s, batch, &path);

	if (!json_is_object(o)) {
		json_decref(o);
		o = json_pack("{si ss}", "v", 1, "batch", batch);
	}
	json_object_set_new(o, program, v);
	int rc = json_write(path, o, e);

	json_decref(o);
	return rc;
}

json_t *
store_run_get(struct store *s, const char *batch, const char *program)
{
	const char *path;
	json_t *o = run_file(s, batch, &path);
	json_t *v = json_incref(json_object_get(o, program));

	json_decref(o);
	return v;
}

void
store_free(struct store *s)
{
	if (s == NULL)
		return;
	if (s->lock >= 0)
		close(s->lock);
	for (size_t i = 0; i < PATHS; i++)
		buf_free(&s->path[i]);
	free(s->dir);
	free(s);
}

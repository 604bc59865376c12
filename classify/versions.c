/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "classify/model.h"
#include "classify/versions.h"
#include "common/json.h"
#include "common/outfile.h"

#define VERSIONS "versions"
#define CURRENT "current"
#define ASIDE ".part"		/* no version's name begins with a dot */

bool
versions_is_name(const char *s)
{
	const char *at = strchr(s, '@');

	if (at == NULL || at == s || at[1] == '\0' || strchr(at + 1, '@') !=
	    NULL || *s == '.' || strlen(s) > NAME_MAX)
		return false;
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7F || *s == '/')
			return false;
	return true;
}

void
versions_file(struct buf *b, const char *dir, const char *name)
{
	buf_clear(b);
	buf_addf(b, "%s/%s", dir, name);
}

void
versions_path(struct buf *b, const char *dir, const char *name)
{
	buf_clear(b);
	buf_addf(b, "%s/" VERSIONS "/%s", dir, name);
}

/* ---- adding ---- */

static int
sync_folder(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : fsync(fd);

	if (rc < 0 && errno == EINVAL)	/* some file systems cannot */
		rc = 0;
	if (rc < 0)
		err_sys(e, ERR_FATAL, "cannot write folder %s", path);
	if (fd >= 0)
		close(fd);
	return rc;
}

static int
copy_file(const char *from, const char *to, struct err *e)
{
	FILE *f = fopen(from, "re");
	struct outfile *o = NULL;
	char chunk[65536];
	size_t n;

	if (f == NULL)
		return err_sys(e, ERR_CONFIG, "model file %s", from);
	o = outfile_open(to, e);
	while (o != NULL && (n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		outfile_write(o, chunk, n);
	bool bad = ferror(f) != 0;

	fclose(f);
	if (o == NULL)
		return -1;
	if (bad) {
		outfile_abort(o);
		return err_set(e, ERR_FATAL, "%s: cannot read", from);
	}
	if (outfile_commit(o, e) < 0)
		return -1;
	return chmod(to, 0444) == 0 ? 0 : err_sys(e, ERR_FATAL,
	    "cannot write %s", to);
}

/* A file's name in a manifest, which may come from anywhere. */
static bool
is_plain(const char *name)
{
	return *name != '\0' && *name != '.' && strchr(name, '/') == NULL;
}

static int
copy_named(const char *from, const char *to, const char *name, struct err *e)
{
	struct buf a = {0}, b = {0};

	if (!is_plain(name))
		return err_set(e, ERR_CONFIG, "%s/" MODEL_MANIFEST ": names a "
		    "file outside its folder", from);
	versions_file(&a, from, name);
	versions_file(&b, to, name);
	int rc = copy_file(a.s, b.s, e);

	buf_free(&a);
	buf_free(&b);
	return rc;
}

/* Every file the manifest names, and it. */
static int
copy_model(const char *from, const char *to, struct err *e)
{
	struct buf path = {0};
	const char *name;
	json_t *root, *file;
	int rc = -1;

	versions_file(&path, from, MODEL_MANIFEST);
	root = json_read(path.s, e);
	if (root == NULL || make_dirs(to, e) < 0)
		goto out;
	json_object_foreach(json_object_get(root, "files"), name, file)
		if (copy_named(from, to, name, e) < 0)
			goto out;
	rc = copy_named(from, to, MODEL_MANIFEST, e);
	if (rc == 0)
		rc = sync_folder(to, e);
out:
	json_decref(root);
	buf_free(&path);
	return rc;
}

/* What a killed run was copying: one folder of files. */
static int
clear_aside(const char *path, struct err *e)
{
	DIR *d = opendir(path);
	struct dirent *ent;
	struct buf b = {0};

	if (d == NULL && errno == ENOENT)
		return 0;
	while (d != NULL && (ent = readdir(d)) != NULL) {
		if (strcmp(ent->d_name, ".") == 0 ||
		    strcmp(ent->d_name, "..") == 0)
			continue;
		versions_file(&b, path, ent->d_name);
		unlink(b.s);
	}
	if (d != NULL)
		closedir(d);
	buf_free(&b);
	return rmdir(path) == 0 ? 0 : err_sys(e, ERR_FATAL,
	    "cannot remove %s", path);
}

/* The model in folder path is whole and has that name. */
static int
check_version(const char *path, const char *name, struct err *e)
{
	struct model *m = model_open(path, e);

	if (m == NULL)
		return -1;
	int rc = strcmp(m->name, name) == 0 ? 0 : err_set(e, ERR_CONFIG,
	    "%s is the model %s, not %s", path, m->name, name);

	model_free(m);
	return rc;
}

int
versions_add(const char *dir, const char *from, const char *name,
    struct err *e)
{
	struct buf to = {0}, aside = {0}, all = {0};
	int rc = -1;

	versions_path(&to, dir, name);
	versions_path(&aside, dir, ASIDE);
	versions_file(&all, dir, VERSIONS);
	if (!versions_is_name(name)) {
		err_set(e, ERR_CONFIG, "%s: its name cannot be a folder's",
		    from);
		goto out;
	}
	if (clear_aside(aside.s, e) < 0)
		goto out;
	if (access(to.s, F_OK) == 0) {
		rc = check_version(to.s, name, e);
		if (rc < 0)
			err_prefix(e, "the version is damaged, remove it to "
			    "have it added again");
		goto out;
	}
	if (copy_model(from, aside.s, e) == 0 &&
	    check_version(aside.s, name, e) == 0) {
		if (rename(aside.s, to.s) < 0)
			err_sys(e, ERR_FATAL, "cannot write %s", to.s);
		else
			rc = sync_folder(all.s, e);
	}
	if (rc < 0)
		clear_aside(aside.s, e);	/* the first failure stays */
out:
	buf_free(&to);
	buf_free(&aside);
	buf_free(&all);
	return rc;
}

/* ---- the link ---- */

int
versions_current(const char *dir, char **name, struct err *e)
{
	char target[PATH_MAX];
	struct buf path = {0};
	size_t skip = strlen(VERSIONS "/");
	int rc = 0;

	*name = NULL;
	versions_file(&path, dir, CURRENT);
	ssize_t n = readlink(path.s, target, sizeof(target) - 1);

	if (n < 0 && errno == ENOENT)
		goto out;
	target[n > 0 ? n : 0] = '\0';
	if (n < 0 || strncmp(target, VERSIONS "/", skip) != 0 ||
	    !versions_is_name(target + skip))
		rc = err_set(e, ERR_CONFIG, "%s is not a link to a version: "
		    "move it away", path.s);
	else
		*name = xstrdup(target + skip);
out:
	buf_free(&path);
	return rc;
}

int
versions_switch(const char *dir, const char *name, struct err *e)
{
	struct buf path = {0}, part = {0}, target = {0};
	int rc = 0;

	versions_file(&path, dir, CURRENT);
	versions_file(&part, dir, CURRENT ".part");
	buf_addf(&target, VERSIONS "/%s", name);
	if ((unlink(part.s) < 0 && errno != ENOENT) ||
	    symlink(target.s, part.s) < 0 || rename(part.s, path.s) < 0)
		rc = err_sys(e, ERR_FATAL, "cannot point %s to %s", path.s,
		    name);
	else
		rc = sync_folder(dir, e);
	buf_free(&path);
	buf_free(&part);
	buf_free(&target);
	return rc;
}

void
versions_resolve(struct buf *b, const char *dir, const char *arg)
{
	struct err ignored = {0};
	char *name = NULL;

	if (strcmp(arg, CURRENT) == 0) {
		versions_current(dir, &name, &ignored);
		if (name != NULL)
			versions_path(b, dir, name);
		else
			versions_file(b, dir, CURRENT);
		free(name);
		return;
	}
	if (versions_is_name(arg)) {
		versions_path(b, dir, arg);
		if (access(b->s, F_OK) == 0)
			return;
	}
	buf_clear(b);
	buf_adds(b, arg);
}

/* ---- all ---- */

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int
versions_list(const char *dir, char ***names, size_t *n, struct err *e)
{
	struct buf path = {0};
	struct dirent *ent;
	size_t cap = 0;

	*names = NULL;
	*n = 0;
	versions_file(&path, dir, VERSIONS);
	DIR *d = opendir(path.s);
	int rc = d != NULL || errno == ENOENT ? 0 : err_sys(e, ERR_CONFIG,
	    "cannot read %s", path.s);

	while (d != NULL && (ent = readdir(d)) != NULL)
		if (versions_is_name(ent->d_name)) {
			*names = grow(*names, *n, &cap, sizeof(**names));
			(*names)[(*n)++] = xstrdup(ent->d_name);
		}
	if (d != NULL)
		closedir(d);
	if (*n > 1)
		qsort(*names, *n, sizeof(**names), by_name);
	buf_free(&path);
	return rc;
}

void
versions_list_free(char **names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
}

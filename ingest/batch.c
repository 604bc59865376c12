/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/diag.h"
#include "common/hash.h"
#include "common/json.h"
#include "common/utc.h"
#include "ingest/batch.h"

struct batch {
	struct store *store;
	char name[BATCH_LEN + 1];
	char *posts, *rejects, *tmp;
	json_t *made_from;	/* what this run takes in, NULL: not to tell */
};

static const char *
file_of(struct store *s, const char *kind, const char *batch, const char *end)
{
	struct buf b = {0};

	buf_addf(&b, "%s%s", batch, end);
	const char *path = store_path(s, kind, b.s);

	buf_free(&b);
	return path;
}

/* Remove kind/B… where there is no posts/B.jsonl. */
static void
clear_orphans(struct store *s, const char *kind)
{
	DIR *d = opendir(store_path(s, kind, ""));
	struct dirent *ent;

	if (d == NULL)
		return;
	while ((ent = readdir(d)) != NULL) {
		char batch[BATCH_LEN + 1];

		if (strlen(ent->d_name) <= BATCH_LEN ||
		    ent->d_name[BATCH_LEN] != '.')
			continue;
		memcpy(batch, ent->d_name, BATCH_LEN);
		batch[BATCH_LEN] = '\0';
		if (access(file_of(s, "posts", batch, ".jsonl"), F_OK) < 0)
			unlink(store_path(s, kind, ent->d_name));
	}
	closedir(d);
}

struct batch *
batch_open(const char *dir, int64_t now, struct err *e)
{
	struct store *s = store_open(dir, "ingest", true, e);

	if (s == NULL)
		return NULL;
	struct batch *b = xcalloc(1, sizeof(*b));

	b->store = s;
	clear_orphans(s, "rejects");
	clear_orphans(s, "runs");
	do
		utc_batch(now++, b->name);
	while (access(file_of(s, "posts", b->name, ".jsonl"), F_OK) == 0);
	b->posts = xstrdup(file_of(s, "posts", b->name, ".jsonl"));
	b->rejects = xstrdup(file_of(s, "rejects", b->name, ".jsonl"));
	b->tmp = xstrdup(store_path(s, "state", ""));
	return b;
}

struct store *
batch_store(struct batch *b)
{
	return b->store;
}

const char *
batch_name(const struct batch *b)
{
	return b->name;
}

const char *
batch_posts(const struct batch *b)
{
	return b->posts;
}

const char *
batch_rejects(const struct batch *b)
{
	return b->rejects;
}

const char *
batch_tmp(const struct batch *b)
{
	return b->tmp;
}

/* {"config":sha,"format":…,"map":[…],"source":…,"files":[{"sha256":…}]}; the
 * files' names are left out: the same bytes under another name are known. */
static json_t *
made_from(const struct import_options *o, const char *config, struct err *e)
{
	json_t *v = json_pack("{ss s[] s[]}", "config", config, "files",
	    "map");

	if (o->format != NULL)
		json_object_set_new(v, "format",
		    json_string(o->format->name));
	if (o->fo.source != NULL)
		json_object_set_new(v, "source", json_string(o->fo.source));
	for (size_t i = 0; i < o->fo.n_map; i++)
		json_array_append_new(json_object_get(v, "map"),
		    json_string(o->fo.map[i]));
	for (size_t i = 0; i < o->n_files; i++) {
		char hex[SHA256_HEX + 1];

		if (strcmp(o->file[i], "-") == 0) {
			json_decref(v);
			return NULL;
		}
		if (sha256_file(o->file[i], hex, NULL, e) < 0) {
			e->kind = ERR_CONFIG;
			json_decref(v);
			return NULL;
		}
		json_array_append_new(json_object_get(v, "files"),
		    json_pack("{ss}", "sha256", hex));
	}
	return v;
}

bool
batch_seen(struct batch *b, const struct import_options *o,
    const char *config_sha256, struct err *e)
{
	char **names;
	size_t n;
	bool seen = false;

	b->made_from = made_from(o, config_sha256, e);
	if (b->made_from == NULL || store_list(b->store, "posts", &names, &n,
	    e) < 0)
		return false;
	for (size_t i = n; i-- > 0 && !seen;) {
		json_t *run = store_run_get(b->store, names[i], "ingest");

		seen = json_equal(json_object_get(run, "made_from"),
		    b->made_from);
		if (seen)
			diag_say(DIAG_INFO, "already imported as batch %s: "
			    "nothing to do", names[i]);
		json_decref(run);
	}
	store_list_free(names, n);
	return seen;
}

int
batch_record(struct batch *b, const struct tally *t, struct err *e)
{
	json_t *v = json_pack("{so}", "counters", tally_json(t));

	if (b->made_from != NULL)
		json_object_set(v, "made_from", b->made_from);
	return store_run_set(b->store, b->name, "ingest", v, e);
}

void
batch_close(struct batch *b)
{
	if (b == NULL)
		return;
	json_decref(b->made_from);
	store_free(b->store);
	free(b->posts);
	free(b->rejects);
	free(b->tmp);
	free(b);
}

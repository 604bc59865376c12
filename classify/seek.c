/* SPDX-License-Identifier: MIT
 *
 * One pass over all batches: a store has no index by id, and a person asks
 * for a few posts now and then. */
#include <stdlib.h>
#include <string.h>

#include "classify/seek.h"
#include "common/input.h"
#include "common/jscan.h"
#include "common/store.h"

struct pass {
	struct seek *want;
	size_t n;
	struct arena *kept;
	struct arena line;
	struct jobject o;
};

/* A string member's text in the arena of the line, or NULL. */
static const char *
string(struct pass *p, const char *name, size_t *len)
{
	const struct jspan *v = jobject_get(&p->o, name);

	return v != NULL && v->type == J_STRING ?
	    jspan_text(v, len, &p->line) : NULL;
}

/* Times are all of one form (FORMAT.md), so they compare as texts; of equals
 * the later record counts. */
static void
take(struct pass *p, struct seek *s)
{
	const struct jspan *gone = jobject_get(&p->o, "deleted");
	size_t at_len = 0, len = 0, lang_len = 0;
	const char *at = string(p, "fetched_at", &at_len);
	const char *text = string(p, "text", &len);
	const char *lang = string(p, "lang", &lang_len);
	bool deleted = gone != NULL && gone->type == J_TRUE;

	if (!deleted && text == NULL)
		return;
	if (s->found && strcmp(at != NULL ? at : "", s->fetched_at) < 0)
		return;
	s->found = true;
	s->deleted = deleted;
	s->fetched_at = arena_dup(p->kept, at != NULL ? at : "", at_len);
	s->text = text != NULL ? arena_dup(p->kept, text, len) : "";
	s->text_len = len;
	s->lang = lang != NULL ? arena_dup(p->kept, lang, lang_len) : NULL;
}

static int
seek_batch(struct pass *p, const char *path, struct err *e)
{
	struct input *in = input_open(path, e);
	struct lines *lines;
	char *text;
	size_t len;
	int rc;

	if (in == NULL)
		return -1;
	lines = lines_new(in, LINE_MAX_BYTES);
	while ((rc = lines_next(lines, &text, &len, e)) != 0) {
		const char *id = NULL;

		if (rc < 0 && e->kind != ERR_DATA)
			break;
		arena_reset(&p->line);
		if (rc > 0 && jscan_object(&p->o, text, len, &p->line, e) == 0)
			id = string(p, "id", NULL);
		err_clear(e);
		for (size_t i = 0; id != NULL && i < p->n; i++)
			if (strcmp(p->want[i].id, id) == 0)
				take(p, &p->want[i]);
	}
	lines_free(lines);
	input_free(in);
	return rc;
}

int
seek_posts(const char *dir, struct seek *want, size_t n, struct arena *a,
    struct err *e)
{
	struct store *s = store_open(dir, "classify", false, e);
	struct pass p = { .want = want, .n = n, .kept = a };
	char **name = NULL;
	size_t n_names = 0;
	struct buf file = {0};
	int rc = s == NULL ? -1 : store_list(s, "posts", &name, &n_names, e);

	for (size_t i = 0; rc == 0 && i < n_names; i++) {
		buf_clear(&file);
		buf_addf(&file, "%s.jsonl", name[i]);
		rc = seek_batch(&p, store_path(s, "posts", file.s), e);
	}
	buf_free(&file);
	free(p.o.m);
	arena_free(&p.line);
	store_list_free(name, n_names);
	store_free(s);
	return rc;
}

/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/input.h"
#include "common/progress.h"
#include "report/deflect.h"
#include "report/reader.h"

struct set { uint32_t *c; size_t n; };
struct name { char *s; int64_t n; };

struct reader {
	struct store *store;
	const struct companies *companies;
	char **batch;
	size_t n_batches;
	struct keymap *ids, *by_set, *by_source, *by_model;
	struct set *set;
	size_t n_sets, cap_sets;
	struct name *source, *model;
	size_t n_sources, cap_sources, n_models, cap_models;
	int64_t newest, oldest, records;
	struct deflect *deflect;
	struct arena mem, a;	/* of the reader; of the record */
	struct jobject o;
	int fd;			/* of the batch fetched from last */
	uint32_t fd_batch;
};

static const char *
labels_path(struct reader *r, size_t batch)
{
	struct buf b = {0};

	buf_addf(&b, "%s.jsonl", r->batch[batch]);
	const char *path = store_path(r->store, "labels", b.s);

	buf_free(&b);
	return path;
}

struct reader *
reader_open(struct store *s, const struct companies *c, struct err *e)
{
	struct reader *r = xcalloc(1, sizeof(*r));

	r->store = s;
	r->companies = c;
	r->fd = -1;
	r->ids = keymap_new();
	r->by_set = keymap_new();
	r->by_source = keymap_new();
	r->by_model = keymap_new();
	r->deflect = deflect_new();
	for (size_t i = 0; i < c->n; i++)
		*keymap_add(r->ids, key_of(c->c[i].id, strlen(c->c[i].id))) =
		    (uint32_t)i;
	if (store_list(s, "posts", &r->batch, &r->n_batches, e) < 0)
		goto fail;
	for (size_t i = 0; i < r->n_batches; i++)
		if (access(labels_path(r, i), R_OK) < 0) {
			err_set(e, ERR_FATAL, "batch %s has no labels: run "
			    "`classify run -s %s`", r->batch[i],
			    store_dir(s));
			goto fail;
		}
	return r;
fail:
	reader_free(r);
	return NULL;
}

static uint32_t
set_of(struct reader *r, const struct post *p)
{
	uint32_t c[64];
	size_t n = 0;

	for (size_t i = 0; i < p->n_companies && n < 64; i++) {
		uint32_t k = keymap_get(r->ids, key_of(p->companies[i],
		    strlen(p->companies[i])));

		if (k == KEYMAP_NONE)
			continue;
		size_t j = n++;

		for (; j > 0 && c[j - 1] > k; j--)
			c[j] = c[j - 1];
		c[j] = k;
	}
	uint32_t *at = keymap_add(r->by_set, key_of(c, n * sizeof(*c)));

	if (*at == KEYMAP_NONE) {
		*at = (uint32_t)r->n_sets;
		r->set = grow(r->set, r->n_sets, &r->cap_sets,
		    sizeof(*r->set));
		struct set *s = &r->set[r->n_sets++];

		s->n = n;
		s->c = arena_alloc(&r->mem, n * sizeof(*c) + 1);
		memcpy(s->c, c, n * sizeof(*c));
	}
	return *at;
}

static uint32_t
name_of(struct reader *r, struct keymap *m, struct name **list, size_t *n,
    size_t *cap, const char *s)
{
	uint32_t *at = keymap_add(m, key_of(s, strlen(s)));

	if (*at == KEYMAP_NONE) {
		*at = (uint32_t)*n;
		*list = grow(*list, *n, cap, sizeof(**list));
		(*list)[(*n)++] = (struct name){ arena_dup(&r->mem, s,
		    strlen(s)), 0 };
	}
	(*list)[*at].n++;
	return *at;
}

static uint8_t
mood_of(const char *s)
{
	if (s == NULL)
		return MOOD_NONE;
	return strcmp(s, "negative") == 0 ? MOOD_NEGATIVE :
	    strcmp(s, "positive") == 0 ? MOOD_POSITIVE : MOOD_NEUTRAL;
}

/* Authors of different networks may share a native id. */
static struct key
author_key(const struct post *p)
{
	struct buf b = {0};
	struct key k = {0};

	if (p->author == NULL)
		return k;
	buf_addf(&b, "%s:%s", p->source, p->author);
	k = key_of(b.s, b.len);
	buf_free(&b);
	return k;
}

static struct row
row_of(struct reader *r, const struct post *p)
{
	struct row w = { .id = key_of(p->id, strlen(p->id)),
	    .created_at = p->created_at, .fetched_at = p->fetched_at,
	    .official = -1, .audience = COUNT_NULL };

	if (p->deleted) {
		w.flags = ROW_DELETED;
		return w;
	}
	w.thread = key_of(p->thread, strlen(p->thread));
	if (p->reply_to != NULL) {
		w.parent = key_of(p->reply_to, strlen(p->reply_to));
		w.flags |= ROW_REPLY;
	}
	w.author = author_key(p);
	w.set = set_of(r, p);
	w.source = (uint16_t)name_of(r, r->by_source, &r->source,
	    &r->n_sources, &r->cap_sources, p->source);
	w.audience = p->views != COUNT_NULL ? p->views : p->followers;
	w.labels = (uint8_t)p->labels;
	w.mood = mood_of(p->sentiment);
	if (p->labelled)
		w.flags |= p->abstained ? ROW_ABSTAINED : ROW_JUDGED;
	if (p->thread_complete != TRI_NULL)
		w.flags |= p->thread_complete == TRI_TRUE ? ROW_COMPLETE :
		    ROW_INCOMPLETE;
	if (p->model != NULL)
		name_of(r, r->by_model, &r->model, &r->n_models,
		    &r->cap_models, p->model);
	if (p->official != NULL) {
		uint32_t k = keymap_get(r->ids, key_of(p->official,
		    strlen(p->official)));

		w.official = k == KEYMAP_NONE ? -2 : (int32_t)k;
		if (deflect_is(r->deflect, p->text, p->text_len))
			w.flags |= ROW_DEFLECTS;
	}
	return w;
}

static int
read_batch(struct reader *r, uint32_t batch, int64_t as_of,
    struct sorter *out, struct progress *pr, struct err *e)
{
	struct input *in = input_open(labels_path(r, batch), e);
	struct lines *l = in != NULL ? lines_new(in, LINE_MAX_BYTES + 4096) :
	    NULL;
	int64_t offset = 0;
	char *line;
	size_t len;
	int rc = l != NULL ? 1 : -1;

	while (rc > 0) {
		struct post p;

		arena_reset(&r->a);
		rc = lines_next(l, &line, &len, e);
		if (rc <= 0)
			break;
		if (post_decode(&p, line, len, false, &r->o, &r->a, e) < 0) {
			rc = -1;
			break;
		}
		progress_at(pr, ++r->records);
		if (p.fetched_at <= as_of) {
			struct row w = row_of(r, &p);

			w.batch = batch;
			w.offset = offset;
			w.len = (uint32_t)len;
			if (p.fetched_at > r->newest)
				r->newest = p.fetched_at;
			if (p.created_at > r->newest)
				r->newest = p.created_at;
			if (!p.deleted && (r->oldest == 0 ||
			    p.created_at < r->oldest))
				r->oldest = p.created_at;
			if (sort_add(out, &w, e) < 0)
				rc = -1;
		}
		offset = lines_offset(l);
	}
	if (rc < 0 && l != NULL) {
		err_prefix(e, "%s:%lld", input_name(in),
		    (long long)lines_no(l));
		e->kind = ERR_FATAL;
	}
	lines_free(l);
	input_free(in);
	return rc;
}

int
reader_rows(struct reader *r, int64_t as_of, struct sorter *out,
    struct err *e)
{
	struct progress pr;
	int rc = 0;

	progress_start(&pr, "posts read", 0);
	for (size_t i = 0; i < r->n_batches && rc == 0; i++)
		rc = read_batch(r, (uint32_t)i, as_of, out, &pr, e);
	progress_end(&pr);
	return rc;
}

int64_t
reader_newest(const struct reader *r)
{
	return r->newest;
}

int64_t
reader_oldest(const struct reader *r)
{
	return r->oldest;
}

int64_t
reader_records(const struct reader *r)
{
	return r->records;
}

size_t
reader_batches(const struct reader *r)
{
	return r->n_batches;
}

size_t
reader_sources(const struct reader *r)
{
	return r->n_sources;
}

const char *
reader_source(const struct reader *r, size_t i)
{
	return r->source[i].s;
}

const char *
reader_model(const struct reader *r)
{
	const struct name *best = NULL;

	for (size_t i = 0; i < r->n_models; i++)
		if (best == NULL || r->model[i].n > best->n)
			best = &r->model[i];
	return best != NULL ? best->s : NULL;
}

const uint32_t *
reader_set(const struct reader *r, uint32_t set, size_t *n)
{
	*n = r->set[set].n;
	return r->set[set].c;
}

bool
reader_concerns(const struct reader *r, uint32_t set, uint32_t company)
{
	for (size_t i = 0; i < r->set[set].n; i++)
		if (r->set[set].c[i] == company)
			return true;
	return false;
}

int
reader_fetch(struct reader *r, uint32_t batch, int64_t offset, uint32_t len,
    struct post *p, struct arena *a, struct err *e)
{
	char *line = arena_alloc(a, (size_t)len + 1);

	if (r->fd < 0 || r->fd_batch != batch) {
		if (r->fd >= 0)
			close(r->fd);
		r->fd = open(labels_path(r, batch), O_RDONLY | O_CLOEXEC);
		r->fd_batch = batch;
	}
	if (r->fd < 0 || pread(r->fd, line, len, offset) != (ssize_t)len)
		return err_sys(e, ERR_FATAL, "cannot read %s again",
		    labels_path(r, batch));
	line[len] = '\0';
	return post_decode(p, line, len, false, &r->o, a, e);
}

int
reader_digest(struct reader *r, uint64_t *out, struct err *e)
{
	size_t room = (size_t)1 << 20;
	char *chunk = xmalloc(room);
	uint64_t h = 0;
	ssize_t n = 0;

	for (size_t i = 0; i < r->n_batches && n >= 0; i++) {
		struct input *in = input_open(labels_path(r, i), e);

		h = hash64(r->batch[i], strlen(r->batch[i]), h);
		n = in != NULL ? 1 : -1;
		while (n > 0) {
			n = input_read(in, chunk, room, e);
			if (n > 0)
				h = hash64(chunk, (size_t)n, h);
		}
		input_free(in);
	}
	free(chunk);
	*out = h;
	return n < 0 ? -1 : 0;
}

void
reader_free(struct reader *r)
{
	if (r == NULL)
		return;
	if (r->fd >= 0)
		close(r->fd);
	store_list_free(r->batch, r->n_batches);
	keymap_free(r->ids);
	keymap_free(r->by_set);
	keymap_free(r->by_source);
	keymap_free(r->by_model);
	deflect_free(r->deflect);
	free(r->set);
	free(r->source);
	free(r->model);
	free(r->o.m);
	arena_free(&r->mem);
	arena_free(&r->a);
	free(r);
}

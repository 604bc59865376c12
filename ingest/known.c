/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/input.h"
#include "ingest/known.h"
#include "ingest/spool.h"

struct record {
	uint32_t row, set, thread;	/* as they stand in the store */
	uint32_t batch, len;
	int8_t complete;
	bool live;
	int64_t offset, fetched_at;
};

struct known {
	struct store *store;
	char **batch;
	size_t n_batches;
	struct record *r;
	size_t n, cap;
	uint32_t *of_row;	/* index of the record that counts, + 1 */
	size_t cap_rows;
};

struct reading {
	struct known *k;
	struct links *links;
	struct cosets *sets;
	void (*each)(void *, uint32_t, uint64_t, int64_t);
	void *ctx;
	struct jobject o;
	struct arena a;
	struct buf canonical;
};

static uint32_t *
place(struct known *k, uint32_t row)
{
	while (row >= k->cap_rows) {
		size_t cap = k->cap_rows > 0 ? k->cap_rows * 2 : 4096;

		k->of_row = xrealloc(k->of_row, cap, sizeof(*k->of_row));
		memset(k->of_row + k->cap_rows, 0,
		    (cap - k->cap_rows) * sizeof(*k->of_row));
		k->cap_rows = cap;
	}
	return &k->of_row[row];
}

static int
take_line(struct reading *rd, const char *line, size_t len, uint32_t batch,
    int64_t offset, struct err *e)
{
	struct known *k = rd->k;
	struct post p;

	if (post_decode(&p, line, len, false, &rd->o, &rd->a, e) < 0)
		return -1;
	uint32_t row = links_row(rd->links, p.id);
	uint32_t *at = place(k, row);

	if (*at > 0 && k->r[*at - 1].fetched_at > p.fetched_at)
		return 0;	/* an older state read later */
	uint32_t set = coset_of(rd->sets, p.companies, p.n_companies);

	links_put(rd->links, &p, set);
	k->r = grow(k->r, k->n, &k->cap, sizeof(*k->r));
	k->r[k->n] = (struct record){ .row = row, .set = set,
	    .thread = p.thread != NULL ? links_row(rd->links, p.thread) :
	    LINK_NONE, .batch = batch, .len = (uint32_t)len,
	    .complete = (int8_t)p.thread_complete, .live = !p.deleted,
	    .offset = offset, .fetched_at = p.fetched_at };
	/* links_row may have grown the map, never k's own table. */
	*place(k, row) = (uint32_t)++k->n;

	/* The digest is of the line as post_write makes it, whoever wrote
	 * the one in the store, labels and foreign order apart. */
	buf_clear(&rd->canonical);
	post_write(&rd->canonical, &p);
	struct spans s = spans_of(rd->canonical.s, rd->canonical.len);

	rd->each(rd->ctx, row, spans_digest(rd->canonical.s,
	    rd->canonical.len, &s), p.fetched_at);
	return 0;
}

static int
read_batch(struct reading *rd, uint32_t batch, struct err *e)
{
	struct buf name = {0};
	int64_t offset = 0;
	char *line;
	size_t len;
	int rc;

	buf_addf(&name, "%s.jsonl", rd->k->batch[batch]);
	const char *path = store_path(rd->k->store, "posts", name.s);
	struct input *in = input_open(path, e);
	struct lines *l = in != NULL ? lines_new(in, LINE_MAX_BYTES) : NULL;

	rc = l != NULL ? 1 : -1;
	while (rc > 0) {
		arena_reset(&rd->a);
		rc = lines_next(l, &line, &len, e);
		if (rc > 0 && take_line(rd, line, len, batch, offset, e) < 0)
			rc = -1;
		if (rc >= 0)
			offset = lines_offset(l);
	}
	if (rc < 0) {
		if (l != NULL)
			err_prefix(e, "%s:%lld", input_name(in),
			    (long long)lines_no(l));
		e->kind = ERR_FATAL;
	}
	lines_free(l);
	input_free(in);
	buf_free(&name);
	return rc;
}

struct known *
known_read(struct store *s, struct links *l, struct cosets *sets,
    void (*each)(void *ctx, uint32_t row, uint64_t digest,
    int64_t fetched_at), void *ctx, struct err *e)
{
	struct known *k = xcalloc(1, sizeof(*k));
	struct reading rd = { .k = k, .links = l, .sets = sets, .each = each,
	    .ctx = ctx };
	int rc;

	k->store = s;
	rc = store_list(s, "posts", &k->batch, &k->n_batches, e);
	for (size_t i = 0; i < k->n_batches && rc == 0; i++)
		rc = read_batch(&rd, (uint32_t)i, e);
	free(rd.o.m);
	arena_free(&rd.a);
	buf_free(&rd.canonical);
	if (rc == 0)
		return k;
	known_free(k);
	return NULL;
}

static int
reissue(struct known *k, const struct record *r, int fd,
    const struct links *l, const struct cosets *sets, struct buf *b,
    struct err *e)
{
	struct jobject o = {0};
	struct arena a = {0};
	struct buf canonical = {0};
	struct post p;
	char *line = arena_alloc(&a, r->len);
	int rc = -1;

	if (pread(fd, line, r->len, r->offset) != (ssize_t)r->len) {
		err_sys(e, ERR_FATAL, "cannot read batch %s again",
		    k->batch[r->batch]);
		goto out;
	}
	if (post_decode(&p, line, r->len, false, &o, &a, e) < 0)
		goto out;
	post_write(&canonical, &p);
	struct spans s = spans_of(canonical.s, canonical.len);

	buf_clear(b);
	spans_write(b, canonical.s, canonical.len, &s, sets,
	    links_set(l, r->row), links_thread(l, r->row),
	    links_complete(l, r->row, p.thread_complete));
	rc = b->len <= LINE_MAX_BYTES ? 0 : err_set(e, ERR_FATAL,
	    "a record with its companies is longer than 1 MiB");
out:
	buf_free(&canonical);
	free(o.m);
	arena_free(&a);
	return rc;
}

static bool
changed(const struct record *r, const struct links *l)
{
	return r->set != links_set(l, r->row) ||
	    r->thread != links_thread_row(l, r->row) ||
	    r->complete != links_complete(l, r->row, r->complete);
}

int
known_reissue(struct known *k, const struct links *l,
    const struct cosets *sets, bool (*replaced)(void *ctx, uint32_t row),
    void *ctx, struct outfile *out, int64_t *n, struct err *e)
{
	struct buf b = {0}, name = {0};
	uint32_t open_batch = UINT32_MAX;
	int fd = -1, rc = 0;

	for (size_t i = 0; i < k->n && rc == 0; i++) {
		const struct record *r = &k->r[i];

		if (!r->live || k->of_row[r->row] != i + 1 ||
		    replaced(ctx, r->row) || !changed(r, l))
			continue;
		if (r->batch != open_batch) {
			if (fd >= 0)
				close(fd);
			buf_clear(&name);
			buf_addf(&name, "%s.jsonl", k->batch[r->batch]);
			fd = open(store_path(k->store, "posts", name.s),
			    O_RDONLY | O_CLOEXEC);
			open_batch = r->batch;
		}
		rc = reissue(k, r, fd, l, sets, &b, e);
		if (rc == 0)
			outfile_buf(out, &b);
		(*n)++;
	}
	if (fd >= 0)
		close(fd);
	buf_free(&b);
	buf_free(&name);
	return rc;
}

void
known_free(struct known *k)
{
	if (k == NULL)
		return;
	store_list_free(k->batch, k->n_batches);
	free(k->of_row);
	free(k->r);
	free(k);
}

/* SPDX-License-Identifier: MIT
 *
 * Fates of a record read: new, updated, known (the store or this archive has
 * the same), superseded (an older state than another), rejected. Re-issued
 * are records of earlier batches whose thread or companies are now others. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/companies.h"
#include "common/diag.h"
#include "common/outfile.h"
#include "common/progress.h"
#include "common/rejects.h"
#include "common/utc.h"
#include "ingest/batch.h"
#include "ingest/import.h"
#include "ingest/known.h"
#include "ingest/link.h"
#include "ingest/match.h"
#include "ingest/spool.h"

#define FUTURE_S 86400		/* clocks of posts may run ahead this far */
#define ID_MAX 1024		/* bytes of an id: one stands in other records */
/* What the second pass and classify add must fit into the line as well. */
#define RECORD_MAX (LINE_MAX_BYTES - 65536)

/* What is known of an id: the state that counts so far. */
struct state {
	uint64_t digest;
	int64_t fetched_at;
	uint64_t no;		/* in the spool; when in_store, not used */
	enum { STATE_NONE, STATE_STORE, STATE_NEW, STATE_UPDATED } is;
};

struct import {
	const struct import_options *o;
	struct tally *t;
	struct companies *companies;
	struct match *match;
	struct cosets *sets;
	struct links *links;
	struct known *known;
	struct state *state;	/* by row */
	size_t cap_state;
	struct spool *spool;
	struct rejects *rejects;
	struct progress progress;
	const char *file;	/* being read */
	struct buf line;
	const char **ids;	/* companies of the post in hand */
	size_t cap_ids;
	int64_t read;
};

static struct state *
state_of(struct import *im, uint32_t row)
{
	while (row >= im->cap_state) {
		size_t cap = im->cap_state > 0 ? im->cap_state * 2 : 4096;

		im->state = xrealloc(im->state, cap, sizeof(*im->state));
		memset(im->state + im->cap_state, 0,
		    (cap - im->cap_state) * sizeof(*im->state));
		im->cap_state = cap;
	}
	return &im->state[row];
}

/* ---- first pass ---- */

static void
take_reject(void *ctx, int64_t line, const char *reason, const char *raw,
    size_t raw_len)
{
	struct import *im = ctx;

	im->read++;
	tally_add(im->t, "read", 1);
	tally_add(im->t, "rejected", 1);
	rejects_add(im->rejects, im->file, line, reason, raw, raw_len);
}

static void
take_note(void *ctx, const char *what)
{
	struct import *im = ctx;

	tally_add(im->t, what, 1);
}

/* The companies the post itself names, and who its author speaks for; those
 * that the record gives are taken as they are. */
static uint32_t
name_companies(struct import *im, struct post *p)
{
	char network[64];
	const size_t *found;
	size_t n = 0;

	if (p->companies != NULL)
		return coset_of(im->sets, p->companies, p->n_companies);

	match_network(p->source, network, sizeof(network));
	int speaks = p->official == NULL ?
	    match_account(im->match, network, p->author) : -1;

	if (speaks < 0 && p->official == NULL)
		speaks = match_account(im->match, network, p->author_name);
	if (speaks >= 0)
		p->official = im->companies->c[speaks].id;
	size_t named = match_text(im->match, network, p->text, p->text_len,
	    &found);

	while (im->cap_ids < named + 1)
		im->ids = grow(im->ids, im->cap_ids, &im->cap_ids,
		    sizeof(*im->ids));
	for (size_t i = 0; i < named; i++)
		im->ids[n++] = im->companies->c[found[i]].id;
	if (p->official != NULL)
		im->ids[n++] = p->official;
	return coset_of(im->sets, im->ids, n);
}

static void
count(struct import *im, const char *fate)
{
	tally_add(im->t, fate, 1);
}

/* Decide a record's fate against the state that counts so far; true when it
 * becomes that state. The same content seen later (timed: the source says
 * when) is news as well: it outlives another state seen in between. */
static bool
counts(struct import *im, struct state *s, uint64_t digest, int64_t fetched,
    bool timed)
{
	if (s->is != STATE_NONE && s->digest == digest &&
	    (!timed || fetched <= s->fetched_at)) {
		count(im, "known");
		return false;
	}
	if (s->is != STATE_NONE && fetched < s->fetched_at) {
		count(im, "superseded");
		return false;
	}
	if (s->is == STATE_NEW || s->is == STATE_UPDATED)
		count(im, "superseded");	/* the one before it */
	s->is = s->is == STATE_NONE || s->is == STATE_NEW ? STATE_NEW :
	    STATE_UPDATED;
	s->digest = digest;
	s->fetched_at = fetched;
	return true;
}

static bool
too_long(const char *id)
{
	return id != NULL && strlen(id) > ID_MAX;
}

/* Why a post cannot be taken, or NULL; im->line becomes its record. */
static const char *
refuse(struct import *im, const struct post *p, char *why, size_t size)
{
	char when[UTC_LEN + 1];

	if (too_long(p->id) || too_long(p->reply_to) || too_long(p->thread))
		return "an id is longer than 1024 bytes";
	if (!p->deleted && p->created_at > im->o->now + FUTURE_S) {
		utc_format(p->created_at, when);
		snprintf(why, size, "created_at %s is in the future", when);
		return why;
	}
	/* The three are decided in the second pass; thread as the platform
	 * gave it goes into the links. */
	struct post raw = *p;

	raw.companies = NULL;
	raw.n_companies = 0;
	raw.thread = p->id;	/* a value as good as any */
	buf_clear(&im->line);
	post_write(&im->line, &raw);
	return im->line.len > RECORD_MAX ? "record is close to 1 MiB as JSON "
	    "or longer" : NULL;
}

static int
take_post(void *ctx, const struct post *given, int64_t line, struct err *e)
{
	struct import *im = ctx;
	struct post p = *given;
	bool timed = p.fetched_at != 0;
	char why[64];
	uint32_t set = 0;

	if (!timed)
		p.fetched_at = p.deleted ? im->o->now : p.created_at;
	if (!p.deleted)
		set = name_companies(im, &p);
	const char *reason = refuse(im, &p, why, sizeof(why));

	if (reason != NULL) {
		take_reject(im, line, reason, p.id, strlen(p.id));
		return 0;
	}
	im->read++;
	count(im, "read");
	progress_at(&im->progress, im->read);

	struct spans spans = spans_of(im->line.s, im->line.len);
	uint64_t digest = spans_digest(im->line.s, im->line.len, &spans);
	uint32_t row = links_row(im->links, p.id);
	struct state *s = state_of(im, row);

	if (p.companies != NULL)
		links_fix(im->links, row);
	else if (!p.deleted)
		links_spread(im->links, row);
	/* What the post names counts even when the record is not new: the
	 * names may have changed since. */
	if (!counts(im, s, digest, p.fetched_at, timed)) {
		links_name(im->links, row, set);
		return 0;
	}
	s->no = spool_add(im->spool, row, im->line.s, im->line.len, &spans);
	links_put(im->links, &p, set);
	(void)e;
	return 0;
}

static int
read_files(struct import *im, struct err *e)
{
	const struct sink sink = { take_post, take_reject, take_note, im };
	int rc = 0;

	progress_start(&im->progress, "records", 0);
	for (size_t i = 0; i < im->o->n_files && rc == 0; i++) {
		const struct format *f = im->o->format != NULL ?
		    im->o->format : format_of_file(im->o->file[i]);

		if (f == NULL) {
			rc = err_set(e, ERR_CONFIG, "%s: which format? say "
			    "--format with one of %s", im->o->file[i],
			    format_names());
			break;
		}
		struct input *in = input_open(im->o->file[i], e);

		if (in == NULL) {
			rc = -1;
			break;
		}
		im->file = input_name(in);
		rc = f->read(in, &im->o->fo, &sink, e);
		input_free(in);
	}
	progress_end(&im->progress);
	return rc;
}

/* ---- second pass ---- */

static int
write_new(struct import *im, struct outfile *out, struct err *e)
{
	const char *line;
	struct spans spans;
	uint32_t row;
	uint64_t no;
	size_t len;
	int rc;

	if (spool_rewind(im->spool, e) < 0)
		return -1;
	while ((rc = spool_next(im->spool, &row, &no, &line, &len,
	    &spans, e)) > 0) {
		struct state *s = &im->state[row];

		if (s->no != no || s->is < STATE_NEW)
			continue;
		count(im, s->is == STATE_NEW ? "new" : "updated");
		buf_clear(&im->line);
		if (spans.len[SPAN_THREAD] == 0) {
			buf_add(&im->line, line, len);	/* a tombstone */
		} else {
			const char *tc = line + spans.at[SPAN_COMPLETE];
			int given = *tc == 't' ? TRI_TRUE : *tc == 'f' ?
			    TRI_FALSE : TRI_NULL;
			uint32_t set = links_set(im->links, row);

			if (set == 0)
				tally_add(im->t, "unrelated", 1);
			spans_write(&im->line, line, len, &spans, im->sets,
			    set, links_thread(im->links, row),
			    links_complete(im->links, row, given));
		}
		if (im->line.len > LINE_MAX_BYTES)
			return err_set(e, ERR_FATAL, "a record with its "
			    "companies is longer than 1 MiB");
		outfile_buf(out, &im->line);
	}
	return rc;
}

static bool
replaced(void *ctx, uint32_t row)
{
	struct import *im = ctx;

	return im->state[row].is != STATE_STORE;
}

static int
write_batch(struct import *im, struct outfile *out, struct err *e)
{
	size_t loops = 0;
	int64_t reissued = 0;

	links_resolve(im->links, &loops);
	if (loops > 0)
		diag_say(DIAG_WARNING, "%zu loops of replies were cut", loops);
	if (write_new(im, out, e) < 0)
		return -1;
	if (im->known != NULL && known_reissue(im->known, im->links, im->sets,
	    replaced, im, out, &reissued, e) < 0)
		return -1;
	tally_add(im->t, "reissued", reissued);
	return 0;
}

/* ---- a run ---- */

static void
import_end(struct import *im)
{
	companies_free(im->companies);
	match_free(im->match);
	links_free(im->links);
	coset_free(im->sets);
	known_free(im->known);
	spool_free(im->spool);
	rejects_free(im->rejects);
	buf_free(&im->line);
	free(im->state);
	free(im->ids);
}

static int
import_start(struct import *im, const char *tmp, const char *rejects,
    struct err *e)
{
	const char *config = companies_path(im->o->config, im->o->store, e);

	if (config == NULL)
		return -1;
	im->companies = companies_read(config, e);
	im->spool = im->companies != NULL ? spool_new(tmp, e) : NULL;
	if (im->spool == NULL)
		return -1;
	im->match = match_new(im->companies);
	im->sets = coset_new();
	im->links = links_new(im->sets);
	im->rejects = rejects_new(rejects);
	static const char *const shown[] = { "read", "new", "updated",
	    "known", "superseded", "rejected" };

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		tally_add(im->t, shown[i], 0);
	return 0;
}

static void
remember(void *ctx, uint32_t row, uint64_t digest, int64_t fetched_at)
{
	struct import *im = ctx;

	*state_of(im, row) = (struct state){ digest, fetched_at, 0,
	    STATE_STORE };
}

static int
too_many(const struct import *im, struct err *e)
{
	int64_t bad = rejects_count(im->rejects);

	if (im->read == 0 || (double)bad <= im->o->max_rejects *
	    (double)im->read)
		return 0;
	return err_set(e, ERR_REJECTS, "%lld of %lld records are rejected, "
	    "more than the share of %g allowed (--max-rejects): no posts "
	    "were written", (long long)bad, (long long)im->read,
	    im->o->max_rejects);
}

/* Without a store: posts to a file or standard output. */
static int
import_filter(struct import *im, struct err *e)
{
	if (import_start(im, NULL, NULL, e) < 0 || read_files(im, e) < 0 ||
	    too_many(im, e) < 0)
		return -1;
	struct outfile *out = outfile_open(im->o->out, e);

	if (out == NULL)
		return -1;
	state_of(im, (uint32_t)links_count(im->links));
	if (write_batch(im, out, e) < 0) {
		outfile_abort(out);
		return -1;
	}
	return outfile_commit(out, e);
}

static int
import_store(struct import *im, struct batch *b, struct err *e)
{
	if (import_start(im, batch_tmp(b), batch_rejects(b), e) < 0)
		return -1;
	if (batch_seen(b, im->o, im->companies->sha256, e))
		return 0;
	if (e->kind != ERR_NONE)
		return -1;
	im->known = known_read(batch_store(b), im->links, im->sets, remember,
	    im, e);
	if (im->known == NULL || read_files(im, e) < 0)
		return -1;
	if (too_many(im, e) < 0) {
		struct err ignored = {0};

		rejects_commit(im->rejects, &ignored);
		return -1;
	}
	struct outfile *out = outfile_open(batch_posts(b), e);

	if (out == NULL)
		return -1;
	state_of(im, (uint32_t)links_count(im->links));
	if (write_batch(im, out, e) < 0)
		goto fail;
	if (tally_get(im->t, "new") + tally_get(im->t, "updated") +
	    tally_get(im->t, "reissued") + tally_get(im->t, "rejected") == 0) {
		diag_say(DIAG_INFO, "nothing new: %lld records read, all of "
		    "them in the store already", (long long)im->read);
		outfile_abort(out);
		return 0;
	}
	/* Posts last: they make the batch. */
	if (outfile_failed(out)) {
		outfile_commit(out, e);
		return -1;
	}
	if (rejects_commit(im->rejects, e) < 0 ||
	    batch_record(b, im->t, e) < 0)
		goto fail;
	if (outfile_commit(out, e) < 0)
		return -1;
	diag_say(DIAG_INFO, "batch %s: %lld posts", batch_name(b),
	    (long long)(tally_get(im->t, "new") +
	    tally_get(im->t, "updated")));
	return 0;
fail:
	outfile_abort(out);
	return -1;
}

int
import_run(const struct import_options *o, struct tally *t, struct err *e)
{
	struct import im = { .o = o, .t = t };
	struct batch *b = NULL;
	int rc;

	if (o->out != NULL) {
		rc = import_filter(&im, e);
	} else {
		b = batch_open(o->store, o->now, e);
		rc = b != NULL ? import_store(&im, b, e) : -1;
	}
	import_end(&im);
	batch_close(b);
	return rc;
}

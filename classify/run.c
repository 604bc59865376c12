/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "classify/drift.h"
#include "classify/run.h"
#include "classify/stream.h"
#include "common/diag.h"
#include "common/jscan.h"
#include "common/store.h"

static int64_t
lines_of(const struct relabel_counts *n)
{
	int64_t sum = 0;

	for (int i = 0; i < RELABEL_N; i++)
		sum += n->fate[i];
	return sum;
}

static void
tally_counts(struct tally *t, const struct relabel_counts *n)
{
	tally_add(t, "read", lines_of(n));
	tally_add(t, "judged", n->fate[RELABEL_JUDGED]);
	tally_add(t, "complaints", n->complaint);
	tally_add(t, "queries", n->query);
	tally_add(t, "negative", n->negative);
	tally_add(t, "neutral", n->neutral);
	tally_add(t, "positive", n->positive);
	tally_add(t, "other_language", n->fate[RELABEL_LANGUAGE]);
	tally_add(t, "empty", n->fate[RELABEL_EMPTY]);
	tally_add(t, "deleted", n->fate[RELABEL_TOMBSTONE]);
	tally_add(t, "bad", n->fate[RELABEL_BAD]);
}

/* ERR_REJECTS when the share of bad lines passes what is allowed. */
static int
check_rejects(const struct relabel_counts *n, const char *where, double max,
    struct err *e)
{
	int64_t bad = n->fate[RELABEL_BAD], all = lines_of(n);

	if (bad == 0 || (double)bad <= max * (double)all)
		return 0;
	return err_set(e, ERR_REJECTS, "%s: %lld of %lld lines are not posts, "
	    "more than --max-rejects allows", where, (long long)bad,
	    (long long)all);
}

/* ---- filter ---- */

static int
filter_file(const struct run_options *o, const char *path,
    const struct model *m, struct outfile *out, struct rejects *r,
    struct relabel_counts *n, struct err *e)
{
	struct input *in = input_open(path, e);

	if (in == NULL)
		return -1;
	int rc = stream_label(m, in, input_name(in), out, r, o->jobs, n, e);

	input_free(in);
	return rc;
}

static int
filter(const struct run_options *o, const struct model *m, struct tally *t,
    struct err *e)
{
	static const char *const standard[] = { "-" };
	const char *const *file = o->n_files > 0 ? o->file : standard;
	size_t n_files = o->n_files > 0 ? o->n_files : 1;
	struct relabel_counts n = {0};
	struct rejects *r = rejects_new(NULL);
	struct outfile *out = outfile_open(o->out, e);
	bool stream = strcmp(o->out, "-") == 0;
	int rc = out == NULL ? -1 : 0;

	for (size_t i = 0; rc == 0 && i < n_files; i++)
		rc = filter_file(o, file[i], m, out, r, &n, e);
	if (rc == 0 && !stream)
		rc = check_rejects(&n, "input", o->max_rejects, e);
	/* What a pipe's reader was given cannot be taken back: the rest of
	 * it is delivered, then the exit status tells. */
	if (rc == 0 || (stream && out != NULL)) {
		struct err late = {0};

		if (outfile_commit(out, &late) < 0 && rc == 0) {
			*e = late;
			rc = -1;
		}
		out = NULL;
	}
	if (rc == 0 && stream)
		rc = check_rejects(&n, "input", o->max_rejects, e);
	tally_counts(t, &n);
	outfile_abort(out);
	rejects_free(r);
	return rc;
}

/* ---- store ---- */

/* The model that made a labels file, from its first labelled line, in buf;
 * NULL when there is none. */
static const char *
labels_model(const char *path, char *buf, size_t size)
{
	struct err e = {0};
	struct input *in = input_open(path, &e);
	struct lines *lines = in != NULL ? lines_new(in, LINE_MAX_BYTES) : NULL;
	struct jobject o = {0};
	struct arena a = {0};
	const struct jspan *v = NULL;
	char *text;
	size_t len;

	while (v == NULL && lines != NULL &&
	    lines_next(lines, &text, &len, &e) > 0) {
		arena_reset(&a);
		if (jscan_object(&o, text, len, &a, &e) < 0)
			break;
		v = jobject_get(&o, "model");
		if (v != NULL && v->type == J_STRING)
			snprintf(buf, size, "%s", jspan_text(v, NULL, &a));
		else
			v = NULL;
	}
	free(o.m);
	arena_free(&a);
	lines_free(lines);
	input_free(in);
	return v != NULL ? buf : NULL;
}

struct batch {
	struct store *store;
	const char *name;		/* of the batch */
	const char *posts, *labels, *rejects;
	struct buf path[3];
};

static void
batch_set(struct batch *b, struct store *s, const char *name)
{
	struct buf file = {0};

	b->store = s;
	b->name = name;
	for (int i = 0; i < 3; i++)
		buf_clear(&b->path[i]);
	buf_addf(&file, "%s.jsonl", name);
	buf_adds(&b->path[0], store_path(s, "posts", file.s));
	buf_adds(&b->path[1], store_path(s, "labels", file.s));
	buf_clear(&file);
	buf_addf(&file, "%s.classify.jsonl", name);
	buf_adds(&b->path[2], store_path(s, "rejects", file.s));
	b->posts = b->path[0].s;
	b->labels = b->path[1].s;
	b->rejects = b->path[2].s;
	buf_free(&file);
}

static void
batch_free(struct batch *b)
{
	for (int i = 0; i < 3; i++)
		buf_free(&b->path[i]);
}

/* Labels are this model's when the run record says so and the file does not
 * contradict it: a run may have been killed between the two. */
static bool
is_labelled(const struct batch *b, const struct model *m,
    const json_t *record)
{
	const char *by = json_string_value(json_object_get(record, "model"));
	char inside[256];
	bool same = by != NULL && strcmp(by, m->name) == 0 &&
	    access(b->labels, F_OK) == 0;

	if (same && (by = labels_model(b->labels, inside, sizeof(inside)))
	    != NULL)
		same = strcmp(by, m->name) == 0;
	return same;
}

/* The batches before this one that this model has labelled, together. */
struct past {
	struct drift sum;
	size_t batches;
};

static void
past_add(struct past *p, const struct drift *d)
{
	drift_add(&p->sum, d);
	p->batches++;
}

static struct drift
drift_of(const struct relabel_counts *n)
{
	struct drift d = n->drift;
	const int64_t yes[P_N] = { n->complaint, n->query, n->negative,
	    n->neutral, n->positive };

	d.judged = n->fate[RELABEL_JUDGED];
	d.abstained = n->fate[RELABEL_LANGUAGE] + n->fate[RELABEL_EMPTY];
	memcpy(d.yes, yes, sizeof(yes));
	return d;
}

/* A warning, never a failure: posts that change are no fault of the run. */
static void
say_drift(const struct batch *b, const struct past *past,
    const struct drift *d)
{
	struct drift_change c;
	struct buf what = {0};

	drift_compare(&past->sum, d, &c);
	if (drift_alarm(&c, &what))
		diag_say(DIAG_WARNING, "%s is not like the %zu batches before "
		    "it: %s: label some of it (classify sample), then train",
		    b->name, past->batches, what.s);
	buf_free(&what);
}

static json_t *
run_record(const struct model *m, const struct relabel_counts *n,
    const struct past *past)
{
	struct drift d = drift_of(n);
	struct tally t = {0};
	json_t *o;

	tally_counts(&t, n);
	o = json_object();
	json_object_set_new(o, "model", json_string(m->name));
	json_object_set_new(o, "counters", tally_json(&t));
	json_object_set_new(o, "drift", drift_json(&d, &past->sum,
	    past->batches));
	return o;
}

/* Rejects of an earlier model or a cured file do not stay behind. */
static int
publish_rejects(const struct batch *b, struct rejects *r, struct err *e)
{
	if (rejects_count(r) == 0 && unlink(b->rejects) < 0 && errno != ENOENT)
		return err_sys(e, ERR_FATAL, "cannot remove %s", b->rejects);
	return rejects_commit(r, e);
}

static int
label_batch(const struct batch *b, const struct run_options *o,
    const struct model *m, const struct past *past, struct relabel_counts *n,
    struct err *e)
{
	struct rejects *r = rejects_new(b->rejects);
	struct input *in = input_open(b->posts, e);
	struct outfile *out = NULL;
	int rc = -1;

	if (in == NULL || (out = outfile_open(b->labels, e)) == NULL ||
	    stream_label(m, in, b->posts, out, r, o->jobs, n, e) < 0 ||
	    publish_rejects(b, r, e) < 0 ||
	    check_rejects(n, b->posts, o->max_rejects, e) < 0 ||
	    store_run_set(b->store, b->name, "classify", run_record(m, n,
	    past), e) < 0)
		goto out;
	rc = outfile_commit(out, e);
	out = NULL;
out:
	outfile_abort(out);
	input_free(in);
	rejects_free(r);
	return rc;
}

/* Label the batch unless it is: 1 when it was labelled, 0, -1. */
static int
visit_batch(const struct batch *b, const struct run_options *o,
    const struct model *m, struct past *past, struct relabel_counts *n,
    struct err *e)
{
	json_t *record = store_run_get(b->store, b->name, "classify");
	bool labelled = is_labelled(b, m, record);
	struct drift d = {0};

	if (labelled && drift_read(&d, json_object_get(record, "drift")))
		past_add(past, &d);
	json_decref(record);
	if (labelled)
		return 0;
	if (label_batch(b, o, m, past, n, e) < 0)
		return -1;
	d = drift_of(n);
	say_drift(b, past, &d);
	past_add(past, &d);
	return 1;
}

static int
label_store(const struct run_options *o, const struct model *m,
    struct tally *t, struct err *e)
{
	struct store *s = store_open(o->store, "classify", false, e);
	struct relabel_counts n = {0};
	struct batch b = {0};
	struct err rejects = {0};
	struct past past = {0};
	char **name = NULL;
	size_t n_names = 0, done = 0;
	int rc = s == NULL ? -1 : store_list(s, "posts", &name, &n_names, e);

	for (size_t i = 0; rc == 0 && i < n_names; i++) {
		struct relabel_counts one = {0};

		batch_set(&b, s, name[i]);
		rc = visit_batch(&b, o, m, &past, &one, e);
		for (size_t k = 0; k < sizeof(n) / sizeof(int64_t); k++)
			((int64_t *)&n)[k] += ((int64_t *)&one)[k];
		done += rc > 0;
		rc = rc < 0 ? -1 : 0;
		if (rc < 0 && e->kind == ERR_REJECTS) {
			if (rejects.kind == ERR_NONE)
				rejects = *e;
			err_clear(e);
			rc = 0;
		}
	}
	if (rc == 0 && rejects.kind != ERR_NONE) {
		*e = rejects;
		rc = -1;
	}
	if (rc == 0 && n_names == 0)
		diag_say(DIAG_INFO, "no posts in %s: nothing to do", o->store);
	else if (rc == 0 && done == 0)
		diag_say(DIAG_INFO, "every batch in %s is labelled by %s: "
		    "nothing to do", o->store, m->name);
	tally_add(t, "batches", (int64_t)done);
	tally_counts(t, &n);
	batch_free(&b);
	store_list_free(name, n_names);
	store_free(s);
	return rc;
}

int
run_label(const struct run_options *o, struct tally *t, struct err *e)
{
	struct model *m = model_open(model_path(o->model), e);

	if (m == NULL)
		return -1;
	diag_say(DIAG_DEBUG, "model %s", m->name);
	int rc = o->store != NULL ? label_store(o, m, t, e) :
	    filter(o, m, t, e);

	model_free(m);
	return rc;
}

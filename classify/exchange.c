/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "classify/agree.h"
#include "classify/exchange.h"
#include "classify/forms.h"
#include "classify/vectors.h"

static const struct form *
find(const char *name, bool readable, struct err *e)
{
	const struct form *f = form_find(name);
	struct buf names = {0};

	if (f != NULL && (!readable || f->read != NULL))
		return f;
	form_names(&names, readable);
	if (f == NULL)
		err_set(e, ERR_CONFIG, "no format \"%s\": one of %s", name,
		    names.s);
	else
		err_set(e, ERR_CONFIG, "%s files hold no text, so no posts "
		    "can be made of them: one of %s", name, names.s);
	buf_free(&names);
	return NULL;
}

/* Read all files with one reader into l, empty before, and count. */
static int
read_files(struct labelled *l, const char *const *file, size_t n,
    int (*read)(struct labelled *, const char *, struct rejects *,
    struct err *), double max_rejects, struct tally *t, struct err *e)
{
	struct rejects *r = rejects_new(NULL);
	int64_t bad, all;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = read(l, file[i], r, e);
	bad = rejects_count(r);
	all = bad + (int64_t)(l->unlabelled + l->n);
	if (rc == 0)
		rc = cross_share(bad, all, max_rejects, e);
	tally_add(t, "read", all);
	tally_add(t, "bad", bad);
	tally_add(t, "unlabelled", (int64_t)l->unlabelled);
	rejects_free(r);
	return rc;
}

/* ---- export ---- */

enum { ONLY_SENTIMENT = P_N };

/* Forget all labels but one, and rows that do not have it. */
static void
keep_label(struct labelled *l, int only)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct labelled_row row = l->row[i];

		for (int p = 0; p < P_N; p++)
			if (only == ONLY_SENTIMENT ? p < P_NEGATIVE :
			    p != only)
				row.y[p] = LABEL_UNKNOWN;
		if (labelled_has_label(&row))
			l->row[kept++] = row;
	}
	l->n = kept;
}

static int
export_rows(const struct exchange_export *o, const struct form *f, int only,
    struct outfile *out, struct tally *t, struct err *e)
{
	struct labelled l = { .keep = true };
	int rc = read_files(&l, o->file, o->n_files, labelled_read,
	    o->max_rejects, t, e);

	if (rc == 0) {
		if (only >= 0)
			keep_label(&l, only);
		f->write(&l, out);
		tally_add(t, "kept", (int64_t)l.n);
	}
	labelled_free(&l);
	return rc;
}

static int
export_vectors(const struct exchange_export *o, int label,
    struct outfile *out, struct tally *t, struct err *e)
{
	struct vectors_options v = { .cross = cross_default,
	    .scale = o->scale.v, .n_scale = o->scale.n, .model = o->model,
	    .label = (enum post_p)label, .bayes = o->bayes,
	    .decisions = strcmp(o->to, "decisions") == 0 };

	v.cross.file = o->file;
	v.cross.n_files = o->n_files;
	v.cross.max_rejects = o->max_rejects;
	return vectors_write(&v, out, t, e);
}

/* Which label was asked for; -1 for all. */
static int
find_label(const struct exchange_export *o, bool vectors, int *label,
    struct err *e)
{
	*label = o->label != NULL ? form_label(o->label) : -1;
	if (vectors && *label < 0)
		return err_set(e, ERR_CONFIG, "--to %s: name one label with "
		    "--label: complaint, query, negative, neutral or positive",
		    o->to);
	if (vectors || o->label == NULL)
		return 0;
	if (strcmp(o->label, "sentiment") == 0)
		*label = ONLY_SENTIMENT;
	else if (*label < 0 || *label >= P_NEGATIVE)
		return err_set(e, ERR_CONFIG, "--label: complaint, query or "
		    "sentiment, not \"%s\"", o->label);
	return 0;
}

int
exchange_export(const struct exchange_export *o, struct tally *t, struct err *e)
{
	const struct form *f = find(o->to, false, e);
	struct outfile *out;
	int label, rc;

	if (f == NULL || find_label(o, f->write == NULL, &label, e) < 0)
		return -1;
	out = outfile_open(o->out, e);
	if (out == NULL)
		return -1;
	rc = f->write != NULL ? export_rows(o, f, label, out, t, e) :
	    export_vectors(o, label, out, t, e);
	if (rc == 0)
		return outfile_commit(out, e);
	outfile_abort(out);
	return -1;
}

/* ---- import ---- */

static int
write_rows(struct labelled *l, const char *path, struct err *e)
{
	struct outfile *out = outfile_open(path, e);

	if (out == NULL)
		return -1;
	form_jsonl.write(l, out);
	return outfile_commit(out, e);
}

static int
compare(const struct exchange_import *o, const struct labelled *rows,
    struct tally *t, struct buf *shown, struct err *e)
{
	struct labelled old = {0};
	struct tally ignored = {0};
	int rc = read_files(&old, o->against.v, o->against.n, labelled_read,
	    o->max_rejects, &ignored, e);

	if (rc == 0) {
		struct agree *a = agree_new(&old, rows);

		if (o->json)
			agree_json(a, shown);
		else
			agree_text(a, shown);
		tally_add(t, "compared", agree_pairs(a));
		agree_free(a);
	}
	labelled_free(&old);
	return rc;
}

int
exchange_import(const struct exchange_import *o, struct tally *t,
    struct buf *shown, struct err *e)
{
	const struct form *f = find(o->from, true, e);
	struct labelled l = { .keep = true };
	int rc;

	if (f == NULL)
		return -1;
	rc = read_files(&l, o->file, o->n_files, f->read, o->max_rejects, t,
	    e);
	tally_add(t, "kept", (int64_t)l.n);
	if (rc == 0 && o->against.n > 0)
		rc = compare(o, &l, t, shown, e);
	if (rc == 0 && o->out != NULL)
		rc = write_rows(&l, o->out, e);
	labelled_free(&l);
	return rc;
}

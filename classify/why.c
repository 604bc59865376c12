/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classify/gram.h"
#include "classify/why.h"

#define NAMES_MAX 4		/* n-grams of a text that share a number: two
				 * are rare */

struct share { double c; uint32_t entry; };

struct why {
	const struct model *model;
	struct norm norm;
	struct features features;
	struct vocab_vector vector;
	struct share *share;	/* one for each entry of the vector */
	size_t cap;
	struct buf name;
};

struct why *
why_new(const struct model *m)
{
	struct why *w = xcalloc(1, sizeof(*w));

	w->model = m;
	return w;
}

void
why_free(struct why *w)
{
	if (w == NULL)
		return;
	norm_free(&w->norm);
	features_free(&w->features);
	vocab_vector_free(&w->vector);
	buf_free(&w->name);
	free(w->share);
	free(w);
}

static double
weight_of(const struct why *w, uint32_t entry, enum post_p label)
{
	return w->model->weight[(size_t)w->vector.x[entry].row *
	    MODEL_COLUMNS + label];
}

/* Entries stand in the order of the text. */
static int
by_size(const void *a, const void *b)
{
	const struct share *x = a, *y = b;

	if (fabs(x->c) != fabs(y->c))
		return fabs(x->c) > fabs(y->c) ? -1 : 1;
	return x->entry < y->entry ? -1 : x->entry > y->entry;
}

/* Shares of the entries that weigh something, sorted; their sum. */
static double
share_out(struct why *w, enum post_p label, size_t *n)
{
	double sum = 0;

	if (w->vector.n > w->cap) {
		w->cap = w->vector.n * 2;
		w->share = xrealloc(w->share, w->cap, sizeof(*w->share));
	}
	*n = 0;
	for (uint32_t i = 0; i < w->vector.n; i++) {
		double c = w->vector.x[i].x * weight_of(w, i, label);

		sum += c;
		if (c != 0)
			w->share[(*n)++] = (struct share){ c, i };
	}
	if (*n > 1)
		qsort(w->share, *n, sizeof(*w->share), by_size);
	return sum;
}

typedef void name_fn(struct buf *, const struct norm *,
    const struct feature_at *);

/* All names of feature `number` in this text, each once. */
static const char *
names(struct why *w, uint32_t number, name_fn *name, struct arena *a)
{
	const char *said[NAMES_MAX];
	size_t n = 0;

	buf_clear(&w->name);
	for (size_t i = 0; n < NAMES_MAX && i < w->features.n; i++) {
		size_t from = w->name.len, k = 0;

		if (w->features.f[i] != number)
			continue;
		name(&w->name, &w->norm, &w->features.at[i]);
		said[n] = arena_dup(a, w->name.s + from, w->name.len - from);
		while (strcmp(said[k], said[n]) != 0)
			k++;
		w->name.len = from;
		if (k < n)
			continue;
		if (n > 0)
			buf_adds(&w->name, " or ");
		buf_adds(&w->name, said[n++]);
	}
	return n == 1 ? said[0] : arena_dup(a, w->name.s, w->name.len);
}

static enum feature_kind
kind_of(const struct why *w, uint32_t number)
{
	size_t i = 0;

	while (w->features.f[i] != number)
		i++;
	return (enum feature_kind)w->features.at[i].kind;
}

static struct why_part
part(struct why *w, const struct share *s, enum post_p label, struct arena *a)
{
	const struct vocab_entry *x = &w->vector.x[s->entry];
	uint32_t number = w->model->vocab->feature[x->row];

	return (struct why_part){ .kind = kind_of(w, number),
	    .text = names(w, number, gram_text, a),
	    .said = names(w, number, gram_say, a), .value = x->x,
	    .weight = weight_of(w, s->entry, label), .contribution = s->c };
}

void
why_top(struct why *w, const char *text, size_t len, enum post_p label,
    size_t k, struct arena *a, struct why_found *out)
{
	size_t n;

	norm_text(&w->norm, text, len);
	features_named(&w->features, &w->norm);
	vocab_vector(&w->vector, w->model->vocab, &w->features);
	out->sum = share_out(w, label, &n);
	out->all = w->vector.n;
	out->n = k > 0 && k < n ? k : n;
	out->part = arena_alloc(a, (out->n + 1) * sizeof(*out->part));
	for (size_t i = 0; i < out->n; i++)
		out->part[i] = part(w, &w->share[i], label, a);
}

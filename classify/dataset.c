/* SPDX-License-Identifier: MIT
 *
 * Two passes over the texts: the first counts in how many posts a feature
 * stands and finds near copies, the second makes the vectors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "classify/dataset.h"
#include "classify/near.h"
#include "common/hash.h"

struct tools {
	struct norm norm;
	struct features features;
	struct vocab_vector vector;
	uint32_t *seen;		/* FEATURE_SPACE: last post + 1 it stood in */
	uint32_t *posts;	/* FEATURE_SPACE: in how many posts */
	struct near *near;
};

static void
read_text(struct tools *t, const struct labelled_row *row)
{
	norm_text(&t->norm, row->text, row->text_len);
	features_of(&t->features, &t->norm);
}

static void
count_features(struct tools *t, const struct labelled *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct features *f = &t->features;

		read_text(t, &l->row[i]);
		near_add(t->near, f->word, f->n_words);
		for (size_t k = 0; k < f->n; k++) {
			if (t->seen[f->f[k]] == i + 1)
				continue;
			t->seen[f->f[k]] = (uint32_t)i + 1;
			t->posts[f->f[k]]++;
		}
	}
}

static struct vocab *
choose_features(const struct tools *t, size_t n_posts, int min_posts)
{
	uint32_t n = 0;
	uint32_t *feature;
	float *idf;

	for (uint32_t f = 0; f < FEATURE_SPACE; f++)
		n += t->posts[f] >= (uint32_t)min_posts;
	feature = xmalloc(n * sizeof(*feature));
	idf = xmalloc(n * sizeof(*idf));
	n = 0;
	for (uint32_t f = 0; f < FEATURE_SPACE; f++) {
		if (t->posts[f] < (uint32_t)min_posts)
			continue;
		feature[n] = f;
		/* The root: scaling by naive Bayes does part of its work. */
		idf[n++] = (float)sqrt(1 + log((1 + (double)n_posts) /
		    (1 + t->posts[f])));
	}
	struct vocab *v = vocab_new(feature, idf, n);

	free(feature);
	free(idf);
	return v;
}

static int
by_row(const void *a, const void *b)
{
	const struct vocab_entry *x = a, *y = b;

	return x->row < y->row ? -1 : x->row > y->row;
}

static void
make_vectors(struct dataset *d, struct tools *t, const struct labelled *l)
{
	size_t n = 0, cap = 0;
	size_t *at = xmalloc(l->n * sizeof(*at));

	for (size_t i = 0; i < l->n; i++) {
		read_text(t, &l->row[i]);
		vocab_vector(&t->vector, d->vocab, &t->features);
		at[i] = n;
		if (n + t->vector.n > cap) {
			cap = (n + t->vector.n) * 2;
			d->entry = xrealloc(d->entry, cap, sizeof(*d->entry));
		}
		if (t->vector.n > 0)
			memcpy(d->entry + n, t->vector.x,
			    t->vector.n * sizeof(*d->entry));
		if (t->vector.n > 1)
			qsort(d->entry + n, t->vector.n, sizeof(*d->entry),
			    by_row);
		n += t->vector.n;
		d->row[i].n = t->vector.n;
		memcpy(d->y[i], l->row[i].y, sizeof(d->y[i]));
	}
	for (size_t i = 0; i < l->n; i++)
		d->row[i].x = d->entry + at[i];
	free(at);
}

/* A group has the fold of its post with the smallest hash, so that a fold
 * does not depend on the order of rows. */
static void
make_folds(struct dataset *d, struct tools *t, const struct labelled *l,
    int folds, uint64_t seed)
{
	uint32_t *group = near_groups(t->near);
	uint64_t *least = xmalloc(l->n * sizeof(*least));

	memset(least, 0xFF, l->n * sizeof(*least));
	for (size_t i = 0; i < l->n; i++) {
		uint64_t h = hash64(l->row[i].id, strlen(l->row[i].id), seed);

		if (h < least[group[i]])
			least[group[i]] = h;
		d->groups += group[i] == i;
	}
	for (size_t i = 0; i < l->n; i++)
		d->fold[i] = (int)(least[group[i]] % (uint64_t)folds);
	d->folds = folds;
	free(group);
	free(least);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A fold for each value of the group column. */
static void
make_group_folds(struct dataset *d, const struct labelled *l)
{
	const char **name = xmalloc(l->n * sizeof(*name));
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		name[i] = l->row[i].group;
	if (l->n > 1)
		qsort(name, l->n, sizeof(*name), by_name);
	for (size_t i = 0; i < l->n; i++)
		if (n == 0 || strcmp(name[n - 1], name[i]) != 0)
			name[n++] = name[i];
	for (size_t i = 0; i < l->n; i++)
		d->fold[i] = (int)((const char **)bsearch(&l->row[i].group,
		    name, n, sizeof(*name), by_name) - name);
	d->folds = (int)n;
	free(name);
}

struct dataset *
dataset_new(const struct labelled *l, int min_posts, int folds, uint64_t seed,
    const struct vocab *vocab)
{
	struct dataset *d = xcalloc(1, sizeof(*d));
	struct tools t = {0};

	t.seen = xcalloc(FEATURE_SPACE, sizeof(*t.seen));
	t.posts = xcalloc(FEATURE_SPACE, sizeof(*t.posts));
	t.near = near_new();
	d->n = l->n;
	d->row = xcalloc(l->n, sizeof(*d->row));
	d->y = xcalloc(l->n, sizeof(*d->y));
	d->fold = xcalloc(l->n, sizeof(*d->fold));
	count_features(&t, l);
	d->vocab = vocab != NULL ? vocab_new(vocab->feature, vocab->idf,
	    vocab->n) : choose_features(&t, l->n, min_posts);
	make_vectors(d, &t, l);
	make_folds(d, &t, l, folds > 0 ? folds : 1, seed);
	if (folds == 0)
		make_group_folds(d, l);
	norm_free(&t.norm);
	features_free(&t.features);
	vocab_vector_free(&t.vector);
	near_free(t.near);
	free(t.seen);
	free(t.posts);
	return d;
}

void
dataset_free(struct dataset *d)
{
	if (d == NULL)
		return;
	vocab_free(d->vocab);
	free(d->row);
	free(d->y);
	free(d->fold);
	free(d->entry);
	free(d);
}

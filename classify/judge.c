/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "classify/judge.h"
#include "common/mem.h"

struct judge {
	const struct model *model;
	struct norm norm;
	struct features features;
	struct vocab_vector vector;
};

struct judge *
judge_new(const struct model *m)
{
	struct judge *j = xcalloc(1, sizeof(*j));

	j->model = m;
	return j;
}

void
judge_free(struct judge *j)
{
	if (j == NULL)
		return;
	norm_free(&j->norm);
	features_free(&j->features);
	vocab_vector_free(&j->vector);
	free(j);
}

typedef float pair_f __attribute__((vector_size(8)));
typedef double pair_d __attribute__((vector_size(16)));

/* All labels in one walk over the vector: their weights lie side by side, and
 * two of them are one operation. */
static void
decide(const struct judge *j, double d[P_N])
{
	const struct model *m = j->model;
	pair_d a = {0}, b = {0}, c = {0};

	for (size_t i = 0; i < j->vector.n; i++) {
		const struct vocab_entry *x = &j->vector.x[i];
		const float *w = m->weight + (size_t)x->row * MODEL_COLUMNS;
		pair_d v = { x->x, x->x };
		pair_f p[3];

		memcpy(p, w, sizeof(p));
		a += v * __builtin_convertvector(p[0], pair_d);
		b += v * __builtin_convertvector(p[1], pair_d);
		c += v * __builtin_convertvector(p[2], pair_d);
	}
	const double sum[6] = { a[0], a[1], b[0], b[1], c[0], c[1] };

	for (int l = 0; l < P_N; l++)
		d[l] = m->bias[l] + sum[l];
}

static void
judge_norm(struct judge *j, struct verdict *v)
{
	const struct model *m = j->model;

	features_of(&j->features, &j->norm);
	vocab_vector(&j->vector, m->vocab, &j->features);
	decide(j, v->decision);
	calib_print(m->platt, v->decision, v->p);
	v->labels = 0;
	if (v->p[P_COMPLAINT] >= m->threshold[P_COMPLAINT])
		v->labels |= POST_COMPLAINT;
	if (v->p[P_QUERY] >= m->threshold[P_QUERY])
		v->labels |= POST_QUERY;
	v->sentiment = calib_sentiment(v->p);
	v->novelty = j->features.n > 0 ? (int)(j->vector.unknown * CALIB_ONE /
	    j->features.n) : 0;
}

static bool
knows(const struct model *m, const char *language)
{
	for (size_t i = 0; i < m->n_languages; i++)
		if (strcmp(m->language[i], language) == 0)
			return true;
	return false;
}

/* What the detector should favour: the model's languages and the hint. */
static const char *
expected(const struct model *m, const char *hint, char *s, size_t size)
{
	if (*hint == '\0' || knows(m, hint))
		return m->expect;
	snprintf(s, size, "%s,%s", m->expect, hint);
	return s;
}

void
judge_text(struct judge *j, const char *text, size_t len, const char *hint,
    struct verdict *v)
{
	char hinted[LANG_CODE] = "", favour[128];

	v->language[0] = '\0';
	norm_text(&j->norm, text, len);
	if (j->norm.letters == 0) {
		v->abstained = ABSTAINED_EMPTY;
		return;
	}
	if (!lang_hint(hint, hinted))
		hinted[0] = '\0';
	if (!lang_detect(&j->norm, expected(j->model, hinted, favour,
	    sizeof(favour)), v->language))
		strcpy(v->language, hinted);
	if (v->language[0] != '\0' && !knows(j->model, v->language)) {
		v->abstained = ABSTAINED_LANGUAGE;
		return;
	}
	v->abstained = JUDGED;
	judge_norm(j, v);
}

void
judge_plain(struct judge *j, const char *text, size_t len, struct verdict *v)
{
	v->language[0] = '\0';
	v->abstained = JUDGED;
	norm_text(&j->norm, text, len);
	judge_norm(j, v);
}

const struct features *
judge_features(const struct judge *j)
{
	return &j->features;
}

const struct vocab_vector *
judge_vector(const struct judge *j)
{
	return &j->vector;
}

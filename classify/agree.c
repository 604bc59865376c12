/* SPDX-License-Identifier: MIT
 *
 * Contradictions are told against the first row of a group of near copies
 * that has the label: enough to find them, and never a square of lines. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "classify/agree.h"
#include "classify/features.h"
#include "classify/kappa.h"
#include "classify/near.h"
#include "common/json.h"
#include "common/text.h"

enum what { COMPLAINT, QUERY, SENTIMENT, WHATS };
static const char *const what_name[WHATS] = {
	"complaint", "query", "sentiment",
};
static const size_t what_classes[WHATS] = { 2, 2, 3 };

struct contradiction { enum what what; size_t a, b; };	/* rows, all */

struct agree {
	const struct labelled *before, *now;
	size_t n;		/* rows of both, before's first */
	struct kappa kappa[WHATS];
	int64_t by_id, by_text, other_text;
	struct contradiction *c;
	size_t n_c, cap_c;
};

static const struct labelled_row *
row_at(const struct agree *a, size_t i)
{
	return i < a->before->n ? &a->before->row[i] :
	    &a->now->row[i - a->before->n];
}

/* The class of a row, -1 when it is not known. */
static int
class_of(const struct labelled_row *row, enum what w)
{
	if (w != SENTIMENT)
		return row->y[w == COMPLAINT ? P_COMPLAINT : P_QUERY];
	return labelled_sentiment_class(row);
}

static const char *
class_name(enum what w, int class)
{
	return w == SENTIMENT ? post_p_name[P_NEGATIVE + class] :
	    class == 1 ? "1" : "0";
}

/* ---- the same posts ---- */

static void
add_first(struct keymap *m, const char *s, size_t n, uint32_t i)
{
	uint32_t *at = keymap_add(m, key_of(s, n));

	if (*at == KEYMAP_NONE)
		*at = i;
}

static bool
same_text(const struct labelled_row *x, const struct labelled_row *y)
{
	return x->text_len == y->text_len &&
	    memcmp(x->text, y->text, x->text_len) == 0;
}

/* The earlier row of the same post, or NULL. */
static const struct labelled_row *
partner(struct agree *a, const struct labelled_row *row,
    const struct keymap *id, const struct keymap *text)
{
	uint32_t i = KEYMAP_NONE;

	if (row->own_id)
		i = keymap_get(id, key_of(row->id, strlen(row->id)));
	if (i != KEYMAP_NONE) {
		a->by_id++;
		a->other_text += !same_text(row, &a->before->row[i]);
		return &a->before->row[i];
	}
	i = keymap_get(text, key_of(row->text, row->text_len));
	if (i == KEYMAP_NONE)
		return NULL;
	a->by_text++;
	return &a->before->row[i];
}

static void
pair(struct agree *a)
{
	struct keymap *id = keymap_new(), *text = keymap_new();
	int64_t table[WHATS][9] = {{0}};

	for (size_t i = 0; i < a->before->n; i++) {
		const struct labelled_row *row = &a->before->row[i];

		if (row->own_id)
			add_first(id, row->id, strlen(row->id), (uint32_t)i);
		add_first(text, row->text, row->text_len, (uint32_t)i);
	}
	for (size_t i = 0; i < a->now->n; i++) {
		const struct labelled_row *row = &a->now->row[i];
		const struct labelled_row *old = partner(a, row, id, text);

		for (int w = 0; old != NULL && w < WHATS; w++) {
			int x = class_of(old, (enum what)w);
			int y = class_of(row, (enum what)w);

			if (x >= 0 && y >= 0)
				table[w][(size_t)x * what_classes[w] +
				    (size_t)y]++;
		}
	}
	for (int w = 0; w < WHATS; w++)
		a->kappa[w] = kappa_of(table[w], what_classes[w]);
	keymap_free(id);
	keymap_free(text);
}

/* ---- near copies ---- */

static uint32_t *
group_rows(const struct agree *a)
{
	struct norm norm = {0};
	struct features features = {0};
	struct near *near = near_new();

	for (size_t i = 0; i < a->n; i++) {
		const struct labelled_row *row = row_at(a, i);

		norm_text(&norm, row->text, row->text_len);
		features_of(&features, &norm);
		near_add(near, features.word, features.n_words);
	}
	uint32_t *group = near_groups(near);

	near_free(near);
	features_free(&features);
	norm_free(&norm);
	return group;
}

static void
contradict(struct agree *a)
{
	uint32_t *group = group_rows(a);
	uint32_t *first = xmalloc(a->n * sizeof(*first));

	for (int w = 0; w < WHATS; w++) {
		for (size_t i = 0; i < a->n; i++)
			first[i] = KEYMAP_NONE;
		for (size_t i = 0; i < a->n; i++) {
			int class = class_of(row_at(a, i), (enum what)w);
			uint32_t *f = &first[group[i]];

			if (class < 0)
				continue;
			if (*f == KEYMAP_NONE)
				*f = (uint32_t)i;
			if (class_of(row_at(a, *f), (enum what)w) == class)
				continue;
			a->c = grow(a->c, a->n_c, &a->cap_c, sizeof(*a->c));
			a->c[a->n_c++] = (struct contradiction){
			    (enum what)w, *f, i };
		}
	}
	free(first);
	free(group);
}

struct agree *
agree_new(const struct labelled *before, const struct labelled *now)
{
	struct agree *a = xcalloc(1, sizeof(*a));

	a->before = before;
	a->now = now;
	a->n = before->n + now->n;
	pair(a);
	if (a->n > 0)
		contradict(a);
	return a;
}

void
agree_free(struct agree *a)
{
	if (a == NULL)
		return;
	free(a->c);
	free(a);
}

int64_t
agree_pairs(const struct agree *a)
{
	return a->by_id + a->by_text;
}

/* ---- shown ---- */

static const char *
path_of(const struct agree *a, size_t i)
{
	const struct labelled *l = i < a->before->n ? a->before : a->now;

	return l->file[row_at(a, i)->file].path;
}

static void
put_place(const struct agree *a, size_t i, enum what w, struct buf *b)
{
	const char *path = path_of(a, i);
	const struct labelled_row *row = row_at(a, i);

	text_plain(b, path, strlen(path));
	buf_addf(b, ":%lld is %s", (long long)row->line,
	    class_name(w, class_of(row, w)));
}

static void
put_share(struct buf *b, double v)
{
	if (isnan(v))
		buf_adds(b, "       -");
	else
		buf_addf(b, "  %6.3f", v);
}

void
agree_text(const struct agree *a, struct buf *b)
{
	buf_addf(b, "%lld posts labelled before: %lld by id (%lld of them "
	    "with another text), %lld by text\n\n%-10s %6s  %6s  %6s  %6s\n",
	    (long long)agree_pairs(a), (long long)a->by_id,
	    (long long)a->other_text, (long long)a->by_text, "label", "n",
	    "agree", "kappa", "se");
	for (int w = 0; w < WHATS; w++) {
		buf_addf(b, "%-10s %6lld", what_name[w],
		    (long long)a->kappa[w].n);
		put_share(b, a->kappa[w].agreement);
		put_share(b, a->kappa[w].kappa);
		put_share(b, a->kappa[w].se);
		buf_addc(b, '\n');
	}
	buf_addf(b, "\n%zu contradictions between near copies\n", a->n_c);
	for (size_t i = 0; i < a->n_c; i++) {
		const struct contradiction *c = &a->c[i];

		buf_addf(b, "%s: ", what_name[c->what]);
		put_place(a, c->a, c->what, b);
		buf_adds(b, ", ");
		put_place(a, c->b, c->what, b);
		buf_addc(b, '\n');
	}
}

static json_t *
real(double v)
{
	return isnan(v) ? json_null() : json_real(v);
}

static json_t *
place_json(const struct agree *a, size_t i, enum what w)
{
	const struct labelled_row *row = row_at(a, i);
	const char *path = path_of(a, i);
	json_t *o = json_pack("{sI ss}", "line", (json_int_t)row->line,
	    "value", class_name(w, class_of(row, w)));
	struct buf b = {0};

	text_repair(&b, path, strlen(path));
	json_object_set_new(o, "file", json_string(b.s));
	if (row->own_id)
		json_object_set_new(o, "id", json_string(row->id));
	buf_free(&b);
	return o;
}

void
agree_json(const struct agree *a, struct buf *b)
{
	json_t *labels = json_object(), *list = json_array();

	for (int w = 0; w < WHATS; w++) {
		const struct kappa *k = &a->kappa[w];

		json_object_set_new(labels, what_name[w], json_pack(
		    "{sI so so so}", "n", (json_int_t)k->n, "agreement",
		    real(k->agreement), "kappa", real(k->kappa), "se",
		    real(k->se)));
	}
	for (size_t i = 0; i < a->n_c; i++) {
		const struct contradiction *c = &a->c[i];

		json_array_append_new(list, json_pack("{ss s[oo]}", "label",
		    what_name[c->what], "rows", place_json(a, c->a, c->what),
		    place_json(a, c->b, c->what)));
	}
	json_t *root = json_pack("{sI sI sI so so}", "by_id",
	    (json_int_t)a->by_id, "by_text", (json_int_t)a->by_text,
	    "other_text", (json_int_t)a->other_text, "labels", labels,
	    "contradictions", list);
	json_line(b, root);
	json_decref(root);
}

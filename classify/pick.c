/* SPDX-License-Identifier: MIT
 *
 * Two pools, one of the most doubtful, one of the first by chance, each a
 * heap with its worst post on top. A post that is deleted or replaced while
 * it stands in a pool is marked and keeps its place. */
#include <stdlib.h>
#include <string.h>

#include "classify/near.h"
#include "classify/pick.h"
#include "common/hash.h"
#include "common/mem.h"

#define SEEN_BITS 20		/* of a filter: is that id in a pool at all? */

struct pool {
	struct pick_post *v;
	size_t n, cap;
	/* Is a to be chosen before b? A total order over ids. */
	bool (*before)(const struct pick_post *a, const struct pick_post *b);
	bool distinct;		/* no two with the same words */
	uint64_t *seen;
};

struct runs { uint64_t *v; size_t n; };

struct pick {
	const struct model *model;
	struct judge *judge;
	uint64_t seed;
	size_t n, n_random;
	struct pool doubt, random;
	struct keymap *labelled;	/* ids */
	struct keymap *deleted;		/* id -> when, in seconds */
	struct runs *taken;		/* of labelled and chosen posts */
	size_t n_taken, cap_taken;
	const struct pick_post **chosen;
	size_t n_chosen;
};

/* ---- doubt ---- */

static int
at_threshold(int p, int t)
{
	if (p < t)
		return p * CALIB_ONE / t;
	return t < CALIB_ONE ? (CALIB_ONE - p) * CALIB_ONE / (CALIB_ONE - t) :
	    CALIB_ONE;
}

int
pick_doubt(const int p[P_N], const int threshold[P_N])
{
	int first = 0, second = 0;

	for (int l = P_NEGATIVE; l <= P_POSITIVE; l++) {
		if (p[l] > first) {
			second = first;
			first = p[l];
		} else if (p[l] > second) {
			second = p[l];
		}
	}
	return at_threshold(p[P_COMPLAINT], threshold[P_COMPLAINT]) +
	    at_threshold(p[P_QUERY], threshold[P_QUERY]) +
	    CALIB_ONE - (first - second);
}

/* ---- a pool ---- */

static bool
by_rank(const struct pick_post *a, const struct pick_post *b)
{
	return a->rank != b->rank ? a->rank < b->rank :
	    strcmp(a->id, b->id) < 0;
}

static bool
by_doubt(const struct pick_post *a, const struct pick_post *b)
{
	return a->doubt != b->doubt ? a->doubt > b->doubt : by_rank(a, b);
}

static void
pool_init(struct pool *p, size_t n, bool (*before)(const struct pick_post *,
    const struct pick_post *), bool distinct)
{
	size_t cap = n * PICK_POOL;

	p->cap = cap < PICK_POOL_MIN ? PICK_POOL_MIN : cap > PICK_POOL_MAX ?
	    PICK_POOL_MAX : cap;
	p->v = xcalloc(p->cap, sizeof(*p->v));
	p->before = before;
	p->distinct = distinct;
	p->seen = xcalloc((size_t)1 << (SEEN_BITS - 6), sizeof(*p->seen));
}

static void
post_free(struct pick_post *o)
{
	free(o->id);
	free(o->text);
}

static void
pool_free(struct pool *p)
{
	for (size_t i = 0; i < p->n; i++)
		post_free(&p->v[i]);
	free(p->v);
	free(p->seen);
}

/* Mark versions of o's id that are not newer. False: nothing new, a newer one
 * or this very text is there. o without a text: the id is gone. */
static bool
pool_outdate(struct pool *p, const struct pick_post *o)
{
	uint64_t bit = o->key & (((uint64_t)1 << SEEN_BITS) - 1);
	bool is_new = true;

	if ((p->seen[bit / 64] >> (bit % 64) & 1) == 0)
		return true;
	for (size_t i = 0; i < p->n; i++) {
		struct pick_post *q = &p->v[i];

		if (q->key != o->key || q->gone || strcmp(q->id, o->id) != 0)
			continue;
		if (q->fetched_at > o->fetched_at) {
			is_new = false;
		} else if (o->text != NULL && q->text_len == o->text_len &&
		    memcmp(q->text, o->text, o->text_len) == 0) {
			q->fetched_at = o->fetched_at;
			is_new = false;
		} else {
			q->gone = true;
		}
	}
	return is_new;
}

/* Of posts with the same words the first by chance is enough. */
static bool
pool_has_words(struct pool *p, const struct pick_post *o)
{
	for (size_t i = 0; i < p->n; i++) {
		struct pick_post *q = &p->v[i];

		if (q->words != o->words || q->gone)
			continue;
		if (by_rank(q, o))
			return true;
		q->gone = true;
	}
	return false;
}

static void
swap(struct pick_post *a, struct pick_post *b)
{
	struct pick_post t = *a;

	*a = *b;
	*b = t;
}

/* A new one came at the end, or on top: make it a heap again. */
static void
sift_up(struct pool *p, size_t i)
{
	for (; i > 0 && p->before(&p->v[(i - 1) / 2], &p->v[i]);
	    i = (i - 1) / 2)
		swap(&p->v[(i - 1) / 2], &p->v[i]);
}

static void
sift_down(struct pool *p)
{
	for (size_t i = 0, worst;; i = worst) {
		worst = i;
		for (size_t c = 2 * i + 1; c <= 2 * i + 2 && c < p->n; c++)
			if (p->before(&p->v[worst], &p->v[c]))
				worst = c;
		if (worst == i)
			return;
		swap(&p->v[i], &p->v[worst]);
	}
}

/* Put a copy of *o in, if it is good enough. */
static void
pool_offer(struct pool *p, const struct pick_post *o)
{
	uint64_t bit = o->key & (((uint64_t)1 << SEEN_BITS) - 1);
	struct pick_post copy = *o;

	/* As good as the worst is only another version of it. */
	if (!pool_outdate(p, o) ||
	    (p->n == p->cap && p->before(&p->v[0], o)) ||
	    (p->distinct && pool_has_words(p, o)))
		return;
	p->seen[bit / 64] |= (uint64_t)1 << (bit % 64);
	copy.id = xstrdup(o->id);
	copy.text = xmalloc(o->text_len + 1);
	memcpy(copy.text, o->text, o->text_len);
	copy.text[o->text_len] = '\0';
	if (p->n < p->cap) {
		p->v[p->n++] = copy;
		sift_up(p, p->n - 1);
	} else {
		post_free(&p->v[0]);
		p->v[0] = copy;
		sift_down(p);
	}
}

/* ---- what comes in ---- */

struct pick *
pick_new(const struct model *m, size_t n, size_t n_random, uint64_t seed)
{
	struct pick *k = xcalloc(1, sizeof(*k));

	k->model = m;
	k->judge = judge_new(m);
	k->seed = seed;
	k->n = n;
	k->n_random = n_random;
	pool_init(&k->doubt, n - n_random, by_doubt, true);
	pool_init(&k->random, n_random, by_rank, false);
	k->labelled = keymap_new();
	k->deleted = keymap_new();
	return k;
}

void
pick_free(struct pick *k)
{
	if (k == NULL)
		return;
	judge_free(k->judge);
	pool_free(&k->doubt);
	pool_free(&k->random);
	keymap_free(k->labelled);
	keymap_free(k->deleted);
	for (size_t i = 0; i < k->n_taken; i++)
		free(k->taken[i].v);
	free(k->taken);
	free(k->chosen);
	free(k);
}

/* The runs of the text last judged. */
static struct runs
last_runs(const struct pick *k)
{
	const struct features *f = judge_features(k->judge);
	struct runs r = {0};

	r.n = near_runs(f->word, f->n_words, &r.v);
	return r;
}

static void
add_taken(struct pick *k, struct runs r)
{
	k->taken = grow(k->taken, k->n_taken, &k->cap_taken,
	    sizeof(*k->taken));
	k->taken[k->n_taken++] = r;
}

void
pick_labelled(struct pick *k, const char *id, const char *text, size_t len)
{
	struct verdict v;

	if (id != NULL)
		*keymap_add(k->labelled, key_of(id, strlen(id))) = 1;
	judge_plain(k->judge, text, len, &v);
	add_taken(k, last_runs(k));
}

static bool
is_deleted(const struct pick *k, struct key key, int64_t fetched_at)
{
	uint32_t at = keymap_get(k->deleted, key);

	return at != KEYMAP_NONE && (int64_t)at >= fetched_at;
}

static void
outdate(struct pick *k, const struct pick_post *o)
{
	pool_outdate(&k->doubt, o);
	pool_outdate(&k->random, o);
}

enum pick_fate
pick_offer(struct pick *k, const char *id, const char *text, size_t len,
    const char *hint, int64_t fetched_at)
{
	size_t id_len = strlen(id);
	struct key key = key_of(id, id_len);
	struct pick_post o = { .id = (char *)id,
	    .text = (char *)text, .text_len = len,
	    .fetched_at = fetched_at, .key = key.lo };
	struct verdict v;

	if (keymap_get(k->labelled, key) != KEYMAP_NONE)
		return PICK_LABELLED;
	if (is_deleted(k, key, fetched_at))
		return PICK_DELETED;
	judge_text(k->judge, text, len, hint, &v);
	if (v.abstained != JUDGED) {
		outdate(k, &o);
		return PICK_ABSTAINED;
	}
	const struct features *f = judge_features(k->judge);

	memcpy(o.p, v.p, sizeof(o.p));
	o.labels = v.labels;
	o.sentiment = v.sentiment;
	o.doubt = pick_doubt(v.p, k->model->threshold);
	/* Not the seed of the hash: seeds 1 and 2 would draw alike from short
	 * ids. */
	const uint64_t chance[2] = { key.lo, k->seed };

	o.rank = hash64(chance, sizeof(chance), 0);
	o.words = hash64(f->word, f->n_words * sizeof(*f->word), 0);
	pool_offer(&k->doubt, &o);
	pool_offer(&k->random, &o);
	return PICK_KEPT;
}

void
pick_deleted(struct pick *k, const char *id, int64_t fetched_at)
{
	struct key key = key_of(id, strlen(id));
	uint32_t *at = keymap_add(k->deleted, key);
	uint32_t when = fetched_at < 0 ? 0 : fetched_at >= KEYMAP_NONE ?
	    KEYMAP_NONE - 1 : (uint32_t)fetched_at;

	if (*at == KEYMAP_NONE || *at < when)
		*at = when;
	outdate(k, &(struct pick_post){ .id = (char *)id, .key = key.lo,
	    .fetched_at = fetched_at });
}

/* ---- choosing ---- */

struct candidate {
	struct pick_post *post;
	struct vocab_row x;
	double near;		/* largest similarity to a chosen one */
	bool done;
};

static void
judge_again(struct pick *k, const struct pick_post *o)
{
	struct verdict v;

	judge_plain(k->judge, o->text, o->text_len, &v);
}

/* Choose o unless it is a near copy of what is labelled or chosen. */
static bool
take(struct pick *k, struct pick_post *o, bool random)
{
	judge_again(k, o);
	struct runs r = last_runs(k);

	for (size_t i = 0; i < k->n_taken; i++)
		if (near_copies(r.v, r.n, k->taken[i].v, k->taken[i].n)) {
			free(r.v);
			return false;
		}
	add_taken(k, r);
	o->random = random;
	k->chosen[k->n_chosen++] = o;
	return true;
}

/* The vector of the text last judged lowers the weight of what is like it.
 * Both halves have length 1: the mean of two cosines is half the product. */
static void
lower(const struct pick *k, float *dense, struct candidate *c, size_t n)
{
	const struct vocab_vector *x = judge_vector(k->judge);

	for (size_t i = 0; i < x->n; i++)
		dense[x->x[i].row] = x->x[i].x;
	for (size_t i = 0; i < n; i++) {
		double sum = 0;

		if (c[i].done)
			continue;
		for (size_t j = 0; j < c[i].x.n; j++)
			sum += (double)c[i].x.x[j].x *
			    (double)dense[c[i].x.x[j].row];
		if (sum / 2 > c[i].near)
			c[i].near = sum / 2;
	}
	for (size_t i = 0; i < x->n; i++)
		dense[x->x[i].row] = 0;
}

static double
weight(const struct candidate *c)
{
	return c->post->doubt * (1 - c->near);
}

static struct candidate *
heaviest(struct candidate *c, size_t n)
{
	struct candidate *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (!c[i].done && (best == NULL ||
		    weight(&c[i]) > weight(best)))
			best = &c[i];
	return best;
}

static struct candidate *
candidates(struct pick *k, size_t *n)
{
	struct candidate *c = xcalloc(k->doubt.n + 1, sizeof(*c));

	*n = 0;
	for (size_t i = 0; i < k->doubt.n; i++) {
		struct pick_post *o = &k->doubt.v[i];
		const struct vocab_vector *x = judge_vector(k->judge);

		if (o->gone)
			continue;
		judge_again(k, o);
		struct vocab_entry *copy = xmalloc((x->n + 1) *
		    sizeof(*copy));

		memcpy(copy, x->x, x->n * sizeof(*copy));
		c[(*n)++] = (struct candidate){ o, { copy, x->n }, 0, false };
	}
	return c;
}

static void
choose_doubt(struct pick *k, size_t wanted)
{
	size_t n, n_random = k->n_chosen;
	struct candidate *c = candidates(k, &n), *best;
	float *dense = xcalloc((size_t)k->model->vocab->n + 1,
	    sizeof(*dense));

	for (size_t i = 0; i < n_random; i++) {
		judge_again(k, k->chosen[i]);
		lower(k, dense, c, n);
	}
	while (wanted > 0 && (best = heaviest(c, n)) != NULL) {
		best->done = true;
		if (!take(k, best->post, false))
			continue;
		wanted--;
		lower(k, dense, c, n);
	}
	for (size_t i = 0; i < n; i++)
		free((void *)c[i].x.x);
	free(c);
	free(dense);
}

static int
order(const void *a, const void *b, void *before)
{
	const struct pick_post *x = a, *y = b;
	const struct pool *p = before;

	return p->before(x, y) ? -1 : p->before(y, x);
}

/* Row i is a random one where the share of them asks for it. */
static void
interleave(struct pick *k, size_t n_random)
{
	size_t n = k->n_chosen, r = 0, d = n_random;
	const struct pick_post **v = xcalloc(k->n + 1, sizeof(*v));

	for (size_t i = 0; i < n; i++) {
		bool random = (i + 1) * n_random / n > i * n_random / n;

		v[i] = k->chosen[random ? r++ : d++];
	}
	free(k->chosen);
	k->chosen = v;
}

const struct pick_post *const *
pick_choose(struct pick *k, size_t *n)
{
	size_t n_random;

	k->chosen = xcalloc(k->n + 1, sizeof(*k->chosen));
	/* A heap's order tells how it came about: sort. */
	if (k->random.n > 1)
		qsort_r(k->random.v, k->random.n, sizeof(*k->random.v), order,
		    &k->random);
	if (k->doubt.n > 1)
		qsort_r(k->doubt.v, k->doubt.n, sizeof(*k->doubt.v), order,
		    &k->doubt);
	for (size_t i = 0; i < k->random.n && k->n_chosen < k->n_random; i++)
		if (!k->random.v[i].gone)
			take(k, &k->random.v[i], true);
	n_random = k->n_chosen;
	choose_doubt(k, k->n - k->n_random);
	if (k->n_chosen > 0)
		interleave(k, n_random);
	*n = k->n_chosen;
	return k->chosen;
}

/* SPDX-License-Identifier: MIT
 *
 * Features, vocabulary and near copies. The hash below is what a model in the
 * field was made with: when it changes, FEATURES_VERSION must change too. */
#include <stdlib.h>

#include "classify/near.h"
#include "classify/vocab.h"
#include "common/hash.h"
#include "tests/test.h"

static void
read_text(struct norm *o, struct features *f, const char *s)
{
	norm_text(o, s, strlen(s));
	features_of(f, o);
}

static void
test_known(struct norm *o, struct features *f)
{
	static const char s[] = "@Shop my parcel isn't here \xF0\x9F\x98\xA1 "
	    "why?? #LateAgain stra\xC3\x9F" "e 42";
	struct buf b = {0};
	size_t words = 0;

	read_text(o, f, s);
	for (size_t i = 0; i < f->n; i++) {
		words += f->f[i] < FEATURE_HALF;
		buf_addf(&b, "%u ", f->f[i]);
		CHECK(f->f[i] < FEATURE_SPACE, "feature %zu in its space", i);
	}
	/* 13 tokens: as many words, one pair more, 11 pairs around one, 2
	 * negated, 2 sentences opened, 6 words asked, 4 facts. */
	CHECK(words == 13 + 14 + 11 + 2 + 2 + 6 + 4, "%zu word features",
	    words);
	CHECK(hash64(b.s, b.len, 0) == UINT64_C(0x5b9c63f6ad7e7378),
	    "features version %d: hash %llx", FEATURES_VERSION,
	    (unsigned long long)hash64(b.s, b.len, 0));
	buf_free(&b);
}

static void
test_equal(struct norm *o, struct features *f)
{
	struct features g = {0};

	read_text(o, f, "@one My ORDER 4711 is sooooo late http://a.b/c");
	read_text(o, &g, "@two my Order 9032 is soooo late https://x.y/z");
	/* ORDER is shouted, Order is not: one fact differs. */
	size_t differ = 0;

	for (size_t i = 0; i < f->n && i < g.n; i++)
		differ += f->f[i] != g.f[i];
	CHECK(f->n == g.n && differ == 1, "what does not matter is equal");
	features_free(&g);
}

static void
test_vector(struct norm *o, struct features *f)
{
	static const uint32_t known[] = { 5, 64, 1000, FEATURE_HALF + 3,
	    FEATURE_HALF + 64 };
	static const float idf[] = { 1, 2, 1, 1, 3 };
	struct vocab *v = vocab_new(known, idf, 5);
	struct vocab_vector x = {0};
	uint32_t occur[] = { 64, 5, 64, 7, FEATURE_HALF + 64 };
	struct features given = { .f = occur, .n = 5 };
	double square[2] = { 0, 0 };

	(void)o;
	(void)f;
	for (uint32_t i = 0; i < 5; i++)
		CHECK(vocab_find(v, known[i]) == i, "row %u", i);
	CHECK(vocab_find(v, 6) == 5 && vocab_find(v, 0) == 5, "unknown features");
	CHECK(v->chars == 3, "where the characters begin");
	vocab_vector(&x, v, &given);
	CHECK(x.n == 3 && x.x[0].row == 1 && x.x[1].row == 0 && x.x[2].row ==
	    4, "known ones, in order");
	for (size_t i = 0; i < x.n; i++)
		square[x.x[i].row >= v->chars] += (double)x.x[i].x * x.x[i].x;
	CHECK_NEAR(square[0], 1, 1e-6, "length of the words' half");
	CHECK_NEAR(square[1], 1, 1e-6, "length of the characters' half");
	CHECK_NEAR(x.x[0].x / x.x[1].x, 2 * (1 + log(2)), 1e-5,
	    "(1 + log count) idf");
	given.n = 0;
	vocab_vector(&x, v, &given);
	CHECK(x.n == 0, "no feature, empty vector");
	vocab_vector_free(&x);
	vocab_free(v);
}

static void
test_near(struct norm *o, struct features *f)
{
	static const char *const posts[] = {
		"@one my train to Harrow is late again and nobody says why",
		"thanks for the quick help today",
		"@two My train to HARROW is late again, and nobody says why!",
		"my bus to Harrow is early for once and nobody says thanks",
		"ok",
		"OK",
	};
	struct near *g = near_new();
	uint32_t *group;

	for (size_t i = 0; i < 6; i++) {
		read_text(o, f, posts[i]);
		near_add(g, f->word, f->n_words);
	}
	group = near_groups(g);
	CHECK(group[2] == 0, "a copy with another handle");
	CHECK(group[1] == 1 && group[3] == 3, "others stay alone");
	CHECK(group[5] == 4, "short equal posts");
	uint64_t *run[6] = {0};
	size_t n[6], differ = 0;

	for (size_t i = 0; i < 6; i++) {
		read_text(o, f, posts[i]);
		n[i] = near_runs(f->word, f->n_words, &run[i]);
	}
	for (size_t i = 0; i < 6; i++)
		for (size_t k = 0; k < 6; k++)
			differ += near_copies(run[i], n[i], run[k], n[k]) !=
			    (group[i] == group[k]);
	CHECK(differ == 0, "pair by pair the same: %zu differ", differ);
	CHECK(!near_copies(run[0], 0, run[1], 0), "no words, no copies");
	for (size_t i = 0; i < 6; i++)
		free(run[i]);
	free(group);
	near_free(g);
	g = near_new();
	group = near_groups(g);
	CHECK(group != NULL, "no posts at all");
	free(group);
	near_free(g);
}

int
main(void)
{
	struct norm o = {0};
	struct features f = {0};

	test_known(&o, &f);
	test_equal(&o, &f);
	test_vector(&o, &f);
	test_near(&o, &f);
	read_text(&o, &f, "");
	CHECK(f.n == 5, "an empty text has its facts and its edges");
	norm_free(&o);
	features_free(&f);
	return test_done();
}

/* SPDX-License-Identifier: MIT
 *
 * What is chosen to be labelled, with a model made by hand that knows every
 * word of these posts and doubts all of them alike but for "surely". */
#include <stdlib.h>

#include "classify/pick.h"
#include "classify/sample.h"
#include "tests/test.h"

static const char *const about[] = {
	/* three topics of four: alike, but no near copies */
	"my train to the city is late this morning and the platform is full",
	"the train is late and my platform is full of people this evening",
	"is the late train to the city full this morning or my platform",
	"the platform says my city train is late and this morning it is full",
	"this coffee machine leaks hot water when i make milk for my wife",
	"when the coffee machine makes milk hot water leaks on my table",
	"hot milk from this coffee machine leaks and my wife has water on it",
	"i make coffee with hot milk but the machine leaks my water",
	"phone screen broke after one week and the shop will not repair it",
	"will the shop repair my phone screen it broke after just one week",
	"after one week the screen of the phone broke but repair costs more",
	"the repair shop broke another screen one week after my phone came",
	"surely this is broken",
};
#define N_ABOUT (sizeof(about) / sizeof(about[0]))

static const char *const word[] = { "table", "chair", "window", "garden",
	"river", "mountain", "summer", "winter", "morning", "evening", "bread",
	"butter", "letter", "picture", "music", "paper", "market", "village",
	"school", "teacher", "doctor", "number", "water", "money", "house",
	"kitchen", "street", "bridge", "engine", "ticket" };
#define N_WORDS (sizeof(word) / sizeof(word[0]))

/* Post number i: four words, no two posts alike. */
static const char *
text_of(size_t i)
{
	static char s[128];

	snprintf(s, sizeof(s), "%s %s %s %s", word[i % N_WORDS],
	    word[i / N_WORDS % N_WORDS], word[(i * 7 + 3) % N_WORDS],
	    word[(i * 11 + i / N_WORDS) % N_WORDS]);
	return s;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

struct known { struct norm o; struct features f; uint32_t *v; size_t n, cap; };

static void
know(struct known *k, const char *text)
{
	norm_text(&k->o, text, strlen(text));
	features_of(&k->f, &k->o);
	for (size_t i = 0; i < k->f.n; i++) {
		k->v = grow(k->v, k->n, &k->cap, sizeof(*k->v));
		k->v[k->n++] = k->f.f[i];
	}
}

static struct model *
by_hand(void)
{
	struct model *m = xcalloc(1, sizeof(*m));
	struct known k = {0};
	float *idf;
	size_t n = 0;

	for (size_t i = 0; i < N_ABOUT; i++)
		know(&k, about[i]);
	for (size_t i = 0; i < N_WORDS; i++)
		know(&k, word[i]);
	qsort(k.v, k.n, sizeof(*k.v), by_number);
	for (size_t i = 0; i < k.n; i++)
		if (n == 0 || k.v[i] != k.v[n - 1])
			k.v[n++] = k.v[i];
	idf = xmalloc(n * sizeof(*idf));
	for (size_t i = 0; i < n; i++)
		idf[i] = 1;
	m->vocab = vocab_new(k.v, idf, (uint32_t)n);
	m->weight = xcalloc(n * MODEL_COLUMNS, sizeof(*m->weight));
	norm_text(&k.o, "surely", 6);
	features_of(&k.f, &k.o);
	for (int l = 0; l < P_POSITIVE; l++)
		m->weight[vocab_find(m->vocab, k.f.f[0]) * MODEL_COLUMNS + l] =
		    99;
	for (int l = 0; l < P_N; l++) {
		m->platt[l].a = -2;
		m->threshold[l] = 5000;
	}
	m->language[m->n_languages++] = xstrdup("en");
	m->expect = xstrdup("en");
	free(idf);
	free(k.v);
	norm_free(&k.o);
	features_free(&k.f);
	return m;
}

static void
offer(struct pick *k, const char *id, const char *text, int64_t at)
{
	pick_offer(k, id, text, strlen(text), "en", at);
}

/* The ids chosen, sorted as they come, each with a space behind it. */
static const char *
choose(struct pick *k)
{
	static struct buf b;
	size_t n;
	const struct pick_post *const *post = pick_choose(k, &n);

	buf_clear(&b);
	buf_adds(&b, "");
	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s ", post[i]->random ? "?" : "", post[i]->id);
	pick_free(k);
	return b.s;
}

static void
test_doubt(void)
{
	static const struct { int p[P_N], t, want; } cases[] = {
		{ { 5000, 5000, 5000, 5000, 0 }, 5000, 30000 },
		{ { 10000, 0, 10000, 0, 0 }, 5000, 0 },
		{ { 2500, 7500, 10000, 0, 0 }, 5000, 10000 },
		{ { 3000, 0, 10000, 0, 0 }, 3000, 10000 },
		{ { 6500, 0, 10000, 0, 0 }, 3000, 5000 },
		{ { 0, 0, 2000, 5000, 3000 }, 5000, 8000 },
		{ { 0, 0, 3000, 3000, 4000 }, 5000, 9000 },
		{ { 0, 10000, 10000, 0, 0 }, 0, 10000 },
		{ { 10000, 0, 10000, 0, 0 }, 10000, 10000 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const int t[P_N] = { cases[i].t, cases[i].t };
		int got = pick_doubt(cases[i].p, t);

		CHECK(got == cases[i].want, "doubt %zu: %d, want %d", i, got,
		    cases[i].want);
	}
}

static void
test_diverse(const struct model *m)
{
	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct pick *k = pick_new(m, 3, 0, seed);
		char id[2] = "";
		bool topic[3] = {0};

		for (size_t i = 0; i < N_ABOUT; i++) {
			id[0] = (char)('a' + i);
			offer(k, id, about[i], 0);
		}
		const char *got = choose(k);

		for (const char *s = got; *s != '\0'; s += 2)
			if (*s < 'm')
				topic[(*s - 'a') / 4] = true;
		CHECK(topic[0] && topic[1] && topic[2] && strlen(got) == 6,
		    "one of each topic, none that is sure: %s", got);
	}
	struct pick *k = pick_new(m, 8, 0, 1);
	char id[2] = "";

	for (size_t i = 0; i < N_ABOUT; i++) {
		id[0] = (char)('a' + i);
		offer(k, id, about[i], 0);
	}
	const char *got = choose(k);

	CHECK(strlen(got) == 16 && strchr(got, 'm') == NULL,
	    "doubt decides who is left out: %s", got);
}

static void
test_copies(const struct model *m)
{
	struct pick *k = pick_new(m, 10, 0, 1);
	char id[16], text[256];

	pick_labelled(k, "old", about[8], strlen(about[8]));
	offer(k, "old", about[4], 0);
	offer(k, "copy", "@shop PHONE screen broke after one week and the shop "
	    "will not repair it!!", 0);
	for (int i = 0; i < 150; i++) {
		snprintf(id, sizeof(id), "t%d", i);
		snprintf(text, sizeof(text), "%s %s", about[0],
		    word[i % (int)N_WORDS]);
		offer(k, id, text, 0);
	}
	const char *got = choose(k);

	CHECK(got[0] == 't' && strchr(got, ' ')[1] == '\0',
	    "one of 150 near copies, nothing labelled: %s", got);
	k = pick_new(m, 10, 10, 1);
	for (int i = 0; i < 150; i++) {
		snprintf(id, sizeof(id), "t%d", i);
		snprintf(text, sizeof(text), "%s %s", about[0],
		    word[i % (int)N_WORDS]);
		offer(k, id, text, 0);
	}
	got = choose(k);
	CHECK(got[0] == '?' && strchr(got, ' ')[1] == '\0',
	    "by chance as well: %s", got);
}

static void
test_versions(const struct model *m)
{
	struct pick *k = pick_new(m, 10, 0, 1);

	pick_deleted(k, "early", 20);
	offer(k, "early", about[0], 10);
	offer(k, "late", about[4], 10);
	pick_deleted(k, "late", 20);
	offer(k, "back", about[8], 30);
	pick_deleted(k, "back", 20);
	const char *got = choose(k);

	CHECK_STR(got, "back ", "deleted before and after");
	k = pick_new(m, 10, 0, 1);
	offer(k, "a", about[0], 10);
	offer(k, "a", about[4], 20);
	offer(k, "a", about[8], 15);
	offer(k, "b", about[9], 10);
	offer(k, "b", "estamos esperando el paquete desde hace tres semanas y "
	    "nadie contesta", 20);
	size_t n;
	const struct pick_post *const *post = pick_choose(k, &n);

	CHECK(n == 1 && strcmp(post[0]->text, about[4]) == 0,
	    "the newest version counts: %zu", n);
	pick_free(k);
	k = pick_new(m, 4, 2, 1);
	for (int i = 0; i < 100; i++)
		offer(k, "same", about[0], i);
	got = choose(k);
	CHECK_STR(got, "?same ", "one id, one row");
}

/* 2,000 posts, so that the pools overflow: forwards, backwards, doubled. */
static void
test_order(const struct model *m)
{
	char *first = NULL, id[16];

	for (int way = 0; way < 3; way++) {
		struct pick *k = pick_new(m, 20, 5, 7);

		for (size_t i = 0; i < 4000; i++) {
			size_t no = way == 1 ? 3999 - i : i;

			if (way == 0 && i >= 2000)
				break;
			no %= 2000;
			snprintf(id, sizeof(id), "p%zu", no);
			offer(k, id, text_of(no), 0);
		}
		const char *got = choose(k);

		if (first == NULL)
			first = xstrdup(got);
		CHECK_STR(got, first, "the order does not matter");
	}
	size_t rows = 0, random = 0;

	for (const char *s = first; *s != '\0'; s++) {
		rows += *s == ' ';
		random += *s == '?';
		if (*s == ' ' && rows % 4 == 0)
			CHECK(random == rows / 4, "spread: %zu of %zu", random,
			    rows);
	}
	CHECK(rows == 20 && random == 5, "%zu rows, %zu by chance", rows,
	    random);
	free(first);
}

/* 10 of 100 with 50 seeds: each about five times. */
static void
test_uniform(const struct model *m)
{
	int times[100] = {0};
	double chi = 0;
	char id[16];

	for (uint64_t seed = 0; seed < 50; seed++) {
		struct pick *k = pick_new(m, 10, 10, seed);
		size_t n;

		for (size_t i = 0; i < 100; i++)
			for (size_t again = 0; again <= i % 3; again++) {
				snprintf(id, sizeof(id), "p%zu", i);
				offer(k, id, text_of(i), 0);
			}
		const struct pick_post *const *post = pick_choose(k, &n);

		for (size_t i = 0; i < n; i++)
			times[atoi(post[i]->id + 1)]++;
		pick_free(k);
	}
	for (int i = 0; i < 100; i++)
		chi += (times[i] - 5) * (times[i] - 5) / (5 * 0.9);
	/* 99 degrees of freedom: 1 in 1000 lies above 148.2. */
	CHECK(chi < 148.2, "uniform, doubles do not count: chi^2 %.1f", chi);
	CHECK(chi > 55, "but by chance: chi^2 %.1f", chi);
}

static void
test_row(const struct model *m)
{
	struct pick_post p = { .id = (char *)"x:1", .text = (char *)"=1\t2",
	    .text_len = 4, .p = { 9012, 345, 10000, 0, 0 },
	    .labels = POST_COMPLAINT, .sentiment = P_NEGATIVE };
	struct buf b = {0};
	struct why *w = why_new(m);
	struct why_found f;
	struct arena a = {0};

	why_top(w, p.text, p.text_len, P_COMPLAINT, SAMPLE_GRAMS, &a, &f);
	CHECK(f.n == 0, "no feature of this text is in the model by hand");
	sample_header(&b);
	sample_row(&b, &p, w);
	CHECK_STR(b.s, "id\ttext\tcomplaint\tquery\tsentiment\tguess\t"
	    "p_complaint\tp_query\tp_sentiment\twhy\tbecause\n"
	    "x:1\t\\=1\\t2\t\t\t\tcomplaint negative\t0.9012\t0.0345\t1.0000\t"
	    "doubt\tcomplaint:\n", "a table");
	buf_free(&b);
	arena_free(&a);
	why_free(w);
}

int
main(void)
{
	struct model *m = by_hand();

	test_doubt();
	test_diverse(m);
	test_copies(m);
	test_versions(m);
	test_order(m);
	test_uniform(m);
	test_row(m);
	model_free(m);
	return test_done();
}

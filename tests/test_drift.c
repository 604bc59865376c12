/* SPDX-License-Identifier: MIT
 *
 * Drift: counting, comparing and what is kept. */
#include "classify/drift.h"
#include "tests/test.h"

/* n posts, every one with probability p and that novelty. */
static struct drift
batch(int n, int p, int novelty, int abstained)
{
	struct drift d = { .judged = n, .abstained = abstained };
	const int all[P_N] = { p, p, p, p, p };

	for (int i = 0; i < n; i++)
		drift_count(&d, all, novelty + (i % 2 != 0 ? 100 : -100));
	return d;
}

static const char *
alarm(const struct drift *before, const struct drift *now)
{
	static struct buf b;
	struct drift_change c;

	buf_clear(&b);
	buf_adds(&b, "");
	drift_compare(before, now, &c);
	bool said = drift_alarm(&c, &b);

	CHECK(said == (b.len > 0), "says so when there is something to say");
	return b.s;
}

static void
test_bins(void)
{
	static const struct { int p, bin; } cases[] = { { 0, 0 }, { 999, 0 },
	    { 1000, 1 }, { 8999, 8 }, { 9000, 9 }, { 9999, 9 }, { 10000, 9 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK(drift_bin(cases[i].p) == cases[i].bin, "%d in bin %d",
		    cases[i].p, cases[i].bin);
}

/* Two bins of 600 and 400 posts against 300 and 700, by hand:
 * ((600.5 - 300.5) ln(600.5/300.5) + (400.5 - 700.5) ln(400.5/700.5))/1005,
 * eight bins are equal. */
static void
test_index(void)
{
	struct drift a = { .judged = 1000 }, b = { .judged = 1000 };
	struct drift_change c;

	for (int l = 0; l < P_N; l++) {
		a.p[l][0] = 300;
		a.p[l][5] = 700;
		b.p[l][0] = 600;
		b.p[l][5] = 400;
	}
	drift_compare(&a, &b, &c);
	CHECK_NEAR(c.psi[P_QUERY], 0.373550891586, 1e-11, "the index by hand");
	drift_compare(&b, &a, &c);
	CHECK_NEAR(c.psi[P_QUERY], 0.373550891586, 1e-11, "either way round");
	drift_compare(&a, &a, &c);
	CHECK_NEAR(c.psi[P_QUERY], 0, 0, "nothing differs");
}

static void
test_alarm(void)
{
	struct drift a = batch(1000, 2500, 1000, 50), b, half;

	b = batch(1000, 2600, 1040, 60);
	CHECK_STR(alarm(&a, &b), "", "alike");
	b = batch(499, 9500, 9000, 900);
	CHECK_STR(alarm(&a, &b), "", "too few");
	CHECK_STR(alarm(&b, &a), "", "too few before");
	b = batch(500, 2500, 1051, 25);
	CHECK_STR(alarm(&a, &b), "novelty (+0.5 sd)", "new words");
	b = batch(500, 2500, 900, 25);
	CHECK_STR(alarm(&a, &b), "", "fewer new words");
	b = batch(500, 2500, 1000, 200);
	CHECK_STR(alarm(&a, &b), "abstained (h +0.7)", "abstained");
	CHECK_STR(alarm(&b, &a), "", "fewer abstained");
	b = a;
	for (int i = 0; i < DRIFT_BINS; i++)
		b.p[P_QUERY][i] = a.p[P_QUERY][DRIFT_BINS - 1 - i];
	CHECK(strncmp(alarm(&a, &b), "query (PSI ", 11) == 0 &&
	    strchr(alarm(&a, &b), ',') == NULL, "one label alone");
	half = batch(500, 2500, 1000, 25);
	b = half;
	drift_add(&b, &half);
	CHECK(memcmp(&a, &b, sizeof(a)) == 0, "two halves are the whole");
	a = (struct drift){0};
	CHECK_STR(alarm(&a, &a), "", "nothing at all");
	a.judged = 1000;
	a.novelty = 1000 * 500;
	a.novelty2 = 1000 * 500 * 500;
	CHECK_STR(alarm(&a, &a), "", "no spread, no difference");
}

static void
test_record(void)
{
	struct drift a = batch(700, 2500, 1000, 50), b = {0};
	json_t *v, *cut;

	a.yes[P_QUERY] = 17;
	v = drift_json(&a, &a, 3);
	CHECK(drift_read(&b, v) && memcmp(&a, &b, sizeof(a)) == 0,
	    "read back as it was");
	CHECK(json_integer_value(json_object_get(json_object_get(v, "before"),
	    "batches")) == 3, "how many were before");
	CHECK_NEAR(json_real_value(json_object_get(json_object_get(v,
	    "novelty"), "mean")), 0.1, 1e-9, "mean novelty");
	CHECK_NEAR(json_real_value(json_object_get(json_object_get(v,
	    "novelty"), "sd")), 0.01, 1e-9, "its deviation");
	cut = json_deep_copy(v);
	json_array_remove(json_object_get(json_object_get(cut, "p"), "query"),
	    0);
	CHECK(!drift_read(&b, cut), "a bin is missing");
	json_decref(cut);
	cut = json_deep_copy(v);
	json_object_set_new(cut, "judged", json_string("many"));
	CHECK(!drift_read(&b, cut), "a wrong type");
	CHECK(!drift_read(&b, NULL), "none at all");
	json_decref(cut);
	json_decref(v);
}

int
main(void)
{
	test_bins();
	test_index();
	test_alarm();
	test_record();
	return test_done();
}

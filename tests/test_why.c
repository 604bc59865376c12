/* SPDX-License-Identifier: MIT
 *
 * Names of features are those of the features, and what they carry adds up to
 * the decision value. */
#include <stdlib.h>

#include "classify/gram.h"
#include "classify/judge.h"
#include "classify/labelled.h"
#include "classify/why.h"
#include "common/hash.h"
#include "tests/test.h"

/* Text number n out of words, signs and bytes that matter to norm.c. */
static void
make_text(struct buf *b, uint64_t n)
{
	static const char *const bit[] = { "never", "arrived", "isn't", "not",
	    "My", "PARCEL", "thanks", "@shop", "@a@b.c", "http://x.y/z", "a@b.c",
	    "#LateAgain", "42", "4,711.00", "?", "??", "!!!", "?!", ".", ", ",
	    "\n", "$5", "\xC2\xA3", ":)", "<3", "\xF0\x9F\x98\xA1", "soooo",
	    "stra\xC3\x9F" "e", "\xFF\xFE", "\xE4\xBD\xA0\xE5\xA5\xBD", "&amp;",
	    "why", "without", "x", "_", "\x1B[31m", "\xE2\x80\xAE",
	    "unbelievably-long-and-hyphenated" };
	size_t words = hash64(&n, sizeof(n), 7) % 40;

	buf_clear(b);
	for (uint64_t i = 0; i < words; i++) {
		uint64_t h[2] = { n, i };

		h[0] = hash64(h, sizeof(h), 0);
		buf_adds(b, bit[h[0] % (sizeof(bit) / sizeof(bit[0]))]);
		if (h[0] >> 60 != 0)
			buf_addc(b, ' ');
	}
	buf_addc(b, n % 3 ? ' ' : 'e');
}

static bool
has(struct features *f, struct norm *o, const char *text, uint32_t number)
{
	norm_text(o, text, strlen(text));
	features_of(f, o);
	for (size_t i = 0; i < f->n; i++)
		if (f->f[i] == number)
			return true;
	return false;
}

/* Letters and spaces only: such a name is a text that has the feature. */
static bool
is_letters(const struct norm *o, const struct feature_at *at)
{
	struct buf name = {0};
	bool yes = true;

	gram_text(&name, o, at);
	for (size_t i = 0; i < name.len; i++)
		yes = yes && (name.s[i] == '_' ||
		    (name.s[i] >= 'a' && name.s[i] <= 'z'));
	buf_free(&name);
	return yes;
}

/* Is `name` that of feature i of the text in o? A text made of the name has
 * the feature again. */
static bool
name_fits(const struct norm *o, const struct features *f, size_t i)
{
	static struct norm norm;
	static struct features again;
	const struct feature_at *at = &f->at[i];
	struct buf name = {0};
	bool fits;

	gram_text(&name, o, at);
	for (size_t k = 0; at->kind == FEATURE_CHARS && k < name.len; k++)
		if (name.s[k] == '_')
			name.s[k] = ' ';
	fits = has(&again, &norm, name.s, f->f[i]);
	buf_free(&name);
	return fits;
}

static bool
printable(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7F)
			return false;
	return true;
}

struct sums { size_t texts, differ, named, misnamed, unsafe; };

static void
compare(struct sums *n, const char *text, size_t len)
{
	static struct norm o;
	static struct features f, g;
	struct buf name = {0};

	norm_text(&o, text, len);
	features_of(&f, &o);
	features_named(&g, &o);
	n->texts++;
	n->differ += f.n != g.n || memcmp(f.f, g.f, f.n * sizeof(*f.f)) != 0;
	for (size_t i = 0; i < g.n; i++) {
		const struct feature_at *at = &g.at[i];
		bool plain = (at->kind == FEATURE_CHARS &&
		    is_letters(&o, at)) ||
		    (at->kind == FEATURE_WORD &&
		    o.tok[at->i].kind == TOK_WORD) ||
		    (at->kind == FEATURE_PAIR && at->i > 0 &&
		    at->i < o.n_tok && o.tok[at->i].kind == TOK_WORD &&
		    o.tok[at->i - 1].kind == TOK_WORD);

		buf_clear(&name);
		gram_say(&name, &o, at);
		n->unsafe += !printable(name.s);
		n->named += plain;
		n->misnamed += plain && !name_fits(&o, &g, i);
	}
	buf_free(&name);
}

static void
test_order(void)
{
	struct sums n = {0};
	struct buf b = {0};
	struct labelled l = {0};
	struct err e = {0};
	struct rejects *r = rejects_new(NULL);

	for (uint64_t i = 0; i < 400; i++) {
		make_text(&b, i);
		compare(&n, b.s, b.len);
	}
	CHECK(labelled_read(&l, "data/labelled/a-services.jsonl", r, &e) == 0,
	    "labelled posts %s", e.msg);
	for (size_t i = 0; i < l.n && i < 300; i++)
		compare(&n, l.row[i].text, l.row[i].text_len);
	CHECK(n.texts == 700 && n.differ == 0, "%zu of %zu texts have other "
	    "features when named", n.differ, n.texts);
	CHECK(n.named > 10000 && n.misnamed == 0, "%zu of %zu names are not "
	    "those of their features", n.misnamed, n.named);
	CHECK(n.unsafe == 0, "%zu names hold control characters", n.unsafe);
	rejects_free(r);
	labelled_free(&l);
	buf_free(&b);
}

static void
test_names(void)
{
	static const char text[] = "@shop it's NOT here \xF0\x9F\x98\xA1 a@b.c ?"
	    "? \xC2\xA3" "5 <3 #Hey";
	static const char *const want[] = { "\xE2\x80\x98@name\xE2\x80\x99",
	    "\xE2\x80\x98@name\xE2\x80\x99 first",
	    "\xE2\x80\x98it's not\xE2\x80\x99",
	    "\xE2\x80\x98here\xE2\x80\x99 after a no",
	    "\xE2\x80\x98\xF0\x9F\x98\xA1 [e-mail]\xE2\x80\x99",
	    "\xE2\x80\x98[currency] 0\xE2\x80\x99",
	    "\xE2\x80\x98<3 #\xE2\x80\x99", "\xE2\x80\x98hey\xE2\x80\x99 last",
	    "\xE2\x80\x98it's \xE2\x80\xA6 here\xE2\x80\x99",
	    "\xE2\x80\x98it's\xE2\x80\x99 opens a sentence",
	    "\xE2\x80\x98here\xE2\x80\x99 in a question",
	    "letters \xE2\x80\x98t_he\xE2\x80\x99",
	    "letters \xE2\x80\x98_it's\xE2\x80\x99",
	    "letters \xE2\x80\x98" "ey_\xE2\x80\x99", "two ?", "no !",
	    "one word in capitals", "8 to 15 words and signs" };
	struct norm o = {0};
	struct features f = {0};
	struct buf all = {0};

	norm_text(&o, text, sizeof(text) - 1);
	features_named(&f, &o);
	buf_addc(&all, '|');
	for (size_t i = 0; i < f.n; i++) {
		gram_say(&all, &o, &f.at[i]);
		buf_addc(&all, '|');
	}
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		char between[96];

		snprintf(between, sizeof(between), "|%s|", want[i]);
		CHECK(strstr(all.s, between) != NULL, "named: %s", want[i]);
	}
	buf_clear(&all);
	norm_text(&o, "", 0);
	features_named(&f, &o);
	for (size_t i = 0; i < f.n; i++) {
		gram_say(&all, &o, &f.at[i]);
		buf_addc(&all, '|');
	}
	CHECK_STR(all.s, "nothing at all|0 to 3 words and signs|no ?|no !|"
	    "no word in capitals|", "an empty text");
	buf_free(&all);
	features_free(&f);
	norm_free(&o);
}

/* Largest |bias + contributions - decision value| over all labels. */
static double
off(struct why *w, struct judge *j, const struct model *m, const char *s,
    size_t len)
{
	struct arena a = {0};
	struct why_found f;
	struct verdict v;
	double worst = 0;

	judge_plain(j, s, len, &v);
	for (int l = 0; l < P_N; l++) {
		double sum = m->bias[l];

		why_top(w, s, len, (enum post_p)l, 0, &a, &f);
		for (size_t i = 0; i < f.n; i++)
			sum += f.part[i].value * f.part[i].weight;
		worst = fmax(worst, fabs(sum - v.decision[l]));
		worst = fmax(worst, fabs(m->bias[l] + f.sum - v.decision[l]));
	}
	arena_free(&a);
	return worst;
}

static void
test_sums(const struct model *m)
{
	struct why *w = why_new(m);
	struct judge *j = judge_new(m);
	struct buf b = {0};
	double worst = 0;

	for (uint64_t i = 0; i < 200; i++) {
		make_text(&b, i);
		worst = fmax(worst, off(w, j, m, b.s, b.len));
	}
	worst = fmax(worst, off(w, j, m, "", 0));
	CHECK(worst < 1e-6, "bias and contributions are the decision value "
	    "within %g", worst);
	buf_free(&b);
	judge_free(j);
	why_free(w);
}

static void
test_top(const struct model *m)
{
	static const char s[] = "my parcel never arrived, this is awful";
	struct why *w = why_new(m);
	struct arena a = {0};
	struct why_found all, five;
	bool falls = true, same = true;

	why_top(w, s, strlen(s), P_COMPLAINT, 0, &a, &all);
	why_top(w, s, strlen(s), P_COMPLAINT, 5, &a, &five);
	CHECK(five.n == 5 && all.n > 5 && all.n <= all.all && five.all ==
	    all.all && five.sum == all.sum, "5 of %zu", all.n);
	for (size_t i = 1; i < all.n; i++)
		falls = falls && fabs(all.part[i].contribution) <=
		    fabs(all.part[i - 1].contribution);
	for (size_t i = 0; i < 5; i++)
		same = same && strcmp(five.part[i].said, all.part[i].said) == 0;
	CHECK(falls, "strongest first");
	CHECK(same, "the five are the first of all");
	why_top(w, "", 0, P_QUERY, 5, &a, &five);
	CHECK(five.n <= five.all && five.all <= 5, "an empty text");
	arena_free(&a);
	why_free(w);
}

/* Two words with one number: both are named. */
static void
test_shared_number(void)
{
	struct model m = {0};
	struct norm o = {0};
	struct features f = {0};
	struct keymap *seen = keymap_new();
	char word[2][8], text[32];
	uint32_t number = 0, other = KEYMAP_NONE, i;
	static const float idf = 1;

	for (i = 0; other == KEYMAP_NONE; i++) {
		for (int k = 0, v = (int)i; k < 5; k++, v /= 26)
			word[0][k] = (char)('a' + (v + 7 * k) % 26);
		word[0][5] = '\0';
		norm_text(&o, word[0], 5);
		features_of(&f, &o);
		number = f.f[0];
		uint32_t *at = keymap_add(seen, key_of(&number, sizeof(number)));

		if (*at != KEYMAP_NONE)
			other = *at;
		*at = i;
	}
	for (int k = 0, v = (int)other; k < 5; k++, v /= 26)
		word[1][k] = (char)('a' + (v + 7 * k) % 26);
	word[1][5] = '\0';
	m.vocab = vocab_new(&number, &idf, 1);
	m.weight = xcalloc(MODEL_COLUMNS, sizeof(*m.weight));
	m.weight[P_QUERY] = -2;
	snprintf(text, sizeof(text), "%s %s %s", word[0], word[1], word[0]);
	struct why *w = why_new(&m);
	struct arena a = {0};
	struct why_found found;
	char want[32];

	why_top(w, text, strlen(text), P_QUERY, 3, &a, &found);
	snprintf(want, sizeof(want), "%s or %s", word[0], word[1]);
	CHECK(found.n == 1 && found.part[0].contribution == -2,
	    "one feature, against");
	CHECK_STR(found.part[0].text, want, "both words");
	why_top(w, text, strlen(text), P_COMPLAINT, 3, &a, &found);
	CHECK(found.n == 0 && found.all == 1 && found.sum == 0,
	    "what weighs nothing is left out");
	arena_free(&a);
	why_free(w);
	vocab_free(m.vocab);
	free(m.weight);
	keymap_free(seen);
	features_free(&f);
	norm_free(&o);
}

int
main(void)
{
	struct err e = {0};
	struct model *m = model_open("models/default", &e);

	CHECK(m != NULL, "models/default %s", e.msg);
	if (m == NULL)
		return 1;
	test_order();
	test_names();
	test_sums(m);
	test_top(m);
	test_shared_number();
	model_free(m);
	return test_done();
}

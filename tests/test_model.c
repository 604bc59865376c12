/* SPDX-License-Identifier: MIT
 *
 * A model folder: what is written is read, and what is damaged is refused;
 * judging with a model made by hand; one line relabelled. */
#include <stdlib.h>
#include <unistd.h>

#include "classify/judge.h"
#include "classify/model.h"
#include "classify/relabel.h"
#include "common/outfile.h"
#include "tests/test.h"

static char dir[] = "/tmp/model-XXXXXX";

/* "broken" makes a complaint, "?" a query; every other weight is 0. */
static struct model *
by_hand(void)
{
	struct model *m = xcalloc(1, sizeof(*m));
	struct norm o = {0};
	struct features f = {0};
	uint32_t feature[2];
	float idf[2] = { 1, 1 };

	norm_text(&o, "broken ?", 8);
	features_of(&f, &o);
	/* Word, pair, word: the unigrams are the first and the third. */
	int broken_first = f.f[0] < f.f[2];

	feature[!broken_first] = f.f[0];
	feature[broken_first] = f.f[2];
	m->vocab = vocab_new(feature, idf, 2);
	m->weight = xcalloc(2 * MODEL_COLUMNS, sizeof(*m->weight));
	m->weight[(broken_first ? 0 : 1) * MODEL_COLUMNS + P_COMPLAINT] = 3;
	m->weight[(broken_first ? 1 : 0) * MODEL_COLUMNS + P_QUERY] = 3;
	for (int l = 0; l < P_N; l++) {
		m->bias[l] = -1;
		m->platt[l].a = -2;
		m->threshold[l] = 5000;
	}
	m->language[m->n_languages++] = xstrdup("en");
	m->expect = xstrdup("en");
	norm_free(&o);
	features_free(&f);
	return m;
}

static const char *
in_dir(const char *file)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	return path;
}

static void
refused(const char *what, const char *says)
{
	struct err e = {0};
	struct model *m = model_open(dir, &e);

	CHECK(m == NULL && e.kind == ERR_CONFIG && strstr(e.msg, says) != NULL
	    && strchr(e.msg, '\n') == NULL, "%s: %s", what, e.msg);
	model_free(m);
}

static char *
slurp(const char *path, size_t *n)
{
	FILE *f = fopen(path, "r");
	char *s = xmalloc(1 << 20);

	*n = fread(s, 1, 1 << 20, f);
	fclose(f);
	return s;
}

static void
test_damage(const char *file)
{
	struct err e = {0};
	size_t n;
	char *s = slurp(in_dir(file), &n), *bad = xmalloc(n + 1);

	outfile_put(in_dir(file), s, n / 2, &e);
	refused("cut", file);
	outfile_put(in_dir(file), s, n - 2, &e);
	refused("cut by two bytes", "");
	/* A digit inside a number of the manifest, any byte of the weights. */
	memcpy(bad, s, n);
	char *digit = strstr(bad, "\"bias\": ");

	if (digit != NULL)
		digit[strcspn(digit, "123456789")] = '0';
	else
		bad[n - 3] ^= 1;
	outfile_put(in_dir(file), bad, n, &e);
	refused("changed", file);
	memcpy(bad, s, n);
	bad[n] = 'x';
	outfile_put(in_dir(file), bad, n + 1, &e);
	refused("longer", file);
	outfile_put(in_dir(file), "", 0, &e);
	refused("empty", file);
	unlink(in_dir(file));
	refused("missing", strcmp(file, "manifest.json") == 0 ? "no model" :
	    file);
	outfile_put(in_dir(file), s, n, &e);
	struct model *m = model_open(dir, &e);

	CHECK(m != NULL, "%s put back is good again %s", file, e.msg);
	model_free(m);
	free(s);
	free(bad);
}

static void
test_judge(const struct model *m)
{
	struct judge *j = judge_new(m);
	struct verdict v;

	judge_text(j, "it is broken", 12, NULL, &v);
	CHECK(v.abstained == JUDGED && v.labels == POST_COMPLAINT &&
	    v.p[P_COMPLAINT] == 9820, "complaint, p %d", v.p[P_COMPLAINT]);
	CHECK(v.language[0] == '\0', "too short to tell");
	judge_text(j, "is it broken?", 13, "en", &v);
	CHECK(v.labels == (POST_COMPLAINT | POST_QUERY), "both");
	CHECK(strcmp(v.language, "en") == 0, "the hint is taken");
	judge_text(j, "is it broken?", 13, "de-AT", &v);
	CHECK(v.abstained == ABSTAINED_LANGUAGE && strcmp(v.language, "de")
	    == 0, "a hint of another language");
	judge_text(j, "@a https://b.c !!", 17, "en", &v);
	CHECK(v.abstained == ABSTAINED_EMPTY, "no letters");
	judge_text(j, "", 0, NULL, &v);
	CHECK(v.abstained == ABSTAINED_EMPTY, "no text");
	judge_free(j);
}

#define POST "{\"v\":1,\"id\":\"x:1\" , \"text\":\"it is broken\"," \
    "\"extra\":{\"labels\":[1, 2]}"
#define NEW ",\"language\":null,\"p\":{\"complaint\":0.9820,\"query\":0.1192," \
    "\"negative\":0.3334,\"neutral\":0.3333,\"positive\":0.3333}," \
    "\"labels\":[\"complaint\"],\"sentiment\":\"negative\",\"model\":\""

static void
test_lines(const struct model *m)
{
	static const struct { const char *in, *start; } good[] = {
		{ POST " }", POST " " NEW },
		{ POST ",\"labels\":null,\"abstained\":\"empty\"}", POST NEW },
		{ "{ \"labels\":[],\"v\":1,\"id\":\"a:1\",\"p\":{},\"text\":"
		    "\"broken\"}", "{\"v\":1,\"id\":\"a:1\",\"text\":"
		    "\"broken\"" NEW },
		{ "{\"v\":1,\"model\":\"a,b\",\"id\":\"a:1\",\"text\":"
		    "\"\\u0062roken\",\"sentiment\":\"x\"}  \r",
		    "{\"v\":1,\"id\":\"a:1\",\"text\":\"\\u0062roken\"" NEW },
	};
	static const char *const bad[] = { "", "{}", "[]", "{\"v\":1",
		"{\"v\":2,\"id\":\"a:1\",\"text\":\"x\"}",
		"{\"v\":1,\"id\":7,\"text\":\"x\"}",
		"{\"v\":1,\"id\":\"a:1\"}",
		"{\"v\":1,\"id\":\"a:1\",\"text\":null}",
		"{\"v\":1,\"id\":\"a:1\",\"text\":\"\xFF\"}" };
	static const char gone[] = "{\"v\":1,\"id\":\"a:1\",\"deleted\":true,"
	    "\"fetched_at\":\"2026-11-22T02:00:00Z\"}";
	struct relabel *r = relabel_new(m);
	struct relabel_counts n = {0};
	struct buf out = {0};
	struct err e = {0};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		buf_clear(&out);
		CHECK(relabel_line(r, good[i].in, strlen(good[i].in), &out, &n,
		    &e) == 0, "line %zu %s", i, e.msg);
		size_t k = strlen(good[i].start);

		CHECK(strncmp(out.s, good[i].start, k) == 0 &&
		    strncmp(out.s + k, m->name, strlen(m->name)) == 0 &&
		    strcmp(out.s + k + strlen(m->name), "\"}\n") == 0,
		    "line %zu: every other byte stays", i);
		/* Labelling what is labelled changes nothing. */
		struct buf again = {0};

		relabel_line(r, out.s, out.len - 1, &again, &n, &e);
		CHECK(strcmp(again.s, out.s) == 0, "and again");
		buf_free(&again);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		buf_clear(&out);
		CHECK(relabel_line(r, bad[i], strlen(bad[i]), &out, &n, &e) <
		    0 && e.kind == ERR_DATA && out.len == 0, "bad %zu: %s", i,
		    e.msg);
		err_clear(&e);
	}
	buf_clear(&out);
	CHECK(relabel_line(r, gone, sizeof(gone) - 1, &out, &n, &e) == 0 &&
	    out.len == sizeof(gone) && memcmp(out.s, gone, out.len - 1) == 0,
	    "a tombstone passes");
	CHECK(n.fate[RELABEL_JUDGED] == 8 && n.fate[RELABEL_BAD] == 9 &&
	    n.fate[RELABEL_TOMBSTONE] == 1 && n.complaint == 8, "all counted");
	buf_free(&out);
	relabel_free(r);
}

int
main(void)
{
	struct err e = {0};
	struct model *m, *same;
	char first[64];

	if (mkdtemp(dir) == NULL)
		return 1;
	m = by_hand();
	json_t *root = json_object();

	CHECK(model_save(m, dir, "hand", root, &e) == 0, "saved %s", e.msg);
	snprintf(first, sizeof(first), "%s", m->name);
	json_decref(root);
	same = model_open(dir, &e);
	CHECK(same != NULL, "opened %s", e.msg);
	CHECK_STR(same->name, first, "name");
	CHECK(strlen(first) == strlen("hand@") + 12, "twelve digits of hash");
	CHECK(same->vocab->n == 2 && memcmp(same->weight, m->weight, 2 *
	    MODEL_COLUMNS * sizeof(float)) == 0, "weights");
	test_judge(same);
	test_lines(same);
	model_free(same);
	m->threshold[P_QUERY] = 6000;
	root = json_object();
	CHECK(model_save(m, dir, "hand", root, &e) == 0 &&
	    strcmp(m->name, first) != 0, "another threshold, another name");
	json_decref(root);
	test_damage("weights.bin");
	test_damage("manifest.json");
	model_free(m);
	unlink(in_dir("weights.bin"));
	unlink(in_dir("manifest.json"));
	rmdir(dir);
	return test_done();
}

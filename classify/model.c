/* SPDX-License-Identifier: MIT
 *
 * weights.bin, all little-endian: "unsw-wgt", then four 32-bit numbers
 * (version 1, FEATURE_BITS, rows n, labels P_N), n feature numbers ascending,
 * then n rows of 1 + P_N floats: idf and the weights in the order of
 * post_p_name. */
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "classify/model.h"
#include "common/hash.h"
#include "common/json.h"
#include "common/mem.h"
#include "common/outfile.h"

#ifndef MODEL_DIR
#define MODEL_DIR "/usr/local/share/unanswered/models/default"
#endif

#define KIND "unanswered model"
#define DIGEST "sha256"
#define WEIGHTS "weights.bin"
#define MANIFEST MODEL_MANIFEST
#define MAGIC "unsw-wgt"
#define HEADER 24
#define BYTES_MAX ((int64_t)1 << 30)
#define TAIL 12			/* digits of the hash in a name */

static const char *const repair = "fetch it again, or make a new one with "
    "`classify train`";

const char *
model_path(const char *given)
{
	const char *env = getenv("UNANSWERED_MODEL");
	static char path[PATH_MAX + 8];		/* "models/" and the target */
	char target[PATH_MAX];

	if (given != NULL)
		return given;
	if (env != NULL && *env != '\0')
		return env;
	ssize_t n = readlink("models/current", target, sizeof(target));

	if (n > 0 && (size_t)n < sizeof(target)) {
		snprintf(path, sizeof(path), "%s%.*s", *target == '/' ? "" :
		    "models/", (int)n, target);
		return path;
	}
	return access("models/default/" MANIFEST, F_OK) == 0 ?
	    "models/default" : MODEL_DIR;
}

double
model_round(double v)
{
	char s[40];

	snprintf(s, sizeof(s), "%.9g", v);
	return strtod(s, NULL);
}

static void
join_path(struct buf *b, const char *dir, const char *file)
{
	buf_clear(b);
	buf_addf(b, "%s/%s", dir, file);
}

/* ---- bytes ---- */

static void
put32(struct buf *b, uint32_t v)
{
	unsigned char s[4] = { (unsigned char)v, (unsigned char)(v >> 8),
	    (unsigned char)(v >> 16), (unsigned char)(v >> 24) };

	buf_add(b, s, 4);
}

static uint32_t
get32(const unsigned char *s)
{
	return (uint32_t)s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 |
	    (uint32_t)s[3] << 24;
}

static void
put_float(struct buf *b, float f)
{
	uint32_t v;

	memcpy(&v, &f, sizeof(v));
	put32(b, v);
}

static float
get_float(const unsigned char *s)
{
	uint32_t v = get32(s);
	float f;

	memcpy(&f, &v, sizeof(f));
	return f;
}

static void
weights_encode(struct buf *b, const struct model *m)
{
	const struct vocab *v = m->vocab;

	buf_adds(b, MAGIC);
	put32(b, 1);
	put32(b, FEATURE_BITS);
	put32(b, v->n);
	put32(b, P_N);
	for (uint32_t i = 0; i < v->n; i++)
		put32(b, v->feature[i]);
	for (uint32_t i = 0; i < v->n; i++) {
		put_float(b, v->idf[i]);
		for (int l = 0; l < P_N; l++)
			put_float(b, m->weight[(size_t)i * MODEL_COLUMNS +
			    (size_t)l]);
	}
}

static int
weights_decode(struct model *m, const unsigned char *s, size_t len,
    const char *path, struct err *e)
{
	size_t row = (1 + P_N) * 4;

	if (len < HEADER || memcmp(s, MAGIC, 8) != 0 || get32(s + 8) != 1 ||
	    get32(s + 12) != FEATURE_BITS || get32(s + 20) != P_N)
		return err_set(e, ERR_CONFIG, "%s: not weights this program "
		    "can read: %s", path, repair);
	uint32_t n = get32(s + 16), last = 0;

	if (len != HEADER + (size_t)n * (4 + row))
		return err_set(e, ERR_CONFIG, "%s: %u rows do not fit its "
		    "length: %s", path, n, repair);
	uint32_t *feature = xmalloc(n * sizeof(*feature));
	float *idf = xmalloc(n * sizeof(*idf));
	bool good = true;

	m->weight = xcalloc((size_t)n * MODEL_COLUMNS, sizeof(*m->weight));
	for (uint32_t i = 0; i < n; i++) {
		const unsigned char *at = s + HEADER + (size_t)n * 4 + i * row;

		feature[i] = get32(s + HEADER + (size_t)i * 4);
		good = good && feature[i] < FEATURE_SPACE &&
		    (i == 0 || feature[i] > last);
		last = feature[i];
		idf[i] = get_float(at);
		for (size_t l = 0; l < P_N; l++)
			m->weight[(size_t)i * MODEL_COLUMNS + l] =
			    get_float(at + 4 + l * 4);
	}
	if (good)
		m->vocab = vocab_new(feature, idf, n);
	free(feature);
	free(idf);
	return good ? 0 : err_set(e, ERR_CONFIG, "%s: features out of order: "
	    "%s", path, repair);
}

/* ---- reading ---- */

static int
read_whole(const char *path, struct buf *b, struct err *e)
{
	FILE *f = fopen(path, "re");
	char chunk[65536];
	size_t n;

	if (f == NULL)
		return err_sys(e, ERR_CONFIG, "model file %s (%s)", path,
		    repair);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0 &&
	    (int64_t)b->len < BYTES_MAX)
		buf_add(b, chunk, n);
	bool bad = ferror(f);

	fclose(f);
	return bad ? err_set(e, ERR_CONFIG, "%s: cannot read", path) : 0;
}

/* The file's bytes are those the manifest speaks of. */
static int
check_file(const char *path, const struct buf *b, json_t *files, struct err *e)
{
	const json_t *f = json_object_get(files, WEIGHTS);
	const char *want = json_str(f, "sha256");
	json_int_t bytes = json_integer_value(json_object_get(f, "bytes"));
	char hex[SHA256_HEX + 1];

	if (want == NULL)
		return err_set(e, ERR_CONFIG, "%s: the manifest does not name "
		    "it: %s", path, repair);
	if ((json_int_t)b->len < bytes)
		return err_set(e, ERR_CONFIG, "%s is cut: %zu bytes, the "
		    "manifest says %lld: %s", path, b->len, (long long)bytes,
		    repair);
	sha256_mem(b->s != NULL ? b->s : "", b->len, hex);
	if ((json_int_t)b->len != bytes || strcmp(hex, want) != 0)
		return err_set(e, ERR_CONFIG, "%s is not the file its "
		    "manifest speaks of (sha256 %.12s, not %.12s): %s", path,
		    hex, want, repair);
	return 0;
}

static int
need_number(const json_t *o, const char *key, const char *path, double *out,
    struct err *e)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_number(v) || !isfinite(json_number_value(v)))
		return err_set(e, ERR_CONFIG, "%s: member \"%s\" is missing "
		    "or not a number: %s", path, key, repair);
	*out = json_number_value(v);
	return 0;
}

static int
read_labels(struct model *m, const json_t *root, const char *path,
    struct err *e)
{
	const json_t *labels = json_object_get(root, "labels");

	for (int l = 0; l < P_N; l++) {
		const json_t *o = json_object_get(labels, post_p_name[l]);
		const json_t *platt = json_object_get(o, "platt");
		double threshold = 0.5;

		if (need_number(o, "bias", path, &m->bias[l], e) < 0 ||
		    need_number(platt, "a", path, &m->platt[l].a, e) < 0 ||
		    need_number(platt, "b", path, &m->platt[l].b, e) < 0)
			return err_prefix(e, "label %s", post_p_name[l]);
		if (l < P_NEGATIVE && need_number(o, "threshold", path,
		    &threshold, e) < 0)
			return err_prefix(e, "label %s", post_p_name[l]);
		if (threshold < 0 || threshold > 1)
			return err_set(e, ERR_CONFIG, "%s: threshold of %s is "
			    "not within 0 and 1", path, post_p_name[l]);
		m->threshold[l] = (int)(threshold * CALIB_ONE + 0.5);
	}
	return 0;
}

static int
read_languages(struct model *m, const json_t *root, const char *path,
    struct err *e)
{
	const json_t *list = json_object_get(root, "languages");
	struct buf b = {0};
	json_t *v;
	size_t i;

	json_array_foreach(list, i, v) {
		if (!json_is_string(v) || m->n_languages == MODEL_LANGUAGES)
			break;
		buf_addf(&b, "%s%s", i > 0 ? "," : "", json_string_value(v));
		m->language[m->n_languages++] = xstrdup(json_string_value(v));
	}
	m->expect = b.s;
	if (m->n_languages == 0 || m->n_languages != json_array_size(list))
		return err_set(e, ERR_CONFIG, "%s: \"languages\" is not a "
		    "list of 1 to %d codes", path, MODEL_LANGUAGES);
	return 0;
}

/* SHA-256 of what the manifest says, whatever its white space: all members
 * but the one that holds this hash. */
static void
digest(const json_t *root, char hex[SHA256_HEX + 1])
{
	json_t *rest = json_copy((json_t *)(uintptr_t)root);

	json_object_del(rest, DIGEST);
	char *text = json_dumps(rest, JSON_COMPACT | JSON_SORT_KEYS |
	    JSON_REAL_PRECISION(15));

	sha256_mem(text != NULL ? text : "", text != NULL ? strlen(text) : 0,
	    hex);
	free(text);
	json_decref(rest);
}

static void
set_name(struct model *m, const char *name, const char *hex)
{
	struct buf b = {0};

	buf_addf(&b, "%s@%.*s", name, TAIL, hex);
	free(m->name);
	m->name = b.s;
}

static int
read_manifest(struct model *m, const json_t *root, const char *path,
    struct err *e)
{
	const char *kind = json_str(root, "kind");
	const json_t *features = json_object_get(root, "features");
	const char *want = json_str(root, DIGEST);
	json_int_t version = json_integer_value(json_object_get(features,
	    "version"));
	char hex[SHA256_HEX + 1];

	if (kind == NULL || strcmp(kind, KIND) != 0 || want == NULL ||
	    json_str(root, "name") == NULL)
		return err_set(e, ERR_CONFIG, "%s: not the manifest of a "
		    "model", path);
	digest(root, hex);
	if (strcmp(hex, want) != 0)
		return err_set(e, ERR_CONFIG, "%s was changed (sha256 %.12s, "
		    "not %.12s): %s", path, hex, want, repair);
	if (version != FEATURES_VERSION)
		return err_set(e, ERR_CONFIG, "%s: made with features version "
		    "%lld, this program makes %d: train it again", path,
		    (long long)version, FEATURES_VERSION);
	if (read_labels(m, root, path, e) < 0)
		return -1;
	set_name(m, json_str(root, "name"), hex);
	return read_languages(m, root, path, e);
}

struct model *
model_open(const char *dir, struct err *e)
{
	struct model *m = xcalloc(1, sizeof(*m));
	struct buf path = {0}, weights = {0};
	json_t *root = NULL;

	join_path(&path, dir, MANIFEST);
	if (access(path.s, F_OK) < 0) {
		err_set(e, ERR_CONFIG, "no model at %s: name one with -m, or "
		    "make it with `make model` or `classify train`", dir);
		goto fail;
	}
	root = json_read(path.s, e);
	if (root == NULL || read_manifest(m, root, path.s, e) < 0)
		goto fail;
	join_path(&path, dir, WEIGHTS);
	if (read_whole(path.s, &weights, e) < 0 ||
	    check_file(path.s, &weights, json_object_get(root, "files"), e) < 0
	    || weights_decode(m, (const unsigned char *)weights.s, weights.len,
	    path.s, e) < 0)
		goto fail;
	goto out;
fail:
	model_free(m);
	m = NULL;
out:
	json_decref(root);
	buf_free(&path);
	buf_free(&weights);
	return m;
}

void
model_free(struct model *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->n_languages; i++)
		free(m->language[i]);
	vocab_free(m->vocab);
	free(m->weight);
	free(m->expect);
	free(m->name);
	free(m);
}

/* ---- writing ---- */

static void
describe(const struct model *m, const char *name, json_t *root,
    const struct buf *weights)
{
	json_t *labels = json_object_get(root, "labels");
	json_t *languages = json_array(), *o;
	char hex[SHA256_HEX + 1];

	if (labels == NULL) {
		labels = json_object();
		json_object_set_new(root, "labels", labels);
	}
	for (int l = 0; l < P_N; l++) {
		o = json_object_get(labels, post_p_name[l]);
		if (o == NULL) {
			o = json_object();
			json_object_set_new(labels, post_p_name[l], o);
		}
		json_object_set_new(o, "bias", json_real(m->bias[l]));
		json_object_set_new(o, "platt", json_pack("{sf sf}", "a",
		    m->platt[l].a, "b", m->platt[l].b));
		if (l < P_NEGATIVE)
			json_object_set_new(o, "threshold", json_real(
			    (double)m->threshold[l] / CALIB_ONE));
	}
	for (size_t i = 0; i < m->n_languages; i++)
		json_array_append_new(languages, json_string(m->language[i]));
	sha256_mem(weights->s, weights->len, hex);
	json_object_set_new(root, "v", json_integer(1));
	json_object_set_new(root, "kind", json_string(KIND));
	json_object_set_new(root, "name", json_string(name));
	json_object_set_new(root, "languages", languages);
	json_object_set_new(root, "features", json_pack("{si ss si si}",
	    "version", FEATURES_VERSION, "made_of", FEATURES_NAME, "bits",
	    FEATURE_BITS, "known", (int)m->vocab->n));
	json_object_set_new(root, "files", json_pack("{s{sI ss}}", WEIGHTS,
	    "bytes", (json_int_t)weights->len, "sha256", hex));
}

int
model_save(struct model *m, const char *dir, const char *name,
    json_t *manifest, struct err *e)
{
	struct buf weights = {0}, path = {0};
	char hex[SHA256_HEX + 1];
	int rc = -1;

	weights_encode(&weights, m);
	describe(m, name, manifest, &weights);
	digest(manifest, hex);
	json_object_set_new(manifest, DIGEST, json_string(hex));
	join_path(&path, dir, WEIGHTS);
	if (outfile_put(path.s, weights.s, weights.len, e) < 0)
		goto out;
	join_path(&path, dir, MANIFEST);
	if (json_write(path.s, manifest, e) < 0)
		goto out;
	set_name(m, name, hex);
	rc = 0;
out:
	buf_free(&weights);
	buf_free(&path);
	return rc;
}

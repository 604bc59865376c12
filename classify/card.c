/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "classify/card.h"
#include "classify/history.h"
#include "classify/model.h"
#include "classify/promote.h"
#include "classify/versions.h"
#include "common/diag.h"
#include "common/json.h"
#include "common/text.h"

#define LABELS 3
static const char *const label_name[LABELS] = { "complaint", "query",
    "sentiment" };

/* ---- what a folder says ---- */

struct card {
	char *name;		/* of the version's folder, or the model */
	json_t *manifest;	/* NULL: damaged */
	const json_t *last;	/* its newest line in the ledger, or NULL */
	bool current;
	struct err damage;
};

static void
card_free(struct card *c)
{
	free(c->name);
	json_decref(c->manifest);
	*c = (struct card){0};
}

/* The manifest of a folder whose every byte was checked; *name is the
 * model's, to be freed. */
static json_t *
checked_manifest(const char *path, char **name, struct err *e)
{
	struct model *m = model_open(path, e);
	struct buf file = {0};

	if (m == NULL)
		return NULL;
	versions_file(&file, path, MODEL_MANIFEST);
	json_t *root = json_read(file.s, e);

	if (root != NULL)
		*name = xstrdup(m->name);
	model_free(m);
	buf_free(&file);
	return root;
}

static void
card_read(struct card *c, const char *models, const char *name,
    const struct history *h)
{
	const char *used = history_model(h);
	struct buf path = {0};
	char *inside = NULL;

	versions_path(&path, models, name);
	c->name = xstrdup(name);
	c->last = history_last_of(h, name);
	c->current = used != NULL && strcmp(used, name) == 0;
	c->manifest = checked_manifest(path.s, &inside, &c->damage);
	if (c->manifest != NULL && strcmp(inside, name) != 0) {
		err_set(&c->damage, ERR_CONFIG, "%s is the model %s", path.s,
		    inside);
		json_decref(c->manifest);
		c->manifest = NULL;
	}
	free(inside);
	buf_free(&path);
}

/* "out_of_fold" of one label; NULL when not recorded. */
static const json_t *
score_of(const json_t *manifest, const char *label)
{
	return json_object_get(json_object_get(manifest, "out_of_fold"),
	    label);
}

static double
member(const json_t *o, const char *key)
{
	return json_number_value(json_object_get(o, key));
}

static long long
posts_of(const json_t *manifest)
{
	return json_integer_value(json_object_get(json_object_get(manifest,
	    "training"), "posts"));
}

static void
dump(json_t *root, struct buf *shown)
{
	json_line(shown, root);
	json_decref(root);
}

static void
plain(struct buf *b, const char *s)
{
	text_plain(b, s, strlen(s));
}

static struct history *
look(const char *models, struct err *e)
{
	struct buf path = {0};

	versions_file(&path, models, HISTORY_FILE);
	struct history *h = history_open(path.s, false, e);

	buf_free(&path);
	return h;
}

/* ---- list ---- */

static int
newest_first(const void *a, const void *b)
{
	const struct card *x = a, *y = b;

	if (x->current != y->current)
		return x->current ? -1 : 1;
	if ((x->last != NULL) != (y->last != NULL))
		return x->last != NULL ? -1 : 1;
	int c = x->last == NULL ? 0 : strcmp(json_str(y->last, "when"),
	    json_str(x->last, "when"));

	return c != 0 ? c : strcmp(x->name, y->name);
}

static json_t *
scores_json(const json_t *manifest)
{
	json_t *o = json_object();

	for (int i = 0; i < LABELS; i++) {
		json_t *f1 = json_object_get(score_of(manifest,
		    label_name[i]), "macro_f1");

		if (f1 != NULL)
			json_object_set(o, label_name[i], f1);
	}
	return o;
}

static json_t *
row_json(const struct card *c)
{
	json_t *o = json_pack("{ss sb ss?}", "model", c->name, "current",
	    c->current, "promoted", c->last != NULL ? json_str(c->last,
	    "when") : NULL);

	if (c->manifest == NULL)
		json_object_set_new(o, "damaged", json_string(c->damage.msg));
	else {
		json_object_set_new(o, "posts", json_integer(posts_of(
		    c->manifest)));
		json_object_set_new(o, "macro_f1", scores_json(c->manifest));
	}
	return o;
}

static void
row_text(const struct card *c, int width, struct buf *b)
{
	struct buf name = {0};

	plain(&name, c->name);
	buf_addf(b, "%c %-*s  %-20s", c->current ? '*' : ' ', width,
	    name.s != NULL ? name.s : "", c->last != NULL ? json_str(c->last,
	    "when") : "never");
	buf_free(&name);
	if (c->manifest == NULL) {
		buf_adds(b, " damaged\n");
		return;
	}
	buf_addf(b, " %7lld", posts_of(c->manifest));
	for (int i = 0; i < LABELS; i++) {
		const json_t *s = score_of(c->manifest, label_name[i]);

		if (s != NULL)
			buf_addf(b, " %9.3f", member(s, "macro_f1"));
		else
			buf_addf(b, " %9s", "-");
	}
	buf_addc(b, '\n');
}

static void
table(const struct card *c, size_t n, struct buf *b)
{
	int width = (int)strlen("model");

	for (size_t i = 0; i < n; i++)
		if ((int)strlen(c[i].name) > width)
			width = (int)strlen(c[i].name);
	buf_addf(b, "  %-*s  %-20s %7s %9s %9s %9s\n", width, "model",
	    "promoted", "posts", "complaint", "query", "sentiment");
	for (size_t i = 0; i < n; i++)
		row_text(&c[i], width, b);
}

static void
list_json(const struct history *h, const struct card *c, size_t n,
    struct buf *shown)
{
	json_t *rows = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(rows, row_json(&c[i]));
	dump(json_pack("{ss? so}", "current", history_model(h), "versions",
	    rows), shown);
}

int
card_list(const char *models, bool json, struct buf *shown, struct err *e)
{
	struct history *h = look(models, e);
	struct card *c;
	char **name;
	size_t n;

	if (h == NULL || versions_list(models, &name, &n, e) < 0) {
		history_free(h);
		return -1;
	}
	c = xcalloc(n + 1, sizeof(*c));
	for (size_t i = 0; i < n; i++) {
		card_read(&c[i], models, name[i], h);
		if (c[i].manifest == NULL)
			diag_say(DIAG_WARNING, "%s", c[i].damage.msg);
	}
	if (n > 1)
		qsort(c, n, sizeof(*c), newest_first);
	promote_warn(models, history_model(h));
	if (json)
		list_json(h, c, n, shown);
	else if (n > 0)
		table(c, n, shown);
	else
		diag_say(DIAG_INFO, "no versions in %s: `classify models "
		    "promote FOLDER` adds one", models);
	for (size_t i = 0; i < n; i++)
		card_free(&c[i]);
	free(c);
	versions_list_free(name, n);
	history_free(h);
	return 0;
}

/* ---- show ---- */

static void
training_text(const json_t *manifest, struct buf *b)
{
	const json_t *t = json_object_get(manifest, "training"), *f;
	size_t i;

	buf_addf(b, "Trained on %lld posts (seed %lld, near copies kept "
	    "together: %lld) from:\n", posts_of(manifest),
	    (long long)member(t, "seed"), (long long)member(t, "near_copies"));
	json_array_foreach(json_object_get(t, "files"), i, f) {
		const char *name = json_str(f, "file");
		const char *sha = json_str(f, "sha256");

		buf_adds(b, "  ");
		plain(b, name != NULL ? name : "?");
		buf_addf(b, ", %lld rows, sha256 %.12s\n",
		    (long long)member(f, "rows"), sha != NULL ? sha : "?");
	}
}

static void
languages_text(const json_t *manifest, struct buf *b)
{
	const json_t *code;
	size_t i;

	buf_adds(b, "Judges posts in");
	json_array_foreach(json_object_get(manifest, "languages"), i, code) {
		buf_adds(b, i > 0 ? ", " : " ");
		plain(b, json_string_value(code));
	}
	buf_addf(b, "; knows %lld features.\n", (long long)member(
	    json_object_get(manifest, "features"), "known"));
}

/* Recall and precision as a person would ask for them. */
static void
label_text(const json_t *manifest, const char *label, const char *many,
    struct buf *b)
{
	const json_t *s = score_of(manifest, label);

	if (s != NULL)
		buf_addf(b, "  It finds %.0f of 100 %s, and is right in %.0f "
		    "of 100 it reports (macro-F1 %.3f).\n",
		    100 * member(s, "recall"), many,
		    100 * member(s, "precision"), member(s, "macro_f1"));
}

static void
scores_text(const json_t *manifest, struct buf *b)
{
	const json_t *s = score_of(manifest, "sentiment");

	if (json_object_size(json_object_get(manifest, "out_of_fold")) == 0)
		return;
	buf_adds(b, "On its own posts, each judged by a part that had not "
	    "seen it:\n");
	label_text(manifest, "complaint", "complaints", b);
	label_text(manifest, "query", "queries", b);
	if (s != NULL)
		buf_addf(b, "  It names the sentiment of %.0f of 100 posts "
		    "right (macro-F1 %.3f).\n", 100 * member(s, "accuracy"),
		    member(s, "macro_f1"));
}

static void
history_text(const struct history *h, const char *name, struct buf *b)
{
	bool any = false;

	for (size_t i = 0; i < history_count(h); i++) {
		const json_t *o = history_line(h, i);
		const char *previous = json_str(o, "previous");
		const char *why = json_str(o, "why");

		if (strcmp(json_str(o, "model"), name) != 0)
			continue;
		buf_addf(b, "%s%s %s", any ? "" : "Ledger:\n  ",
		    json_str(o, "when"), json_str(o, "action"));
		if (previous != NULL) {
			buf_adds(b, ", in place of ");
			plain(b, previous);
		}
		if (json_is_true(json_object_get(o, "forced")))
			buf_adds(b, ", forced");
		if (why != NULL) {
			buf_adds(b, ": ");
			plain(b, why);
		}
		buf_adds(b, "\n  ");
		any = true;
	}
	if (any)
		b->s[b->len -= 2] = '\0';
}

static json_t *
history_json(const struct history *h, const char *name)
{
	json_t *list = json_array();

	for (size_t i = 0; i < history_count(h); i++) {
		const json_t *o = history_line(h, i);

		if (strcmp(json_str(o, "model"), name) == 0)
			json_array_append_new(list, json_copy(
			    (json_t *)(uintptr_t)o));
	}
	return list;
}

int
card_show(const char *models, const char *arg, bool json, struct buf *shown,
    struct err *e)
{
	struct history *h = look(models, e);
	struct buf path = {0};
	json_t *manifest = NULL;
	char *name = NULL;
	int rc = -1;

	versions_resolve(&path, models, arg);
	if (h == NULL || (manifest = checked_manifest(path.s, &name, e)) ==
	    NULL)
		goto out;
	const char *used = history_model(h);
	bool current = used != NULL && strcmp(used, name) == 0;

	promote_warn(models, used);
	if (json) {
		dump(json_pack("{ss sb sO so}", "model", name, "current",
		    current, "manifest", manifest, "history",
		    history_json(h, name)), shown);
	} else {
		plain(shown, name);
		buf_adds(shown, current ? ", in use\n" : ", not in use\n");
		training_text(manifest, shown);
		languages_text(manifest, shown);
		scores_text(manifest, shown);
		history_text(h, name, shown);
	}
	rc = 0;
out:
	json_decref(manifest);
	free(name);
	buf_free(&path);
	history_free(h);
	return rc;
}

/* ---- compare ---- */

bool
card_trained_on(const json_t *manifest, const char *sha256)
{
	const json_t *f;
	size_t i;

	json_array_foreach(json_object_get(json_object_get(manifest,
	    "training"), "files"), i, f) {
		const char *other = json_str(f, "sha256");

		if (other != NULL && strcmp(other, sha256) == 0)
			return true;
	}
	return false;
}

/* Files of `of` that `other` was not trained on. */
static json_t *
files_only(const json_t *of, const json_t *other)
{
	json_t *list = json_array(), *f;
	size_t i;

	json_array_foreach(json_object_get(json_object_get(of, "training"),
	    "files"), i, f) {
		const char *sha = json_str(f, "sha256");

		if (sha != NULL && !card_trained_on(other, sha))
			json_array_append(list, f);
	}
	return list;
}

static void
files_text(const char *which, const json_t *list, struct buf *b)
{
	const json_t *f;
	size_t i;

	json_array_foreach(list, i, f) {
		const char *name = json_str(f, "file");

		buf_addf(b, "only %s was trained on ", which);
		plain(b, name != NULL ? name : "?");
		buf_addf(b, ", %lld rows\n", (long long)member(f, "rows"));
	}
}

static void
compare_text(const json_t *a, const json_t *b, struct buf *shown)
{
	buf_addf(shown, "%-22s %9s %9s %10s\n", "macro-F1 out of fold", "A",
	    "B", "difference");
	for (int i = 0; i < LABELS; i++) {
		const json_t *x = score_of(a, label_name[i]);
		const json_t *y = score_of(b, label_name[i]);

		if (x != NULL && y != NULL)
			buf_addf(shown, "%-22s %9.3f %9.3f %+10.3f\n",
			    label_name[i], member(x, "macro_f1"),
			    member(y, "macro_f1"), member(y, "macro_f1") -
			    member(x, "macro_f1"));
	}
	buf_addf(shown, "%-22s %9lld %9lld %+10lld\n", "posts", posts_of(a),
	    posts_of(b), posts_of(b) - posts_of(a));
}

int
card_compare(const char *a, const char *b, json_t *root, struct buf *shown,
    struct err *e)
{
	char *name[2] = {0};
	json_t *x = checked_manifest(a, &name[0], e);
	json_t *y = x != NULL ? checked_manifest(b, &name[1], e) : NULL;
	int rc = y != NULL ? 0 : -1;

	if (rc == 0) {
		json_t *only_a = files_only(x, y), *only_b = files_only(y, x);

		if (root != NULL) {
			json_object_set_new(root, "a", json_pack("{ss so sO}",
			    "model", name[0], "macro_f1", scores_json(x),
			    "data_only", only_a));
			json_object_set_new(root, "b", json_pack("{ss so sO}",
			    "model", name[1], "macro_f1", scores_json(y),
			    "data_only", only_b));
		} else {
			buf_adds(shown, "A is ");
			plain(shown, name[0]);
			buf_adds(shown, ", B is ");
			plain(shown, name[1]);
			buf_addc(shown, '\n');
			compare_text(x, y, shown);
			files_text("A", only_a, shown);
			files_text("B", only_b, shown);
		}
		json_decref(only_a);
		json_decref(only_b);
	}
	json_decref(x);
	json_decref(y);
	free(name[0]);
	free(name[1]);
	return rc;
}

/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "classify/card.h"
#include "classify/cross.h"
#include "classify/gate.h"
#include "classify/history.h"
#include "classify/promote.h"
#include "classify/versions.h"
#include "common/diag.h"
#include "common/json.h"
#include "common/outfile.h"
#include "common/text.h"
#include "common/utc.h"

/* ---- the folder, locked and mended ---- */

/* The link is where the ledger says; *mended when it was not. A link with no
 * ledger is not ours to judge. */
static int
follow(const struct promote_options *o, const struct history *h, bool *mended,
    struct err *e)
{
	const char *want = history_model(h);
	char *is = NULL;
	int rc = -1;

	*mended = false;
	if (versions_current(o->models, &is, e) < 0)
		goto out;
	if (want == NULL && is != NULL) {
		err_set(e, ERR_CONFIG, "%s/current points to %s, but the "
		    "ledger knows of no promotion: restore " HISTORY_FILE ", or "
		    "remove the link", o->models, is);
		goto out;
	}
	rc = 0;
	if (want == NULL || (is != NULL && strcmp(is, want) == 0))
		goto out;
	rc = versions_switch(o->models, want, e);
	*mended = rc == 0;
	if (rc == 0)
		diag_say(DIAG_WARNING, "an earlier run was interrupted: "
		    "current now points to %s, as the ledger says", want);
out:
	free(is);
	return rc;
}

static bool
is_there(const struct promote_options *o)
{
	struct buf path = {0};

	versions_file(&path, o->models, HISTORY_FILE);
	bool there = access(path.s, F_OK) == 0;

	buf_free(&path);
	return there;
}

static struct history *
open_ledger(const struct promote_options *o, bool *mended, struct err *e)
{
	struct buf path = {0};
	struct history *h = NULL;

	versions_file(&path, o->models, HISTORY_FILE);
	if (make_dirs(o->models, e) == 0)
		h = history_open(path.s, true, e);
	if (h != NULL && follow(o, h, mended, e) < 0) {
		history_free(h);
		h = NULL;
	}
	buf_free(&path);
	return h;
}

void
promote_warn(const char *models, const char *by_ledger)
{
	struct err e = {0};
	char *is = NULL;

	if (versions_current(models, &is, &e) < 0)
		diag_say(DIAG_WARNING, "%s", e.msg);
	else if ((is == NULL) != (by_ledger == NULL) ||
	    (is != NULL && strcmp(is, by_ledger) != 0))
		diag_say(DIAG_WARNING, "%s/current points to %s, the ledger "
		    "says %s: a run was interrupted, promote or rollback "
		    "completes it", models, is != NULL ? is : "nothing",
		    by_ledger != NULL ? by_ledger : "nothing");
	free(is);
}

/* ---- a line of the ledger ---- */

static json_t *
macro_f1(const json_t *scores)
{
	json_t *o = json_object(), *score;
	const char *label;

	json_object_foreach((json_t *)(uintptr_t)scores, label, score) {
		json_t *f1 = json_object_get(score, "macro_f1");

		if (f1 != NULL)
			json_object_set(o, label, f1);
	}
	return o;
}

static json_t *
ledger_line(const struct promote_options *o, const char *action,
    const char *model, const char *previous, const char *version,
    struct err *e)
{
	char when[UTC_LEN + 1];
	struct buf path = {0};

	utc_format(o->now, when);
	versions_file(&path, version, MODEL_MANIFEST);
	json_t *manifest = json_read(path.s, e);

	buf_free(&path);
	if (manifest == NULL)
		return NULL;
	const json_t *training = json_object_get(manifest, "training");
	json_t *line = json_pack("{si ss ss ss ss? ss?}", "v", 1, "when", when,
	    "action", action, "model", model, "previous", previous, "why",
	    o->why);

	if (line == NULL)
		err_set(e, ERR_CONFIG, "--why: not UTF-8");
	else {
		json_t *files = json_object_get(training, "files");

		json_object_set_new(line, "data", files != NULL ?
		    json_incref(files) : json_array());
		json_object_set_new(line, "scores", macro_f1(json_object_get(
		    manifest, "out_of_fold")));
	}
	json_decref(manifest);
	return line;
}

/* The line first, then the link. */
static int
take_into_use(const struct promote_options *o, struct history *h,
    json_t *line, const char *name, struct err *e)
{
	if (history_append(h, line, e) < 0)
		return -1;
	if (versions_switch(o->models, name, e) == 0)
		return 0;
	return err_prefix(e, "%s is in the ledger, run this again to complete "
	    "it", name);
}

/* ---- the gate ---- */

/* A model knows the answers to the posts it was trained on. */
static int
check_unseen(const struct promote_options *o, const char *from,
    const char *sha256, struct err *e)
{
	struct buf path = {0};

	versions_file(&path, from, MODEL_MANIFEST);
	json_t *manifest = json_read(path.s, e);
	int rc = manifest != NULL ? 0 : -1;

	buf_free(&path);
	if (rc == 0 && card_trained_on(manifest, sha256)) {
		if (o->force)
			diag_say(DIAG_WARNING, "%s was trained on %s: the "
			    "comparison means nothing", from, o->gold);
		else
			rc = err_set(e, ERR_CONFIG, "%s was trained on %s: "
			    "name posts it has not seen", from, o->gold);
	}
	json_decref(manifest);
	return rc;
}

/* *gate is set to what is recorded of it; ERR_REFUSED when it does not open. */
static int
pass_gate(const struct promote_options *o, const char *used,
    const char *from, const struct model *candidate, struct tally *t,
    json_t **gate, struct buf *shown, struct err *e)
{
	struct cross_options read = cross_default;
	struct cross c = {0};
	struct buf path = {0};
	struct model *m;
	struct gate g;
	int rc = -1;

	read.file = &o->gold;
	read.n_files = 1;
	read.max_rejects = o->max_rejects;
	versions_path(&path, o->models, used);
	m = model_open(path.s, e);
	if (m == NULL || cross_read(&c, &read, t, e) < 0 ||
	    check_unseen(o, from, c.rows.file[0].sha256, e) < 0 ||
	    gate_run(&g, &c.rows, m, candidate, o->tolerance, e) < 0)
		goto out;
	if (!o->json)
		gate_text(&g, shown);
	*gate = gate_json(&g);
	json_object_set_new(*gate, "gold", json_pack("{ss sI}", "sha256",
	    c.rows.file[0].sha256, "posts", (json_int_t)c.rows.n));
	rc = g.passed || o->force ? 0 : gate_refuse(&g, e);
out:
	cross_free(&c);
	model_free(m);
	buf_free(&path);
	return rc;
}

static int
need_gate(const struct promote_options *o, const char *used,
    const char *from, const struct model *candidate, struct tally *t,
    json_t **gate, struct buf *shown, struct err *e)
{
	if (used != NULL && o->gold != NULL)
		return pass_gate(o, used, from, candidate, t, gate, shown, e);
	if (used != NULL && !o->force)
		return err_set(e, ERR_CONFIG, "%s is in use: name labelled "
		    "posts to compare with, --gold FILE", used);
	diag_say(DIAG_INFO, used == NULL ? "no model was in use: nothing to "
	    "compare with" : "forced: nothing is compared");
	return 0;
}

/* ---- commands ---- */

static void
tell(const struct promote_options *o, json_t *result, const char *text,
    struct buf *shown)
{
	if (o->json) {
		json_line(shown, result);
	} else {
		text_plain(shown, text, strlen(text));
		buf_addc(shown, '\n');
	}
	json_decref(result);
}

/* Nothing more to do: what the ledger's last line brought is in use. changed:
 * only now, since the run that wrote it was killed. */
static void
tell_last(const struct promote_options *o, const struct history *h,
    bool changed, struct buf *shown)
{
	const json_t *last = history_line(h, history_count(h) - 1);
	const char *model = json_str(last, "model");
	struct buf text = {0};

	if (!changed)
		diag_say(DIAG_INFO, "%s is in use already: nothing to do",
		    model);
	buf_addf(&text, "%s is in use", model);
	tell(o, json_pack("{sb ss ss?}", "changed", changed, "model", model,
	    "previous", json_str(last, "previous")), text.s, shown);
	buf_free(&text);
}

static int
promote(const struct promote_options *o, struct history *h, const char *from,
    const struct model *m, struct tally *t, struct buf *shown, struct err *e)
{
	const char *used = history_model(h);
	json_t *gate = NULL, *line = NULL;
	struct buf text = {0}, path = {0};
	int rc = need_gate(o, used, from, m, t, &gate, shown, e);

	versions_path(&path, o->models, m->name);
	if (rc == 0)
		rc = versions_add(o->models, from, m->name, e);
	if (rc == 0) {
		line = ledger_line(o, "promote", m->name, used, path.s, e);
		rc = line == NULL ? -1 : 0;
	}
	if (rc == 0) {
		json_object_set_new(line, "gate", gate != NULL ?
		    json_incref(gate) : json_null());
		json_object_set_new(line, "forced", json_boolean(used != NULL
		    && !json_is_true(json_object_get(gate, "passed"))));
		rc = take_into_use(o, h, line, m->name, e);
	}
	buf_addf(&text, "%s is in use%s%s", m->name, used != NULL ?
	    ", in place of " : "", used != NULL ? used : "");
	if (rc == 0 || (e->kind == ERR_REFUSED && o->json))
		tell(o, json_pack("{sb ss ss? so?}", "changed", rc == 0,
		    "model", m->name, "previous", used, "gate",
		    json_incref(gate)), text.s, shown);
	json_decref(gate);
	buf_free(&text);
	buf_free(&path);
	return rc;
}

int
promote_run(const struct promote_options *o, const char *arg,
    struct tally *t, struct buf *shown, struct err *e)
{
	struct buf from = {0};
	struct history *h = NULL;
	struct model *m;
	bool mended;
	int rc = -1;

	versions_resolve(&from, o->models, arg);
	m = model_open(from.s, e);
	if (m == NULL || (h = open_ledger(o, &mended, e)) == NULL)
		goto out;
	if (history_model(h) != NULL && strcmp(history_model(h), m->name) == 0)
	{
		rc = versions_add(o->models, from.s, m->name, e);
		if (rc == 0)
			tell_last(o, h, mended, shown);
		goto out;
	}
	rc = promote(o, h, from.s, m, t, shown, e);
out:
	history_free(h);
	model_free(m);
	buf_free(&from);
	return rc;
}

static int
go_back(const struct promote_options *o, struct history *h, struct buf *shown,
    struct err *e)
{
	const char *used = history_model(h), *to = history_before(h);
	struct buf path = {0}, text = {0};
	struct model *m = NULL;
	json_t *line = NULL;
	int rc = -1;

	if (to == NULL) {
		err_set(e, ERR_CONFIG, "%s: no version to go back to: %s",
		    o->models, used != NULL ? "the first one is in use" :
		    "none was promoted");
		goto out;
	}
	versions_path(&path, o->models, to);
	buf_addf(&text, "%s is in use again, in place of %s", to, used);
	m = model_open(path.s, e);
	if (m == NULL || (line = ledger_line(o, "rollback", to, used, path.s,
	    e)) == NULL)
		goto out;
	json_object_set_new(line, "gate", json_null());
	json_object_set_new(line, "forced", json_false());
	rc = take_into_use(o, h, line, to, e);
	if (rc == 0)
		tell(o, json_pack("{sb ss ss}", "changed", true, "model", to,
		    "previous", used), text.s, shown);
out:
	model_free(m);
	buf_free(&path);
	buf_free(&text);
	return rc;
}

int
promote_rollback(const struct promote_options *o, struct buf *shown,
    struct err *e)
{
	bool mended;
	struct history *h = is_there(o) ? open_ledger(o, &mended, e) : NULL;
	size_t n = h != NULL ? history_count(h) : 0;
	int rc = h != NULL ? 0 : err_set(e, ERR_CONFIG, "%s: no version to go "
	    "back to: it has no ledger", o->models);

	/* A second step back was not asked for. */
	if (rc == 0 && mended && strcmp(json_str(history_line(h, n - 1),
	    "action"), "rollback") == 0)
		tell_last(o, h, true, shown);
	else if (rc == 0)
		rc = go_back(o, h, shown, e);
	history_free(h);
	return rc;
}

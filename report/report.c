/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/hash.h"
#include "common/json.h"
#include "common/opts.h"
#include "common/outfile.h"
#include "common/utc.h"
#include "report/report.h"
#include "report/say.h"
#include "report/writer.h"

static const struct writer writers[] = {
	{ "summary.json", write_json },
	{ "cases.csv", write_csv },
	{ "report.html", write_html },
	{ "report.pdf", write_pdf },
};
#define N_WRITERS (sizeof(writers) / sizeof(writers[0]))

/* "-" is JSON on standard output. */
static const struct writer *
writer_for(const char *path, struct err *e)
{
	const char *dot = strrchr(path, '.');

	if (strcmp(path, "-") == 0)
		return &writers[0];
	for (size_t i = 0; dot != NULL && i < N_WRITERS; i++)
		if (strcmp(dot, strrchr(writers[i].name, '.')) == 0)
			return &writers[i];
	err_set(e, ERR_CONFIG, "%s: the format goes by the ending: .pdf, "
	    ".html, .json or .csv", path);
	return NULL;
}

/* The folder of a report: AS-OF, and the window when it is not all. */
static void
folder_name(const struct result *r, struct buf *b)
{
	char as_of[BATCH_LEN + 1];

	utc_batch(r->as_of, as_of);
	buf_adds(b, as_of);
	if (r->window_all)
		return;
	buf_addc(b, '.');
	for (const char *s = r->window; *s != '\0'; s++)
		buf_addc(b, *s == '/' || *s == ':' ? '-' : *s);
}

/* reports/latest -> name, replaced in one step. */
static int
point_latest(struct store *s, const char *name, struct err *e)
{
	const char *link = store_path(s, "reports", "latest");
	const char *part = store_path(s, "reports", "latest.part");
	char old[256];
	ssize_t n = readlink(link, old, sizeof(old) - 1);

	if (n >= 0) {
		old[n] = '\0';
		if (strcmp(old, name) == 0)
			return 0;
	}
	unlink(part);
	if (symlink(name, part) < 0 || rename(part, link) < 0)
		return err_sys(e, ERR_FATAL, "cannot write %s", link);
	return 0;
}

static int
publish(const struct result *r, struct store *s, struct buf *said,
    struct buf *folder, struct err *e)
{
	struct buf path = {0};
	int rc = 0;

	folder_name(r, folder);
	for (size_t i = 0; i < N_WRITERS && rc == 0; i++) {
		buf_clear(&path);
		buf_addf(&path, "%s/reports/%s/%s", store_dir(s), folder->s,
		    writers[i].name);
		rc = writers[i].write(r, path.s, e);
	}
	if (rc == 0)
		rc = point_latest(s, folder->s, e);
	if (rc == 0)
		say_result(said, r);
	buf_free(&path);
	return rc;
}

static void
say_where(struct buf *said, struct store *s, const char *folder)
{
	buf_addf(said, "%s/reports/%s/report.pdf\n%s/reports/%s/report.html\n",
	    store_dir(s), folder, store_dir(s), folder);
}

/* What this report would be made from: equal keys, equal report. */
static json_t *
made_from(const struct report_options *o, struct reader *r,
    const struct companies *c, struct err *e)
{
	uint64_t labels;
	char hex[20];

	if (reader_digest(r, &labels, e) < 0)
		return NULL;
	snprintf(hex, sizeof(hex), "%016llx", (unsigned long long)labels);
	return json_pack("{ss ss ss ss sI sb}", "labels", hex, "companies",
	    c->sha256, "version", UNANSWERED_VERSION, "window",
	    o->measure.window, "as_of", (json_int_t)o->measure.as_of,
	    "quotes", (int)o->measure.quotes);
}

static bool
up_to_date(struct store *s, const json_t *from, struct buf *folder)
{
	struct err ignored = {0};
	const char *path = store_path(s, "state", "report.json");
	json_t *old = access(path, R_OK) == 0 ? json_read(path, &ignored) :
	    NULL;
	const char *name = json_str(old, "folder");
	bool same = name != NULL && json_equal(json_object_get(old,
	    "made_from"), from);

	for (size_t i = 0; same && i < N_WRITERS; i++) {
		struct buf file = {0};

		buf_addf(&file, "%s/%s", name, writers[i].name);
		same = access(store_path(s, "reports", file.s), R_OK) == 0;
		buf_free(&file);
	}
	if (same)
		buf_adds(folder, name);
	json_decref(old);
	return same;
}

static int
run_store(const struct report_options *o, struct store *s, struct reader *r,
    const struct companies *c, struct buf *said, struct err *e)
{
	json_t *from = made_from(o, r, c, e), *state;
	struct result *result = NULL;
	struct buf folder = {0};
	int rc = from != NULL ? 0 : -1;

	if (rc == 0 && !o->force && up_to_date(s, from, &folder)) {
		buf_adds(said, "The report is up to date.\n");
		say_where(said, s, folder.s);
		goto out;
	}
	if (rc == 0)
		result = measure(r, c, &o->measure, e);
	if (result == NULL || publish(result, s, said, &folder, e) < 0) {
		rc = -1;
		goto out;
	}
	state = json_pack("{ss sO}", "folder", folder.s, "made_from", from);
	rc = json_write(store_path(s, "state", "report.json"), state, e);
	json_decref(state);
	say_where(said, s, folder.s);
out:
	measure_free(result);
	json_decref(from);
	buf_free(&folder);
	return rc;
}

static int
run_files(const struct report_options *o, struct reader *r,
    const struct companies *c, struct err *e)
{
	struct result *result;
	int rc = 0;

	for (size_t i = 0; i < o->n_out; i++)
		if (writer_for(o->out[i], e) == NULL)
			return -1;
	result = measure(r, c, &o->measure, e);
	if (result == NULL)
		return -1;
	for (size_t i = 0; i < o->n_out && rc == 0; i++)
		rc = writer_for(o->out[i], e)->write(result, o->out[i], e);
	measure_free(result);
	return rc;
}

int
report_run(const struct report_options *o, struct buf *said, struct err *e)
{
	struct store *s = store_open(o->store, "report", false, e);
	struct companies *c = NULL;
	struct reader *r = NULL;
	int rc = -1;

	if (s == NULL)
		return -1;
	const char *config = companies_path(o->config, o->store, e);

	if (config != NULL)
		c = companies_read(config, e);
	if (c != NULL)
		r = reader_open(s, c, e);
	if (r != NULL)
		rc = o->n_out > 0 ? run_files(o, r, c, e) :
		    run_store(o, s, r, c, said, e);
	reader_free(r);
	companies_free(c);
	store_free(s);
	return rc;
}

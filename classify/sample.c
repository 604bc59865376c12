/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "classify/labelled.h"
#include "classify/sample.h"
#include "common/diag.h"
#include "common/input.h"
#include "common/outfile.h"
#include "common/progress.h"
#include "common/rejects.h"
#include "common/store.h"

/* ---- rows ---- */

static void
put_id(struct buf *b, const struct pick_post *p, struct why *w)
{
	(void)w;
	labelled_cell(b, p->id, strlen(p->id));
}

static void
put_text(struct buf *b, const struct pick_post *p, struct why *w)
{
	(void)w;
	labelled_cell(b, p->text, p->text_len);
}

/* For the person to fill in. */
static void
put_nothing(struct buf *b, const struct pick_post *p, struct why *w)
{
	(void)w;
	(void)b;
	(void)p;
}

static void
put_guess(struct buf *b, const struct pick_post *p, struct why *w)
{
	(void)w;
	if ((p->labels & POST_COMPLAINT) != 0)
		buf_addf(b, "%s ", post_p_name[P_COMPLAINT]);
	if ((p->labels & POST_QUERY) != 0)
		buf_addf(b, "%s ", post_p_name[P_QUERY]);
	buf_adds(b, post_p_name[p->sentiment]);
}

static void
put_p(struct buf *b, int p)
{
	buf_addf(b, "%d.%04d", p / CALIB_ONE, p % CALIB_ONE);
}

static void
put_complaint(struct buf *b, const struct pick_post *p, struct why *w)
{
	(void)w;
	put_p(b, p->p[P_COMPLAINT]);
}

static void
put_query(struct buf *b, const struct pick_post *p, struct why *w)
{
	(void)w;
	put_p(b, p->p[P_QUERY]);
}

static void
put_sentiment(struct buf *b, const struct pick_post *p, struct why *w)
{
	(void)w;
	put_p(b, p->p[p->sentiment]);
}

static void
put_why(struct buf *b, const struct pick_post *p, struct why *w)
{
	(void)w;
	buf_adds(b, p->random ? "random" : "doubt");
}

/* The n-grams behind complaint or query, whichever is less certain. */
static void
put_because(struct buf *b, const struct pick_post *p, struct why *w)
{
	enum post_p label = abs(p->p[P_QUERY] - CALIB_ONE / 2) <
	    abs(p->p[P_COMPLAINT] - CALIB_ONE / 2) ? P_QUERY : P_COMPLAINT;
	struct arena a = {0};
	struct why_found f;
	struct buf said = {0};

	why_top(w, p->text, p->text_len, label, SAMPLE_GRAMS, &a, &f);
	buf_addf(&said, "%s:", post_p_name[label]);
	for (size_t i = 0; i < f.n; i++)
		buf_addf(&said, "%s %s %+.2f", i > 0 ? "," : "",
		    f.part[i].said, f.part[i].contribution);
	labelled_cell(b, said.s, said.len);
	buf_free(&said);
	arena_free(&a);
}

static const struct {
	const char *name;
	void (*put)(struct buf *b, const struct pick_post *p, struct why *w);
} column[] = {
	{ "id", put_id },
	{ "text", put_text },
	{ "complaint", put_nothing },
	{ "query", put_nothing },
	{ "sentiment", put_nothing },
	{ "guess", put_guess },
	{ "p_complaint", put_complaint },
	{ "p_query", put_query },
	{ "p_sentiment", put_sentiment },
	{ "why", put_why },
	{ "because", put_because },
};
#define COLUMNS (sizeof(column) / sizeof(column[0]))

void
sample_header(struct buf *b)
{
	for (size_t i = 0; i < COLUMNS; i++)
		buf_addf(b, "%s%c", column[i].name, i + 1 < COLUMNS ? '\t' :
		    '\n');
}

void
sample_row(struct buf *b, const struct pick_post *p, struct why *w)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		column[i].put(b, p, w);
		buf_addc(b, i + 1 < COLUMNS ? '\t' : '\n');
	}
}

/* ---- posts ---- */

struct sampling {
	const struct sample_options *o;
	struct pick *pick;
	struct rejects *rejects;
	struct tally *t;
	struct progress progress;
	struct jobject object;
	struct arena a;
};

static const char *
offer(struct sampling *s, const struct post *p)
{
	if (p->deleted) {
		pick_deleted(s->pick, p->id, p->fetched_at);
		return "deleted";
	}
	if (p->official != NULL)
		return "official";
	if (p->text_len > SAMPLE_TEXT_MAX)
		return "too_long";
	switch (pick_offer(s->pick, p->id, p->text, p->text_len, p->lang,
	    p->fetched_at)) {
	case PICK_KEPT:
		return "candidates";
	case PICK_LABELLED:
		return "labelled";
	case PICK_ABSTAINED:
		return "abstained";
	case PICK_DELETED:
		break;
	}
	return "outdated";
}

/* A line cannot be read on: -1; a bad one is a reject. */
static int
take_lines(struct sampling *s, struct lines *lines, const char *shown,
    struct err *e)
{
	char *text = NULL;
	size_t len = 0;
	struct post p;
	int rc;

	while ((rc = lines_next(lines, &text, &len, e)) != 0) {
		bool whole = rc > 0;

		arena_reset(&s->a);
		tally_add(s->t, "read", 1);
		progress_at(&s->progress, tally_get(s->t, "read"));
		if (whole && post_decode(&p, text, len, true, &s->object,
		    &s->a, e) == 0) {
			tally_add(s->t, offer(s, &p), 1);
			continue;
		}
		if (e->kind != ERR_DATA)
			return -1;
		tally_add(s->t, "bad", 1);
		rejects_add(s->rejects, shown, lines_no(lines), e->msg,
		    whole ? text : NULL, whole ? len : 0);
		err_clear(e);
	}
	return 0;
}

static int
take_file(struct sampling *s, const char *path, struct err *e)
{
	struct input *in = input_open(path, e);

	if (in == NULL)
		return -1;
	struct lines *lines = lines_new(in, LINE_MAX_BYTES);
	int rc = take_lines(s, lines, input_name(in), e);

	lines_free(lines);
	input_free(in);
	return rc;
}

static int
take_files(struct sampling *s, struct err *e)
{
	int rc = s->o->n_files == 0 ? take_file(s, "-", e) : 0;

	for (size_t i = 0; rc == 0 && i < s->o->n_files; i++)
		rc = take_file(s, s->o->file[i], e);
	return rc;
}

static int
take_store(struct sampling *s, struct err *e)
{
	struct store *store = store_open(s->o->store, "classify", false, e);
	struct buf file = {0};
	char **name = NULL;
	size_t n = 0;
	int rc = store == NULL ? -1 : store_list(store, "posts", &name, &n, e);

	for (size_t i = 0; rc == 0 && i < n; i++) {
		buf_clear(&file);
		buf_addf(&file, "%s.jsonl", name[i]);
		rc = take_file(s, store_path(store, "posts", file.s), e);
	}
	buf_free(&file);
	store_list_free(name, n);
	store_free(store);
	return rc;
}

static int
take_labelled(struct sampling *s, struct err *e)
{
	struct labelled l = { .keep_unlabelled = true };
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->o->n_labelled; i++)
		rc = labelled_read(&l, s->o->labelled[i], s->rejects, e);
	for (size_t i = 0; rc == 0 && i < l.n; i++)
		pick_labelled(s->pick, l.row[i].id, l.row[i].text,
		    l.row[i].text_len);
	labelled_free(&l);
	return rc;
}

/* ---- the whole ---- */

static int
check_out(const char *path, struct err *e)
{
	struct stat st;

	if (strcmp(path, "-") == 0)
		return 0;
	bool there = stat(path, &st) == 0;

	if (there && S_ISREG(st.st_mode))
		return err_set(e, ERR_CONFIG, "%s is there already and may "
		    "hold somebody's labels: name another file", path);
	if (!there && !labelled_is_tsv(path))
		return err_set(e, ERR_CONFIG, "%s: name it something.tsv, or "
		    "`classify train` will not know what it is", path);
	return 0;
}

static int
check_rejects(const struct sampling *s, struct err *e)
{
	int64_t bad = tally_get(s->t, "bad"), all = tally_get(s->t, "read");

	if (bad == 0 || (double)bad <= s->o->max_rejects * (double)all)
		return 0;
	return err_set(e, ERR_REJECTS, "%lld of %lld lines are not posts, "
	    "more than --max-rejects allows", (long long)bad,
	    (long long)all);
}

static int
publish(struct sampling *s, const struct model *m, struct err *e)
{
	size_t n, n_random = 0;
	const struct pick_post *const *post = pick_choose(s->pick, &n);
	struct outfile *out = outfile_open(s->o->out, e);
	struct buf b = {0};

	if (out == NULL)
		return -1;
	struct why *w = why_new(m);

	sample_header(&b);
	for (size_t i = 0; i < n; i++) {
		sample_row(&b, post[i], w);
		n_random += post[i]->random;
	}
	why_free(w);
	outfile_buf(out, &b);
	buf_free(&b);
	if (n < s->o->n)
		diag_say(DIAG_WARNING, "%zu posts asked for, %zu found that "
		    "are no near copies and not labelled", s->o->n, n);
	tally_add(s->t, "doubt", (int64_t)(n - n_random));
	tally_add(s->t, "random", (int64_t)n_random);
	return outfile_commit(out, e);
}

int
sample_run(const struct sample_options *o, struct tally *t, struct err *e)
{
	static const char *const count[] = { "read", "candidates", "labelled",
	    "official", "abstained", "deleted", "outdated", "too_long",
	    "bad" };
	struct sampling s = { .o = o, .t = t };
	struct model *m = NULL;
	int rc = -1;

	for (size_t i = 0; i < sizeof(count) / sizeof(count[0]); i++)
		tally_add(t, count[i], 0);
	s.rejects = rejects_new(NULL);
	if (check_out(o->out, e) < 0 ||
	    (m = model_open(model_path(o->model), e)) == NULL)
		goto out;
	s.pick = pick_new(m, o->n, (size_t)lround((double)o->n *
	    o->random_share), o->seed);
	if (take_labelled(&s, e) < 0)
		goto out;
	progress_start(&s.progress, "posts", 0);
	rc = o->store != NULL ? take_store(&s, e) : take_files(&s, e);
	progress_end(&s.progress);
	if (rc == 0 && (check_rejects(&s, e) < 0 || publish(&s, m, e) < 0))
		rc = -1;
out:
	pick_free(s.pick);
	model_free(m);
	rejects_free(s.rejects);
	free(s.object.m);
	arena_free(&s.a);
	return rc;
}

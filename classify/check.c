/* SPDX-License-Identifier: MIT
 *
 * Every question is "the first earlier row of my group that says otherwise",
 * so for each group the first row with each answer is kept, and one walk over
 * the rows is enough however large a group is. */
#include <stdlib.h>
#include <string.h>

#include "classify/check.h"
#include "classify/features.h"
#include "classify/labelled.h"
#include "classify/near.h"
#include "common/hash.h"
#include "common/json.h"
#include "common/text.h"

#define START 72		/* bytes of a text that are shown */
#define NO_ROW UINT32_MAX

enum alike { SAME_TEXT, SAME_ID, NEAR_COPY, ALIKE_N };

static const char *const alike_name[ALIKE_N] = { "text", "id", "near" };
static const char *const alike_said[ALIKE_N] = { "same text as",
    "same id as", "near copy of" };

struct bad { const char *file, *reason; int64_t line; };
struct finding { uint32_t row, of; enum alike alike; };
struct findings { struct finding *v; size_t n, cap; };

/* For a group and a side (files, gold): the first row that says no or yes to
 * each label. */
struct first { uint32_t row[P_N][2]; };

struct check {
	struct labelled rows;
	uint32_t gold;			/* its file, or NO_ROW */
	struct bad *bad;
	size_t n_bad, cap_bad;
	uint32_t *group[ALIKE_N];	/* of each row: the first row with the
					 * same text, id; of its near copies */
	struct findings other, leak;
};

static void
take_bad(void *ctx, const char *file, int64_t line, const char *reason)
{
	struct check *c = ctx;
	struct arena *a = &c->rows.a;

	c->bad = grow(c->bad, c->n_bad, &c->cap_bad, sizeof(*c->bad));
	c->bad[c->n_bad++] = (struct bad){ arena_dup(a, file, strlen(file)),
	    arena_dup(a, reason, strlen(reason)), line };
}

static int
read_all(struct check *c, const struct check_options *o, struct err *e)
{
	struct rejects *r = rejects_new(NULL);
	int rc = 0;

	rejects_to(r, take_bad, c);
	for (size_t i = 0; rc == 0 && i < o->n_files; i++)
		rc = labelled_read(&c->rows, o->file[i], r, e);
	c->gold = NO_ROW;
	if (rc == 0 && o->gold != NULL) {
		c->gold = (uint32_t)c->rows.n_files;
		rc = labelled_read(&c->rows, o->gold, r, e);
	}
	rejects_free(r);
	return rc;
}

/* ---- groups ---- */

/* The value of k, which is `fresh` when k is new. */
static uint32_t
first_with(struct keymap *m, struct key k, uint32_t fresh)
{
	uint32_t *at = keymap_add(m, k);

	if (*at == KEYMAP_NONE)
		*at = fresh;
	return *at;
}

static void
group_same(struct check *c)
{
	struct keymap *text = keymap_new(), *id = keymap_new();

	for (uint32_t i = 0; i < c->rows.n; i++) {
		const struct labelled_row *r = &c->rows.row[i];

		c->group[SAME_TEXT][i] = first_with(text, key_of(r->text,
		    r->text_len), i);
		c->group[SAME_ID][i] = first_with(id, key_of(r->id,
		    strlen(r->id)), i);
	}
	keymap_free(text);
	keymap_free(id);
}

/* Posts with the same tokens count as one, so that runs of words that stand
 * in very many copies are not taken for a phrase of the day. */
static void
group_near(struct check *c)
{
	struct keymap *tokens = keymap_new();
	struct near *near = near_new();
	uint32_t *number = c->group[NEAR_COPY], *group, distinct = 0;
	struct norm norm = {0};
	struct features f = {0};

	for (uint32_t i = 0; i < c->rows.n; i++) {
		const struct labelled_row *r = &c->rows.row[i];

		norm_text(&norm, r->text, r->text_len);
		features_of(&f, &norm);
		number[i] = first_with(tokens, f.n_words > 0 ? key_of(f.word,
		    f.n_words * sizeof(*f.word)) : key_of(r->text,
		    r->text_len), distinct);
		if (number[i] == distinct) {
			near_add(near, f.word, f.n_words);
			distinct++;
		}
	}
	group = near_groups(near);
	for (uint32_t i = 0; i < c->rows.n; i++)
		number[i] = group[number[i]];
	free(group);
	near_free(near);
	features_free(&f);
	norm_free(&norm);
	keymap_free(tokens);
}

/* ---- findings ---- */

static void
add(struct findings *f, uint32_t row, uint32_t of, enum alike alike)
{
	f->v = grow(f->v, f->n, &f->cap, sizeof(*f->v));
	f->v[f->n++] = (struct finding){ row, of, alike };
}

/* The first row before this one that gives another label; then this row's
 * own answers are noted. */
static uint32_t
disagrees(struct first *f, const struct labelled_row *r, uint32_t row)
{
	uint32_t found = NO_ROW;

	for (int l = 0; l < P_N; l++) {
		if (r->y[l] < 0)
			continue;
		if (f->row[l][!r->y[l]] < found)
			found = f->row[l][!r->y[l]];
		if (f->row[l][r->y[l]] == NO_ROW)
			f->row[l][r->y[l]] = row;
	}
	return found;
}

static void
find_other_labels(struct check *c)
{
	size_t size = c->rows.n * 2 * sizeof(struct first);
	struct first *same = xmalloc(size + 1), *near = xmalloc(size + 1);

	memset(same, 0xFF, size);	/* NO_ROW everywhere */
	memset(near, 0xFF, size);
	for (uint32_t i = 0; i < c->rows.n; i++) {
		const struct labelled_row *r = &c->rows.row[i];
		size_t side = r->file == c->gold;
		uint32_t by_text = disagrees(&same[2 *
		    (size_t)c->group[SAME_TEXT][i] + side], r, i);
		uint32_t by_words = disagrees(&near[2 *
		    (size_t)c->group[NEAR_COPY][i] + side], r, i);

		if (by_text != NO_ROW)
			add(&c->other, i, by_text, SAME_TEXT);
		else if (by_words != NO_ROW)
			add(&c->other, i, by_words, NEAR_COPY);
	}
	free(same);
	free(near);
}

static void
find_leaks(struct check *c)
{
	uint32_t n = (uint32_t)c->rows.n;
	uint32_t *in_gold[ALIKE_N];

	for (int k = 0; k < ALIKE_N; k++) {
		in_gold[k] = xmalloc(n * sizeof(uint32_t) + 1);
		memset(in_gold[k], 0xFF, n * sizeof(uint32_t));
		for (uint32_t i = n; i-- > 0;)
			if (c->rows.row[i].file == c->gold)
				in_gold[k][c->group[k][i]] = i;
	}
	for (uint32_t i = 0; i < n; i++) {
		int k = 0;

		if (c->rows.row[i].file == c->gold)
			continue;
		while (k < ALIKE_N && in_gold[k][c->group[k][i]] == NO_ROW)
			k++;
		if (k < ALIKE_N)
			add(&c->leak, i, in_gold[k][c->group[k][i]],
			    (enum alike)k);
	}
	for (int k = 0; k < ALIKE_N; k++)
		free(in_gold[k]);
}

/* ---- for people ---- */

static const char *
path_of(const struct check *c, uint32_t row)
{
	return c->rows.file[c->rows.row[row].file].path;
}

static void
put_line(struct buf *b, const char *path, int64_t line)
{
	text_plain(b, path, strlen(path));
	buf_addf(b, ":%lld", (long long)line);
}

static void
put_place(struct buf *b, const struct check *c, uint32_t row)
{
	put_line(b, path_of(c, row), c->rows.row[row].line);
}

static void
put_start(struct buf *b, const struct check *c, uint32_t row)
{
	const struct labelled_row *r = &c->rows.row[row];

	buf_adds(b, "    ");
	put_place(b, c, row);
	buf_adds(b, ": ");
	text_start(b, r->text, r->text_len, START);
	buf_addc(b, '\n');
}

static bool
differ(const struct labelled_row *a, const struct labelled_row *b, int label)
{
	return a->y[label] >= 0 && b->y[label] >= 0 &&
	    a->y[label] != b->y[label];
}

static bool
other_sentiment(const struct labelled_row *a, const struct labelled_row *b)
{
	return differ(a, b, P_NEGATIVE) || differ(a, b, P_NEUTRAL) ||
	    differ(a, b, P_POSITIVE);
}

static void
put_labels(struct buf *b, const struct labelled_row *x,
    const struct labelled_row *y)
{
	const char *comma = "";

	for (int l = P_COMPLAINT; l <= P_QUERY; l++)
		if (differ(x, y, l)) {
			buf_addf(b, "%s %s %d, not %d", comma, post_p_name[l],
			    x->y[l], y->y[l]);
			comma = ",";
		}
	if (other_sentiment(x, y))
		buf_addf(b, "%s sentiment %s, not %s", comma,
		    labelled_sentiment(x), labelled_sentiment(y));
}

static void
put_finding(struct buf *b, const struct check *c, const struct finding *f,
    bool leak)
{
	put_place(b, c, f->row);
	buf_addf(b, ": %s%s ", leak ? "leak: " : "", alike_said[f->alike]);
	put_place(b, c, f->of);
	if (!leak) {
		buf_adds(b, " but labelled");
		put_labels(b, &c->rows.row[f->row], &c->rows.row[f->of]);
	}
	buf_addc(b, '\n');
	put_start(b, c, f->row);
	if (f->alike != SAME_TEXT)
		put_start(b, c, f->of);
}

static void
show_text(const struct check *c, struct buf *b)
{
	for (size_t i = 0; i < c->n_bad; i++) {
		const struct bad *x = &c->bad[i];

		put_line(b, x->file, x->line);
		buf_adds(b, ": bad line: ");
		text_plain(b, x->reason, strlen(x->reason));
		buf_addc(b, '\n');
	}
	for (size_t i = 0; i < c->other.n; i++)
		put_finding(b, c, &c->other.v[i], false);
	for (size_t i = 0; i < c->leak.n; i++)
		put_finding(b, c, &c->leak.v[i], true);
	buf_addf(b, "rows: %zu, bad lines: %zu, copies labelled otherwise: "
	    "%zu", c->rows.n, c->n_bad, c->other.n);
	if (c->gold != NO_ROW)
		buf_addf(b, ", leaks: %zu", c->leak.n);
	buf_addc(b, '\n');
}

/* ---- for programs ---- */

static json_t *
plain_json(const char *s, size_t n, size_t max)
{
	struct buf b = {0};
	json_t *v;

	text_start(&b, s, n, max);
	v = json_stringn(b.s != NULL ? b.s : "", b.len);
	buf_free(&b);
	return v;
}

static json_t *
whole_json(const char *s)
{
	return plain_json(s, strlen(s), SIZE_MAX);
}

static json_t *
row_json(const struct check *c, uint32_t row)
{
	const struct labelled_row *r = &c->rows.row[row];

	return json_pack("{so sI so so}", "file", whole_json(path_of(c, row)),
	    "line", (json_int_t)r->line, "id", whole_json(r->id), "text",
	    plain_json(r->text, r->text_len, START));
}

/* {"complaint":[1,0],"sentiment":["negative","neutral"]}: row, then of. */
static json_t *
labels_json(const struct labelled_row *x, const struct labelled_row *y)
{
	json_t *o = json_object();

	for (int l = P_COMPLAINT; l <= P_QUERY; l++)
		if (differ(x, y, l))
			json_object_set_new(o, post_p_name[l],
			    json_pack("[ii]", x->y[l], y->y[l]));
	if (other_sentiment(x, y))
		json_object_set_new(o, "sentiment", json_pack("[ss]",
		    labelled_sentiment(x), labelled_sentiment(y)));
	return o;
}

static json_t *
findings_json(const struct check *c, const struct findings *f, bool leak)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->n; i++) {
		const struct finding *x = &f->v[i];
		json_t *o = json_pack("{so so ss}", "row", row_json(c, x->row),
		    leak ? "gold" : "of", row_json(c, x->of), "alike",
		    alike_name[x->alike]);

		if (!leak)
			json_object_set_new(o, "labels", labels_json(
			    &c->rows.row[x->row], &c->rows.row[x->of]));
		json_array_append_new(list, o);
	}
	return list;
}

static void
show_json(const struct check *c, struct buf *b)
{
	json_t *bad = json_array(), *root;

	for (size_t i = 0; i < c->n_bad; i++)
		json_array_append_new(bad, json_pack("{so sI so}", "file",
		    whole_json(c->bad[i].file), "line",
		    (json_int_t)c->bad[i].line, "reason",
		    whole_json(c->bad[i].reason)));
	root = json_pack("{sI so so so}", "rows", (json_int_t)c->rows.n,
	    "bad", bad, "contradictions", findings_json(c, &c->other, false),
	    "leaks", findings_json(c, &c->leak, true));
	json_line(b, root);
	json_decref(root);
}

/* ---- all of it ---- */

static void
check_free(struct check *c)
{
	labelled_free(&c->rows);
	for (int k = 0; k < ALIKE_N; k++)
		free(c->group[k]);
	free(c->bad);
	free(c->other.v);
	free(c->leak.v);
}

int
check_run(const struct check_options *o, struct tally *t, struct buf *shown,
    struct err *e)
{
	struct check c = {0};
	size_t found;
	int rc = -1;

	if (read_all(&c, o, e) < 0)
		goto out;
	for (int k = 0; k < ALIKE_N; k++)
		c.group[k] = xmalloc(c.rows.n * sizeof(uint32_t) + 1);
	group_same(&c);
	group_near(&c);
	find_other_labels(&c);
	find_leaks(&c);
	(o->json ? show_json : show_text)(&c, shown);
	tally_add(t, "rows", (int64_t)c.rows.n);
	tally_add(t, "bad", (int64_t)c.n_bad);
	tally_add(t, "contradictions", (int64_t)c.other.n);
	tally_add(t, "leaks", (int64_t)c.leak.n);
	found = c.n_bad + c.other.n + c.leak.n;
	rc = found == 0 ? 0 : err_set(e, ERR_REJECTS, "%zu of the lines need "
	    "a look: nothing was changed", found);
out:
	check_free(&c);
	return rc;
}

/* SPDX-License-Identifier: MIT
 *
 * Label Studio's JSON: an array of tasks
 *   {"data":{"text":…,"meta":{…}},"annotations":[{"result":[{"from_name":
 *   "complaint","to_name":"text","type":"choices","value":{"choices":
 *   ["yes"]}},…],…}],…}
 * for controls complaint and query (yes, no) and sentiment. Each annotation
 * is a row; what else stands in task and annotation is kept. */
#include <stdlib.h>
#include <string.h>

#include "classify/forms.h"
#include "common/input.h"
#include "common/text.h"

#define FILE_MAX ((size_t)256 << 20)
#define ANNOTATION "annotation"		/* member: the rest of one */
#define RESULTS "results_other"		/* member: regions not ours */

/* ---- reading ---- */

struct task {
	struct labelled *l;
	struct jobject object, inner, region;
	struct members rest;
};

/* One region of a result: 1 when it is a label of ours. */
static int
take_region(struct task *t, struct labelled_row *row,
    const struct jspan *region, struct err *e)
{
	struct arena *a = &t->l->a;
	struct jspan item = {0};
	size_t at = 0;
	const struct jspan *from, *value, *choices;

	if (region->type != J_OBJECT || jscan_object(&t->region, region->s,
	    region->len, a, e) < 0)
		return 0;
	from = jobject_get(&t->region, "from_name");
	value = jobject_get(&t->region, "value");
	if (from == NULL || from->type != J_STRING || value == NULL ||
	    value->type != J_OBJECT)
		return 0;
	const char *name = jspan_text(from, NULL, a);
	bool feeling = strcmp(name, "sentiment") == 0;

	if (!feeling && (form_label(name) < 0 ||
	    form_label(name) >= P_NEGATIVE))
		return 0;
	if (jscan_object(&t->region, value->s, value->len, a, e) < 0)
		return 0;
	choices = jobject_get(&t->region, "choices");
	if (choices == NULL || choices->type != J_ARRAY ||
	    !jspan_item(choices, &at, &item) || item.type != J_STRING)
		return 0;
	const char *choice = jspan_text(&item, NULL, a);
	bool yes = strcmp(choice, "yes") == 0;

	if (feeling)
		return form_label(choice) < P_NEGATIVE ? 0 :
		    form_set_label(row, choice, true, NULL, e) < 0 ? -1 : 1;
	if (!yes && strcmp(choice, "no") != 0)
		return 0;
	return form_set_label(row, name, yes, NULL, e) < 0 ? -1 : 1;
}

static int
take_result(struct task *t, struct labelled_row *row,
    const struct jspan *result, struct members *rest, struct err *e)
{
	struct buf other = {0};
	struct jspan item;
	size_t at = 0;
	int rc = 0;

	while (rc >= 0 && jspan_item(result, &at, &item)) {
		rc = take_region(t, row, &item, e);
		if (rc != 0)
			continue;
		buf_addc(&other, other.len > 0 ? ',' : '[');
		buf_add(&other, item.s, item.len);
	}
	if (other.len > 0) {
		buf_addc(&other, ']');
		struct jmember m = { RESULTS, strlen(RESULTS), { other.s,
		    other.len, J_ARRAY } };

		members_add(rest, &m, &t->l->a);
	}
	buf_free(&other);
	return rc < 0 ? -1 : 0;
}

/* The annotation without its result, in its order. */
static void
take_rest(struct task *t, struct members *rest)
{
	struct buf b = {0};

	for (size_t i = 0; i < t->inner.n; i++) {
		const struct jmember *m = &t->inner.m[i];

		if (form_is(m, "result"))
			continue;
		buf_addc(&b, b.len > 0 ? ',' : '{');
		json_put_string(&b, m->key, m->key_len);
		buf_addc(&b, ':');
		buf_add(&b, m->value.s, m->value.len);
	}
	if (b.len > 0) {
		buf_addc(&b, '}');
		struct jmember m = { ANNOTATION, strlen(ANNOTATION), { b.s,
		    b.len, J_OBJECT } };

		members_add(rest, &m, &t->l->a);
	}
	buf_free(&b);
}

/* A row of one annotation; *row holds what the task gives. */
static int
take_annotation(struct task *t, struct labelled_row row,
    const struct jspan *annotation, const struct jspan *meta, struct err *e)
{
	struct members rest = {0};
	const struct jspan *result, *cancelled;
	int rc = 0;

	if (annotation->type != J_OBJECT || jscan_object(&t->inner,
	    annotation->s, annotation->len, &t->l->a, e) < 0)
		return err_set(e, ERR_DATA, "an annotation is no object");
	for (size_t i = 0; i < t->rest.n; i++) {
		rest.m = grow(rest.m, rest.n, &rest.cap, sizeof(*rest.m));
		rest.m[rest.n++] = t->rest.m[i];
	}
	take_rest(t, &rest);
	result = jobject_get(&t->inner, "result");
	cancelled = jobject_get(&t->inner, "was_cancelled");
	if (result != NULL && result->type == J_ARRAY &&
	    !(cancelled != NULL && cancelled->type == J_TRUE))
		rc = take_result(t, &row, result, &rest, e);
	if (rc == 0 && !labelled_has_label(&row)) {
		t->l->unlabelled++;
	} else if (rc == 0) {
		form_take_meta(&row, &rest, meta, &t->l->a);
		rc = labelled_add(t->l, &row, e);
	}
	members_free(&rest);
	return rc;
}

/* data holds the text, and whatever columns the task was made with. */
static int
take_data(struct task *t, struct labelled_row *row, const struct jspan *data,
    struct jspan *meta, struct err *e)
{
	if (data == NULL || data->type != J_OBJECT ||
	    jscan_object(&t->inner, data->s, data->len, &t->l->a, e) < 0)
		return err_set(e, ERR_DATA, "a task without data");
	for (size_t i = 0; i < t->inner.n; i++) {
		const struct jmember *m = &t->inner.m[i];

		if (form_is(m, "text") || form_is(m, "id")) {
			if (labelled_member(row, m, &t->l->a, e) < 0)
				return -1;
		} else if (form_is(m, "meta") && m->value.type == J_OBJECT) {
			*meta = m->value;
		} else {
			members_add(&t->rest, m, &t->l->a);
		}
	}
	return 0;
}

static int
take_task(struct task *t, const struct jspan *task, struct err *e)
{
	struct labelled_row row = labelled_none;
	struct jspan meta = {0}, item;
	const struct jspan *list;
	size_t at = 0;

	if (task->type != J_OBJECT || jscan_object(&t->object, task->s,
	    task->len, &t->l->a, e) < 0)
		return err_set(e, ERR_DATA, "a task is no object");
	members_clear(&t->rest);
	for (size_t i = 0; i < t->object.n; i++) {
		const struct jmember *m = &t->object.m[i];

		if (form_is(m, "id")) {
			if (labelled_member(&row, m, &t->l->a, e) < 0)
				return -1;
		} else if (!form_is(m, "data") && !form_is(m, "annotations")) {
			members_add(&t->rest, m, &t->l->a);
		}
	}
	if (take_data(t, &row, jobject_get(&t->object, "data"), &meta, e) < 0)
		return -1;
	list = jobject_get(&t->object, "annotations");
	if (list == NULL || list->type != J_ARRAY ||
	    !jspan_item(list, &at, &item)) {
		t->l->unlabelled++;
		return 0;
	}
	do {
		if (take_annotation(t, row, &item, meta.s != NULL ? &meta :
		    NULL, e) < 0)
			return -1;
	} while (jspan_item(list, &at, &item));
	return 0;
}

static int
read_whole(const char *path, struct buf *b, struct err *e)
{
	struct input *in = input_open(path, e);
	ssize_t n = -1;

	while (in != NULL) {
		buf_room(b, 65536);
		n = input_read(in, b->s + b->len, 65536, e);
		if (n <= 0)
			break;
		b->len += (size_t)n;
		if (b->len > FILE_MAX) {
			n = err_set(e, ERR_CONFIG, "%s: larger than %zu MiB",
			    path, FILE_MAX >> 20);
			break;
		}
	}
	input_free(in);
	return n < 0 ? -1 : 0;
}

static int
read_tasks(struct labelled *l, const char *path, const struct jspan *list,
    struct rejects *rejects, struct err *e)
{
	struct task t = { .l = l };
	const char *counted = list->s;
	struct jspan item;
	size_t at = 0;

	l->line = 1;
	while (jspan_item(list, &at, &item)) {
		for (; counted < item.s; counted++)
			l->line += *counted == '\n';
		if (take_task(&t, &item, e) == 0)
			continue;
		rejects_add(rejects, path, l->line, e->msg, item.s, item.len);
		err_clear(e);
	}
	free(t.object.m);
	free(t.inner.m);
	free(t.region.m);
	members_free(&t.rest);
	return 0;
}

static int
read_studio(struct labelled *l, const char *path, struct rejects *rejects,
    struct err *e)
{
	struct buf b = {0};
	struct jobject o = {0};
	struct arena a = {0};
	size_t before = l->n;
	int rc = -1;

	/* The scanner reads objects: make the array a member of one. */
	buf_adds(&b, "{\"a\":");
	if (read_whole(path, &b, e) < 0 || labelled_open_file(l, path, e) < 0)
		goto out;
	buf_addc(&b, '}');
	if (jscan_object(&o, b.s, b.len, &a, e) < 0 || o.n != 1 ||
	    o.m[0].value.type != J_ARRAY) {
		err_clear(e);
		err_set(e, ERR_CONFIG, "%s: not one whole JSON array of tasks",
		    path);
		goto out;
	}
	rc = read_tasks(l, path, &o.m[0].value, rejects, e);
	l->file[l->n_files - 1].rows = l->n - before;
out:
	buf_free(&b);
	free(o.m);
	arena_free(&a);
	return rc;
}

/* ---- writing ---- */

static void
put_choice(struct buf *b, const char **sep, const char *name,
    const char *choice)
{
	buf_addf(b, "%s{\"from_name\":\"%s\",\"to_name\":\"text\","
	    "\"type\":\"choices\",\"value\":{\"choices\":[\"%s\"]}}", *sep,
	    name, choice);
	*sep = ",";
}

/* The rest of an annotation goes back to its place when reading would find it
 * there again. */
static const char *
cut_annotation(struct members *m, struct arena *a)
{
	const char *value = members_get(m, ANNOTATION);
	struct members inner = {0};
	bool fits;

	if (value == NULL || value[0] != '{')
		return NULL;
	struct jspan v = { value, strlen(value), J_OBJECT };

	members_add_object(&inner, &v, a);
	const char *cancelled = members_get(&inner, "was_cancelled");

	fits = inner.n > 0 && members_get(&inner, "result") == NULL &&
	    (cancelled == NULL || strcmp(cancelled, "true") != 0);
	members_free(&inner);
	return fits ? form_cut(m, ANNOTATION) : NULL;
}

/* So with regions: none may read as a label of ours. */
static const char *
cut_results(struct members *m, struct labelled *l)
{
	const char *value = members_get(m, RESULTS);
	struct task t = { .l = l };
	struct labelled_row row = labelled_none;
	struct err e = {0};
	struct jspan item;
	size_t at = 0, n = 0;
	bool fits = true;

	if (value == NULL || value[0] != '[')
		return NULL;
	struct jspan v = { value, strlen(value), J_ARRAY };

	for (; jspan_item(&v, &at, &item); n++)
		fits = fits && take_region(&t, &row, &item, &e) == 0;
	free(t.region.m);
	return fits && n > 0 ? form_cut(m, RESULTS) : NULL;
}

static void
put_task(struct buf *b, struct labelled *l, const struct labelled_row *row,
    struct members *m)
{
	const char *sentiment = labelled_sentiment(row), *sep = "";

	members_parse(m, row->extra, &l->a);
	const char *rest = cut_annotation(m, &l->a);
	const char *results = cut_results(m, l);

	buf_adds(b, "{\"data\":{\"text\":");
	json_put_string(b, row->text, row->text_len);
	form_put_meta(b, row, m);
	buf_adds(b, "},\"annotations\":[{");
	if (rest != NULL) {
		buf_add(b, rest + 1, strlen(rest) - 2);
		buf_addc(b, ',');
	}
	buf_adds(b, "\"result\":[");
	for (int p = P_COMPLAINT; p <= P_QUERY; p++)
		if (row->y[p] >= 0)
			put_choice(b, &sep, post_p_name[p], row->y[p] == 1 ?
			    "yes" : "no");
	if (sentiment != NULL)
		put_choice(b, &sep, "sentiment", sentiment);
	if (results != NULL) {
		buf_adds(b, sep);
		buf_add(b, results + 1, strlen(results) - 2);
	}
	buf_adds(b, "]}]}");
}

static void
write_studio(struct labelled *l, struct outfile *o)
{
	struct members m = {0};
	struct buf b = {0};

	buf_addc(&b, '[');
	for (size_t i = 0; i < l->n && !outfile_failed(o); i++) {
		buf_adds(&b, i > 0 ? ",\n" : "\n");
		put_task(&b, l, &l->row[i], &m);
		outfile_buf(o, &b);
		buf_clear(&b);
	}
	buf_adds(&b, "\n]\n");
	outfile_buf(o, &b);
	members_free(&m);
	buf_free(&b);
}

const struct form form_labelstudio = { "labelstudio", read_studio,
    write_studio };

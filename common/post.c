/* SPDX-License-Identifier: MIT
 *
 * The members of a record and how each is read stand in one table; what is
 * not in it is foreign and passed on as it came. */
#include <stdlib.h>
#include <string.h>

#include "common/post.h"
#include "common/utc.h"

const char *const post_p_name[P_N] = {
	"complaint", "query", "negative", "neutral", "positive",
};

enum field {
	F_V, F_ID, F_SOURCE, F_COMPANIES, F_OFFICIAL, F_AUTHOR, F_AUTHOR_NAME,
	F_CREATED_AT, F_FETCHED_AT, F_TEXT, F_LANG, F_URL, F_REPLY_TO,
	F_THREAD, F_REPLY_IDS, F_THREAD_COMPLETE, F_LIKES, F_REPOSTS,
	F_REPLIES, F_VIEWS, F_FOLLOWERS, F_DELETED, F_LANGUAGE, F_P, F_LABELS,
	F_SENTIMENT, F_MODEL, F_ABSTAINED, F_N
};

static const char *const field_name[F_N] = {
	"v", "id", "source", "companies", "official", "author", "author_name",
	"created_at", "fetched_at", "text", "lang", "url", "reply_to",
	"thread", "reply_ids", "thread_complete", "likes", "reposts",
	"replies", "views", "followers", "deleted", "language", "p", "labels",
	"sentiment", "model", "abstained",
};

static enum field
field_of(const struct jmember *m)
{
	for (int f = 0; f < F_N; f++)
		if (strncmp(field_name[f], m->key, m->key_len) == 0 &&
		    field_name[f][m->key_len] == '\0')
			return (enum field)f;
	return F_N;
}

static int
wrong(enum field f, const char *what, struct err *e)
{
	return err_set(e, ERR_DATA, "member \"%s\": %s", field_name[f], what);
}

static int
get_string(const struct jspan *v, enum field f, struct arena *a,
    const char **out, size_t *len, struct err *e)
{
	if (v->type == J_NULL)
		return 0;
	if (v->type != J_STRING)
		return wrong(f, "not a string", e);
	*out = jspan_text(v, len, a);
	return 0;
}

static int
get_time(const struct jspan *v, enum field f, bool lenient, struct arena *a,
    int64_t *out, struct err *e)
{
	const char *s = NULL;

	if (get_string(v, f, a, &s, NULL, e) < 0)
		return -1;
	if (s == NULL)
		return 0;
	if ((lenient ? utc_parse_any(s, out, e) : utc_parse(s, out, e)) < 0)
		return err_prefix(e, "member \"%s\"", field_name[f]);
	return 0;
}

static int
get_count(const struct jspan *v, enum field f, int64_t *out, struct err *e)
{
	if (v->type == J_NULL)
		return 0;
	if (!jspan_int(v, out) || *out < 0)
		return wrong(f, "not a whole number from 0 up", e);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* An array of strings, sorted, doubles removed. */
static int
get_names(const struct jspan *v, enum field f, struct arena *a,
    const char ***out, size_t *n, struct err *e)
{
	struct jspan item;
	size_t count = 0, at = 0;

	if (v->type == J_NULL)
		return 0;
	if (v->type != J_ARRAY)
		return wrong(f, "not an array", e);
	while (jspan_item(v, &at, &item)) {
		if (item.type != J_STRING)
			return wrong(f, "holds what is not a string", e);
		count++;
	}
	const char **s = arena_alloc(a, (count + 1) * sizeof(*s));

	at = count = 0;
	while (jspan_item(v, &at, &item))
		s[count++] = jspan_text(&item, NULL, a);
	if (count > 1)
		qsort(s, count, sizeof(*s), by_name);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || strcmp(s[kept - 1], s[i]) != 0)
			s[kept++] = s[i];
	*out = s;
	*n = kept;
	return 0;
}

static int
get_bool(const struct jspan *v, enum field f, int *out, struct err *e)
{
	if (v->type == J_TRUE)
		*out = TRI_TRUE;
	else if (v->type == J_FALSE)
		*out = TRI_FALSE;
	else if (v->type == J_NULL)
		*out = TRI_NULL;
	else
		return wrong(f, "not true, false or null", e);
	return 0;
}

static int
get_labels(struct post *p, const struct jspan *v, struct err *e)
{
	struct jspan item;
	size_t at = 0;

	p->labelled = true;
	p->abstained = v->type == J_NULL;
	if (p->abstained)
		return 0;
	if (v->type != J_ARRAY)
		return wrong(F_LABELS, "not an array", e);
	while (jspan_item(v, &at, &item)) {
		if (item.len == 11 && memcmp(item.s, "\"complaint\"", 11) == 0)
			p->labels |= POST_COMPLAINT;
		else if (item.len == 7 && memcmp(item.s, "\"query\"", 7) == 0)
			p->labels |= POST_QUERY;
		else
			return wrong(F_LABELS, "holds an unknown label", e);
	}
	return 0;
}

static int
get_p(struct post *p, const struct jspan *v, struct arena *a, struct err *e)
{
	struct jobject o = {0};
	int rc = -1;

	if (v->type == J_NULL)
		return 0;
	if (v->type != J_OBJECT)
		return wrong(F_P, "not an object", e);
	if (jscan_object(&o, v->s, v->len, a, e) < 0)
		goto out;
	for (int i = 0; i < P_N; i++) {
		const struct jspan *x = jobject_get(&o, post_p_name[i]);

		if (x == NULL || x->type != J_NUMBER) {
			wrong(F_P, "a probability is missing", e);
			goto out;
		}
		p->p[i] = jspan_double(x);
	}
	rc = 0;
out:
	free(o.m);
	return rc;
}

static int
get_member(struct post *p, enum field f, const struct jspan *v, bool lenient,
    struct arena *a, struct err *e)
{
	int64_t version;
	int flag = TRI_NULL;

	switch (f) {
	case F_V:
		if (!jspan_int(v, &version) || version != 1)
			return wrong(f, "only version 1 is known", e);
		return 0;
	case F_ID:
		return get_string(v, f, a, &p->id, NULL, e);
	case F_SOURCE:
		return get_string(v, f, a, &p->source, NULL, e);
	case F_COMPANIES:
		return get_names(v, f, a, &p->companies, &p->n_companies, e);
	case F_OFFICIAL:
		return get_string(v, f, a, &p->official, NULL, e);
	case F_AUTHOR:
		return get_string(v, f, a, &p->author, NULL, e);
	case F_AUTHOR_NAME:
		return get_string(v, f, a, &p->author_name, NULL, e);
	case F_CREATED_AT:
		return get_time(v, f, lenient, a, &p->created_at, e);
	case F_FETCHED_AT:
		return get_time(v, f, lenient, a, &p->fetched_at, e);
	case F_TEXT:
		return get_string(v, f, a, &p->text, &p->text_len, e);
	case F_LANG:
		return get_string(v, f, a, &p->lang, NULL, e);
	case F_URL:
		return get_string(v, f, a, &p->url, NULL, e);
	case F_REPLY_TO:
		return get_string(v, f, a, &p->reply_to, NULL, e);
	case F_THREAD:
		return get_string(v, f, a, &p->thread, NULL, e);
	case F_REPLY_IDS:
		return get_names(v, f, a, &p->reply_ids, &p->n_reply_ids, e);
	case F_THREAD_COMPLETE:
		return get_bool(v, f, &p->thread_complete, e);
	case F_LIKES:
		return get_count(v, f, &p->likes, e);
	case F_REPOSTS:
		return get_count(v, f, &p->reposts, e);
	case F_REPLIES:
		return get_count(v, f, &p->replies, e);
	case F_VIEWS:
		return get_count(v, f, &p->views, e);
	case F_FOLLOWERS:
		return get_count(v, f, &p->followers, e);
	case F_DELETED:
		if (get_bool(v, f, &flag, e) < 0)
			return -1;
		p->deleted = flag == TRI_TRUE;
		return 0;
	case F_LANGUAGE:
		return get_string(v, f, a, &p->language, NULL, e);
	case F_P:
		return get_p(p, v, a, e);
	case F_LABELS:
		return get_labels(p, v, e);
	case F_SENTIMENT:
		return get_string(v, f, a, &p->sentiment, NULL, e);
	case F_MODEL:
		return get_string(v, f, a, &p->model, NULL, e);
	case F_ABSTAINED:
		return get_string(v, f, a, &p->abstained_why, NULL, e);
	case F_N:
		break;
	}
	return 0;
}

/* Foreign members as they stood, from the first quote of the name to the
 * value's end, with commas between. */
static void
add_extra(struct post *p, const struct jobject *o, struct arena *a)
{
	size_t total = 0;

	for (size_t i = 0; i < o->n; i++)
		if (field_of(&o->m[i]) == F_N)
			total += o->m[i].key_len * 6 + o->m[i].value.len + 4;
	if (total == 0)
		return;
	struct buf b = {0};

	for (size_t i = 0; i < o->n; i++) {
		if (field_of(&o->m[i]) != F_N)
			continue;
		if (b.len > 0)
			buf_addc(&b, ',');
		json_put_string(&b, o->m[i].key, o->m[i].key_len);
		buf_addc(&b, ':');
		buf_add(&b, o->m[i].value.s, o->m[i].value.len);
	}
	p->extra = arena_dup(a, b.s, b.len);
	p->extra_len = b.len;
	buf_free(&b);
}

static int
missing(const struct post *p, uint32_t seen, bool lenient, struct err *e)
{
	static const enum field post[] = { F_V, F_ID, F_SOURCE, F_CREATED_AT,
	    F_FETCHED_AT, F_TEXT, F_THREAD };
	static const enum field grave[] = { F_V, F_ID, F_FETCHED_AT };
	static const enum field foreign[] = { F_ID, F_CREATED_AT, F_TEXT };
	static const enum field foreign_grave[] = { F_ID };
	const enum field *need = lenient ? (p->deleted ? foreign_grave :
	    foreign) : p->deleted ? grave : post;
	size_t n = lenient ? (p->deleted ? 1 : 3) : p->deleted ? 3 : 7;

	for (size_t i = 0; i < n; i++)
		if ((seen >> need[i] & 1) == 0)
			return wrong(need[i], "missing", e);
	return 0;
}

/* The source is what stands before the id's first colon, except that feeds
 * and servers carry a host or address in theirs ("mastodon:host"). */
static int
check_id(struct post *p, bool lenient, struct arena *a, struct err *e)
{
	const char *colon = strchr(p->id, ':');

	if (colon == NULL || colon == p->id || colon[1] == '\0')
		return wrong(F_ID, "not of the form source:native-id", e);
	if (p->source == NULL && (lenient || p->deleted))
		p->source = arena_dup(a, p->id, (size_t)(colon - p->id));
	return 0;
}

int
post_decode(struct post *p, const char *line, size_t len, bool lenient,
    struct jobject *o, struct arena *a, struct err *e)
{
	uint32_t seen = 0;

	*p = (struct post){ .thread_complete = TRI_NULL, .text = "",
	    .likes = COUNT_NULL, .reposts = COUNT_NULL,
	    .replies = COUNT_NULL, .views = COUNT_NULL,
	    .followers = COUNT_NULL };
	if (jscan_object(o, line, len, a, e) < 0)
		goto bad;
	bool foreign = false;

	for (size_t i = 0; i < o->n; i++) {
		enum field f = field_of(&o->m[i]);

		if (f == F_N) {
			foreign = true;
			continue;
		}
		if ((seen >> f & 1) != 0) {
			wrong(f, "stands twice", e);
			goto bad;
		}
		/* null is as good as absent; the labels' null says more. */
		if (o->m[i].value.type != J_NULL || f == F_LABELS)
			seen |= UINT32_C(1) << f;
		if (get_member(p, f, &o->m[i].value, lenient, a, e) < 0)
			goto bad;
	}
	if (foreign)
		add_extra(p, o, a);
	if (missing(p, seen, lenient, e) < 0 || check_id(p, lenient, a, e) < 0)
		goto bad;
	return 0;
bad:
	*p = (struct post){0};
	return -1;
}

static void
put_key(struct buf *b, enum field f)
{
	size_t n = strlen(field_name[f]);

	buf_room(b, n + 4);
	memcpy(b->s + b->len, ",\"", 2);
	memcpy(b->s + b->len + 2, field_name[f], n);
	memcpy(b->s + b->len + 2 + n, "\":", 3);
	b->len += n + 4;
}

static void
put_str(struct buf *b, enum field f, const char *s, size_t n)
{
	put_key(b, f);
	if (s == NULL)
		buf_add(b, "null", 4);
	else
		json_put_string(b, s, n);
}

static void
put_text(struct buf *b, enum field f, const char *s)
{
	put_str(b, f, s, s != NULL ? strlen(s) : 0);
}

static void
put_time(struct buf *b, enum field f, int64_t t)
{
	char s[UTC_LEN + 1];

	utc_format(t, s);
	put_str(b, f, s, UTC_LEN);
}

static void
put_count(struct buf *b, enum field f, int64_t n)
{
	put_key(b, f);
	if (n == COUNT_NULL)
		buf_add(b, "null", 4);
	else
		buf_add_int(b, n);
}

static void
put_names(struct buf *b, enum field f, const char *const *s, size_t n)
{
	put_key(b, f);
	buf_addc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_addc(b, ',');
		json_put_string(b, s[i], strlen(s[i]));
	}
	buf_addc(b, ']');
}

static void
put_tri(struct buf *b, enum field f, int v)
{
	put_key(b, f);
	buf_adds(b, v == TRI_TRUE ? "true" : v == TRI_FALSE ? "false" : "null");
}

static void
put_live(struct buf *b, const struct post *p)
{
	put_text(b, F_SOURCE, p->source);
	put_names(b, F_COMPANIES, p->companies, p->n_companies);
	put_text(b, F_OFFICIAL, p->official);
	put_text(b, F_AUTHOR, p->author);
	put_text(b, F_AUTHOR_NAME, p->author_name);
	put_time(b, F_CREATED_AT, p->created_at);
	put_time(b, F_FETCHED_AT, p->fetched_at);
	put_str(b, F_TEXT, p->text, p->text_len);
	put_text(b, F_LANG, p->lang);
	put_text(b, F_URL, p->url);
	put_text(b, F_REPLY_TO, p->reply_to);
	put_text(b, F_THREAD, p->thread);
	if (p->reply_ids != NULL)
		put_names(b, F_REPLY_IDS, p->reply_ids, p->n_reply_ids);
	put_tri(b, F_THREAD_COMPLETE, p->thread_complete);
	put_count(b, F_LIKES, p->likes);
	put_count(b, F_REPOSTS, p->reposts);
	put_count(b, F_REPLIES, p->replies);
	put_count(b, F_VIEWS, p->views);
	put_count(b, F_FOLLOWERS, p->followers);
}

void
post_write(struct buf *b, const struct post *p)
{
	buf_adds(b, "{\"v\":1");
	put_text(b, F_ID, p->id);
	if (p->deleted) {
		buf_adds(b, ",\"deleted\":true");
		put_time(b, F_FETCHED_AT, p->fetched_at);
	} else {
		put_live(b, p);
	}
	if (p->extra != NULL && !p->deleted) {
		buf_addc(b, ',');
		buf_add(b, p->extra, p->extra_len);
	}
	buf_add(b, "}\n", 2);
}

void
post_splice(struct buf *b, const char *line, size_t close,
    const char *members, size_t n)
{
	/* The object may be empty: then no comma. Never so for a record. */
	buf_add(b, line, close);
	buf_addc(b, ',');
	buf_add(b, members, n);
	buf_add(b, "}\n", 2);
}

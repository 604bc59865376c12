/* SPDX-License-Identifier: MIT
 *
 * X API v2 as twarc2 saves it. A line is a page (data, includes, errors) or,
 * flattened, one post with its author inside, or an array of such. `data` may
 * be an object; R tools write {} for an empty array. X renames fields while
 * this is written: both spellings of each are read. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "common/utc.h"
#include "ingest/clean.h"
#include "ingest/format.h"

#define PAGE_MAX ((size_t)16 << 20)	/* pages of 500 posts with media */

struct twarc {
	const struct sink *sink;
	int64_t line;
	int64_t retrieved_at;	/* of the page, 0: not said */
	const json_t *users;	/* includes.users or NULL */
	struct arena a;
};

/* The first of two spellings that is there. */
static json_t *
either(const json_t *o, const char *one, const char *two)
{
	json_t *v = json_object_get(o, one);

	return v != NULL ? v : json_object_get(o, two);
}

static int64_t
count(const json_t *v)
{
	return json_is_integer(v) && json_integer_value(v) >= 0 ?
	    json_integer_value(v) : COUNT_NULL;
}

static int64_t
sum(int64_t a, int64_t b)
{
	return a == COUNT_NULL ? b : b == COUNT_NULL ? a : a + b;
}

static const json_t *
author_of(const struct twarc *t, const json_t *tweet, const char *id)
{
	const json_t *inside = json_object_get(tweet, "author");
	size_t i;
	json_t *u;

	if (json_is_object(inside) && json_object_size(inside) > 0)
		return inside;
	json_array_foreach(t->users, i, u) {
		const char *uid = json_string_value(json_object_get(u, "id"));

		if (uid != NULL && id != NULL && strcmp(uid, id) == 0)
			return u;
	}
	return NULL;
}

static void
set_author(struct twarc *t, const json_t *tweet, struct post *p)
{
	const char *id = json_string_value(json_object_get(tweet,
	    "author_id"));
	const json_t *u = author_of(t, tweet, id);

	if (id == NULL)
		id = json_string_value(json_object_get(u, "id"));
	p->author = id;
	p->author_name = json_string_value(json_object_get(u, "username"));
	p->followers = count(json_object_get(json_object_get(u,
	    "public_metrics"), "followers_count"));
}

static void
set_counts(const json_t *tweet, struct post *p)
{
	const json_t *m = json_object_get(tweet, "public_metrics");

	p->likes = count(json_object_get(m, "like_count"));
	p->reposts = sum(count(either(m, "retweet_count", "repost_count")),
	    count(json_object_get(m, "quote_count")));
	p->replies = count(json_object_get(m, "reply_count"));
	p->views = count(json_object_get(m, "impression_count"));
}

static void
set_thread(struct twarc *t, const json_t *tweet, struct post *p)
{
	const json_t *refs = either(tweet, "referenced_tweets",
	    "referenced_posts");
	const char *root = json_string_value(json_object_get(tweet,
	    "conversation_id"));
	size_t i;
	json_t *r;

	if (root != NULL)
		p->thread = clean_prefix("x", root, &t->a);
	json_array_foreach(refs, i, r) {
		const char *type = json_string_value(json_object_get(r,
		    "type"));
		const char *id = json_string_value(json_object_get(r, "id"));

		if (type != NULL && id != NULL &&
		    strcmp(type, "replied_to") == 0)
			p->reply_to = clean_prefix("x", id, &t->a);
	}
}

static void
set_text(struct twarc *t, const json_t *tweet, struct post *p)
{
	const json_t *note = either(tweet, "note_tweet", "note_post");
	const json_t *text = json_object_get(note, "text");
	bool repaired = false;

	if (!json_is_string(text))
		text = json_object_get(tweet, "text");
	if (json_is_string(text))
		p->text = clean_text(json_string_value(text),
		    json_string_length(text), true, &t->a, &p->text_len,
		    &repaired);
}

static void
reject(struct twarc *t, const char *reason, const char *raw)
{
	t->sink->reject(t->sink->ctx, t->line, reason, raw,
	    raw != NULL ? strlen(raw) : 0);
}

static int
read_tweet(struct twarc *t, const json_t *tweet, struct err *e)
{
	struct post p = format_blank();
	struct err why = {0};
	const char *id = json_string_value(json_object_get(tweet, "id"));
	const char *when = json_string_value(json_object_get(tweet,
	    "created_at"));
	const char *lang = json_string_value(json_object_get(tweet, "lang"));
	char reason[600];

	if (json_object_get(tweet, "id_str") != NULL ||
	    json_object_get(tweet, "full_text") != NULL) {
		reject(t, "a tweet of API v1.1: only v2 is read", id);
		return 0;
	}
	if (id == NULL || *id == '\0' || when == NULL ||
	    !json_is_string(json_object_get(tweet, "text"))) {
		reject(t, "not a post: id, created_at or text is missing", id);
		return 0;
	}
	if (utc_parse_any(when, &p.created_at, &why) < 0) {
		snprintf(reason, sizeof(reason), "created_at: %s", why.msg);
		reject(t, reason, id);
		return 0;
	}
	const json_t *own = json_object_get(tweet, "__twarc");
	const char *got = json_string_value(json_object_get(own,
	    "retrieved_at"));

	p.fetched_at = t->retrieved_at;
	if (got != NULL && utc_parse_any(got, &p.fetched_at, &why) < 0)
		p.fetched_at = 0;
	p.id = clean_prefix("x", id, &t->a);
	p.source = "x";
	/* "und", "qme", "zxx": X does not know either. */
	p.lang = lang != NULL && strlen(lang) == 2 ? lang : NULL;
	struct buf url = {0};

	buf_addf(&url, "https://x.com/i/web/status/%s", id);
	p.url = arena_dup(&t->a, url.s, url.len);
	buf_free(&url);
	set_author(t, tweet, &p);
	set_counts(tweet, &p);
	set_thread(t, tweet, &p);
	set_text(t, tweet, &p);
	return t->sink->post(t->sink->ctx, &p, t->line, e);
}

/* An array of tweets, a single one, or {} for none. */
static int
read_tweets(struct twarc *t, const json_t *v, bool context, struct err *e)
{
	size_t i;
	json_t *tweet;

	if (json_is_object(v) && json_object_size(v) > 0)
		return read_tweet(t, v, e);
	json_array_foreach(v, i, tweet) {
		if (context)
			t->sink->note(t->sink->ctx, "included");
		if (read_tweet(t, tweet, e) < 0)
			return -1;
	}
	return 0;
}

static int
read_page(struct twarc *t, const json_t *page, struct err *e)
{
	const json_t *inc = json_object_get(page, "includes");
	const char *when = json_string_value(json_object_get(
	    json_object_get(page, "__twarc"), "retrieved_at"));
	struct err ignored = {0};

	t->users = json_object_get(inc, "users");
	if (when != NULL && utc_parse_any(when, &t->retrieved_at, &ignored)
	    < 0)
		t->retrieved_at = 0;
	if (read_tweets(t, json_object_get(page, "data"), false, e) < 0)
		return -1;
	return read_tweets(t, either(inc, "tweets", "posts"), true, e);
}

static int
read_value(struct twarc *t, const json_t *v, struct err *e)
{
	size_t i;
	json_t *item;

	t->users = NULL;
	t->retrieved_at = 0;
	if (json_is_array(v)) {
		json_array_foreach(v, i, item)
			if (read_value(t, item, e) < 0)
				return -1;
		return 0;
	}
	if (!json_is_object(v)) {
		reject(t, "neither a page nor a post", NULL);
		return 0;
	}
	if (json_object_get(v, "data") != NULL ||
	    json_object_get(v, "includes") != NULL)
		return read_page(t, v, e);
	if (json_object_get(v, "errors") != NULL ||
	    json_object_get(v, "meta") != NULL) {
		t->sink->note(t->sink->ctx, "pages_without_posts");
		return 0;
	}
	return read_tweet(t, v, e);
}

static int
read_line(struct twarc *t, char *line, size_t len, struct err *e)
{
	struct buf fixed = {0};
	char reason[300];
	json_error_t je;

	if (!text_is_utf8(line, len)) {
		text_repair(&fixed, line, len);
		t->sink->note(t->sink->ctx, "repaired");
		line = fixed.s;
		len = fixed.len;
	}
	json_t *v = json_loadb(line, len, 0, &je);
	int rc = 0;

	if (v == NULL) {
		snprintf(reason, sizeof(reason), "JSON: %s, column %d",
		    je.text, je.column);
		t->sink->reject(t->sink->ctx, t->line, reason, line, len);
	} else {
		rc = read_value(t, v, e);
	}
	json_decref(v);
	buf_free(&fixed);
	return rc;
}

int
format_twarc(struct input *in, const struct format_options *o,
    const struct sink *s, struct err *e)
{
	struct lines *l = lines_new(in, PAGE_MAX);
	struct twarc t = { .sink = s };
	char *line;
	size_t len;
	int rc;

	(void)o;
	for (;;) {
		rc = lines_next_lenient(l, &line, &len, e);
		if (rc == 0 || (rc < 0 && e->kind != ERR_DATA))
			break;
		t.line = lines_no(l);
		if (rc < 0) {
			s->reject(s->ctx, t.line, e->msg, NULL, 0);
			err_clear(e);
			continue;
		}
		arena_reset(&t.a);
		if (len > 0 && (rc = read_line(&t, line, len, e)) < 0)
			break;
	}
	arena_free(&t.a);
	lines_free(l);
	return rc;
}

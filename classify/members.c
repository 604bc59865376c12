/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "classify/members.h"

void
members_clear(struct members *s)
{
	s->n = 0;
}

void
members_free(struct members *s)
{
	free(s->m);
	*s = (struct members){0};
}

/* The value was scanned, so a string in it has an end. */
static size_t
string_length(const char *s)
{
	size_t n = 1;

	for (; s[n] != '"'; n++)
		n += s[n] == '\\';
	return n + 1;
}

void
members_tidy(struct buf *b, const struct jspan *v, struct arena *a)
{
	for (size_t i = 0; i < v->len;) {
		char c = v->s[i];

		if (c == '"') {
			struct jspan s = { v->s + i, string_length(v->s + i),
			    J_STRING };
			size_t len;
			const char *text = jspan_text(&s, &len, a);

			json_put_string(b, text, len);
			i += s.len;
			continue;
		}
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
			buf_addc(b, c);
		i++;
	}
}

static void
add(struct members *s, const char *name, size_t name_len, struct buf *value,
    struct arena *a)
{
	s->m = grow(s->m, s->n, &s->cap, sizeof(*s->m));
	s->m[s->n++] = (struct member){ arena_dup(a, name, name_len),
	    name_len, arena_dup(a, value->s, value->len) };
	buf_free(value);
}

void
members_add(struct members *s, const struct jmember *m, struct arena *a)
{
	struct buf b = {0};

	members_tidy(&b, &m->value, a);
	add(s, m->key, m->key_len, &b, a);
}

void
members_add_string(struct members *s, const char *name, size_t name_len,
    const char *value, size_t len, struct arena *a)
{
	struct buf b = {0};

	json_put_string(&b, value, len);
	add(s, name, name_len, &b, a);
}

bool
members_add_object(struct members *s, const struct jspan *v, struct arena *a)
{
	struct jobject o = {0};
	struct err e = {0};
	bool is = v->type == J_OBJECT &&
	    jscan_object(&o, v->s, v->len, a, &e) == 0;

	for (size_t i = 0; is && i < o.n; i++)
		members_add(s, &o.m[i], a);
	free(o.m);
	return is;
}

static int
by_name(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	size_t n = x->name_len < y->name_len ? x->name_len : y->name_len;
	int c = memcmp(x->name, y->name, n);

	return c != 0 ? c : x->name_len < y->name_len ? -1 :
	    x->name_len > y->name_len;
}

/* An insertion sort: stable, and objects are small and mostly in order. */
void
members_sort(struct members *s)
{
	size_t kept = 0;

	for (size_t i = 1; i < s->n; i++) {
		struct member m = s->m[i];
		size_t k = i;

		for (; k > 0 && by_name(&s->m[k - 1], &m) > 0; k--)
			s->m[k] = s->m[k - 1];
		s->m[k] = m;
	}
	for (size_t i = 0; i < s->n; i++)
		if (i + 1 == s->n || by_name(&s->m[i], &s->m[i + 1]) != 0)
			s->m[kept++] = s->m[i];
	s->n = kept;
}

const char *
members_text(struct members *s, struct arena *a)
{
	struct buf b = {0};

	members_sort(s);
	for (size_t i = 0; i < s->n; i++) {
		if (i > 0)
			buf_addc(&b, ',');
		json_put_string(&b, s->m[i].name, s->m[i].name_len);
		buf_addc(&b, ':');
		buf_adds(&b, s->m[i].value);
	}
	const char *text = arena_dup(a, b.s != NULL ? b.s : "", b.len);

	buf_free(&b);
	return text;
}

void
members_parse(struct members *s, const char *text, struct arena *a)
{
	struct buf b = {0};

	members_clear(s);
	buf_addf(&b, "{%s}", text);
	/* Keys may live in what was scanned, so that must stay. */
	struct jspan v = { arena_dup(a, b.s, b.len), b.len, J_OBJECT };

	members_add_object(s, &v, a);
	buf_free(&b);
}

const char *
members_get(const struct members *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->m[i].name_len == strlen(name) &&
		    memcmp(s->m[i].name, name, s->m[i].name_len) == 0)
			return s->m[i].value;
	return NULL;
}

/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "common/text.h"
#include "ingest/clean.h"

static const struct { const char *name; char c; } entity[] = {
	{ "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
	{ "&quot;", '"' }, { "&#39;", '\'' },
};

/* In place; the new length. */
static size_t
undo_entities(char *s, size_t n)
{
	char *out = memchr(s, '&', n), *end = s + n;

	if (out == NULL)
		return n;
	for (char *p = out; p < end;) {
		size_t k = 0, len = 0;

		for (; *p == '&' && k < sizeof(entity) / sizeof(entity[0]);
		    k++) {
			len = strlen(entity[k].name);
			if ((size_t)(end - p) >= len &&
			    memcmp(p, entity[k].name, len) == 0)
				break;
		}
		if (*p == '&' && k < sizeof(entity) / sizeof(entity[0])) {
			*out++ = entity[k].c;
			p += len;
		} else {
			*out++ = *p++;
		}
	}
	return (size_t)(out - s);
}

/* text_repair, and no NUL either: in the record it would end the text. */
static void
repair(struct buf *b, const char *s, size_t n)
{
	const char *nul;

	while ((nul = memchr(s, '\0', n)) != NULL) {
		text_repair(b, s, (size_t)(nul - s));
		text_put(b, 0xFFFD);
		n -= (size_t)(nul + 1 - s);
		s = nul + 1;
	}
	text_repair(b, s, n);
}

const char *
clean_text(const char *s, size_t n, bool entities, struct arena *a,
    size_t *len, bool *repaired)
{
	char *out;

	if (memchr(s, '\0', n) == NULL && text_is_utf8(s, n)) {
		out = arena_dup(a, s, n);
	} else {
		struct buf b = {0};

		repair(&b, s, n);
		out = arena_dup(a, b.s, b.len);
		n = b.len;
		buf_free(&b);
		*repaired = true;
	}
	if (entities)
		n = undo_entities(out, n);
	out[n] = '\0';
	*len = n;
	return out;
}

const char *
clean_id(const char *s, struct arena *a)
{
	size_t n;

	s += strspn(s, " \t");
	for (n = strlen(s); n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t');)
		n--;
	size_t digits = strspn(s, "0123456789");

	if (digits > 0 && digits < n && s[digits] == '.' &&
	    strspn(s + digits + 1, "0") == n - digits - 1)
		n = digits;
	return arena_dup(a, s, n);
}

const char *
clean_prefix(const char *prefix, const char *id, struct arena *a)
{
	size_t np = strlen(prefix), n = strlen(id);
	char *out = arena_alloc(a, np + n + 2);

	memcpy(out, prefix, np);
	out[np] = ':';
	memcpy(out + np + 1, id, n + 1);
	return out;
}

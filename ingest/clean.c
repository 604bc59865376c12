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

const char *
clean_text(const char *s, size_t n, bool entities, struct arena *a,
    size_t *len, bool *repaired)
{
	char *out;

	if (text_is_utf8(s, n)) {
		out = arena_dup(a, s, n);
	} else {
		struct buf b = {0};

		text_repair(&b, s, n);
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
	n = strcspn(s, " \t");
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

/* SPDX-License-Identifier: MIT
 *
 * One pass over the line, no tree. Numbers and literals are checked by shape,
 * strings for escapes, surrogate pairs and UTF-8. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "common/jscan.h"
#include "common/text.h"

#define DEPTH_MAX 64

/* The line ends in a NUL or not: every read is checked against end. */
struct cursor {
	const char *s, *end;
	const char *bad;	/* what is wrong, NULL so far */
};

static void
skip_space(struct cursor *c)
{
	while (c->s < c->end && (*c->s == ' ' || *c->s == '\t' ||
	    *c->s == '\r' || *c->s == '\n'))
		c->s++;
}

static bool
fail(struct cursor *c, const char *what)
{
	if (c->bad == NULL)
		c->bad = what;
	return false;
}

/* First byte at or after s that a string treats specially: a quote, a
 * backslash, a control character or a byte that is not ASCII. */
static const char *
plain_run(const char *s, const char *end)
{
#if defined(__SSE2__)
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
	const __m128i space = _mm_set1_epi8(0x20);

	for (; end - s >= 16; s += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
		/* Signed: bytes from 0x80 count as below 0x20 too. */
		__m128i m = _mm_or_si128(_mm_cmplt_epi8(v, space),
		    _mm_or_si128(_mm_cmpeq_epi8(v, quote),
		    _mm_cmpeq_epi8(v, slash)));
		int bits = _mm_movemask_epi8(m);

		if (bits != 0)
			return s + __builtin_ctz((unsigned)bits);
	}
#endif
	for (; s < end; s++) {
		unsigned char u = (unsigned char)*s;

		if (u < 0x20 || u >= 0x80 || u == '"' || u == '\\')
			break;
	}
	return s;
}

/* Length of the well-formed UTF-8 sequence at s, 0 when it is not one. */
static size_t
utf8_step(const char *s, const char *end)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t left = (size_t)(end - s);

	if (u[0] >= 0xC2 && u[0] <= 0xDF)
		return left >= 2 && (u[1] & 0xC0) == 0x80 ? 2 : 0;
	if ((u[0] & 0xF0) == 0xE0) {
		if (left < 3 || (u[1] & 0xC0) != 0x80 || (u[2] & 0xC0) != 0x80)
			return 0;
		if ((u[0] == 0xE0 && u[1] < 0xA0) ||
		    (u[0] == 0xED && u[1] > 0x9F))
			return 0;
		return 3;
	}
	if (u[0] >= 0xF0 && u[0] <= 0xF4) {
		if (left < 4 || (u[1] & 0xC0) != 0x80 ||
		    (u[2] & 0xC0) != 0x80 || (u[3] & 0xC0) != 0x80)
			return 0;
		if ((u[0] == 0xF0 && u[1] < 0x90) ||
		    (u[0] == 0xF4 && u[1] > 0x8F))
			return 0;
		return 4;
	}
	return 0;
}

static int
hex4(const char *s, const char *end)
{
	int v = 0;

	if (end - s < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = s[i];
		int d = c >= '0' && c <= '9' ? c - '0' :
		    c >= 'a' && c <= 'f' ? c - 'a' + 10 :
		    c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;

		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	return v;
}

/* The escape at s (behind the backslash): its length, 0 when bad. */
static size_t
escape_step(const char *s, const char *end)
{
	if (s >= end)
		return 0;
	if (*s != 'u')
		return *s != '\0' && strchr("\"\\/bfnrt", *s) != NULL ? 1 : 0;
	int hi = hex4(s + 1, end);

	if (hi < 0 || (hi >= 0xDC00 && hi <= 0xDFFF))
		return 0;
	if (hi < 0xD800 || hi > 0xDBFF)
		return 5;
	if (end - s < 11 || s[5] != '\\' || s[6] != 'u')
		return 0;
	int lo = hex4(s + 7, end);

	return lo >= 0xDC00 && lo <= 0xDFFF ? 11 : 0;
}

static bool
scan_string(struct cursor *c, bool *escaped)
{
	const char *s = c->s + 1;
	size_t step;

	*escaped = false;
	for (;;) {
		s = plain_run(s, c->end);
		if (s >= c->end)
			return fail(c, "string does not end");
		if (*s == '"')
			break;
		if (*s == '\\') {
			*escaped = true;
			step = escape_step(s + 1, c->end);
			if (step == 0)
				return fail(c, "bad escape in a string");
			s += 1 + step;
		} else if ((unsigned char)*s < 0x20) {
			return fail(c, "control character in a string");
		} else {
			step = utf8_step(s, c->end);
			if (step == 0)
				return fail(c, "invalid UTF-8");
			s += step;
		}
	}
	c->s = s + 1;
	return true;
}

static const char *
skip_digits(const char *s, const char *end)
{
	while (s < end && *s >= '0' && *s <= '9')
		s++;
	return s;
}

static bool
scan_number(struct cursor *c)
{
	const char *s = c->s, *d;

	if (s < c->end && *s == '-')
		s++;
	d = s;
	s = skip_digits(s, c->end);
	if (s == d || (*d == '0' && s - d > 1))
		return fail(c, "bad number");
	if (s < c->end && *s == '.') {
		d = ++s;
		s = skip_digits(s, c->end);
		if (s == d)
			return fail(c, "bad number");
	}
	if (s < c->end && (*s == 'e' || *s == 'E')) {
		s++;
		if (s < c->end && (*s == '+' || *s == '-'))
			s++;
		d = s;
		s = skip_digits(s, c->end);
		if (s == d)
			return fail(c, "bad number");
	}
	c->s = s;
	return true;
}

static bool
scan_word(struct cursor *c, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(c->end - c->s) < n || memcmp(c->s, word, n) != 0)
		return fail(c, "not a JSON value");
	c->s += n;
	return true;
}

static bool scan_value(struct cursor *c, struct jspan *v, int depth);

static bool
scan_list(struct cursor *c, bool object, int depth)
{
	char close = object ? '}' : ']';
	struct jspan item;
	bool escaped;

	if (depth >= DEPTH_MAX)
		return fail(c, "nested too deep");
	c->s++;
	skip_space(c);
	if (c->s < c->end && *c->s == close) {
		c->s++;
		return true;
	}
	for (;;) {
		skip_space(c);
		if (object) {
			if (c->s >= c->end || *c->s != '"')
				return fail(c, "member name expected");
			if (!scan_string(c, &escaped))
				return false;
			skip_space(c);
			if (c->s >= c->end || *c->s != ':')
				return fail(c, "colon expected");
			c->s++;
		}
		if (!scan_value(c, &item, depth + 1))
			return false;
		skip_space(c);
		if (c->s >= c->end)
			return fail(c, "object or array does not end");
		char ch = *c->s++;

		if (ch == close)
			return true;
		if (ch != ',') {
			c->s--;
			return fail(c, "comma expected");
		}
	}
}

static bool
scan_value(struct cursor *c, struct jspan *v, int depth)
{
	bool ok, escaped;

	skip_space(c);
	if (c->s >= c->end)
		return fail(c, "value expected");
	v->s = c->s;
	switch (*c->s) {
	case '"':
		v->type = J_STRING;
		ok = scan_string(c, &escaped);
		break;
	case '{':
		v->type = J_OBJECT;
		ok = scan_list(c, true, depth);
		break;
	case '[':
		v->type = J_ARRAY;
		ok = scan_list(c, false, depth);
		break;
	case 't':
		v->type = J_TRUE;
		ok = scan_word(c, "true");
		break;
	case 'f':
		v->type = J_FALSE;
		ok = scan_word(c, "false");
		break;
	case 'n':
		v->type = J_NULL;
		ok = scan_word(c, "null");
		break;
	default:
		v->type = J_NUMBER;
		ok = scan_number(c);
		break;
	}
	v->len = (size_t)(c->s - v->s);
	return ok;
}

/* Undo the escapes of a checked string's inside into out; its length. */
static size_t
unescape(const char *s, const char *end, char *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char *o = out;

	while (s < end) {
		const char *q = memchr(s, '\\', (size_t)(end - s));
		size_t run = (size_t)((q != NULL ? q : end) - s);

		memcpy(o, s, run);
		o += run;
		s += run;
		if (q == NULL)
			break;
		s++;
		if (*s != 'u') {
			*o++ = to[strchr(from, *s) - from];
			s++;
			continue;
		}
		uint32_t c = (uint32_t)hex4(s + 1, end);

		s += 5;
		if (c >= 0xD800 && c <= 0xDBFF) {
			c = 0x10000 + ((c - 0xD800) << 10) +
			    ((uint32_t)hex4(s + 2, end) - 0xDC00);
			s += 6;
		}
		if (c == 0)
			c = 0xFFFD;
		if (c < 0x80) {
			*o++ = (char)c;
		} else if (c < 0x800) {
			*o++ = (char)(0xC0 | c >> 6);
			*o++ = (char)(0x80 | (c & 0x3F));
		} else if (c < 0x10000) {
			*o++ = (char)(0xE0 | c >> 12);
			*o++ = (char)(0x80 | (c >> 6 & 0x3F));
			*o++ = (char)(0x80 | (c & 0x3F));
		} else {
			*o++ = (char)(0xF0 | c >> 18);
			*o++ = (char)(0x80 | (c >> 12 & 0x3F));
			*o++ = (char)(0x80 | (c >> 6 & 0x3F));
			*o++ = (char)(0x80 | (c & 0x3F));
		}
	}
	return (size_t)(o - out);
}

static bool
scan_member(struct cursor *c, struct jmember *m, struct arena *a)
{
	bool escaped;

	skip_space(c);
	if (c->s >= c->end || *c->s != '"')
		return fail(c, "member name expected");
	const char *key = c->s + 1;

	if (!scan_string(c, &escaped))
		return false;
	m->key = key;
	m->key_len = (size_t)(c->s - 1 - key);
	if (escaped) {
		char *u = arena_alloc(a, m->key_len + 1);

		m->key_len = unescape(key, key + m->key_len, u);
		m->key = u;
	}
	skip_space(c);
	if (c->s >= c->end || *c->s != ':')
		return fail(c, "colon expected");
	c->s++;
	return scan_value(c, &m->value, 1);
}

static bool
scan_object(struct cursor *c, struct jobject *o, struct arena *a,
    const char *line)
{
	skip_space(c);
	if (c->s >= c->end || *c->s != '{')
		return fail(c, "not a JSON object");
	c->s++;
	skip_space(c);
	if (c->s < c->end && *c->s == '}') {
		o->close = (size_t)(c->s++ - line);
	} else {
		for (;;) {
			o->m = grow(o->m, o->n, &o->cap, sizeof(*o->m));
			if (!scan_member(c, &o->m[o->n], a))
				return false;
			o->n++;
			skip_space(c);
			if (c->s >= c->end)
				return fail(c, "object does not end");
			if (*c->s == '}') {
				o->close = (size_t)(c->s++ - line);
				break;
			}
			if (*c->s != ',')
				return fail(c, "comma expected");
			c->s++;
		}
	}
	skip_space(c);
	return c->s == c->end || fail(c, "text after the object");
}

int
jscan_object(struct jobject *o, const char *line, size_t len,
    struct arena *a, struct err *e)
{
	struct cursor c = { line, line + len, NULL };

	o->n = 0;
	if (scan_object(&c, o, a, line))
		return 0;
	return err_set(e, ERR_DATA, "JSON: %s, column %zu", c.bad,
	    (size_t)(c.s - line) + 1);
}

const struct jspan *
jobject_get(const struct jobject *o, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = o->n; i-- > 0;)
		if (o->m[i].key_len == n && memcmp(o->m[i].key, key, n) == 0)
			return &o->m[i].value;
	return NULL;
}

const char *
jspan_text(const struct jspan *v, size_t *len, struct arena *a)
{
	char *out = arena_alloc(a, v->len);	/* two quotes make room */
	size_t n = unescape(v->s + 1, v->s + v->len - 1, out);

	out[n] = '\0';
	if (len != NULL)
		*len = n;
	return out;
}

bool
jspan_int(const struct jspan *v, int64_t *out)
{
	const char *s = v->s, *end = v->s + v->len;
	bool minus = *s == '-';
	uint64_t u = 0;

	if (v->type != J_NUMBER)
		return false;
	for (s += minus; s < end; s++) {
		if (*s < '0' || *s > '9' ||
		    __builtin_mul_overflow(u, (uint64_t)10, &u) ||
		    __builtin_add_overflow(u, (uint64_t)(*s - '0'), &u))
			return false;
	}
	if (u > (uint64_t)INT64_MAX + minus)
		return false;
	*out = minus ? (int64_t)(0 - u) : (int64_t)u;
	return true;
}

double
jspan_double(const struct jspan *v)
{
	char d[64];
	size_t n = v->len < sizeof(d) - 1 ? v->len : sizeof(d) - 1;

	/* The process stays in the "C" locale: nothing calls setlocale. */
	memcpy(d, v->s, n);
	d[n] = '\0';
	return strtod(d, NULL);
}

bool
jspan_item(const struct jspan *array, size_t *at, struct jspan *item)
{
	struct cursor c = { array->s + (*at == 0 ? 1 : *at),
	    array->s + array->len, NULL };

	skip_space(&c);
	if (c.s < c.end && *c.s == ',')
		c.s++;
	skip_space(&c);
	if (c.s >= c.end - 1 || !scan_value(&c, item, 1))
		return false;
	*at = (size_t)(c.s - array->s);
	return true;
}

void
json_put_string(struct buf *b, const char *s, size_t n)
{
	const char *end = s + n;

	buf_addc(b, '"');
	while (s < end) {
		const char *q = plain_run(s, end);

		buf_add(b, s, (size_t)(q - s));
		s = q;
		if (s == end)
			break;
		unsigned char c = (unsigned char)*s;
		size_t step = 1;

		if (c == '"' || c == '\\') {
			buf_addc(b, '\\');
			buf_addc(b, (char)c);
		} else if (c == '\n') {
			buf_adds(b, "\\n");
		} else if (c == '\r') {
			buf_adds(b, "\\r");
		} else if (c == '\t') {
			buf_adds(b, "\\t");
		} else if (c < 0x20) {
			buf_addf(b, "\\u%04x", c);
		} else if ((step = utf8_step(s, end)) > 0) {
			buf_add(b, s, step);
		} else {
			buf_adds(b, "\xEF\xBF\xBD");
			step = 1;
		}
		s += step;
	}
	buf_addc(b, '"');
}

void
json_put_double(struct buf *b, double v, int prec)
{
	if (!isfinite(v))
		buf_adds(b, "null");
	else
		buf_addf(b, "%.*g", prec, v == 0 ? 0.0 : v);
}

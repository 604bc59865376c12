/* SPDX-License-Identifier: MIT
 *
 * A strict scanner for one JSON object on one line: RFC 8259 with UTF-8
 * checked, duplicate members left to the caller, depth at most 64. It builds
 * nothing: it points at members. Used where millions of records pass;
 * everything else reads JSON with jansson (common/json.h), against which this
 * is fuzzed for equality. */
#ifndef COMMON_JSCAN_H
#define COMMON_JSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/mem.h"

enum jtype { J_NULL, J_FALSE, J_TRUE, J_NUMBER, J_STRING, J_ARRAY, J_OBJECT };

struct jspan {			/* a value as it stands in the line */
	const char *s;		/* first byte: the quote, bracket or digit */
	size_t len;
	enum jtype type;
};

struct jmember {
	const char *key;	/* without quotes, escapes undone */
	size_t key_len;
	struct jspan value;
};

struct jobject {
	struct jmember *m;
	size_t n, cap;
	size_t close;		/* offset of the closing brace in the line */
};

/* Scan line[0..len), one object with white space around it. Members are in
 * the order of the line; o is reused (zeroed at first). Keys live in the line
 * or in a. ERR_DATA with the column when it is not such an object. */
int jscan_object(struct jobject *o, const char *line, size_t len,
    struct arena *a, struct err *e);

/* The last member of that name, or NULL. */
const struct jspan *jobject_get(const struct jobject *o, const char *key);

/* The text of a J_STRING, escapes undone and NUL added, in a; *len (may be
 * NULL) without the NUL. "\u0000" is kept as U+FFFD: no text holds a NUL. */
const char *jspan_text(const struct jspan *v, size_t *len, struct arena *a);

/* A J_NUMBER that is a whole number within 64 bits: true and *out. */
bool jspan_int(const struct jspan *v, int64_t *out);
/* A J_NUMBER as a double, independent of the locale. */
double jspan_double(const struct jspan *v);

/* Walk a J_ARRAY: *at starts as 0; true with *item for each element. */
bool jspan_item(const struct jspan *array, size_t *at, struct jspan *item);

/* Append s[0..n) as a JSON string with its quotes; ill-formed UTF-8 becomes
 * U+FFFD. */
void json_put_string(struct buf *b, const char *s, size_t n);
/* Append a number with at most prec significant digits, the shortest form
 * that "%.*g" gives; NaN and infinities as null. */
void json_put_double(struct buf *b, double v, int prec);

#endif

/* SPDX-License-Identifier: MIT
 *
 * What platforms do to a text on its way out, undone. */
#ifndef INGEST_CLEAN_H
#define INGEST_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

#include "common/mem.h"

/* s[0..n) with ill-formed UTF-8 and NUL bytes replaced by U+FFFD (then
 * *repaired is set to true) and, when entities is true, &amp; &lt; &gt; &quot;
 * &#39; undone once. In a, NUL added, *len without it. */
const char *clean_text(const char *s, size_t n, bool entities,
    struct arena *a, size_t *len, bool *repaired);

/* "3.0", as spreadsheets save it, is 3; blanks around are dropped, those
 * inside stay: "a b" and "a c" are two. */
const char *clean_id(const char *s, struct arena *a);

/* "prefix:id" in a. */
const char *clean_prefix(const char *prefix, const char *id, struct arena *a);

#endif

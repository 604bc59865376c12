/* SPDX-License-Identifier: MIT
 *
 * bench_mix N FILE...: N labelled posts on standard output, made from those of
 * the files in turn; from the second turn on each seventh word is another
 * post's, so that no two are equal. Where a label is missing, complaint is a
 * negative post and query one with a question mark: good enough to measure
 * time, and for nothing else. The same arguments give the same bytes. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "classify/labelled.h"

#define EACH 7

static uint64_t
dice(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* The word of s that starts at or after byte `from`, else the first. */
static void
add_word(struct buf *b, const char *s, size_t len, size_t from)
{
	while (from < len && s[from] != ' ')
		from++;
	from = from + 1 < len ? from + 1 : 0;
	buf_add(b, s + from, strcspn(s + from, " "));
}

static void
mix(struct buf *b, const struct labelled *l, size_t i, uint64_t *state)
{
	const char *s = l->row[i].text;

	while (*s != '\0') {
		size_t n = strcspn(s, " ");

		if (dice(state) % EACH == 0) {
			const struct labelled_row *r =
			    &l->row[dice(state) % l->n];

			add_word(b, r->text, r->text_len, r->text_len > 0 ?
			    dice(state) % r->text_len : 0);
		} else {
			buf_add(b, s, n);
		}
		s += n;
		if (*s == ' ')
			buf_addc(b, *s++);
	}
}

static int
put(const struct labelled_row *r, const char *text, size_t number)
{
	static const char *const name[] = { "negative", "neutral",
	    "positive" };
	int mood = 1;

	for (int k = 0; k < 3; k++)
		if (r->y[P_NEGATIVE + k] == 1)
			mood = k;
	json_t *o = json_pack("{sf ss si si ss}", "n", (double)number, "text",
	    text, "complaint", r->y[P_COMPLAINT] != LABEL_UNKNOWN ?
	    r->y[P_COMPLAINT] : mood == 0, "query",
	    r->y[P_QUERY] != LABEL_UNKNOWN ? r->y[P_QUERY] :
	    strchr(r->text, '?') != NULL, "sentiment", name[mood]);
	char *line = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
	int rc = line != NULL && puts(line) >= 0 ? 0 : -1;

	free(line);
	json_decref(o);
	return rc;
}

int
main(int argc, char **argv)
{
	struct labelled l = {0};
	struct rejects *r = rejects_new(NULL);
	struct err e = {0};
	struct buf b = {0};
	size_t n = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
	uint64_t state = 1;
	int rc = argc > 2 ? 0 : 2;

	for (int i = 2; rc == 0 && i < argc; i++)
		if (labelled_read(&l, argv[i], r, &e) < 0)
			rc = 1;
	labelled_sort(&l);
	if (rc != 0 || l.n == 0)
		fprintf(stderr, "usage: bench_mix N FILE... %s\n", e.msg);
	for (size_t i = 0; rc == 0 && l.n > 0 && i < n; i++) {
		/* 7919 is prime: rows of all files come mixed. */
		size_t at = i * 7919 % l.n;

		buf_clear(&b);
		if (i < l.n)
			buf_add(&b, l.row[at].text, l.row[at].text_len);
		else
			mix(&b, &l, at, &state);
		rc = put(&l.row[at], b.s != NULL ? b.s : "", i) < 0;
	}
	buf_free(&b);
	labelled_free(&l);
	rejects_free(r);
	return fflush(stdout) != 0 ? 1 : rc;
}

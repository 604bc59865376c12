/* SPDX-License-Identifier: MIT
 *
 * What a program does that only parses: bench_parse csv|jansson|scan FILE
 * reads FILE with our CSV reader, with jansson line by line, or with our
 * record scanner, and prints how many records it saw. tests/bench.sh times
 * whole programs beside it. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/input.h"
#include "common/jscan.h"
#include "ingest/csv.h"

static long
by_csv(struct input *in)
{
	struct csv *c = csv_new(in, ',');
	struct csv_row row;
	struct err e = {0};
	long n = 0;
	int rc;

	while ((rc = csv_next(c, &row, &e)) != 0) {
		n += rc > 0;
		err_clear(&e);
	}
	csv_free(c);
	return n;
}

static long
by_line(struct input *in, bool jansson)
{
	struct lines *l = lines_new(in, LINE_MAX_BYTES);
	struct jobject o = {0};
	struct arena a = {0};
	struct err e = {0};
	char *line;
	size_t len;
	long n = 0;

	while (lines_next_lenient(l, &line, &len, &e) > 0) {
		if (jansson) {
			json_t *v = json_loadb(line, len, 0, NULL);

			n += v != NULL;
			json_decref(v);
		} else {
			n += jscan_object(&o, line, len, &a, &e) == 0;
			arena_reset(&a);
			err_clear(&e);
		}
	}
	free(o.m);
	arena_free(&a);
	lines_free(l);
	return n;
}

int
main(int argc, char **argv)
{
	struct err e = {0};
	struct input *in;

	if (argc != 3 || (in = input_open(argv[2], &e)) == NULL) {
		fprintf(stderr, "bench_parse csv|jansson|scan FILE\n");
		return 2;
	}
	printf("%ld records\n", strcmp(argv[1], "csv") == 0 ? by_csv(in) :
	    by_line(in, strcmp(argv[1], "jansson") == 0));
	input_free(in);
	return 0;
}

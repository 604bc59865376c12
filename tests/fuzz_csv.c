/* SPDX-License-Identifier: MIT
 *
 * The CSV reader: it ends, and every byte lies in a record or a reject. */
#include <stdint.h>
#include <stdlib.h>

#include "ingest/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input *in = input_mem((const char *)data, size);
	struct csv *c = csv_new(in, 0);
	struct csv_row row;
	struct err e = {0};
	size_t records = 0, bytes = 0;
	int64_t line = 0;
	int rc;

	while ((rc = csv_next(c, &row, &e)) != 0) {
		if (rc < 0 && e.kind != ERR_DATA)
			abort();
		if (row.line <= line)
			abort();	/* never the same line twice */
		line = row.line;
		for (size_t i = 0; rc > 0 && i < row.n; i++) {
			bytes += row.len[i];
			if (row.field[i][row.len[i]] != '\0')
				abort();
		}
		err_clear(&e);
		if (++records > size + 1)
			abort();
	}
	if (bytes > size)
		abort();
	csv_free(c);
	input_free(in);
	return 0;
}

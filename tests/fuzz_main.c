/* SPDX-License-Identifier: MIT
 *
 * Runs a fuzz harness over the files of the folders named: the corpus is a
 * test with any compiler. */
#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>

#include "tests/test.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
run_file(const char *dir, const char *name)
{
	char path[4096];
	static uint8_t data[1 << 22];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		return;
	size_t n = fread(data, 1, sizeof(data), f);

	fclose(f);
	/* A copy of just that size: reading past it is seen by ASan. */
	uint8_t *copy = malloc(n > 0 ? n : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, data, n);
	CHECK(LLVMFuzzerTestOneInput(copy, n) == 0, "%s", name);
	free(copy);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		DIR *d = opendir(argv[i]);
		struct dirent *ent;

		while (d != NULL && (ent = readdir(d)) != NULL)
			if (ent->d_name[0] != '.')
				run_file(argv[i], ent->d_name);
		if (d != NULL)
			closedir(d);
	}
	if (test_n == 0)
		test_skip("no corpus");
	return test_done();
}

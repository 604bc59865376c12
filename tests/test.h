/* SPDX-License-Identifier: MIT
 *
 * Thirty lines of test harness: one TAP line a check, flushed at once so that
 * a crash loses nothing. */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int test_n, test_bad;

__attribute__((format(printf, 4, 5))) static inline void
test_check(int ok, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", ok ? "" : "not ", ++test_n);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	if (!ok) {
		printf("  # %s:%d", file, line);
		test_bad++;
	}
	printf("\n");
	fflush(stdout);
}

#define CHECK(cond, ...) test_check((cond), __FILE__, __LINE__, __VA_ARGS__)
#define CHECK_STR(got, want, name) \
	CHECK(strcmp((got), (want)) == 0, "%s: \"%s\", want \"%s\"", (name), \
	    (got), (want))
#define CHECK_NEAR(got, want, tol, name) \
	CHECK(fabs((got) - (want)) <= (tol), "%s: %.12g, want %.12g", (name), \
	    (double)(got), (double)(want))

static inline void
test_skip(const char *why)
{
	printf("ok %d # skip %s\n", ++test_n, why);
	fflush(stdout);
}

static inline int
test_done(void)
{
	printf("1..%d\n", test_n);
	return test_bad > 0;
}

#endif

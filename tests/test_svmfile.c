/* SPDX-License-Identifier: MIT
 *
 * Model files of svm-train: whole ones, and those that are not. */
#include <stdlib.h>
#include <unistd.h>

#include "classify/svmfile.h"
#include "common/outfile.h"
#include "tests/test.h"

#define HEAD "svm_type c_svc\nkernel_type linear\nnr_class 2\ntotal_sv 2\n" \
	"rho 0.25\nlabel -1 1\nnr_sv 1 1\nSV\n"
#define FIRST "0.5 1:1 3:2 \n"
#define SECOND "-0.5 2:4 \n"

static char path[] = "/tmp/svmfile-XXXXXX";

static int
read_text(const char *text, size_t n, struct svmfile *s, struct err *e)
{
	static const float scale[] = { 1, 2, 3 };
	struct err ignored = {0};

	err_clear(e);
	outfile_put(path, text, n, &ignored);
	return svmfile_read(s, path, 3, scale, e);
}

int
main(void)
{
	static const char whole[] = HEAD FIRST SECOND;
	static const struct { const char *text, *why; } wrong[] = {
		{ HEAD FIRST SECOND SECOND, "a vector too many" },
		{ HEAD FIRST "-0.4 2:4 \n", "coefficients do not sum to 0" },
		{ HEAD FIRST "0.5 2:4 \n", "of the wrong class" },
		{ HEAD FIRST "-0.5 4:4 \n", "an index too high" },
		{ HEAD FIRST "-0.5 2:4 2:4 \n", "an index twice" },
		{ HEAD FIRST "-0.5 2:nan \n", "not a number" },
		{ HEAD FIRST "-0.5 2:0x1p3 \n", "hexadecimal" },
		{ HEAD FIRST "-0.5 0:1 \n", "index 0" },
		{ "svm_type c_svc\nkernel_type rbf\ngamma 1\n" FIRST,
		    "another kernel" },
		{ "hello\n", "something else" },
	};
	struct svmfile s;
	struct err e = {0};
	size_t taken = 0;
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	CHECK(read_text(whole, sizeof(whole) - 1, &s, &e) == 0,
	    "a whole file %s", e.msg);
	/* The first class is -1: signs turn, and the scale is folded in. */
	CHECK(s.w[0] == -0.5 && s.w[1] == 4 && s.w[2] == -3 &&
	    s.bias == 0.25 && s.support == 2, "folded: %g %g %g, %g", s.w[0],
	    s.w[1], s.w[2], s.bias);
	svmfile_free(&s);
	for (size_t n = 0; n < sizeof(whole) - 1; n++) {
		taken += read_text(whole, n, &s, &e) == 0 ||
		    e.kind != ERR_CONFIG;
		svmfile_free(&s);
	}
	CHECK(taken == 0, "cut at any byte it is refused: %zu taken", taken);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		int rc = read_text(wrong[i].text, strlen(wrong[i].text), &s,
		    &e);

		CHECK(rc < 0 && e.kind == ERR_CONFIG, "%s: %s", wrong[i].why,
		    e.msg);
		svmfile_free(&s);
	}
	unlink(path);
	return test_done();
}

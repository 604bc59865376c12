/* SPDX-License-Identifier: MIT
 *
 * The file: lines `name value…` in any order, `SV`, then a line a support
 * vector: `coefficient index:value …`, of class label[0] first. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "classify/svmfile.h"
#include "common/input.h"
#include "common/mem.h"

/* svm-train prints coefficients with 17 digits; what is left of their sum is
 * rounding. */
#define SUM_MAX 1e-6
#define LINE_MAX_SVM ((size_t)16 << 20)	/* two million features fit */

struct reader {
	const char *path;
	struct lines *lines;
	uint32_t features;
	const float *scale;
	struct svmfile *out;
	/* the head */
	bool type, kernel, classes, rho;
	int64_t total, first, second;	/* vectors; of each class */
	double sign;			/* 1 when the first class is +1 */
	double sum, size;		/* of coefficients, of their sizes */
};

static int
bad(const struct reader *r, struct err *e, const char *what)
{
	return err_set(e, ERR_CONFIG, "%s:%lld: %s", r->path,
	    (long long)lines_no(r->lines), what);
}

/* A decimal number at *s, which is moved behind it. */
static bool
number(char **s, double *v)
{
	size_t n = strspn(*s, "+-.0123456789eE");
	char *end;

	*v = strtod(*s, &end);
	if (n == 0 || end != *s + n || !isfinite(*v))
		return false;
	*s = end;
	return true;
}

static bool
whole(char **s, int64_t *v)
{
	double d;

	if (!number(s, &d) || d != floor(d) || fabs(d) > 1e15)
		return false;
	*v = (int64_t)d;
	return true;
}

static bool
two(char *s, int64_t *a, int64_t *b)
{
	return whole(&s, a) && *s++ == ' ' && whole(&s, b) && *s == '\0';
}

/* One line of the head. */
static int
take_head(struct reader *r, const char *name, char *value, struct err *e)
{
	int64_t a, b;
	double rho = 0;

	if (strcmp(name, "svm_type") == 0)
		r->type = strcmp(value, "c_svc") == 0;
	else if (strcmp(name, "kernel_type") == 0)
		r->kernel = strcmp(value, "linear") == 0;
	else if (strcmp(name, "nr_class") == 0)
		return strcmp(value, "2") == 0 ? 0 : bad(r, e, "not two "
		    "classes");
	else if (strcmp(name, "total_sv") == 0)
		return whole(&value, &r->total) && *value == '\0' &&
		    r->total > 0 ? 0 : bad(r, e, "total_sv is no count");
	else if (strcmp(name, "nr_sv") == 0)
		return two(value, &r->first, &r->second) ? 0 :
		    bad(r, e, "nr_sv is not two counts");
	else if (strcmp(name, "label") == 0) {
		r->classes = two(value, &a, &b) && a * b == -1;
		r->sign = r->classes && a == 1 ? 1 : -1;
	} else if (strcmp(name, "rho") == 0) {
		r->rho = number(&value, &rho) && *value == '\0';
		r->out->bias = -rho;
	} else if (strncmp(name, "prob", 4) != 0) {
		return bad(r, e, "unknown line in the head");
	}
	return 0;
}

static int
check_head(const struct reader *r, struct err *e)
{
	if (!r->type || !r->kernel)
		return bad(r, e, "not a C-SVC with the linear kernel: "
		    "svm-train -s 0 -t 0");
	if (!r->classes)
		return bad(r, e, "the classes are not 1 and -1");
	if (!r->rho)
		return bad(r, e, "no rho");
	if (r->total == 0 || r->first + r->second != r->total)
		return bad(r, e, "nr_sv and total_sv do not agree");
	return 0;
}

/* The next line; the end of the file is a failure too. */
static int
next_line(struct reader *r, char **text, struct err *e)
{
	struct err why = {0};
	size_t len;
	int rc = lines_next(r->lines, text, &len, &why);

	if (rc > 0 && strlen(*text) == len)
		return 0;
	if (rc > 0)
		return bad(r, e, "a NUL byte");
	return bad(r, e, rc == 0 ? "the file is cut" : why.msg);
}

static int
read_head(struct reader *r, struct err *e)
{
	char *line;

	for (;;) {
		if (next_line(r, &line, e) < 0)
			return -1;
		if (strcmp(line, "SV") == 0)
			return check_head(r, e);
		char *space = strchr(line, ' ');

		if (space == NULL)
			return bad(r, e, "not a model file of svm-train");
		*space = '\0';
		if (take_head(r, line, space + 1, e) < 0)
			return -1;
	}
}

static int
take_vector(struct reader *r, int64_t i, char *s, struct err *e)
{
	double coef, x;
	int64_t index, before = 0;

	if (!number(&s, &coef) || *s++ != ' ' || coef == 0 ||
	    (coef > 0) != (i < r->first))
		return bad(r, e, "a wrong coefficient");
	r->sum += coef;
	r->size += fabs(coef);
	for (; *s != '\0'; before = index) {
		if (!whole(&s, &index) || *s++ != ':' || !number(&s, &x) ||
		    *s++ != ' ')
			return bad(r, e, "not index:value");
		if (index <= before || index > (int64_t)r->features)
			return bad(r, e, "an index that the model does not "
			    "have, or out of order");
		r->out->w[index - 1] += coef * x;
	}
	return 0;
}

static int
read_vectors(struct reader *r, struct err *e)
{
	char *line;
	size_t len;

	for (int64_t i = 0; i < r->total; i++)
		if (next_line(r, &line, e) < 0 || take_vector(r, i, line, e)
		    < 0)
			return -1;
	struct err ignored = {0};

	if (lines_next(r->lines, &line, &len, &ignored) != 0)
		return bad(r, e, "more vectors than total_sv says");
	if (fabs(r->sum) > SUM_MAX * r->size)
		return bad(r, e, "the coefficients do not sum to 0: the file "
		    "was changed");
	return 0;
}

static void
finish(struct reader *r)
{
	struct svmfile *s = r->out;

	s->support = r->total;
	s->bias *= r->sign;
	for (uint32_t f = 0; f < r->features; f++)
		s->w[f] *= r->sign * (r->scale != NULL ? r->scale[f] : 1);
}

int
svmfile_read(struct svmfile *s, const char *path, uint32_t features,
    const float *scale, struct err *e)
{
	struct input *in = input_open(path, e);
	struct reader r = { .path = path, .features = features,
	    .scale = scale, .out = s };
	int rc = -1;

	*s = (struct svmfile){0};
	if (in == NULL)
		return -1;
	r.lines = lines_new(in, LINE_MAX_SVM);
	s->w = xcalloc(features, sizeof(*s->w));
	if (read_head(&r, e) == 0 && read_vectors(&r, e) == 0) {
		finish(&r);
		rc = 0;
	}
	lines_free(r.lines);
	input_free(in);
	return rc;
}

void
svmfile_free(struct svmfile *s)
{
	free(s->w);
	*s = (struct svmfile){0};
}

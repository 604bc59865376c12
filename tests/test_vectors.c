/* SPDX-License-Identifier: MIT
 *
 * Statistics against reference results (R, scipy, statsmodels). Arguments are
 * vector files; without any, all that stand in $SHARED/vectors. The check is
 * picked by the file's id and method, so that others of the same shape run
 * too; one that is not known is skipped with a line. */
#include <dirent.h>
#include <jansson.h>
#include <stdlib.h>

#include "report/interval.h"
#include "report/survival.h"
#include "tests/test.h"

static double tolerance;

static double
number(const json_t *v)
{
	return json_is_number(v) ? json_number_value(v) : NAN;
}

static double
at(const json_t *a, size_t i)
{
	return number(json_array_get(a, i));
}

/* Both NaN (null in the file), or near. */
static void
same(double got, const json_t *want, const char *what, size_t i)
{
	double w = number(want);

	CHECK((isnan(got) && isnan(w)) || fabs(got - w) <= tolerance,
	    "%s[%zu]: %.12g, want %.12g", what, i, got, w);
}

static size_t
read_obs(const json_t *in, struct obs **out)
{
	const json_t *t = json_object_get(in, "time");
	const json_t *d = json_object_get(in, "event");
	const json_t *w = json_object_get(in, "weight");
	size_t n = json_array_size(t);

	*out = calloc(n + 1, sizeof(**out));
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct obs){ at(t, i), w != NULL ? at(w, i) : 1,
		    at(d, i) != 0 };
	return n;
}

static void
band(const struct km *k, enum km_band b, double conf, const json_t *want,
    const char *name)
{
	for (size_t i = 0; want != NULL && i < k->n; i++) {
		double lo, hi;

		km_limits(k, k->step[i].t, conf, b, &lo, &hi);
		same(lo, json_array_get(json_object_get(want, "lower"), i),
		    name, i);
		same(hi, json_array_get(json_object_get(want, "upper"), i),
		    name, i);
	}
}

static void
kaplan_meier(const json_t *in, const json_t *want)
{
	const json_t *q = json_object_get(want, "quantiles");
	const json_t *points = json_object_get(want, "surv_at");
	const json_t *time = json_object_get(points, "t");
	double conf = json_object_get(in, "conf_level") != NULL ?
	    number(json_object_get(in, "conf_level")) : 0.95;
	struct obs *o;
	struct km k;

	size_t n = read_obs(in, &o);

	km_fit(&k, o, n);
	CHECK(k.n == json_array_size(json_object_get(want, "time")),
	    "event times: %zu", k.n);
	for (size_t i = 0; i < k.n; i++) {
		static const char *const risk[] = { "n_risk",
		    "weighted_at_risk" };
		static const char *const event[] = { "n_event",
		    "weighted_events" };

		same(k.step[i].t, json_array_get(json_object_get(want,
		    "time"), i), "time", i);
		same(k.step[i].s, json_array_get(json_object_get(want,
		    "surv"), i), "surv", i);
		for (int j = 0; j < 2; j++) {
			if (json_object_get(want, risk[j]) == NULL)
				continue;
			same(k.step[i].n, json_array_get(json_object_get(
			    want, risk[j]), i), risk[j], i);
			same(k.step[i].d, json_array_get(json_object_get(
			    want, event[j]), i), event[j], i);
		}
		if (json_object_get(want, "greenwood_se") != NULL)
			same(km_se(&k, k.step[i].t), json_array_get(
			    json_object_get(want, "greenwood_se"), i), "se",
			    i);
	}
	band(&k, KM_PLAIN, conf, json_object_get(want, "ci_plain"), "plain");
	band(&k, KM_LOG, conf, json_object_get(want, "ci_log"), "log");
	band(&k, KM_LOGLOG, conf, json_object_get(want, "ci_loglog"),
	    "log-log");
	if (q != NULL) {
		same(km_quantile(&k, 0.25), json_object_get(q, "q25"), "q", 25);
		same(km_quantile(&k, 0.5), json_object_get(q, "median"), "q",
		    50);
		same(km_quantile(&k, 0.75), json_object_get(q, "q75"), "q", 75);
	}
	for (size_t i = 0; i < json_array_size(time); i++)
		same(km_s(&k, at(time, i)), json_array_get(
		    json_object_get(points, "S"), i), "S(t)", i);
	km_free(&k);
	free(o);
}

static void
log_rank(const json_t *in, const json_t *want)
{
	const json_t *g = json_object_get(in, "group");
	struct obs *o, *part[2];
	size_t n = read_obs(in, &o), m[2] = { 0, 0 };
	static const struct { enum rank_weight w; const char *key; } chi[] = {
		{ RANK_LOGRANK, "chisq" }, { RANK_PETO, "peto_chisq" },
		{ RANK_GEHAN, "gehan_wilcoxon_chisq" },
		{ RANK_TARONE_WARE, "tarone_ware_chisq" },
	};
	struct rank_test r;

	for (int k = 0; k < 2; k++)
		part[k] = calloc(n + 1, sizeof(**part));
	for (size_t i = 0; i < n; i++) {
		int k = at(g, i) != at(g, 0);

		part[k][m[k]++] = o[i];
	}
	for (size_t i = 0; i < sizeof(chi) / sizeof(chi[0]); i++) {
		rank_test(part[0], m[0], part[1], m[1], chi[i].w, &r);
		if (json_object_get(want, chi[i].key) != NULL)
			same(r.chisq, json_object_get(want, chi[i].key),
			    chi[i].key, i);
	}
	rank_test(part[0], m[0], part[1], m[1], RANK_LOGRANK, &r);
	for (size_t i = 0; i < 2; i++) {
		same(r.observed[i], json_array_get(json_object_get(want,
		    "observed"), i), "observed", i);
		same(r.expected[i], json_array_get(json_object_get(want,
		    "expected"), i), "expected", i);
	}
	same(r.variance, json_object_get(want, "variance"), "variance", 0);
	same(r.p, json_object_get(want, "p"), "p", 0);
	free(part[0]);
	free(part[1]);
	free(o);
}

static void
restricted_mean(const json_t *in, const json_t *want)
{
	const char *arm;
	json_t *data, *row;
	size_t i;

	json_object_foreach((json_t *)(uintptr_t)in, arm, data) {
		struct obs *o;
		struct km k;

		size_t n = read_obs(data, &o);

		km_fit(&k, o, n);
		json_array_foreach(json_object_get(want, arm), i, row) {
			double se, m = km_rmst(&k, number(json_object_get(row,
			    "tau")), &se);

			same(m, json_object_get(row, "rmst"), arm, i);
			same(se, json_object_get(row, "se"), "se", i);
		}
		km_free(&k);
		free(o);
	}
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void
quantiles(const json_t *in, const json_t *want)
{
	const json_t *x = json_object_get(in, "x");
	const json_t *p = json_object_get(in, "p");
	size_t n = json_array_size(x);
	double *v = calloc(n + 1, sizeof(*v));

	for (size_t i = 0; i < n; i++)
		v[i] = at(x, i);
	qsort(v, n, sizeof(*v), by_value);
	for (size_t i = 0; i < json_array_size(p); i++)
		same(interval_quantile(v, n, at(p, i)), json_array_get(
		    json_object_get(want, "q"), i), "quantile", i);
	free(v);
}

static void
binomial(const json_t *in, const json_t *want)
{
	static const struct {
		const char *name;
		struct share (*f)(int64_t, int64_t, double);
	} kind[] = {
		{ "wilson", interval_wilson },
		{ "clopper_pearson", interval_exact },
		{ "agresti_coull", interval_agresti_coull },
		{ "jeffreys", interval_jeffreys },
	};
	json_t *row, *limits;
	const char *level;
	size_t i;

	(void)in;
	json_array_foreach((json_t *)(uintptr_t)want, i, row) {
		int64_t x = json_integer_value(json_object_get(row, "x"));
		int64_t n = json_integer_value(json_object_get(row, "n"));

		json_object_foreach(row, level, limits) {
			for (size_t k = 0; json_is_object(limits) && k < 4;
			    k++) {
				const json_t *w = json_object_get(limits,
				    kind[k].name);
				struct share s = kind[k].f(x, n,
				    strtod(level, NULL));

				if (w == NULL)
					continue;
				same(s.lo, json_array_get(w, 0),
				    kind[k].name, i);
				same(s.hi, json_array_get(w, 1),
				    kind[k].name, i);
			}
		}
	}
}

static const struct {
	const char *id, *method;	/* found in the file's id or method */
	void (*check)(const json_t *in, const json_t *want);
} checks[] = {
	{ "_km_", "Kaplan-Meier", kaplan_meier },
	{ "_logrank_leukemia", "log-rank test (Mantel", log_rank },
	{ "_rmst_", "restricted mean", restricted_mean },
	{ "_quantile_type7", "sample quantiles", quantiles },
	{ "_binomial_intervals", "Wilson score, Clopper", binomial },
};

static void
run_file(const char *path)
{
	json_t *v = json_load_file(path, 0, NULL);
	const char *id = json_string_value(json_object_get(v, "id"));
	const char *method = json_string_value(json_object_get(v, "method"));
	char why[300];

	CHECK(id != NULL && method != NULL, "%s is a vector", path);
	tolerance = number(json_object_get(json_object_get(v, "tolerance"),
	    "abs"));
	for (size_t i = 0; id != NULL && i < sizeof(checks) /
	    sizeof(checks[0]); i++)
		if (strstr(id, checks[i].id) != NULL ||
		    (method != NULL && strstr(method, checks[i].method))) {
			checks[i].check(json_object_get(v, "inputs"),
			    json_object_get(v, "expected"));
			json_decref(v);
			return;
		}
	snprintf(why, sizeof(why), "vector %s: no estimator for it yet",
	    id != NULL ? id : path);
	test_skip(why);
	json_decref(v);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int
main(int argc, char **argv)
{
	const char *shared = getenv("SHARED");
	char dir[4096], path[8192];
	struct dirent **name = NULL;

	interval_init();
	for (int i = 1; i < argc; i++)
		run_file(argv[i]);
	if (argc > 1)
		return test_done();
	snprintf(dir, sizeof(dir), "%s/vectors", shared != NULL &&
	    *shared != '\0' ? shared : "../shared");
	int n = scandir(dir, &name, NULL, by_name);

	for (int i = 0; i < n; i++) {
		if (strstr(name[i]->d_name, ".json") != NULL) {
			snprintf(path, sizeof(path), "%s/%s", dir,
			    name[i]->d_name);
			run_file(path);
		}
		free(name[i]);
	}
	free(name);
	if (n < 0)
		test_skip("reference vectors: shared data are not here");
	return test_done();
}

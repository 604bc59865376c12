/* SPDX-License-Identifier: MIT
 *
 * classify: options and wiring only. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "classify/adopt.h"
#include "classify/card.h"
#include "classify/check.h"
#include "classify/eval.h"
#include "classify/exchange.h"
#include "classify/explain.h"
#include "classify/model.h"
#include "classify/moves.h"
#include "classify/promote.h"
#include "classify/run.h"
#include "classify/sample.h"
#include "classify/search.h"
#include "classify/train.h"
#include "common/diag.h"
#include "common/opts.h"

static struct {
	const char *model, *out, *name, *language, *threshold, *solver,
	    *budget;
	const char *group, *test, *predictions;
	double cost, bayes, balance, epsilon, max_rejects, random_share;
	int64_t folds, seed, min_posts, memory, n;
	struct opt_list labelled;
	bool json, search;
	/* As svm-train has them. */
	double weight_yes, weight_no;
	int64_t svm_type, kernel, cache_mb, shrinking, parts;
	const char *gamma;
	const char *models, *why;
	double tolerance;
	bool force;
	const char *gold;
	int64_t top;
	const char *to, *from, *label;
	const char *from_libsvm;
	struct opt_list against, scale, calibrate;
} opt = {
	.name = "model", .language = "en", .threshold = "half",
	.solver = "auto", .cost = -1, .bayes = -1, .balance = -1, .epsilon = -1,
	.max_rejects = 0.05, .folds = 10, .seed = 1, .min_posts = 2,
	.memory = 4096, .shrinking = 1, .random_share = 0.2, .n = 200, .top = 8,
	.models = "models", .tolerance = 0.01,
};

static size_t
run_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'm', "model", OPT_STRING, &opt.model, "DIR",
		    "the model (default $UNANSWERED_MODEL, models/current)",
		    0, 0 },
		{ 'o', "output", OPT_STRING, &opt.out, "FILE|-",
		    "without a store: labelled posts go there (-)", 0, 0 },
		{ 0, "max-rejects", OPT_DOUBLE, &opt.max_rejects, "SHARE",
		    "more bad lines than that: exit 7 (0.05)", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static size_t
training_options(struct opt *o)
{
	const struct opt rows[] = {
		{ 'C', "cost", OPT_DOUBLE, &opt.cost, "C",
		    "price of a training error (default: by label)", 0, 0 },
		{ 0, "bayes", OPT_DOUBLE, &opt.bayes, "STRENGTH",
		    "naive Bayes scaling, 0 for none (by label)", 0, 0 },
		{ 0, "balance", OPT_DOUBLE, &opt.balance, "POWER",
		    "1: both classes weigh the same, 0: every post", 0,
		    0 },
		{ 'e', "epsilon", OPT_DOUBLE, &opt.epsilon, "E",
		    "when the solver stops (libsvm 0.001, liblinear 0.1)", 0,
		    0 },
		{ 0, "folds", OPT_INT, &opt.folds, "N",
		    "parts for cross-validation (10)", 2, 100 },
		{ 0, "seed", OPT_INT, &opt.seed, "N",
		    "which post is in which part (1)", 0, INT64_MAX },
		{ 0, "min-posts", OPT_INT, &opt.min_posts, "N",
		    "leave out features in fewer posts (2)", 1, 1000 },
		{ 0, "threshold", OPT_STRING, &opt.threshold, "half|best",
		    "a label is set from p = 0.5, or where macro-F1 is best",
		    0, 0 },
		{ 0, "memory", OPT_INT, &opt.memory, "MIB",
		    "for matrices of inner products (4096)", 1, 1 << 20 },
		{ 0, "solver", OPT_STRING, &opt.solver,
		    "auto|libsvm|liblinear",
		    "auto: liblinear where the matrix is too large", 0, 0 },
		{ 0, "max-rejects", OPT_DOUBLE, &opt.max_rejects, "SHARE",
		    "more bad lines than that: exit 7 (0.05)", 0, 0 },
	};
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

/* The letters people know from libsvm; -s, -c, -h and -v mean something else
 * for commands that have a store. -w1 and -w0 are made long by main. */
static size_t
svm_train_options(struct opt *o)
{
	const struct opt rows[] = {
		{ 0, "", OPT_GROUP, NULL, NULL, "As libsvm's svm-train", 0,
		    0 },
		{ 's', "svm-type", OPT_INT, &opt.svm_type, "0",
		    "0, C-SVC, is all there is", 0, 0 },
		{ 't', "kernel", OPT_INT, &opt.kernel, "0",
		    "0, linear, is all there is; so there is no -g", 0, 0 },
		{ 'g', "gamma", OPT_STRING, &opt.gamma, "G",
		    "of other kernels: refused", 0, 0 },
		{ 'c', "svm-cost", OPT_DOUBLE, &opt.cost, "C",
		    "the same as --cost", 0, 0 },
		{ 0, "weight-yes", OPT_DOUBLE, &opt.weight_yes, "W",
		    "-w1 W: C times W for posts with a label", 0, 0 },
		{ 0, "weight-no", OPT_DOUBLE, &opt.weight_no, "W",
		    "-w0 W (or -w-1): for posts without it", 0, 0 },
		{ 'm', "cache", OPT_INT, &opt.cache_mb, "MB",
		    "libsvm's cache of kernel rows (400)", 1, 1 << 20 },
		{ 'h', "shrinking", OPT_INT, &opt.shrinking, "0|1",
		    "libsvm's shrinking heuristic (1)", 0, 1 },
		{ 'v', "cross-validate", OPT_INT, &opt.parts, "N",
		    "only evaluate, in N parts: no model is made", 2, 100 },
	};
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

/* A machine of svm-train for one label of a model. */
static size_t
adopt_options(struct opt *o)
{
	const struct opt rows[] = {
		{ 0, "", OPT_GROUP, NULL, NULL, "To take in a machine of "
		    "svm-train (with --bayes, -o and --name)", 0, 0 },
		{ 0, "from-libsvm", OPT_STRING, &opt.from_libsvm, "FILE",
		    "its model file; LABELLED are the posts exported", 0, 0 },
		{ 0, "model", OPT_STRING, &opt.model, "DIR",
		    "the model that was exported and gets it", 0, 0 },
		{ 0, "label", OPT_STRING, &opt.label, "LABEL",
		    "for that label", 0, 0 },
		{ 0, "calibrate", OPT_LIST, &opt.calibrate, "LABELLED",
		    "posts it has not seen (default: as the model does)", 0,
		    0 },
	};
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static size_t
train_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'o', "output", OPT_STRING, &opt.out, "DIR",
		    "the model's folder", 0, 0 },
		{ 0, "name", OPT_STRING, &opt.name, "NAME",
		    "its name (model)", 0, 0 },
		{ 0, "language", OPT_STRING, &opt.language, "CODE,…",
		    "languages of the posts; others are abstained (en)", 0,
		    0 },
		{ 0, "auto", OPT_FLAG, &opt.search, NULL,
		    "search the best --cost for each label", 0, 0 },
		{ 0, "budget", OPT_STRING, &opt.budget, "TIME",
		    "with --auto: use the best found in 90s, 10m, 2h", 0,
		    0 },
	};
	size_t n = sizeof(rows) / sizeof(rows[0]);

	(void)max;
	memcpy(o, rows, sizeof(rows));
	n += training_options(o + n);
	n += svm_train_options(o + n);
	return n + adopt_options(o + n);
}

static size_t
eval_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'm', "model", OPT_STRING, &opt.model, "DIR",
		    "measure that model (default: cross-validate)", 0, 0 },
		{ 0, "group", OPT_STRING, &opt.group, "COLUMN",
		    "a part for each value: leave one group out", 0, 0 },
		{ 0, "test", OPT_STRING, &opt.test, "FILE",
		    "train on the labelled files, measure on this one", 0, 0 },
		{ 0, "predictions", OPT_STRING, &opt.predictions, "FILE",
		    "what was said about each post, as TSV", 0, 0 },
		{ 0, "json", OPT_FLAG, &opt.json, NULL,
		    "one JSON object on standard output", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]) +
	    training_options(o + sizeof(rows) / sizeof(rows[0]));
}

static size_t
sample_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'n', "posts", OPT_INT, &opt.n, "N",
		    "how many (200)", 1, PICK_MAX },
		{ 'm', "model", OPT_STRING, &opt.model, "DIR",
		    "whose doubts count (as for run)", 0, 0 },
		{ 0, "labelled", OPT_LIST, &opt.labelled, "FILE",
		    "leave out what stands there; may be repeated", 0, 0 },
		{ 0, "random-share", OPT_DOUBLE, &opt.random_share, "SHARE",
		    "drawn uniformly, not by doubt (0.2)", 0, 0 },
		{ 0, "seed", OPT_INT, &opt.seed, "N",
		    "which ones are drawn (1)", 0, INT64_MAX },
		{ 'o', "output", OPT_STRING, &opt.out, "FILE.tsv|-",
		    "where the table goes (-); never replaced", 0, 0 },
		{ 0, "max-rejects", OPT_DOUBLE, &opt.max_rejects, "SHARE",
		    "more bad lines than that: exit 7 (0.05)", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static size_t
export_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 0, "to", OPT_STRING, &opt.to, "FORMAT",
		    "tsv, jsonl, fasttext, doccano, labelstudio, prodigy, "
		    "libsvm, decisions", 0, 0 },
		{ 0, "label", OPT_STRING, &opt.label, "LABEL",
		    "only that one: complaint, query, sentiment", 0, 0 },
		{ 'o', "output", OPT_STRING, &opt.out, "FILE|-",
		    "where it goes (-)", 0, 0 },
		{ 0, "max-rejects", OPT_DOUBLE, &opt.max_rejects, "SHARE",
		    "more bad lines than that: exit 7 (0.05)", 0, 0 },
		{ 0, "", OPT_GROUP, NULL, NULL, "For libsvm and decisions", 0,
		    0 },
		{ 'm', "model", OPT_STRING, &opt.model, "DIR",
		    "the model (default $UNANSWERED_MODEL, models/default)",
		    0, 0 },
		{ 0, "bayes", OPT_DOUBLE, &opt.bayes, "STRENGTH",
		    "naive Bayes scaling, 0 for none (as in the model)", 0,
		    0 },
		{ 0, "scale", OPT_LIST, &opt.scale, "LABELLED",
		    "its factors come from there (from the posts written)",
		    0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static size_t
import_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 0, "from", OPT_STRING, &opt.from, "FORMAT",
		    "tsv, jsonl, fasttext, doccano, labelstudio, prodigy", 0,
		    0 },
		{ 'o', "output", OPT_STRING, &opt.out, "FILE|-",
		    "JSON Lines go there (-; with --against: nowhere)", 0,
		    0 },
		{ 0, "against", OPT_LIST, &opt.against, "LABELLED",
		    "show agreement with these earlier labels", 0, 0 },
		{ 0, "json", OPT_FLAG, &opt.json, NULL,
		    "agreement as one JSON object", 0, 0 },
		{ 0, "max-rejects", OPT_DOUBLE, &opt.max_rejects, "SHARE",
		    "more bad lines than that: exit 7 (0.05)", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static size_t
why_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'm', "model", OPT_STRING, &opt.model, "DIR",
		    "the model (default $UNANSWERED_MODEL, models/default)",
		    0, 0 },
		{ 0, "top", OPT_INT, &opt.top, "N",
		    "n-grams shown for each label, 0 for all (8)", 0, 100000 },
		{ 0, "json", OPT_FLAG, &opt.json, NULL,
		    "one JSON object a line for each post", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static size_t
check_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 0, "gold", OPT_STRING, &opt.gold, "FILE",
		    "for measuring only: find posts of the files in it", 0,
		    0 },
		{ 0, "json", OPT_FLAG, &opt.json, NULL,
		    "one JSON object on standard output", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static size_t
models_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 0, "models", OPT_STRING, &opt.models, "DIR",
		    "the folder of versions (models)", 0, 0 },
		{ 0, "gold", OPT_STRING, &opt.gold, "FILE",
		    "promote: labelled posts both models are tried on", 0,
		    0 },
		{ 0, "tolerance", OPT_DOUBLE, &opt.tolerance, "F1",
		    "promote: a larger loss of macro-F1 is refused (0.01)", 0,
		    0 },
		{ 0, "force", OPT_FLAG, &opt.force, NULL,
		    "promote: even when it is worse; that is recorded", 0,
		    0 },
		{ 0, "why", OPT_STRING, &opt.why, "TEXT",
		    "promote, rollback: for the ledger", 0, 0 },
		{ 0, "json", OPT_FLAG, &opt.json, NULL,
		    "one JSON object on standard output", 0, 0 },
		{ 0, "max-rejects", OPT_DOUBLE, &opt.max_rejects, "SHARE",
		    "more bad lines than that: exit 7 (0.05)", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

/* ---- options checked ---- */

static const char *const solver_name[] = {
	[FIT_AUTO] = "auto", [FIT_LIBSVM] = "libsvm",
	[FIT_LIBLINEAR] = "liblinear",
};

/* -1 when there is no such solver. */
static int
solver_of(const char *name)
{
	for (int i = FIT_AUTO; i <= FIT_LIBLINEAR; i++)
		if (strcmp(name, solver_name[i]) == 0)
			return i;
	return -1;
}

static int
check_share(void)
{
	return opt.max_rejects >= 0 && opt.max_rejects <= 1 ? 0 :
	    opts_usage("--max-rejects: a share from 0 to 1");
}

static int
check_training(int argc, bool may_lack_files)
{
	if (argc == 0 && !may_lack_files)
		return opts_usage("name labelled files");
	if (strcmp(opt.threshold, "half") != 0 &&
	    strcmp(opt.threshold, "best") != 0)
		return opts_usage("--threshold: half or best, not \"%s\"",
		    opt.threshold);
	if (solver_of(opt.solver) < 0)
		return opts_usage("--solver: auto, libsvm or liblinear, not "
		    "\"%s\"", opt.solver);
	if (opt.cost != -1 && !(opt.cost > 0 && opt.cost < 1e9))
		return opts_usage("--cost: a number above 0");
	if (opt.bayes != -1 && !(opt.bayes >= 0 && opt.bayes < 1e6))
		return opts_usage("--bayes: a number from 0 up");
	if (opt.balance != -1 && !(opt.balance >= 0 && opt.balance <= 1))
		return opts_usage("--balance: a number from 0 to 1");
	if (opt.epsilon != -1 && !(opt.epsilon > 0 && opt.epsilon < 1))
		return opts_usage("--epsilon: a number between 0 and 1");
	return check_share();
}

static struct cross_options
cross_options(const struct common_opts *c, int argc, char **argv)
{
	struct cross_options o = cross_default;

	o.file = (const char *const *)argv;
	o.n_files = (size_t)argc;
	o.seed = opt.seed;
	o.min_posts = (int)opt.min_posts;
	o.best_threshold = strcmp(opt.threshold, "best") == 0;
	o.max_rejects = opt.max_rejects;
	o.fit = fit_default;
	for (int l = 0; l < P_N; l++) {
		if (opt.cost != -1)
			o.fit.cost[l] = opt.cost;
		if (opt.bayes != -1)
			o.fit.bayes[l] = opt.bayes;
		if (opt.balance != -1)
			o.fit.balance[l] = opt.balance;
	}
	if (opt.epsilon != -1)
		o.fit.epsilon = opt.epsilon;
	o.fit.solver = (enum fit_solver)solver_of(opt.solver);
	o.fit.cache_mb = (int)opt.cache_mb;
	o.fit.no_shrinking = opt.shrinking == 0;
	if (opt.weight_yes != 0 || opt.weight_no != 0) {
		o.fit.weight[1] = opt.weight_yes != 0 ? opt.weight_yes : 1;
		o.fit.weight[0] = opt.weight_no != 0 ? opt.weight_no : 1;
	}
	o.fit.folds = (int)(opt.parts > 0 ? opt.parts : opt.folds);
	o.fit.jobs = c->jobs > 0 ? (int)c->jobs : 1;
	o.fit.memory = (size_t)opt.memory << 20;
	return o;
}

/* ---- commands ---- */

static int
finish(int rc, const struct tally *t, const struct common_opts *c,
    const struct err *e)
{
	struct err late = {0};

	rc = rc < 0 ? diag_fail(e) : 0;
	tally_say(t);
	if (tally_write(t, c->stats, &late) < 0 && rc == 0)
		rc = diag_fail(&late);
	return rc;
}

/* The same for what prints a result; a refusal and what was found to be bad
 * are results too. */
static int
finish_shown(int rc, struct buf *shown, const struct tally *t,
    const struct common_opts *c, const struct err *e)
{
	if (shown->len > 0 && (rc == 0 || e->kind == ERR_REFUSED ||
	    e->kind == ERR_REJECTS))
		fwrite(shown->s, 1, shown->len, stdout);
	buf_free(shown);
	return finish(rc, t, c, e);
}

static int
run_run(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct run_options o = { .model = opt.model, .store = c->store,
	    .out = opt.out != NULL ? opt.out : "-",
	    .file = (const char *const *)argv, .n_files = (size_t)argc,
	    .max_rejects = opt.max_rejects,
	    .jobs = c->jobs > 0 ? (int)c->jobs : 1 };

	if (check_share() != 0)
		return 2;
	if (o.store != NULL && (argc > 0 || opt.out != NULL))
		return opts_usage("run: a store (-s), or files and -o");
	if (o.store == NULL && argc == 0 && isatty(STDIN_FILENO))
		return opts_usage("run: name a store with -s, or give posts "
		    "on standard input");
	return finish(run_label(&o, &t, &e), &t, c, &e);
}

static int
run_adopt(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	struct adopt_options o = { cross_options(c, argc, argv),
	    opt.from_libsvm, opt.model, P_N, opt.bayes, opt.calibrate.v,
	    opt.calibrate.n, opt.out, opt.name };

	for (int l = 0; opt.label != NULL && l < P_N; l++)
		if (strcmp(opt.label, post_p_name[l]) == 0)
			o.label = (enum post_p)l;
	if (o.label == P_N)
		return opts_usage("--from-libsvm: name its --label: "
		    "complaint, query, negative, neutral or positive");
	int rc = adopt_run(&o, &t, &shown, &e);

	return finish_shown(rc, &shown, &t, c, &e);
}

static int
run_eval(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	int rc = check_training(argc, false);

	if (rc != 0)
		return rc;
	if ((opt.model != NULL) + (opt.group != NULL) + (opt.test != NULL) > 1)
		return opts_usage("eval: one of --model, --group and --test");
	if (opt.predictions != NULL && strcmp(opt.predictions, "-") == 0)
		return opts_usage("--predictions: a file; standard output "
		    "has the scores");
	struct eval_options o = { cross_options(c, argc, argv), opt.model,
	    opt.test, opt.predictions, opt.json };

	o.cross.group = opt.group;
	o.cross.fit.whole = opt.test != NULL;
	o.cross.fit.every = false;
	rc = eval_run(&o, &t, &shown, &e);
	return finish_shown(rc, &shown, &t, c, &e);
}

static bool
is_weight(double w)
{
	return w == 0 || (w > 0 && w < 1e9);
}

static int
check_svm_train(void)
{
	if (opt.svm_type != 0)
		return opts_usage("-s: 0 (C-SVC) is the only type");
	if (opt.kernel != 0)
		return opts_usage("-t: 0 (linear) is the only kernel: a model "
		    "is one weight a feature");
	if (opt.gamma != NULL)
		return opts_usage("-g belongs to kernels that are not linear");
	if (!is_weight(opt.weight_yes) || !is_weight(opt.weight_no))
		return opts_usage("-w1, -w0: a number above 0");
	if ((opt.weight_yes != 0 || opt.weight_no != 0) && opt.balance != -1)
		return opts_usage("-w1 and -w0 take the place of --balance: "
		    "leave one out");
	if (opt.parts > 0 && (opt.out != NULL || opt.search))
		return opts_usage("-v makes no model: it goes without -o and "
		    "--auto");
	return 0;
}

static int
check_adopt(void)
{
	if (opt.from_libsvm == NULL)
		return opt.model == NULL && opt.label == NULL &&
		    opt.calibrate.n == 0 ? 0 : opts_usage("train: --model, "
		    "--label and --calibrate go with --from-libsvm");
	return opt.parts == 0 && !opt.search ? 0 : opts_usage("--from-libsvm "
	    "takes in a machine as it is: it goes without -v and --auto");
}

static int
run_train(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	int rc = check_training(argc, opt.from_libsvm != NULL);

	if (rc == 0)
		rc = check_svm_train();
	if (rc == 0)
		rc = check_adopt();
	if (rc != 0)
		return rc;
	if (opt.parts > 0)
		return run_eval(c, argc, argv);
	if (opt.out == NULL)
		return opts_usage("train: name the model's folder with -o");
	if (*opt.name == '\0' || strcspn(opt.name, "@/ \t\n") !=
	    strlen(opt.name))
		return opts_usage("--name: no @, slash or space");
	if (opt.from_libsvm != NULL)
		return run_adopt(c, argc, argv);
	if (opt.search && opt.cost != -1)
		return opts_usage("--auto searches what --cost gives: leave "
		    "one out");
	if (opt.budget != NULL && !opt.search)
		return opts_usage("--budget goes with --auto");
	struct train_options o = { .cross = cross_options(c, argc, argv),
	    .out = opt.out, .name = opt.name, .languages = opt.language,
	    .search = opt.search };

	if (opt.budget != NULL &&
	    search_budget(opt.budget, &o.budget_s, &e) < 0)
		return diag_fail(&e);
	o.cross.fit.whole = o.cross.fit.every = true;
	rc = train_run(&o, &t, &shown, &e);
	return finish_shown(rc, &shown, &t, c, &e);
}

static int
run_sample(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct sample_options o = { .model = opt.model, .store = c->store,
	    .file = (const char *const *)argv, .n_files = (size_t)argc,
	    .labelled = opt.labelled.v, .n_labelled = opt.labelled.n,
	    .out = opt.out != NULL ? opt.out : "-", .n = (size_t)opt.n,
	    .random_share = opt.random_share, .seed = (uint64_t)opt.seed,
	    .max_rejects = opt.max_rejects };

	if (check_share() != 0)
		return 2;
	if (!(o.random_share >= 0 && o.random_share <= 1))
		return opts_usage("--random-share: a share from 0 to 1");
	if (o.store != NULL && argc > 0)
		return opts_usage("sample: a store (-s), or files of posts; "
		    "each labelled file needs its own --labelled");
	if (o.store == NULL && argc == 0 && isatty(STDIN_FILENO))
		return opts_usage("sample: name a store with -s, or give "
		    "posts on standard input");
	return finish(sample_run(&o, &t, &e), &t, c, &e);
}

static int
run_why(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct explain_options o = { .model = opt.model, .store = c->store,
	    .what = (const char *const *)argv, .n = (size_t)argc,
	    .top = (size_t)opt.top, .json = opt.json };

	if (argc == 0 && isatty(STDIN_FILENO))
		return opts_usage("why: name a text or the id of a post, or "
		    "give posts on standard input");
	return finish(explain_run(&o, &t, &e), &t, c, &e);
}

static int
run_check(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	struct check_options o = { (const char *const *)argv, (size_t)argc,
	    opt.gold, opt.json };

	if (argc == 0)
		return opts_usage("name labelled files");
	int rc = check_run(&o, &t, &shown, &e);

	return finish_shown(rc, &shown, &t, c, &e);
}

static int
run_export(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct exchange_export o = { .file = (const char *const *)argv,
	    .n_files = (size_t)argc, .to = opt.to, .label = opt.label,
	    .out = opt.out != NULL ? opt.out : "-", .model = opt.model,
	    .max_rejects = opt.max_rejects, .scale = opt.scale,
	    .bayes = opt.bayes };

	if (opt.to == NULL)
		return opts_usage("export: name the format with --to");
	if (argc == 0)
		return opts_usage("export: name labelled files");
	if (opt.bayes != -1 && !(opt.bayes >= 0 && opt.bayes < 1e6))
		return opts_usage("--bayes: a number from 0 up");
	if (check_share() != 0)
		return 2;
	return finish(exchange_export(&o, &t, &e), &t, c, &e);
}

static int
run_import(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	struct exchange_import o = { .file = (const char *const *)argv,
	    .n_files = (size_t)argc, .from = opt.from, .out = opt.out,
	    .max_rejects = opt.max_rejects, .against = opt.against,
	    .json = opt.json };

	if (opt.from == NULL)
		return opts_usage("import: name the format with --from");
	if (argc == 0)
		return opts_usage("import: name files, or - for standard "
		    "input");
	if (check_share() != 0)
		return 2;
	if (opt.against.n == 0 && o.out == NULL)
		o.out = "-";
	if (opt.against.n > 0 && o.out != NULL && strcmp(o.out, "-") == 0)
		return opts_usage("import: with --against the comparison "
		    "goes to standard output; name a file with -o");
	int rc = exchange_import(&o, &t, &shown, &e);

	return finish_shown(rc, &shown, &t, c, &e);
}

/* What `models` is asked to do, and how many names may follow. */
enum models_what { M_LIST, M_SHOW, M_DIFF, M_PROMOTE, M_ROLLBACK, M_N };
static const struct { const char *name; int least, most; const char *names; }
    models_what[M_N] = {
	[M_LIST] = { "list", 0, 0, "nothing" },
	[M_SHOW] = { "show", 1, 1, "a version, or current" },
	[M_DIFF] = { "diff", 2, 3, "two versions, and a file of posts" },
	[M_PROMOTE] = { "promote", 1, 1, "the folder of a model" },
	[M_ROLLBACK] = { "rollback", 0, 0, "nothing" },
};

static int
check_models(int argc, char **argv, enum models_what *what)
{
	int w = 0;

	while (argc > 0 && w < M_N && strcmp(argv[0], models_what[w].name)
	    != 0)
		w++;
	if (argc == 0 || w == M_N)
		return opts_usage("models: list, show, diff, promote or "
		    "rollback");
	if (argc - 1 < models_what[w].least || argc - 1 > models_what[w].most)
		return opts_usage("models %s takes %s", models_what[w].name,
		    models_what[w].names);
	if (!(opt.tolerance >= 0 && opt.tolerance <= 1))
		return opts_usage("--tolerance: a number from 0 to 1");
	if (w != M_PROMOTE && (opt.gold != NULL || opt.force))
		return opts_usage("--gold and --force belong to promote");
	*what = (enum models_what)w;
	return check_share();
}

static int
run_models(const struct common_opts *c, int argc, char **argv)
{
	struct promote_options o = { opt.models, opt.gold, opt.why,
	    opt.tolerance, opt.max_rejects, c->now, opt.force, opt.json };
	struct moves_options d = { .models = opt.models, .json = opt.json,
	    .max_rejects = opt.max_rejects };
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	enum models_what what = M_LIST;
	int rc = check_models(argc, argv, &what);

	if (rc != 0)
		return rc;
	if (what == M_LIST)
		rc = card_list(o.models, o.json, &shown, &e);
	else if (what == M_SHOW)
		rc = card_show(o.models, argv[1], o.json, &shown, &e);
	else if (what == M_PROMOTE)
		rc = promote_run(&o, argv[1], &t, &shown, &e);
	else if (what == M_ROLLBACK)
		rc = promote_rollback(&o, &shown, &e);
	else {
		d.a = argv[1];
		d.b = argv[2];
		d.file = argc > 3 ? argv[3] : NULL;
		rc = moves_run(&d, &t, &shown, &e);
	}
	return finish_shown(rc, &shown, &t, c, &e);
}

static const struct command commands[] = {
	{ "run", "[FILE...]",
	    "Label posts: of a store, or as a filter from files or standard "
	    "input.",
	    "  classify run -m models/default -s var\n"
	    "  zcat posts.jsonl.gz | classify run -j 4 > labelled.jsonl\n",
	    run_options, run_run },
	{ "train", "LABELLED...",
	    "Make a model from posts that people have labelled.",
	    "  classify train -o models/mine data/labelled/*.jsonl "
	    "more.tsv\n"
	    "  classify train --auto --budget 10m -j 2 -o models/mine "
	    "posts.tsv\n",
	    train_options, run_train },
	{ "eval", "LABELLED...",
	    "Measure by cross-validation, or measure a model.",
	    "  classify eval --folds 10 data/labelled/*.jsonl\n"
	    "  classify eval -m models/default --json gold.tsv\n"
	    "  classify eval --test gold.tsv --predictions said.tsv mine.tsv\n"
	    "  classify eval --group airline airline.tsv\n",
	    eval_options, run_eval },
	{ "sample", "[FILE...]",
	    "Choose posts to label next: where the model is in doubt, and "
	    "some by chance.",
	    "  classify sample -n 200 -s var --labelled old.tsv -o new.tsv\n"
	    "  classify train -o models/mine data/labelled/*.jsonl old.tsv "
	    "new.tsv\n",
	    sample_options, run_sample },
	{ "why", "[ID|TEXT...]",
	    "Say because of which words a post gets its labels.",
	    "  classify why \"my parcel never arrived\"\n"
	    "  classify why -s var --top 5 bluesky:3kabc\n"
	    "  head posts.jsonl | classify why --json\n",
	    why_options, run_why },
	{ "check", "LABELLED...",
	    "Find bad lines, copies labelled otherwise, and leaks.",
	    "  classify check data/labelled/*.jsonl --gold gold.tsv\n",
	    check_options, run_check },
	{ "export", "LABELLED...",
	    "Write labelled posts in the format of another tool.",
	    "  classify export --to labelstudio -o tasks.json mine.jsonl\n"
	    "  classify export --to libsvm --label complaint -m models/mine "
	    "-o c.svm mine.tsv\n",
	    export_options, run_export },
	{ "import", "FILE...",
	    "Make JSON Lines of another tool's labels, or compare them.",
	    "  classify import --from doccano -o mine.jsonl all.jsonl\n"
	    "  classify import --from tsv --against first.jsonl "
	    "second.tsv\n",
	    import_options, run_import },
	{ "models", "list|show|diff|promote|rollback [NAME...] [FILE]",
	    "Keep versions of models, and say which one is in use.",
	    "  classify models promote models/mine --gold gold.tsv --why "
	    "\"new posts\"\n"
	    "  classify models diff current models/mine posts.jsonl\n"
	    "  classify models list\n"
	    "  classify models show current\n"
	    "  classify models rollback --why \"too many queries\"\n",
	    models_options, run_models },
	{ 0 },
};

/* libsvm writes the class into the option: -w1 2.5. getopt cannot. */
static void
spell_weights(int argc, char **argv)
{
	static char yes[] = "--weight-yes", no[] = "--weight-no";

	for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "-w1") == 0 || strcmp(argv[i], "-w+1") == 0)
			argv[i] = yes;
		else if (strcmp(argv[i], "-w0") == 0 ||
		    strcmp(argv[i], "-w-1") == 0)
			argv[i] = no;
	}
}

int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "train") == 0)
		spell_weights(argc, argv);
	return opts_main("classify", "Labels for posts: complaint, query, "
	    "sentiment.", commands, argc, argv);
}

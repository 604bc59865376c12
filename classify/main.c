/* SPDX-License-Identifier: MIT
 *
 * classify: options and wiring only. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "classify/card.h"
#include "classify/eval.h"
#include "classify/model.h"
#include "classify/moves.h"
#include "classify/promote.h"
#include "classify/run.h"
#include "classify/train.h"
#include "common/diag.h"
#include "common/opts.h"

static struct {
	const char *model, *out, *name, *language, *threshold;
	const char *models, *gold, *why;
	double cost, bayes, balance, epsilon, max_rejects, tolerance;
	int64_t folds, seed, min_posts, memory;
	bool json, force;
} opt = {
	.name = "model", .language = "en", .threshold = "half",
	.cost = -1, .bayes = -1, .balance = -1, .epsilon = 0.001,
	.max_rejects = 0.05, .folds = 10, .seed = 1, .min_posts = 2,
	.memory = 4096, .models = "models", .tolerance = 0.01,
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
		    "when the solver stops (0.001)", 0, 0 },
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
		{ 0, "max-rejects", OPT_DOUBLE, &opt.max_rejects, "SHARE",
		    "more bad lines than that: exit 7 (0.05)", 0, 0 },
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
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]) +
	    training_options(o + sizeof(rows) / sizeof(rows[0]));
}

static size_t
eval_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'm', "model", OPT_STRING, &opt.model, "DIR",
		    "measure that model (default: cross-validate)", 0, 0 },
		{ 0, "json", OPT_FLAG, &opt.json, NULL,
		    "one JSON object on standard output", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]) +
	    training_options(o + sizeof(rows) / sizeof(rows[0]));
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

static int
check_share(void)
{
	return opt.max_rejects >= 0 && opt.max_rejects <= 1 ? 0 :
	    opts_usage("--max-rejects: a share from 0 to 1");
}

static int
check_training(int argc)
{
	if (argc == 0)
		return opts_usage("name labelled files");
	if (strcmp(opt.threshold, "half") != 0 &&
	    strcmp(opt.threshold, "best") != 0)
		return opts_usage("--threshold: half or best, not \"%s\"",
		    opt.threshold);
	if (opt.cost != -1 && !(opt.cost > 0 && opt.cost < 1e9))
		return opts_usage("--cost: a number above 0");
	if (opt.bayes != -1 && !(opt.bayes >= 0 && opt.bayes < 1e6))
		return opts_usage("--bayes: a number from 0 up");
	if (opt.balance != -1 && !(opt.balance >= 0 && opt.balance <= 1))
		return opts_usage("--balance: a number from 0 to 1");
	if (!(opt.epsilon > 0 && opt.epsilon < 1))
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
	o.fit.epsilon = opt.epsilon;
	o.fit.folds = (int)opt.folds;
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
run_train(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	int rc = check_training(argc);

	if (rc != 0)
		return rc;
	if (opt.out == NULL)
		return opts_usage("train: name the model's folder with -o");
	if (*opt.name == '\0' || strcspn(opt.name, "@/ \t\n") !=
	    strlen(opt.name))
		return opts_usage("--name: no @, slash or space");
	struct train_options o = { cross_options(c, argc, argv), opt.out,
	    opt.name, opt.language };

	o.cross.fit.whole = true;
	rc = train_run(&o, &t, &shown, &e);
	if (rc == 0)
		fwrite(shown.s, 1, shown.len, stdout);
	buf_free(&shown);
	return finish(rc, &t, c, &e);
}

static int
run_eval(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	int rc = check_training(argc);

	if (rc != 0)
		return rc;
	struct eval_options o = { cross_options(c, argc, argv), opt.model,
	    opt.json };

	o.cross.fit.whole = false;
	rc = eval_run(&o, &t, &shown, &e);
	if (rc == 0)
		fwrite(shown.s, 1, shown.len, stdout);
	buf_free(&shown);
	return finish(rc, &t, c, &e);
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
	/* A refusal is shown with its numbers. */
	if (shown.len > 0 && (rc == 0 || e.kind == ERR_REFUSED))
		fwrite(shown.s, 1, shown.len, stdout);
	buf_free(&shown);
	return finish(rc, &t, c, &e);
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
	    "more.tsv\n",
	    train_options, run_train },
	{ "eval", "LABELLED...",
	    "Measure by cross-validation, or measure a model.",
	    "  classify eval --folds 10 data/labelled/*.jsonl\n"
	    "  classify eval -m models/default --json gold.tsv\n",
	    eval_options, run_eval },
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

int
main(int argc, char **argv)
{
	return opts_main("classify", "Labels for posts: complaint, query, "
	    "sentiment.", commands, argc, argv);
}

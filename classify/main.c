/* SPDX-License-Identifier: MIT
 *
 * classify: options and wiring only. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "classify/adopt.h"
#include "classify/eval.h"
#include "classify/exchange.h"
#include "classify/model.h"
#include "classify/run.h"
#include "classify/train.h"
#include "common/diag.h"
#include "common/opts.h"

static struct {
	const char *model, *out, *name, *language, *threshold;
	double cost, bayes, balance, epsilon, max_rejects;
	int64_t folds, seed, min_posts, memory;
	bool json;
	const char *to, *from, *label;
	const char *from_libsvm;
	struct opt_list against, scale, calibrate;
} opt = {
	.name = "model", .language = "en", .threshold = "half",
	.cost = -1, .bayes = -1, .balance = -1, .epsilon = 0.001,
	.max_rejects = 0.05, .folds = 10, .seed = 1, .min_posts = 2,
	.memory = 4096,
};

static size_t
run_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'm', "model", OPT_STRING, &opt.model, "DIR",
		    "the model (default $UNANSWERED_MODEL, models/default)",
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

/* A machine of svm-train for one label of a model. */
static size_t
adopt_options(struct opt *o)
{
	const struct opt rows[] = {
		{ 0, "", OPT_GROUP, NULL, NULL, "To take in a machine of "
		    "svm-train (with --bayes, -o and --name)", 0, 0 },
		{ 0, "from-libsvm", OPT_STRING, &opt.from_libsvm, "FILE",
		    "its model file; LABELLED are the posts exported", 0, 0 },
		{ 'm', "model", OPT_STRING, &opt.model, "DIR",
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
	};
	size_t n = sizeof(rows) / sizeof(rows[0]);

	(void)max;
	memcpy(o, rows, sizeof(rows));
	n += training_options(o + n);
	return n + adopt_options(o + n);
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

/* ---- options checked ---- */

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

	if (rc == 0)
		fwrite(shown.s, 1, shown.len, stdout);
	buf_free(&shown);
	return finish(rc, &t, c, &e);
}

static int
run_train(const struct common_opts *c, int argc, char **argv)
{
	struct tally t = {0};
	struct err e = {0};
	struct buf shown = {0};
	int rc = check_training(argc, opt.from_libsvm != NULL);

	if (rc != 0)
		return rc;
	if (opt.out == NULL)
		return opts_usage("train: name the model's folder with -o");
	if (*opt.name == '\0' || strcspn(opt.name, "@/ \t\n") !=
	    strlen(opt.name))
		return opts_usage("--name: no @, slash or space");
	if (opt.from_libsvm != NULL)
		return run_adopt(c, argc, argv);
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
	int rc = check_training(argc, false);

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

	if (rc == 0 && shown.len > 0)
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
	{ 0 },
};

int
main(int argc, char **argv)
{
	return opts_main("classify", "Labels for posts: complaint, query, "
	    "sentiment.", commands, argc, argv);
}

/* SPDX-License-Identifier: MIT
 *
 * report: options and wiring only. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/diag.h"
#include "common/opts.h"
#include "report/interval.h"
#include "report/report.h"

static struct {
	struct opt_list out;
	const char *window;
	int64_t as_of;
	bool no_quotes, force;
} opt = { .window = "all" };

static size_t
run_options(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'o', "output", OPT_LIST, &opt.out, "FILE|-",
		    "write this .pdf, .html, .json or .csv; repeatable", 0,
		    0 },
		{ 0, "window", OPT_STRING, &opt.window, "SPAN",
		    "7d, 30d, 90d, all or FROM..TO (default all)", 0, 0 },
		{ 0, "as-of", OPT_TIME, &opt.as_of, "TIME",
		    "the moment reported (default the newest in the store)",
		    0, 0 },
		{ 0, "no-quotes", OPT_FLAG, &opt.no_quotes, NULL,
		    "print no posts", 0, 0 },
		{ 0, "force", OPT_FLAG, &opt.force, NULL,
		    "write again though nothing has changed", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static int
run(const struct common_opts *c, int argc, char **argv)
{
	struct buf said = {0};
	struct err e = {0};
	struct report_options o = {
		.store = c->store != NULL ? c->store : STORE_DEFAULT,
		.config = c->config,
		.measure = { opt.window, opt.as_of, !opt.no_quotes },
		.out = opt.out.v, .n_out = opt.out.n, .force = opt.force,
	};

	(void)argv;
	if (argc > 0)
		return opts_usage("run: no files are taken; the store is "
		    "named with -s");
	interval_init();
	int rc = report_run(&o, &said, &e) < 0 ? diag_fail(&e) : 0;

	if (said.s != NULL && !c->quiet)
		fputs(said.s, stdout);
	buf_free(&said);
	free(opt.out.v);
	return rc;
}

static const struct command commands[] = {
	{ "run", "",
	    "Measure who was answered, and write PDF, HTML, JSON and CSV.",
	    "  report run -s var\n"
	    "  report run -s var --window 30d -o month.pdf -o month.csv\n"
	    "  report run -s var -o - | jq .total.response\n",
	    run_options, run },
	{ 0 },
};

int
main(int argc, char **argv)
{
	return opts_main("report", "Who complains in public, and who "
	    "answers: the report over a store.", commands, argc, argv);
}

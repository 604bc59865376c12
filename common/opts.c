/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/diag.h"
#include "common/mem.h"
#include "common/opts.h"
#include "common/utc.h"

#define OWN_MAX 40
#define ALL_MAX (OWN_MAX + 16)
#define LONG_BASE 256		/* getopt's value for rows without a letter */

struct line {			/* one command's line being read */
	const char *program;
	const struct command *cmd;
	struct opt opt[ALL_MAX];
	size_t n;
	struct common_opts common;
	const char *log_format;
	bool help, version;
};

int
opts_usage(const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_say(DIAG_ERROR, "%s (see --help)", text);
	return 2;
}

static void
add_common(struct line *l)
{
	struct common_opts *c = &l->common;
	const struct opt rows[] = {
		{ 0, "", OPT_GROUP, NULL, NULL, "Common options", 0, 0 },
		{ 's', "store", OPT_STRING, &c->store, "DIR",
		    "the store (default " STORE_DEFAULT ")", 0, 0 },
		{ 'c', "config", OPT_STRING, &c->config, "FILE",
		    "companies.json (default: in the store, else here)", 0,
		    0 },
		{ 'j', "jobs", OPT_INT, &c->jobs, "N",
		    "threads (default 1); the output is the same", 1, 256 },
		{ 'q', "quiet", OPT_FLAG, &c->quiet, NULL,
		    "say only warnings and errors", 0, 0 },
		{ 'v', "verbose", OPT_FLAG, &c->verbose, NULL,
		    "say more", 0, 0 },
		{ 0, "log-format", OPT_STRING, &l->log_format, "text|json",
		    "form of the lines on standard error", 0, 0 },
		{ 0, "stats", OPT_STRING, &c->stats, "FILE",
		    "write the counters as JSON", 0, 0 },
		{ 0, "now", OPT_TIME, &c->now, "TIME",
		    "take this for the clock, as 2026-11-22T02:00:00Z", 0,
		    0 },
		{ 'h', "help", OPT_FLAG, &l->help, NULL, "this text", 0, 0 },
		{ 0, "version", OPT_FLAG, &l->version, NULL,
		    "print the version", 0, 0 },
	};
	size_t own = l->n;

	memcpy(l->opt + l->n, rows, sizeof(rows));
	l->n += sizeof(rows) / sizeof(rows[0]);
	for (size_t i = own; i < l->n; i++)
		for (size_t k = 0; k < own; k++)
			if (l->opt[k].letter == l->opt[i].letter)
				l->opt[i].letter = 0;
}

static void
help_option(const struct opt *o)
{
	char left[64];

	if (o->kind == OPT_GROUP) {
		printf("\n%s:\n", o->help);
		return;
	}
	snprintf(left, sizeof(left), "%s%c%s --%s%s%s",
	    o->letter ? "-" : " ", o->letter ? o->letter : ' ',
	    o->letter ? "," : " ", o->name, o->arg ? "=" : "",
	    o->arg ? o->arg : "");
	printf("  %-30s %s\n", left, o->help);
}

static void
help_command(const struct line *l)
{
	const struct command *c = l->cmd;

	printf("%s\n\nUsage: %s %s [options]%s%s\n", c->summary, l->program,
	    c->name, *c->args ? " " : "", c->args);
	if (l->n > 0 && l->opt[0].kind != OPT_GROUP)
		printf("\nOptions:\n");
	for (size_t i = 0; i < l->n; i++)
		help_option(&l->opt[i]);
	if (c->examples != NULL)
		printf("\nExamples:\n%s", c->examples);
	printf("\nExit status: 0 done, 1 failed and nothing published, 2 usage "
	    "or configuration,\n3 below the coverage floor, 4 store in use, 5 "
	    "try later, 6 some sources failed,\n7 too many rejects, 8 "
	    "promotion refused.\n");
}

static void
help_program(const char *program, const char *about,
    const struct command *commands)
{
	printf("%s\n\nUsage: %s COMMAND [options] ...\n\nCommands:\n", about,
	    program);
	for (const struct command *c = commands; c->name != NULL; c++)
		printf("  %-10s %s\n", c->name, c->summary);
	printf("\n`%s COMMAND --help` tells a command's options and examples; "
	    "the manual page is\nunanswered-%s(1).\n", program, program);
}

/* Letters in a that are not in b, roughly: enough to find a slip. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[64], la = strlen(a), lb = strlen(b);

	if (la >= 63 || lb >= 63)
		return 99;
	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t diag = row[0];

		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t up = row[j];
			size_t best = diag + (a[i - 1] != b[j - 1]);

			if (up + 1 < best)
				best = up + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diag = up;
			row[j] = best;
		}
	}
	return row[lb];
}

static int
wrong_option(const struct line *l, const char *given)
{
	const char *best = NULL;
	char name[64];
	size_t best_d = 4;

	given += strspn(given, "-");
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(given, "="), given);
	for (size_t i = 0; i < l->n; i++) {
		size_t d = distance(name, l->opt[i].name);

		if (l->opt[i].kind != OPT_GROUP && d < best_d) {
			best_d = d;
			best = l->opt[i].name;
		}
	}
	if (best != NULL)
		return opts_usage("unknown option --%s; is --%s meant?", name,
		    best);
	return opts_usage("unknown option --%s", name);
}

static int
take_int(const struct opt *o, const char *arg)
{
	char *end;
	long long v;

	errno = 0;
	v = strtoll(arg, &end, 10);
	if (errno != 0 || end == arg || *end != '\0' ||
	    (o->max > o->min && (v < o->min || v > o->max))) {
		if (o->max > o->min)
			return opts_usage("--%s: a whole number from %lld to "
			    "%lld, not \"%s\"", o->name, (long long)o->min,
			    (long long)o->max, arg);
		return opts_usage("--%s: a whole number, not \"%s\"", o->name,
		    arg);
	}
	*(int64_t *)o->to = v;
	return 0;
}

static int
take(struct line *l, const struct opt *o, const char *arg)
{
	struct opt_list *list = o->to;
	struct err e = {0};
	char *end;

	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->to = true;
		return 0;
	case OPT_STRING:
		*(const char **)o->to = arg;
		return 0;
	case OPT_LIST:
		list->v = grow(list->v, list->n, &list->cap,
		    sizeof(*list->v));
		list->v[list->n++] = arg;
		return 0;
	case OPT_INT:
		return take_int(o, arg);
	case OPT_DOUBLE:
		*(double *)o->to = strtod(arg, &end);
		if (end == arg || *end != '\0')
			return opts_usage("--%s: a number, not \"%s\"",
			    o->name, arg);
		return 0;
	case OPT_TIME:
		if (utc_parse_any(arg, o->to, &e) < 0)
			return opts_usage("--%s: a time as "
			    "2026-11-22T02:00:00Z, not \"%s\"", o->name, arg);
		if (o->to == &l->common.now)
			l->common.now_given = true;
		return 0;
	case OPT_GROUP:
		break;
	}
	return 0;
}

static int
parse(struct line *l, int argc, char **argv)
{
	struct option longs[ALL_MAX + 1];
	char shorts[ALL_MAX * 2 + 2] = ":";
	size_t n_long = 0, n_short = 1;
	int c, rc = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct opt *o = &l->opt[i];
		bool arg = o->kind != OPT_FLAG;

		if (o->kind == OPT_GROUP)
			continue;
		longs[n_long++] = (struct option){ o->name, arg ?
		    required_argument : no_argument, NULL,
		    LONG_BASE + (int)i };
		if (o->letter != 0) {
			shorts[n_short++] = o->letter;
			if (arg)
				shorts[n_short++] = ':';
		}
	}
	longs[n_long] = (struct option){0};
	shorts[n_short] = '\0';
	opterr = 0;
	optind = 1;
	while (rc == 0 && (c = getopt_long(argc, argv, shorts, longs, NULL))
	    != -1) {
		const struct opt *o = NULL;

		if (c == ':')
			return opts_usage("option %s needs a value",
			    argv[optind - 1]);
		if (c == '?' && optopt != 0 && optopt < LONG_BASE)
			return opts_usage("unknown option -%c", optopt);
		if (c == '?')
			return wrong_option(l, argv[optind - 1]);
		for (size_t i = 0; i < l->n && o == NULL; i++)
			if (c == LONG_BASE + (int)i || (l->opt[i].letter != 0
			    && c == l->opt[i].letter))
				o = &l->opt[i];
		rc = take(l, o, optarg);
	}
	return rc;
}

static int
finish(int rc)
{
	/* What was printed counts only when it arrived. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		diag_say(DIAG_ERROR, "cannot write standard output: %s",
		    strerror(errno));
		return rc != 0 ? rc : 1;
	}
	return rc;
}

static int
run_command(struct line *l, int argc, char **argv)
{
	if (l->cmd->options != NULL)
		l->n = l->cmd->options(l->opt, OWN_MAX);
	add_common(l);
	l->common.now = utc_now();
	int rc = parse(l, argc, argv);

	if (rc != 0)
		return rc;
	if (l->help) {
		help_command(l);
		return 0;
	}
	if (l->version) {
		printf("%s %s\n", l->program, UNANSWERED_VERSION);
		return 0;
	}
	if (l->log_format != NULL && strcmp(l->log_format, "text") != 0 &&
	    strcmp(l->log_format, "json") != 0)
		return opts_usage("--log-format: text or json, not \"%s\"",
		    l->log_format);
	l->common.json_log = l->log_format != NULL &&
	    strcmp(l->log_format, "json") == 0;
	diag_set(l->common.quiet ? DIAG_WARNING : l->common.verbose ?
	    DIAG_DEBUG : DIAG_INFO, l->common.json_log);
	return l->cmd->run(&l->common, argc - optind, argv + optind);
}

int
opts_main(const char *program, const char *about,
    const struct command *commands, int argc, char **argv)
{
	struct line l = { .program = program };

	diag_init(program, DIAG_INFO, false);
	if (argc < 2)
		return opts_usage("a command is missing");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0) {
		help_program(program, about, commands);
		return finish(0);
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("%s %s\n", program, UNANSWERED_VERSION);
		return finish(0);
	}
	for (l.cmd = commands; l.cmd->name != NULL; l.cmd++)
		if (strcmp(l.cmd->name, argv[1]) == 0)
			return finish(run_command(&l, argc - 1, argv + 1));
	return opts_usage("unknown command \"%s\"", argv[1]);
}

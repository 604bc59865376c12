/* SPDX-License-Identifier: MIT
 *
 * Command lines: one table a command gives parsing, --help and the nearest
 * name for a wrong option. Subcommands are rows of another table. */
#ifndef COMMON_OPTS_H
#define COMMON_OPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"

#define UNANSWERED_VERSION "0.1.0"

enum opt_kind {
	OPT_FLAG,	/* bool *: set to true */
	OPT_STRING,	/* const char **: the last one given wins */
	OPT_LIST,	/* struct opt_list *: every one given, in order */
	OPT_INT,	/* int64_t *: a whole number within min..max */
	OPT_DOUBLE,	/* double * */
	OPT_TIME,	/* int64_t *: RFC 3339 */
	OPT_GROUP,	/* a heading in --help; only help is used */
};

struct opt_list { const char **v; size_t n, cap; };

struct opt {
	char letter;		/* 0: none */
	const char *name;	/* long name */
	enum opt_kind kind;
	void *to;
	const char *arg;	/* shown in --help: "FILE", "N" */
	const char *help;	/* one line, says the default */
	int64_t min, max;	/* OPT_INT, when max > min */
};

/* What every command understands: -s -c -j -q -v --log-format --stats --now
 * --help --version. Zero it; defaults are filled in by opts_run. */
struct common_opts {
	const char *store;	/* NULL unless given: see store_or_default */
	const char *config;	/* NULL unless given */
	int64_t jobs;		/* 0: not given */
	const char *stats;
	int64_t now;		/* --now, else the clock at start */
	bool quiet, verbose, json_log;
	bool now_given;
};

#define STORE_DEFAULT "./var"

struct command {
	const char *name;	/* "import" */
	const char *args;	/* "FILE..." */
	const char *summary;	/* one sentence */
	const char *examples;	/* lines for --help, or NULL */
	/* Fill opt[] (at most max rows) with own options; returns how many. A
	 * letter of theirs is taken from a common option, which keeps its
	 * long name. */
	size_t (*options)(struct opt *opt, size_t max);
	/* Run with what is left of argv; returns the exit code. */
	int (*run)(const struct common_opts *common, int argc, char **argv);
};

/* The main of a program: finds the command, parses, sets up diag, runs it,
 * flushes and checks standard output. `about` is one sentence; commands ends
 * with a row whose name is NULL. */
int opts_main(const char *program, const char *about,
    const struct command *commands, int argc, char **argv);

/* Say what is wrong with the usage and return exit code 2. */
int opts_usage(const char *fmt, ...) PRINTF_LIKE(1, 2);

#endif

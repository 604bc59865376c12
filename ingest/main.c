/* SPDX-License-Identifier: MIT
 *
 * ingest: options and wiring only. */
#include <stdlib.h>
#include <string.h>

#include "common/diag.h"
#include "common/mem.h"
#include "ingest/import.h"
#include "ingest/init.h"

static struct {
	const char *format, *source, *out, *from;
	struct opt_list map;
	double max_rejects;
	int64_t min_replies;
	bool force;
} opt = { .max_rejects = 0.05, .min_replies = 20 };

static size_t
archive_options(struct opt *o)
{
	const struct opt rows[] = {
		{ 'f', "format", OPT_STRING, &opt.format, "NAME",
		    "twcs, twarc, jsonl or csv (default: by the name)", 0, 0 },
		{ 0, "map", OPT_LIST, &opt.map, "FIELD=COLUMN,…",
		    "csv: which column is which member", 0, 0 },
		{ 0, "source", OPT_STRING, &opt.source, "NAME",
		    "csv: the source of the posts (default csv)", 0, 0 },
	};
	memcpy(o, rows, sizeof(rows));
	return sizeof(rows) / sizeof(rows[0]);
}

static size_t
import_options_table(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 'o', "output", OPT_STRING, &opt.out, "FILE|-",
		    "posts go there, without a store", 0, 0 },
		{ 0, "max-rejects", OPT_DOUBLE, &opt.max_rejects, "SHARE",
		    "more rejects than that write no posts (0.05)", 0, 0 },
	};
	size_t n = archive_options(o);

	(void)max;
	memcpy(o + n, rows, sizeof(rows));
	return n + sizeof(rows) / sizeof(rows[0]);
}

static size_t
init_options_table(struct opt *o, size_t max)
{
	const struct opt rows[] = {
		{ 0, "from", OPT_STRING, &opt.from, "FILE",
		    "the archive to draft from", 0, 0 },
		{ 'o', "output", OPT_STRING, &opt.out, "FILE|-",
		    "the draft (default companies.json of the store)", 0, 0 },
		{ 0, "min-replies", OPT_INT, &opt.min_replies, "N",
		    "fewer answers draft no company (default 20)", 1,
		    1000000 },
		{ 0, "force", OPT_FLAG, &opt.force, NULL,
		    "replace a companies.json that is there", 0, 0 },
	};
	(void)max;
	memcpy(o, rows, sizeof(rows));
	size_t n = sizeof(rows) / sizeof(rows[0]);

	return n + archive_options(o + n);
}

/* "a=B,c=D" given once or more, cut at its commas. */
static void
split_map(struct opt_list *out, struct arena *a)
{
	for (size_t i = 0; i < opt.map.n; i++) {
		char *s = arena_dup(a, opt.map.v[i], strlen(opt.map.v[i]));

		for (char *save, *x = strtok_r(s, ",", &save); x != NULL;
		    x = strtok_r(NULL, ",", &save)) {
			out->v = grow(out->v, out->n, &out->cap,
			    sizeof(*out->v));
			out->v[out->n++] = x;
		}
	}
}

/* The format named with -f; 0, or the exit status. */
static int
find_format(const struct format **out)
{
	*out = NULL;
	if (opt.format != NULL && (*out = format_find(opt.format)) == NULL)
		return opts_usage("--format: one of %s, not \"%s\"",
		    format_names(), opt.format);
	return 0;
}

static int
run_import(const struct common_opts *c, int argc, char **argv)
{
	struct opt_list map = {0};
	struct arena a = {0};
	struct tally t = {0};
	struct err e = {0}, late = {0};
	struct import_options o = { .out = opt.out, .config = c->config,
	    .now = c->now, .max_rejects = opt.max_rejects,
	    .file = (const char *const *)argv, .n_files = (size_t)argc };
	int rc = find_format(&o.format);

	if (rc != 0)
		return rc;
	if (argc == 0)
		return opts_usage("import: name a file, or - for standard "
		    "input");
	if (opt.max_rejects < 0 || opt.max_rejects > 1)
		return opts_usage("--max-rejects: a share from 0 to 1");
	o.store = c->store != NULL || opt.out != NULL ? c->store :
	    STORE_DEFAULT;
	split_map(&map, &a);
	o.fo = (struct format_options){ opt.source, map.v, map.n };
	rc = import_run(&o, &t, &e) < 0 ? diag_fail(&e) : 0;
	tally_say(&t);
	if (tally_write(&t, c->stats, &late) < 0 && rc == 0)
		rc = diag_fail(&late);
	free(map.v);
	free(opt.map.v);
	arena_free(&a);
	return rc;
}

static int
run_init(const struct common_opts *c, int argc, char **argv)
{
	struct opt_list map = {0};
	struct arena a = {0};
	struct err e = {0};
	struct buf path = {0};
	struct init_options o = { .file = opt.from, .out = opt.out,
	    .force = opt.force, .min_replies = opt.min_replies };
	int rc = find_format(&o.format);

	(void)argv;
	if (rc != 0)
		return rc;
	if (argc > 0 || opt.from == NULL)
		return opts_usage("init: name the archive with --from FILE");
	split_map(&map, &a);
	o.fo = (struct format_options){ opt.source, map.v, map.n };
	if (o.out == NULL) {
		buf_addf(&path, "%s/companies.json", c->store != NULL ?
		    c->store : STORE_DEFAULT);
		o.out = path.s;
	}
	rc = init_run(&o, &e) < 0 ? diag_fail(&e) : 0;
	buf_free(&path);
	free(map.v);
	free(opt.map.v);
	arena_free(&a);
	return rc;
}

static const struct command commands[] = {
	{ "import", "FILE...",
	    "Take archives of posts into the store as one batch.",
	    "  ingest import -f twcs -s var archive.csv.gz\n"
	    "  ingest import -f csv --map text=Message,created_at=Date a.csv\n"
	    "  zcat posts.jsonl.gz | ingest import -f jsonl -\n",
	    import_options_table, run_import },
	{ "init", "",
	    "Draft companies.json from an archive: the accounts that answer.",
	    "  ingest init --from archive.csv -f twcs -s var\n",
	    init_options_table, run_init },
	{ 0 },
};

int
main(int argc, char **argv)
{
	return opts_main("ingest", "Public posts about companies into a "
	    "store.", commands, argc, argv);
}

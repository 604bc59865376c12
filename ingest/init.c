/* SPDX-License-Identifier: MIT
 *
 * Whoever replies often, to many, and does little else, answers for a
 * company; where the archive says itself whose posts are inbound (twcs),
 * named accounts are the companies'. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/diag.h"
#include "common/hash.h"
#include "common/jscan.h"
#include "common/outfile.h"
#include "common/text.h"
#include "ingest/init.h"
#include "ingest/match.h"

#define MIN_PARTNERS 10		/* different people answered */
#define REPLY_SHARE 0.8		/* of the account's posts */

struct author {
	char *name, *network;
	bool named;		/* the archive has taken customers' names away */
	int64_t posts, replies, partners;
};

struct init {
	const struct init_options *o;
	struct keymap *by_name, *pairs, *ids;
	struct author *author;
	size_t n, cap;
	int64_t rejected;
};

static uint32_t
author_of(struct init *in, const struct post *p)
{
	char network[64];
	const char *name = p->author_name != NULL ? p->author_name :
	    p->author;
	struct buf b = {0};

	match_network(p->source, network, sizeof(network));
	/* Handles are the same whatever their case. */
	buf_addf(&b, "%s:", network);
	text_fold(&b, name, strlen(name));
	uint32_t *at = keymap_add(in->by_name, key_of(b.s, b.len));

	buf_free(&b);
	if (*at == KEYMAP_NONE) {
		*at = (uint32_t)in->n;
		in->author = grow(in->author, in->n, &in->cap,
		    sizeof(*in->author));
		in->author[in->n++] = (struct author){ xstrdup(name),
		    xstrdup(network), strcmp(p->source, "twcs") == 0, 0, 0,
		    0 };
	}
	return *at;
}

static int
take_post(void *ctx, const struct post *p, int64_t line, struct err *e)
{
	struct init *in = ctx;

	(void)line;
	(void)e;
	if (p->deleted || (p->author == NULL && p->author_name == NULL))
		return 0;
	uint32_t a = author_of(in, p);

	in->author[a].posts++;
	if (p->reply_to == NULL)
		return 0;
	in->author[a].replies++;
	/* Whom it answers: the parent, or who is named first in the text. */
	const char *at = strchr(p->text, '@');
	struct key partner = at != NULL ? key_of(at, strcspn(at, " \n")) :
	    key_of(p->reply_to, strlen(p->reply_to));
	struct { uint32_t a; struct key k; } pair;

	memset(&pair, 0, sizeof(pair));
	pair.a = a;
	pair.k = partner;
	uint32_t *seen = keymap_add(in->pairs, key_of(&pair, sizeof(pair)));

	if (*seen == KEYMAP_NONE) {
		*seen = 1;
		in->author[a].partners++;
	}
	return 0;
}

static void
take_reject(void *ctx, int64_t line, const char *reason, const char *raw,
    size_t raw_len)
{
	struct init *in = ctx;

	(void)line;
	(void)reason;
	(void)raw;
	(void)raw_len;
	in->rejected++;
}

static void
take_note(void *ctx, const char *what)
{
	(void)ctx;
	(void)what;
}

/* Numbers are customers whose names were taken away; where that was done,
 * whoever has a name is a company. */
static bool
answers(const struct init *in, const struct author *a)
{
	if (a->named && a->replies > 0)
		return a->name[strspn(a->name, "0123456789")] != '\0';
	return a->replies >= in->o->min_replies &&
	    a->partners >= MIN_PARTNERS &&
	    (double)a->replies >= REPLY_SHARE * (double)a->posts &&
	    a->name[strspn(a->name, "0123456789")] != '\0';
}

/* An id is taken once: the next account that would have it gets "-2". */
static void
make_unique(struct init *in, struct buf *id)
{
	size_t len = id->len;

	for (int i = 2; *keymap_add(in->ids, key_of(id->s, id->len)) !=
	    KEYMAP_NONE; i++) {
		id->len = len;
		buf_addf(id, "-%d", i);
	}
	*keymap_add(in->ids, key_of(id->s, id->len)) = 1;
}

static void
make_id(struct init *in, const char *name, struct buf *id)
{
	buf_clear(id);
	for (; *name != '\0'; name++) {
		char c = *name;

		if (c >= 'A' && c <= 'Z')
			c += 32;
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    c == '.' || c == '_')
			buf_addc(id, c);
		else
			buf_addc(id, '-');
	}
	make_unique(in, id);
}

static int
by_name(const void *a, const void *b)
{
	const struct author *x = a, *y = b;
	int c = strcasecmp(x->name, y->name);

	if (c == 0)
		c = strcmp(x->name, y->name);
	return c != 0 ? c : strcmp(x->network, y->network);
}

/* One line a company, so that a person can edit it. */
static void
draft(struct init *in, const struct author *a, struct buf *b)
{
	struct buf id = {0}, text = {0};

	make_id(in, a->name, &id);
	buf_adds(b, "{\"id\":");
	json_put_string(b, id.s, id.len);
	buf_adds(b, ",\"name\":");
	json_put_string(b, a->name, strlen(a->name));
	buf_adds(b, ",\"names\":[],\"hashtags\":[],\n \"accounts\":{");
	json_put_string(b, a->network, strlen(a->network));
	buf_adds(b, ":[");
	json_put_string(b, a->name, strlen(a->name));
	buf_adds(b, "]},\n \"comment\":");
	buf_addf(&text, "%lld answers to %lld people in the archive; check "
	    "the name, add names, hashtags and sector", (long long)a->replies,
	    (long long)a->partners);
	json_put_string(b, text.s, text.len);
	buf_addc(b, '}');
	buf_free(&id);
	buf_free(&text);
}

static int
write_draft(struct init *in, struct err *e)
{
	struct buf b = {0};
	size_t n = 0;
	int rc;

	if (in->n > 1)
		qsort(in->author, in->n, sizeof(*in->author), by_name);
	buf_adds(&b, "{\"v\":1,\"companies\":[\n");
	for (size_t i = 0; i < in->n; i++) {
		if (!answers(in, &in->author[i]))
			continue;
		if (n++ > 0)
			buf_adds(&b, ",\n");
		draft(in, &in->author[i], &b);
	}
	buf_adds(&b, "\n]}\n");
	if (n == 0)
		rc = err_set(e, ERR_CONFIG, "%s: no account answers %lld "
		    "times or more there: write companies.json by hand (see "
		    "data/companies.example.json)", in->o->file,
		    (long long)in->o->min_replies);
	else
		rc = outfile_put(in->o->out, b.s, b.len, e);
	if (rc == 0)
		diag_say(DIAG_INFO, "drafted %zu companies in %s", n,
		    in->o->out);
	if (rc == 0 && in->rejected > 0)
		diag_say(DIAG_WARNING, "%lld records could not be read; "
		    "`ingest import` tells which", (long long)in->rejected);
	buf_free(&b);
	return rc;
}

int
init_run(const struct init_options *o, struct err *e)
{
	struct init in = { .o = o };
	const struct sink sink = { take_post, take_reject, take_note, &in };
	const struct format *f = o->format != NULL ? o->format :
	    format_of_file(o->file);
	struct input *input = NULL;
	int rc = -1;

	if (!o->force && strcmp(o->out, "-") != 0 && access(o->out, F_OK) == 0)
		return err_set(e, ERR_CONFIG, "%s is there already: --force "
		    "replaces it, -o writes elsewhere", o->out);
	if (f == NULL)
		return err_set(e, ERR_CONFIG, "%s: which format? say "
		    "--format with one of %s", o->file, format_names());
	in.by_name = keymap_new();
	in.pairs = keymap_new();
	in.ids = keymap_new();
	input = input_open(o->file, e);
	if (input != NULL && f->read(input, &o->fo, &sink, e) == 0)
		rc = write_draft(&in, e);
	input_free(input);
	for (size_t i = 0; i < in.n; i++) {
		free(in.author[i].name);
		free(in.author[i].network);
	}
	free(in.author);
	keymap_free(in.by_name);
	keymap_free(in.pairs);
	keymap_free(in.ids);
	return rc;
}

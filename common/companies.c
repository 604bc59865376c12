/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/companies.h"
#include "common/hash.h"
#include "common/json.h"
#include "common/mem.h"
#include "common/opts.h"
#include "common/text.h"

struct companies_mem { struct arena a; };

/* Every member of a company that some program reads or will read; foreign
 * names are free unless they look like a slip of one of these. */
static const char *const known[] = {
	"id", "name", "sector", "domain", "names", "hashtags", "accounts",
	"customers", "value_per_customer", "hours", "holidays", "pages",
	"feeds", "comment",
};

struct reader {
	const char *path;
	struct arena *a;
	struct companies *out;
	struct err *e;
	int line;		/* of the company's "id" */
};

static int
complain(struct reader *r, const char *id, const char *member,
    const char *what)
{
	int line = json_line_of(r->path, member, r->line > 0 ? r->line - 1 :
	    0);

	return err_set(r->e, ERR_CONFIG, "%s:%d: company \"%s\", member "
	    "\"%s\": %s", r->path, line > 0 ? line : r->line, id, member,
	    what);
}

static const char *
keep(struct reader *r, const char *s)
{
	return arena_dup(r->a, s, strlen(s));
}

static bool
good_id(const char *s)
{
	return *s != '\0' &&
	    s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

static int
read_text(struct reader *r, const json_t *o, const char *id, const char *key,
    bool must, const char **out)
{
	const json_t *v = json_object_get(o, key);

	if ((v == NULL || json_is_null(v)) && !must)
		return 0;
	if (!json_is_string(v) || json_string_length(v) == 0)
		return complain(r, id, key, "must be a text that is not empty");
	*out = keep(r, json_string_value(v));
	return 0;
}

static int
read_list(struct reader *r, const json_t *o, const char *id, const char *key,
    const char *strip, const char ***out, size_t *n)
{
	const json_t *v = json_object_get(o, key);
	size_t i;
	json_t *item;

	if (v == NULL || json_is_null(v))
		return 0;
	if (!json_is_array(v))
		return complain(r, id, key, "must be an array of texts");
	*out = arena_alloc(r->a, (json_array_size(v) + 1) * sizeof(**out));
	json_array_foreach(v, i, item) {
		const char *s = json_string_value(item);

		if (s != NULL && *s == *strip)
			s++;
		if (s == NULL || *s == '\0')
			return complain(r, id, key,
			    "holds what is not a text, or an empty one");
		(*out)[(*n)++] = keep(r, s);
	}
	return 0;
}

static int
read_accounts(struct reader *r, const json_t *o, struct company *c)
{
	json_t *v = json_object_get(o, "accounts"), *list, *item;
	const char *network;
	size_t i, cap = 0;

	if (v == NULL || json_is_null(v))
		return 0;
	if (!json_is_object(v))
		return complain(r, c->id, "accounts",
		    "must be an object: network to array of handles");
	json_object_foreach(v, network, list) {
		if (!json_is_array(list))
			return complain(r, c->id, "accounts",
			    "each network holds an array of handles");
		cap += json_array_size(list);
	}
	c->accounts = arena_alloc(r->a, (cap + 1) * sizeof(*c->accounts));
	json_object_foreach(v, network, list) {
		json_array_foreach(list, i, item) {
			const char *s = json_string_value(item);

			if (s != NULL && *s == '@')
				s++;
			if (s == NULL || *s == '\0')
				return complain(r, c->id, "accounts",
				    "a handle is not a text, or empty");
			c->accounts[c->n_accounts++] = (struct account){
			    keep(r, network), keep(r, s) };
		}
	}
	return 0;
}

/* Edit distance 1: one letter more, less, or another. */
static bool
one_off(const char *a, const char *b)
{
	while (*a != '\0' && *a == *b)
		a++, b++;
	return strcmp(a, b) != 0 && (strcmp(a + (*a != '\0'), b) == 0 ||
	    strcmp(a, b + (*b != '\0')) == 0 ||
	    (*a != '\0' && *b != '\0' && strcmp(a + 1, b + 1) == 0));
}

static int
check_members(struct reader *r, json_t *o, const char *id)
{
	const char *key;
	json_t *v;

	json_object_foreach(o, key, v) {
		const char *near = NULL;
		size_t i;

		for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
			if (strcmp(known[i], key) == 0)
				break;
			if (one_off(known[i], key))
				near = known[i];
		}
		if (i == sizeof(known) / sizeof(known[0]) && near != NULL) {
			struct buf b = {0};

			buf_addf(&b, "not known; is \"%s\" meant?", near);
			complain(r, id, key, b.s);
			buf_free(&b);
			return -1;
		}
	}
	return 0;
}

static int
read_company(struct reader *r, json_t *o, struct company *c)
{
	const char *id = json_str(o, "id");

	r->line = json_line_of(r->path, "id", r->line);
	if (!json_is_object(o) || id == NULL || !good_id(id))
		return err_set(r->e, ERR_CONFIG, "%s:%d: company %zu: member "
		    "\"id\" must be letters a-z, digits, dots, dashes or "
		    "underscores", r->path, r->line, r->out->n + 1);
	for (size_t i = 0; i < r->out->n; i++)
		if (strcmp(r->out->c[i].id, id) == 0)
			return complain(r, id, "id", "stands twice");
	c->id = keep(r, id);
	if (check_members(r, o, id) < 0 ||
	    read_text(r, o, id, "name", true, &c->name) < 0 ||
	    read_text(r, o, id, "sector", false, &c->sector) < 0 ||
	    read_text(r, o, id, "domain", false, &c->domain) < 0 ||
	    read_list(r, o, id, "names", "", &c->names, &c->n_names) < 0 ||
	    read_list(r, o, id, "hashtags", "#", &c->hashtags,
	    &c->n_hashtags) < 0)
		return -1;
	return read_accounts(r, o, c);
}

/* No account may speak for two companies. */
static int
check_accounts(struct reader *r)
{
	struct keymap *seen = keymap_new();
	struct buf b = {0};
	int rc = 0;

	for (size_t i = 0; i < r->out->n && rc == 0; i++) {
		const struct company *c = &r->out->c[i];

		for (size_t j = 0; j < c->n_accounts && rc == 0; j++) {
			const struct account *a = &c->accounts[j];

			buf_clear(&b);
			buf_addf(&b, "%s:", a->network);
			text_fold(&b, a->handle, strlen(a->handle));
			uint32_t *at = keymap_add(seen, key_of(b.s, b.len));

			if (*at != KEYMAP_NONE && *at != i)
				rc = err_set(r->e, ERR_CONFIG, "%s:%d: "
				    "account \"%s\" on %s belongs to \"%s\" "
				    "and to \"%s\"", r->path,
				    json_line_of(r->path, a->handle, 0),
				    a->handle, a->network,
				    r->out->c[*at].id, c->id);
			*at = (uint32_t)i;
		}
	}
	buf_free(&b);
	keymap_free(seen);
	return rc;
}

struct companies *
companies_read(const char *path, struct err *e)
{
	struct companies *out = xcalloc(1, sizeof(*out));
	struct reader r = { path, NULL, out, e, 0 };
	json_t *root = NULL, *list, *item;
	size_t i;
	int rc = -1;

	out->mem = xcalloc(1, sizeof(*out->mem));
	r.a = &out->mem->a;
	root = json_read(path, e);
	if (root == NULL)
		goto out;
	if (sha256_file(path, out->sha256, NULL, e) < 0)
		goto out;
	list = json_object_get(root, "companies");
	if (json_integer_value(json_object_get(root, "v")) != 1 ||
	    !json_is_array(list)) {
		err_set(e, ERR_CONFIG, "%s:1: must be "
		    "{\"v\":1,\"companies\":[…]}", path);
		goto out;
	}
	out->c = arena_alloc(r.a, (json_array_size(list) + 1) *
	    sizeof(*out->c));
	json_array_foreach(list, i, item) {
		out->c[i] = (struct company){0};
		if (read_company(&r, item, &out->c[i]) < 0)
			goto out;
		out->n++;
	}
	rc = check_accounts(&r);
out:
	json_decref(root);
	if (rc < 0) {
		companies_free(out);
		return NULL;
	}
	return out;
}

int
companies_find(const struct companies *c, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->c[i].id, id) == 0)
			return (int)i;
	return -1;
}

void
companies_free(struct companies *c)
{
	if (c == NULL)
		return;
	arena_free(&c->mem->a);
	free(c->mem);
	free(c);
}

const char *
companies_path(const char *given, const char *store, struct err *e)
{
	static char path[4096];

	if (given != NULL)
		return given;
	snprintf(path, sizeof(path), "%s/companies.json",
	    store != NULL ? store : STORE_DEFAULT);
	if (access(path, F_OK) == 0)
		return path;
	if (access("companies.json", F_OK) == 0)
		return "companies.json";
	err_set(e, ERR_CONFIG, "no companies.json in %s or here: name one "
	    "with -c, or draft one with `ingest init --from FILE`",
	    store != NULL ? store : STORE_DEFAULT);
	return NULL;
}

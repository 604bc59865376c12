/* SPDX-License-Identifier: MIT
 *
 * companies.json: who is watched, and under which names and accounts
 * (data/FORMAT.md describes every member). */
#ifndef COMMON_COMPANIES_H
#define COMMON_COMPANIES_H

#include <stddef.h>

#include "common/err.h"

struct account { const char *network, *handle; };	/* "x", "CorrivaneAir" */

struct company {
	const char *id, *name;
	const char *sector, *domain;	/* NULL when not given */
	const char **names; size_t n_names;
	const char **hashtags; size_t n_hashtags;	/* without # */
	struct account *accounts; size_t n_accounts;	/* handles without @ */
};

struct companies {
	struct company *c;		/* in the order of the file */
	size_t n;
	char sha256[65];		/* of the file's bytes */
	struct companies_mem *mem;
};

/* Read and check. ERR_CONFIG names file, line and member: not JSON, a member
 * of the wrong type, an id missing, doubled or not [a-z0-9._-]+, an empty
 * name, an account held by two companies, an unknown member that is a near
 * miss of a known one. Names starting with "x-" and "comment" are free. */
struct companies *companies_read(const char *path, struct err *e);
/* Index of the company with that id, or -1. */
int companies_find(const struct companies *c, const char *id);
void companies_free(struct companies *c);

/* The configuration file a command uses: `given` when not NULL, else
 * STORE/companies.json when it exists, else ./companies.json. ERR_CONFIG says
 * where was looked and what to do. Points into a static buffer. */
const char *companies_path(const char *given, const char *store,
    struct err *e);

#endif

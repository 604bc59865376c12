/* SPDX-License-Identifier: MIT
 *
 * Which companies a text names: "@handle" of an account on the post's network,
 * "#hashtag", or a name as whole words, case folded as Unicode says. */
#ifndef INGEST_MATCH_H
#define INGEST_MATCH_H

#include <stddef.h>

#include "common/companies.h"

struct match;
struct match *match_new(const struct companies *c);

/* Indices of the companies s[0..n) names, no doubles, in a buffer of m that is
 * good until the next call; the return value counts them. network is that of
 * the post ("x"); one that no company has an account on stands for all. */
size_t match_text(struct match *m, const char *network, const char *s,
    size_t n, const size_t **found);

/* The company that has this account, or -1. handle may be NULL. */
int match_account(struct match *m, const char *network, const char *handle);

void match_free(struct match *m);

/* The network of a source: "mastodon:host" is on "mastodon", the twcs archive
 * is of "x". Writes at most size bytes. */
void match_network(const char *source, char *out, size_t size);

#endif

/* SPDX-License-Identifier: MIT
 *
 * `classify models list` and `show`: what stands in a models folder, in words.
 * Only looks. */
#ifndef CLASSIFY_CARD_H
#define CLASSIFY_CARD_H

#include <jansson.h>
#include <stdbool.h>

#include "common/err.h"
#include "common/mem.h"

/* All versions, the newest promotion first, those never promoted last: as a
 * table, or {"current":...,"versions":[...]}. A damaged version is one line there
 * and one warning. */
int card_list(const char *models, bool json, struct buf *shown,
    struct err *e);

/* One model, as versions_resolve takes it: where from, how good, its part of
 * the ledger. */
int card_show(const char *models, const char *arg, bool json,
    struct buf *shown, struct err *e);

/* The macro-F1 that manifests record, of two models side by side, and the data
 * that one was trained on and the other not. Appends to *shown, or sets
 * members of root when that is not NULL. */
int card_compare(const char *a, const char *b, json_t *root,
    struct buf *shown, struct err *e);

/* The model of that manifest was trained on a file with that hash. */
bool card_trained_on(const json_t *manifest, const char *sha256);

#endif

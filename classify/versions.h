/* SPDX-License-Identifier: MIT
 *
 * A models folder: versions/NAME@HASH/ are whole models that never change,
 * `current` is a link to the one in use. Knows the folder, not why a version
 * is in use: that is history.h. */
#ifndef CLASSIFY_VERSIONS_H
#define CLASSIFY_VERSIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"
#include "common/mem.h"

/* A model's name that can be a folder's: one '@' with something on both
 * sides, no slash, control character or leading dot. */
bool versions_is_name(const char *s);

/* Set *b to dir/versions/name, to dir/name. */
void versions_path(struct buf *b, const char *dir, const char *name);
void versions_file(struct buf *b, const char *dir, const char *name);

/* Set *b to the folder that arg speaks of: "current", the name of a version
 * of dir, else arg itself as a folder's path. */
void versions_resolve(struct buf *b, const char *dir, const char *arg);

/* Copy the model in folder `from`, whose name is `name`, into dir, whole or
 * not at all: copied aside, checked file by file, on disk, renamed. A version
 * that is there is checked and left. The caller holds the lock. */
int versions_add(const char *dir, const char *from, const char *name,
    struct err *e);

/* The version `current` points to in *name (to be freed), NULL when there is
 * no such link. ERR_CONFIG when it is something else. */
int versions_current(const char *dir, char **name, struct err *e);
/* Point it to version name, in one step. The caller holds the lock. */
int versions_switch(const char *dir, const char *name, struct err *e);

/* Names of all versions, sorted; list and names are freed by
 * versions_list_free. No folder: none. */
int versions_list(const char *dir, char ***names, size_t *n, struct err *e);
void versions_list_free(char **names, size_t n);

#endif

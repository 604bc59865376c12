/* SPDX-License-Identifier: MIT
 *
 * Hashes: XXH3 for tables and features (alone knows libxxhash), SHA-256 for
 * files (alone knows libmd); and a map from 128-bit keys to indices. */
#ifndef COMMON_HASH_H
#define COMMON_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "common/err.h"

struct key { uint64_t hi, lo; };	/* the hash of an id: collisions of two
					 * different ids are not expected below
					 * 2^60 of them and not handled */
struct key key_of(const void *p, size_t n);
uint64_t hash64(const void *p, size_t n, uint64_t seed);

#define SHA256_HEX 64
/* Lower-case hex and a NUL. */
void sha256_mem(const void *p, size_t n, char hex[SHA256_HEX + 1]);
/* Of a file's bytes; *size (may be NULL) gets its length. ERR_FATAL. */
int sha256_file(const char *path, char hex[SHA256_HEX + 1], int64_t *size,
    struct err *e);

/* ---- map: key -> uint32_t, open addressing, 20 to 40 bytes an entry ---- */
struct keymap;
#define KEYMAP_NONE UINT32_MAX
struct keymap *keymap_new(void);
/* The place of k's value; a new key gets KEYMAP_NONE. Good until next add. */
uint32_t *keymap_add(struct keymap *m, struct key k);
/* The value of k or KEYMAP_NONE. */
uint32_t keymap_get(const struct keymap *m, struct key k);
size_t keymap_count(const struct keymap *m);
void keymap_free(struct keymap *m);

#endif

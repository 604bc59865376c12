/* SPDX-License-Identifier: MIT */
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "common/hash.h"
#include "common/input.h"
#include "common/mem.h"

struct key
key_of(const void *p, size_t n)
{
	XXH128_hash_t h = XXH3_128bits(p, n);

	return (struct key){ h.high64, h.low64 };
}

uint64_t
hash64(const void *p, size_t n, uint64_t seed)
{
	return XXH3_64bits_withSeed(p, n, seed);
}

void
sha256_mem(const void *p, size_t n, char hex[SHA256_HEX + 1])
{
	SHA256Data(p, n, hex);
}

int
sha256_file(const char *path, char hex[SHA256_HEX + 1], int64_t *size,
    struct err *e)
{
	FILE *f = fopen(path, "re");
	char chunk[65536];
	SHA2_CTX c;
	int64_t total = 0;
	size_t n;

	if (f == NULL)
		return err_sys(e, ERR_FATAL, "%s", path);
	SHA256Init(&c);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0) {
		SHA256Update(&c, (const uint8_t *)chunk, n);
		total += (int64_t)n;
	}
	int bad = ferror(f);

	fclose(f);
	SHA256End(&c, hex);
	if (bad)
		return err_set(e, ERR_FATAL, "%s: cannot read", path);
	if (size != NULL)
		*size = total;
	return 0;
}

/* ---- map ---- */

struct slot { struct key k; uint32_t v, used; };

struct keymap {
	struct slot *slot;
	size_t cap, n;		/* cap is a power of two */
};

struct keymap *
keymap_new(void)
{
	struct keymap *m = xcalloc(1, sizeof(*m));

	m->cap = 1024;
	m->slot = xcalloc(m->cap, sizeof(*m->slot));
	return m;
}

static struct slot *
keymap_slot(const struct keymap *m, struct key k)
{
	size_t i = k.lo & (m->cap - 1);

	while (m->slot[i].used && (m->slot[i].k.lo != k.lo ||
	    m->slot[i].k.hi != k.hi))
		i = (i + 1) & (m->cap - 1);
	return &m->slot[i];
}

static void
keymap_double(struct keymap *m)
{
	struct slot *old = m->slot;
	size_t n = m->cap;

	m->cap *= 2;
	m->slot = xcalloc(m->cap, sizeof(*m->slot));
	for (size_t i = 0; i < n; i++)
		if (old[i].used)
			*keymap_slot(m, old[i].k) = old[i];
	free(old);
}

uint32_t *
keymap_add(struct keymap *m, struct key k)
{
	if (m->n * 10 >= m->cap * 7)
		keymap_double(m);
	struct slot *s = keymap_slot(m, k);

	if (!s->used) {
		*s = (struct slot){ k, KEYMAP_NONE, 1 };
		m->n++;
	}
	return &s->v;
}

uint32_t
keymap_get(const struct keymap *m, struct key k)
{
	const struct slot *s = keymap_slot(m, k);

	return s->used ? s->v : KEYMAP_NONE;
}

size_t
keymap_count(const struct keymap *m)
{
	return m->n;
}

void
keymap_free(struct keymap *m)
{
	if (m == NULL)
		return;
	free(m->slot);
	free(m);
}

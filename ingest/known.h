/* SPDX-License-Identifier: MIT
 *
 * What the store already holds, as far as a new batch must know it; 40 bytes
 * a record. */
#ifndef INGEST_KNOWN_H
#define INGEST_KNOWN_H

#include "common/outfile.h"
#include "common/store.h"
#include "ingest/link.h"

struct known;

/* Read all posts/ of the store into the links, the newest state of each id
 * last, and tell `each` of it. ERR_FATAL when a line of ours is broken:
 * "posts/B.jsonl:17: …". */
struct known *known_read(struct store *s, struct links *l,
    struct cosets *sets,
    void (*each)(void *ctx, uint32_t row, uint64_t digest,
    int64_t fetched_at), void *ctx, struct err *e);

/* After links_resolve: write every record of the store whose thread,
 * companies or completeness are others now, in the store's order; not those
 * that `replaced` says this batch has anew. Counts them in *n. */
int known_reissue(struct known *k, const struct links *l,
    const struct cosets *sets, bool (*replaced)(void *ctx, uint32_t row),
    void *ctx, struct outfile *out, int64_t *n, struct err *e);

void known_free(struct known *k);

#endif

/* SPDX-License-Identifier: MIT
 *
 * Our own records (data/FORMAT.md), from whoever writes them: only id, text
 * and created_at are needed, and times may have any form utc.h reads. */
#include <stdlib.h>

#include "common/text.h"
#include "ingest/format.h"

static int
read_line(char *line, size_t len, int64_t no, struct jobject *o,
    struct arena *a, const struct sink *s, struct err *e)
{
	struct post p;
	struct err why = {0};
	struct buf fixed = {0};
	int rc = 0;

	if (!text_is_utf8(line, len)) {
		text_repair(&fixed, line, len);
		line = fixed.s;
		len = fixed.len;
		s->note(s->ctx, "repaired");
	}
	if (post_decode(&p, line, len, true, o, a, &why) < 0)
		s->reject(s->ctx, no, why.msg, line, len);
	else
		rc = s->post(s->ctx, &p, no, e);
	buf_free(&fixed);
	return rc;
}

int
format_jsonl(struct input *in, const struct format_options *opt,
    const struct sink *s, struct err *e)
{
	struct lines *l = lines_new(in, LINE_MAX_BYTES);
	struct jobject o = {0};
	struct arena a = {0};
	char *line;
	size_t len;
	int rc;

	(void)opt;
	for (;;) {
		rc = lines_next_lenient(l, &line, &len, e);
		if (rc == 0 || (rc < 0 && e->kind != ERR_DATA))
			break;
		if (rc < 0) {
			s->reject(s->ctx, lines_no(l), e->msg, NULL, 0);
			err_clear(e);
			continue;
		}
		if (len == 0)
			continue;
		arena_reset(&a);
		rc = read_line(line, len, lines_no(l), &o, &a, s, e);
		if (rc < 0)
			break;
	}
	free(o.m);
	arena_free(&a);
	lines_free(l);
	return rc;
}

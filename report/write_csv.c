/* SPDX-License-Identifier: MIT
 *
 * cases.csv: a row a case, RFC 4180, no author and no text. A cell that a
 * spreadsheet would take for a formula gets an apostrophe before it. */
#include <string.h>

#include "common/jscan.h"
#include "common/utc.h"
#include "report/cases.h"
#include "report/writer.h"

static const char header[] = "company,case,source,thread,opened_at,"
    "answered_at,hours,state,complaint,query,p_complaint,p_query,sentiment,"
    "followers,url,answer\r\n";

static void
cell(struct buf *b, const char *s)
{
	if (b->len > 0 && b->s[b->len - 1] != '\n')
		buf_addc(b, ',');
	if (s == NULL || *s == '\0')
		return;
	bool formula = strchr("=+-@\t\r", *s) != NULL;
	bool quoted = s[strcspn(s, ",\"\r\n")] != '\0';

	if (quoted)
		buf_addc(b, '"');
	if (formula)
		buf_addc(b, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '"')
			buf_addc(b, '"');
		buf_addc(b, *s);
	}
	if (quoted)
		buf_addc(b, '"');
}

static void
time_cell(struct buf *b, int64_t t)
{
	char s[UTC_LEN + 1];

	utc_format(t, s);
	cell(b, t != 0 ? s : "");
}

static void
number_cell(struct buf *b, double v, int digits)
{
	buf_addc(b, ',');
	json_put_double(b, v, digits);
}

static int
write_row(struct buf *b, const struct result *r, const struct case_row *c,
    struct arena *a, struct err *e)
{
	struct post p, answer = {0};

	if (cases_post(r->cases, &c->post, &p, a, e) < 0)
		return -1;
	if (c->answered_at != 0 && cases_post(r->cases, &c->answer, &answer,
	    a, e) < 0)
		return -1;
	cell(b, r->co[c->company].id);
	cell(b, p.id);
	cell(b, p.source);
	cell(b, p.thread);
	time_cell(b, c->opened_at);
	time_cell(b, c->answered_at);
	if (c->answered_at != 0)
		number_cell(b, (double)(c->answered_at - c->opened_at) / 3600,
		    6);
	else
		cell(b, "");
	cell(b, case_state_name[c->state]);
	cell(b, (c->labels & POST_COMPLAINT) != 0 ? "1" : "0");
	cell(b, (c->labels & POST_QUERY) != 0 ? "1" : "0");
	number_cell(b, p.p[P_COMPLAINT], 4);
	number_cell(b, p.p[P_QUERY], 4);
	cell(b, p.sentiment);
	if (p.followers == COUNT_NULL) {
		cell(b, "");
	} else {
		buf_addc(b, ',');
		buf_add_int(b, p.followers);
	}
	cell(b, p.url);
	cell(b, answer.id);
	buf_adds(b, "\r\n");
	return 0;
}

int
write_csv(const struct result *r, const char *path, struct err *e)
{
	struct outfile *o = outfile_open(path, e);
	struct arena a = {0};
	struct buf b = {0};
	struct case_row c;
	int rc;

	if (o == NULL)
		return -1;
	outfile_write(o, header, sizeof(header) - 1);
	rc = r->cases != NULL ? cases_rewind(r->cases, e) : 0;
	while (r->cases != NULL && rc == 0 &&
	    (rc = cases_next(r->cases, &c, e)) > 0) {
		arena_reset(&a);
		buf_clear(&b);
		rc = write_row(&b, r, &c, &a, e);
		outfile_buf(o, &b);
	}
	arena_free(&a);
	buf_free(&b);
	if (rc < 0) {
		outfile_abort(o);
		return -1;
	}
	return outfile_commit(o, e);
}

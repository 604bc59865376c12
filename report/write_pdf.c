/* SPDX-License-Identifier: MIT
 *
 * report.pdf: summary, ranking, the largest companies, method. */
#include "common/opts.h"
#include "common/outfile.h"
#include "report/page.h"
#include "report/phrase.h"
#include "report/writer.h"

static void
draw(struct book *k)
{
	page_summary(k);
	page_rank(k);
	for (size_t i = 0; i < k->n_detailed; i++)
		page_company(k, i);
	page_method(k);
}

int
write_pdf(const struct result *r, const char *path, struct err *e)
{
	struct buf title = {0}, subject = {0}, out = {0};
	struct book k = { .r = r };
	int rc = -1;

	buf_addf(&title, "Who answers, and who does not: %s",
	    phrase_days(r->from, r->to).s);
	buf_adds(&subject, "Answers of companies to complaints and questions "
	    "on ");
	phrase_sources(&subject, r);
	k.n_detailed = finding_largest(r, k.detailed, DETAILED);
	k.pages = 2 + page_rank_count(r) + (int)k.n_detailed;
	k.c = canvas_pdf(&(struct pdf_info){ .title = title.s,
	    .subject = subject.s,
	    .keywords = "customer service, complaints, response time",
	    .creator = "unanswered " UNANSWERED_VERSION, .date = r->as_of },
	    &out);
	draw(&k);
	if (canvas_close(k.c, e) < 0)
		goto out;
	rc = outfile_put(path, out.s, out.len, e);
out:
	buf_free(&title);
	buf_free(&subject);
	buf_free(&out);
	return rc;
}

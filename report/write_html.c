/* SPDX-License-Identifier: MIT
 *
 * report.html: one file, nothing from the network, no script. What the PDF
 * shows and more: every company, and the numbers below each picture. */
#include <math.h>
#include <stdio.h>

#include "common/opts.h"
#include "common/outfile.h"
#include "report/html_figure.h"
#include "report/html_style.h"
#include "report/method.h"
#include "report/phrase.h"
#include "report/writer.h"

static void
head(struct html *h, const struct result *r)
{
	html_raw(h, "<!doctype html>\n<html lang=\"en\"><head>"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
	    "base-uri 'none'; form-action 'none'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<title>Who answers, and who does not: ");
	html_text(h, phrase_days(r->from, r->to).s);
	html_raw(h, "</title>\n");
	html_style(h);
	html_raw(h, "</head><body>\n");
}

static void
banner(struct html *h, const struct result *r)
{
	struct buf b = {0};

	buf_addf(&b, "%s · as of %s · ", phrase_days(r->from, r->to).s,
	    phrase_time(r->as_of).s);
	phrase_sources(&b, r);
	html_raw(h, "<header><h1>Who answers, and who does not</h1>");
	html_el(h, "p", NULL, b.s);
	html_raw(h, "</header>\n<main>\n");
	buf_free(&b);
}

static void
card(struct html *h, enum ink edge, const char *label, const char *value,
    const char *note)
{
	html_raw(h, "<div class=\"card\" style=\"--edge:var(--");
	html_raw(h, ink_name[edge]);
	html_raw(h, ")\">");
	html_el(h, "dt", NULL, label);
	html_el(h, "dd", "class=\"value\"", value);
	html_el(h, "dd", "class=\"note\"", note);
	html_raw(h, "</div>\n");
}

static void
cards(struct html *h, const struct co_result *co)
{
	const struct response *p = &co->response;
	struct buf b = {0};

	html_raw(h, "<dl class=\"cards\">\n");
	buf_addf(&b, "%s first posts", phrase_count(
	    co->traffic.first_posts).s);
	card(h, INK_NAVY, "Posts by customers",
	    phrase_count(co->traffic.customer_posts).s, b.s);
	buf_clear(&b);
	buf_addf(&b, "%s could be read", phrase_count(finding_readable(p)).s);
	card(h, INK_NAVY, "Complaints and questions", phrase_count(p->cases).s,
	    b.s);
	buf_clear(&b);
	buf_addf(&b, "95\u202f%% interval %s", phrase_range(p->rate).s);
	card(h, INK_ANSWERED, "Got an answer", phrase_percent(p->rate.p).s,
	    b.s);
	card(h, INK_OPEN, "Median time to first answer", phrase_median(p).s,
	    phrase_median_note(p).s);
	html_raw(h, "</dl>\n");
	buf_free(&b);
}

static void
summary(struct html *h, const struct result *r)
{
	struct buf b = {0};

	html_raw(h, "<section id=\"summary\"><h2>Summary</h2>\n");
	cards(h, &r->total);
	finding_all(&b, r);
	html_bdi(h, "p", "class=\"say\"", b.s);
	html_raw(h, "<div class=\"two\">\n");
	html_raw(h, "<div>\n");
	html_figure_bars(h, r);
	if (r->n_co <= 12)	/* below the shorter of the two */
		html_figure_within(h, "all", r, &r->total);
	html_raw(h, "</div><div>\n");
	html_figure_curve(h, "all", r, &r->total);
	if (r->n_co > 12)
		html_figure_within(h, "all", r, &r->total);
	html_raw(h, "</div></div>\n");
	html_figure_states(h, "all", &r->total);
	html_figure_days(h, "all", r, &r->total);
	html_raw(h, "</section>\n");
	buf_free(&b);
}

/* ---- ranking ---- */

static void
small_picture(struct html *h, double w, double high,
    const struct response *p, bool sign)
{
	struct canvas *c = canvas_svg(h, w, high, NULL, "", NULL, NULL);
	struct err e = {0};

	if (sign)
		chart_sign(c, (struct point){ 5, high / 2 },
		    finding_verdict(p));
	else
		chart_interval(c, (struct box){ 0, 0, w, high }, p);
	canvas_close(c, &e);
}

static void
rank_row(struct html *h, const struct result *r, size_t place)
{
	size_t i = r->rank[place];
	const struct co_result *co = &r->co[i];
	const struct response *p = &co->response;

	html_raw(h, "<tr>");
	html_el(h, "td", NULL, place < r->n_ranked ?
	    phrase_count((int64_t)place + 1).s : PHRASE_NONE);
	html_raw(h, "<th scope=\"row\" class=\"l\"><a href=\"#c");
	html_num(h, (double)i);
	html_raw(h, "\">");
	html_el(h, "bdi", NULL, co->name);
	html_raw(h, "</a></th><td class=\"l how\">");
	small_picture(h, 12.5, 10, p, true);
	html_text(h, finding_words(finding_verdict(p)));
	html_raw(h, "</td>");
	html_el(h, "td", NULL, phrase_count(p->cases).s);
	html_raw(h, "<td>");
	small_picture(h, 52, 7, p, false);
	html_raw(h, "</td>");
	html_el(h, "td", "class=\"l\"", phrase_share(p->rate).s);
	html_el(h, "td", NULL, phrase_count(p->deflected).s);
	html_el(h, "td", NULL, phrase_count(p->open).s);
	html_el(h, "td", NULL, phrase_median(p).s);
	for (int w = 0; w < N_WITHIN; w++)
		html_el(h, "td", NULL, phrase_percent(p->cases > 0 ?
		    p->within[w].p : NAN).s);
	html_raw(h, "</tr>\n");
}

static void
sign_key(struct html *h)
{
	static const enum verdict order[] = { VERDICT_ANSWERS, VERDICT_SOME,
	    VERDICT_PRIVATE, VERDICT_SELDOM, VERDICT_NEVER, VERDICT_FEW };
	struct buf b = {0};

	for (int i = 0; i < 6; i++)
		buf_addf(&b, "%s%s: %s", i > 0 ? ". " : "",
		    finding_words(order[i]), finding_meaning(order[i]));
	buf_adds(&b, ".");
	html_el(h, "p", "class=\"quiet\"", b.s);
	buf_free(&b);
}

static void
ranking(struct html *h, const struct result *r)
{
	static const char *const name[] = { "", "Company", "How it answers",
	    "Complaints and questions", "", "Got an answer",
	    "Moved to private", "Still open", "Median wait",
	    "Within 1\u202fh", "4\u202fh", "24\u202fh", "72\u202fh" };

	html_raw(h, "<section id=\"ranking\"><h2>All companies, best to worst"
	    "</h2><p class=\"quiet\">In the order of the lower end of the "
	    "interval of the share answered: a company with few complaints "
	    "has to do better to stand high.</p>\n"
	    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
	    "aria-label=\"All companies\"><table>");
	html_raw(h, "<thead><tr>");
	for (size_t i = 0; i < sizeof(name) / sizeof(name[0]); i++)
		if (name[i][0] == '\0')	/* a number, a picture */
			html_raw(h, i == 0 ? "<td></td>" :
			    "<th scope=\"colgroup\" colspan=\"2\" class=\"l\">"
			    "Got an answer</th>");
		else if (i != 5)
			html_el(h, "th", i < 3 ? "scope=\"col\" class=\"l\"" :
			    "scope=\"col\"", name[i]);
	html_raw(h, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < r->n_co; i++)
		rank_row(h, r, i);
	html_raw(h, "</tbody></table></div>\n");
	if (r->n_co == 0)
		html_raw(h, "<p>No companies are configured.</p>\n");
	sign_key(h);
	html_raw(h, "</section>\n");
}

/* ---- a company ---- */

static void
channels(struct html *h, const struct co_result *co)
{
	static const char *const name[] = { "Network", "Posts",
	    "Complaints and questions", "Got an answer", "Moved to private",
	    "Still open", "Median wait" };

	html_raw(h, "<figure class=\"wide\"><figcaption><h3>Network by "
	    "network</h3></figcaption><div class=\"scroll\"><table>");
	html_head(h, name, sizeof(name) / sizeof(name[0]), 1);
	html_raw(h, "<tbody>");
	for (size_t i = 0; i < co->n_channels; i++) {
		const struct channel *c = &co->channel[i];
		const struct response *p = &c->response;

		html_raw(h, "<tr>");
		html_el(h, "th", "scope=\"row\" class=\"l\"",
		    phrase_source(c->source).s);
		html_el(h, "td", NULL, phrase_count(
		    c->traffic.customer_posts).s);
		html_el(h, "td", NULL, phrase_count(p->cases).s);
		html_el(h, "td", NULL, phrase_share(p->rate).s);
		html_el(h, "td", NULL, phrase_count(p->deflected).s);
		html_el(h, "td", NULL, phrase_count(p->open).s);
		html_el(h, "td", NULL, phrase_median(p).s);
		html_raw(h, "</tr>\n");
	}
	if (co->n_channels == 0)
		html_raw(h, "<tr><td colspan=\"7\" class=\"l\">No posts in "
		    "this window</td></tr>");
	html_raw(h, "</tbody></table></div></figure>\n");
}

static void
one_quote(struct html *h, const struct quote *q)
{
	struct buf text = {0}, meta = {0};

	phrase_quote(&text, q->text);
	if (text.len == 0)
		buf_adds(&text, "(a post without text)");
	buf_addf(&meta, "%s · %s · waiting for %s", phrase_source(q->source).s,
	    phrase_time(q->created_at).s, phrase_hours(q->waiting_hours).s);
	if (q->audience >= 0)
		buf_addf(&meta, " · seen by up to %s",
		    phrase_count(q->audience).s);
	html_raw(h, "<blockquote>");
	html_bdi(h, "p", "dir=\"auto\"", text.s);
	html_el(h, "p", "class=\"quiet\"", meta.s);
	html_raw(h, "</blockquote>\n");
	buf_free(&text);
	buf_free(&meta);
}

static void
quotes(struct html *h, const struct co_result *co)
{
	html_raw(h, "<figure class=\"wide\"><figcaption><h3>Still waiting"
	    "</h3><p class=\"quiet\">Complaints and questions without an "
	    "answer, as people wrote them</p></figcaption>\n");
	for (size_t i = 0; i < co->n_quotes; i++)
		one_quote(h, &co->quote[i]);
	if (co->n_quotes == 0)
		html_raw(h, "<p>No open complaint or question to quote.</p>");
	html_raw(h, "</figure>\n");
}

static void
company_line(struct html *h, const struct result *r, size_t i)
{
	const struct co_result *co = &r->co[i];
	size_t rank = finding_rank(r, i);
	struct buf b = {0};

	if (co->sector != NULL && co->sector[0] != '\0')
		buf_addf(&b, "%s · ", co->sector);
	if (rank > 0)
		buf_addf(&b, "number %zu of %zu ranked companies · ", rank,
		    r->n_ranked);
	buf_adds(&b, finding_words(finding_verdict(&co->response)));
	html_bdi(h, "p", "class=\"quiet\"", b.s);
	buf_free(&b);
}

static void
company(struct html *h, const struct result *r, size_t i)
{
	const struct co_result *co = &r->co[i];
	struct buf b = {0};
	char id[24];

	snprintf(id, sizeof(id), "c%zu", i);
	html_raw(h, "<section class=\"company\" id=\"");
	html_text(h, id);
	html_raw(h, "\">");
	html_bdi(h, "h2", NULL, co->name);
	company_line(h, r, i);
	cards(h, co);
	finding_company(&b, r, co);
	html_bdi(h, "p", "class=\"say\"", b.s);
	if (co->response.cases > 0) {
		html_raw(h, "<div class=\"two\">\n");
		html_figure_curve(h, id, r, co);
		html_figure_within(h, id, r, co);
		html_raw(h, "</div>\n");
		html_figure_states(h, id, co);
	}
	channels(h, co);
	if (co->posts > 0)
		html_figure_days(h, id, r, co);
	if (r->quotes && co->response.cases > 0)
		quotes(h, co);
	html_raw(h, "<p class=\"back\"><a href=\"#ranking\">Back to all "
	    "companies</a></p></section>\n");
	buf_free(&b);
}

/* ---- method ---- */

static void
coverage(struct html *h, const struct result *r)
{
	static const char *const name[] = { "Network", "Posts", "First post",
	    "Last post", "Threads", "read whole", "in part", "not known" };

	html_raw(h, "<h3>What was read</h3>\n"
	    "<div class=\"scroll\"><table>");
	html_head(h, name, sizeof(name) / sizeof(name[0]), 1);
	html_raw(h, "<tbody>");
	for (size_t i = 0; i < r->n_sources; i++) {
		const struct source_coverage *s = &r->source[i];

		html_raw(h, "<tr>");
		html_el(h, "th", "scope=\"row\" class=\"l\"",
		    phrase_source(s->source).s);
		html_el(h, "td", NULL, phrase_count(s->posts).s);
		html_el(h, "td", NULL, phrase_date(s->first).s);
		html_el(h, "td", NULL, phrase_date(s->last).s);
		html_el(h, "td", NULL, phrase_count(s->threads).s);
		html_el(h, "td", NULL, phrase_count(s->threads_complete).s);
		html_el(h, "td", NULL, phrase_count(s->threads_incomplete).s);
		html_el(h, "td", NULL, phrase_count(s->threads_unknown).s);
		html_raw(h, "</tr>\n");
	}
	if (r->n_sources == 0)
		html_raw(h, "<tr><td colspan=\"8\" class=\"l\">No posts in "
		    "this window</td></tr>");
	html_raw(h, "</tbody></table></div>\n");
}

static void
method(struct html *h, const struct result *r)
{
	struct buf b = {0};

	html_raw(h, "<section class=\"company\" id=\"method\">"
	    "<h2>How this was measured</h2>\n<dl class=\"terms\">\n");
	for (size_t i = 0; i < method_n; i++) {
		html_raw(h, "<div>");
		html_el(h, "dt", NULL, method_term[i].name);
		html_el(h, "dd", NULL, method_term[i].text);
		html_raw(h, "</div>\n");
	}
	html_raw(h, "</dl>\n");
	coverage(h, r);
	method_notes(&b, r);
	html_el(h, "p", "class=\"quiet\"", b.s);
	html_raw(h, "</section>\n");
	buf_free(&b);
}

static void
foot(struct html *h, const struct result *r)
{
	struct buf b = {0};

	buf_addf(&b, "As of %s · model %s · unanswered " UNANSWERED_VERSION,
	    phrase_time(r->as_of).s,
	    r->model.name != NULL ? r->model.name : "none");
	html_raw(h, "</main>\n");
	html_el(h, "footer", NULL, b.s);
	html_raw(h, "\n</body></html>\n");
	buf_free(&b);
}

int
write_html(const struct result *r, const char *path, struct err *e)
{
	struct html h = {0};
	int rc;

	head(&h, r);
	banner(&h, r);
	summary(&h, r);
	ranking(&h, r);
	for (size_t i = 0; i < r->n_co; i++)
		company(&h, r, r->rank[i]);
	method(&h, r);
	foot(&h, r);
	rc = outfile_put(path, h.out.s, h.out.len, e);
	html_free(&h);
	return rc;
}

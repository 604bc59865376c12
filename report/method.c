/* SPDX-License-Identifier: MIT */
#include "report/method.h"
#include "report/phrase.h"

const struct method_term method_term[] = {
	{ "Complaint or question",
	    "What one person wants from one company in one thread, counted "
	    "once however many messages it takes. A new message after an "
	    "answer, or after 72 hours of silence, counts as a new one. A "
	    "model reads every post by a customer and says whether it is a "
	    "complaint, a question, both or neither; a bare thank-you needs "
	    "no answer and is not counted." },
	{ "Time to first answer",
	    "From a person's first complaint or question to the first public "
	    "reply by an official account of the company." },
	{ "Answered",
	    "An official account replied in public with something of use." },
	{ "Moved to private messages",
	    "The first reply only asks the person to write elsewhere, for "
	    "example by direct message. It counts as an answer in the share "
	    "answered and is shown separately: what happened then cannot be "
	    "seen from outside." },
	{ "Still open",
	    "No answer up to the last moment watched. Such people are kept in "
	    "every figure for as long as they were watched." },
	{ "Could not be read",
	    "No answer was seen, but parts of the thread were not readable: "
	    "there may have been one. Left out of the share answered." },
	{ "Unanswered",
	    "No answer within 72 hours." },
	{ "Share answered",
	    "Complaints and questions with an answer, moved to private ones "
	    "included, of all that could be read." },
	{ "Interval",
	    "The range in which the true figure lies in 95 of 100 such "
	    "counts. Few cases make it wide. Shares use the method of "
	    "Wilson." },
	{ "Share still waiting, median wait",
	    "Estimated with the method of Kaplan and Meier, which uses people "
	    "who still wait for as long as they were watched. The median is "
	    "the time by which half of all people had an answer; \u201cnot "
	    "reached\u201d means fewer than half had one." },
	{ "Order of companies",
	    "By the lower end of the interval of the share answered. "
	    "Companies with fewer than 5 readable complaints and questions "
	    "are not ranked." },
	{ "What the figures do not say",
	    "Differences between companies are associations: they differ in "
	    "sector, size and customers. Nothing here says what an answer, "
	    "or its absence, causes." },
};
const size_t method_n = sizeof(method_term) / sizeof(method_term[0]);

void
method_notes(struct buf *b, const struct result *r)
{
	const struct co_result *t = &r->total;

	buf_addf(b, "%s records were read from %zu %s; %s were older copies "
	    "of a post and %s deletions.", phrase_count(r->records).s,
	    r->batches, r->batches == 1 ? "batch" : "batches",
	    phrase_count(r->superseded).s, phrase_count(r->deleted).s);
	buf_addf(b, " The model %s judged %s posts by customers and passed on "
	    "%s it cannot judge (their language, or no text).",
	    r->model.name != NULL ? r->model.name : "(none)",
	    phrase_count(t->judged).s, phrase_count(t->abstained).s);
	if (t->response.unobservable > 0)
		buf_addf(b, " If every thread that could not be read had no "
		    "answer, the share answered would be %s; if each had "
		    "one, %s.", phrase_percent(t->response.bound_lo).s,
		    phrase_percent(t->response.bound_hi).s);
}

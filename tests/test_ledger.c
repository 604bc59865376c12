/* SPDX-License-Identifier: MIT
 *
 * Cases out of threads, and what counts as moving the talk away. A thread is
 * written as "author@hour[<parent][flags]": author a-z is a customer, A a
 * watched company, B another; flags c complaint, q query, d an answer that
 * deflects, i the thread could not be read whole. */
#include <ctype.h>
#include <stdlib.h>

#include "report/deflect.h"
#include "report/ledger.h"
#include "tests/test.h"

static const struct { const char *name, *thread, *want; } cases[] = {
	{ "answered", "a@0c A@2<0", "answered 2h" },
	{ "nobody answers", "a@0c", "open" },
	{ "thanks opens no case", "a@0", "" },
	{ "deflected", "a@0c A@1<0d", "deflected 1h" },
	{ "the first answer decides", "a@0c A@1<0d A@2<0", "deflected 1h" },
	{ "a new message after the answer is a new case",
	  "a@0c A@1<0 a@3<1q", "answered 1h, open" },
	{ "thanks after the answer is none", "a@0c A@1<0 a@3<1",
	  "answered 1h" },
	{ "a message while waiting belongs to the case",
	  "a@0c a@50<0c A@60<1", "answered 60h" },
	{ "after 72 h of silence it is a new one",
	  "a@0c a@80<0c A@82<1", "open, answered 2h" },
	{ "72 h count from the last message",
	  "a@0c a@50<0 a@100<0c A@101<2", "answered 101h" },
	{ "two people, one answered", "a@0c b@1<0c A@2<1",
	  "open, answered 1h" },
	{ "an answer to the other", "a@0c b@1<0c A@2<0 A@5<1",
	  "answered 2h, answered 4h" },
	{ "the company goes on: still the same customer",
	  "a@0c A@1<0 A@2<1 a@3<2c A@4<3", "answered 1h, answered 1h" },
	{ "an answer to nobody in particular answers all",
	  "a@0c b@0c A@3", "answered 3h, answered 3h" },
	{ "another company's answer does not count", "a@0c B@1<0", "open" },
	{ "not to be read whole", "a@0ci", "unobservable" },
	{ "but answered is answered", "a@0ci A@1<0", "answered 1h" },
	{ "answered before it was asked", "A@0 a@1<0c", "open" },
	{ "a complaint after small talk", "a@0 a@5<0c A@6<1",
	  "answered 1h" },
	{ "both labels are one case", "a@0cq A@1<0", "answered 1h" },
};

static size_t
parse(const char *s, struct row *r)
{
	size_t n = 0;

	for (; *s != '\0'; n++) {
		struct row *p = &r[n];

		*p = (struct row){ .id = { 1, n }, .thread = { 9, 9 } };
		p->official = *s == 'A' ? 0 : *s == 'B' ? 1 : -1;
		p->author = (struct key){ 2, (uint64_t)*s };
		p->created_at = 3600 * strtol(s + 2, (char **)&s, 10);
		if (*s == '<') {
			p->parent = (struct key){ 1,
			    (uint64_t)strtol(s + 1, (char **)&s, 10) };
			p->flags |= ROW_REPLY;
		}
		for (; isalpha((unsigned char)*s); s++) {
			p->labels |= *s == 'c' ? POST_COMPLAINT :
			    *s == 'q' ? POST_QUERY : 0;
			p->flags |= *s == 'd' ? ROW_DEFLECTS :
			    *s == 'i' ? ROW_INCOMPLETE : 0;
		}
		s += *s == ' ';
	}
	return n;
}

static bool
all(const void *ctx, uint32_t set, uint32_t company)
{
	(void)ctx;
	return set == 0 && company == 0;
}

struct got { struct buf b; const struct row *r; };

static void
emit(void *to, const struct ledger_case *k)
{
	static const char *const name[] = { "answered", "deflected", "open",
	    "unobservable" };
	struct got *g = to;

	buf_addf(&g->b, "%s%s", g->b.len > 0 ? ", " : "", name[k->state]);
	if (k->answer != SIZE_MAX)
		buf_addf(&g->b, " %ldh", (long)(g->r[k->answer].created_at -
		    g->r[k->first].created_at) / 3600);
}

static const struct { const char *text; bool moves; } answers[] = {
	{ "Hi there! Please DM us your order number and we'll take a look",
	  true },
	{ "@123 Sorry to hear that. Send us a direct message so we can help "
	  "you further. https://t.co/x ^AB", true },
	{ "We're sorry! Could you call us on 0800 123?", true },
	{ "@1 Hallo, das tut uns leid. Schick uns bitte eine Direktnachricht",
	  true },
	{ "Lo sentimos. Escr\xc3\xad" "benos por privado, por favor", true },
	{ "D\xc3\xa9sol\xc3\xa9 ! Merci de nous \xc3\xa9" "crire en MP.",
	  true },
	{ "DM\xe3\x82\x92\xe3\x81\x8a\xe9\x80\x81\xe3\x82\x8a"
	  "\xe3\x81\x8f\xe3\x81\xa0\xe3\x81\x95\xe3\x81\x84", true },
	{ "@9 The 06:05 boards from gate 14 now, your bag is on it. DM us if "
	  "it is not there", false },
	{ "Try turning the router off for ten minutes. Any luck? If not, DM "
	  "us.", false },
	{ "We have refunded the fee, it takes three to five days.", false },
	{ "Sorry about that, thanks for telling us!", false },
	{ "The admin team is on it", false },	/* not a "dm" */
	{ "", false },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct row r[16];
		struct got g = { .r = r };
		size_t n = parse(cases[i].thread, r);

		buf_adds(&g.b, "");
		qsort(r, n, sizeof(*r), ledger_order);
		ledger_cases(r, n, 0, all, NULL, emit, &g);
		CHECK_STR(g.b.s, cases[i].want, cases[i].name);
		buf_free(&g.b);
	}
	struct row r[16];
	size_t n = parse("a@0c A@2<0 A@1<0 B@0", r);

	qsort(r, n, sizeof(*r), ledger_order);
	CHECK(ledger_response(r, n, 0, 0) == 3600, "first later answer");
	n = parse("A@0 a@0<0c", r);
	qsort(r, n, sizeof(*r), ledger_order);
	CHECK(ledger_response(r, n, 0, 0) == -1, "the same second is not "
	    "later");

	struct deflect *d = deflect_new();

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		CHECK(deflect_is(d, answers[i].text, strlen(answers[i].text))
		    == answers[i].moves, "%s: %s", answers[i].moves ?
		    "moves away" : "says something", answers[i].text);
	deflect_free(d);
	return test_done();
}

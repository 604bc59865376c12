/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "report/finding.h"
#include "report/phrase.h"
#include "report/say.h"

static void
say_speed(struct buf *b, const struct response *p)
{
	if (p->cases == 0)
		buf_adds(b, "Nobody is waiting for an answer.\n");
	else if (isfinite(p->median_hours))
		buf_addf(b, "Half of those who wrote had an answer within "
		    "%s.\n", phrase_hours(p->median_hours).s);
	else
		buf_addf(b, "More than half had no answer: %s.\n",
		    phrase_median_note(p).s);
}

void
say_result(struct buf *b, const struct result *r)
{
	buf_addf(b, "%s posts by customers (%s), %s of them complaints and "
	    "%s questions.\n",
	    phrase_count(r->total.traffic.customer_posts).s,
	    phrase_days(r->from, r->to).s, phrase_count(r->total.complaints).s,
	    phrase_count(r->total.queries).s);
	finding_all(b, r);
	buf_addc(b, '\n');
	say_speed(b, &r->total.response);
}

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "common/text.h"
#include "report/html.h"

void
html_raw(struct html *h, const char *markup)
{
	buf_adds(&h->out, markup);
}

void
html_text(struct html *h, const char *s)
{
	struct buf plain = {0};

	if (s == NULL)
		return;
	text_plain(&plain, s, strlen(s));
	for (size_t i = 0; i < plain.len; i++) {
		switch (plain.s[i]) {
		case '&':
			buf_adds(&h->out, "&amp;");
			break;
		case '<':
			buf_adds(&h->out, "&lt;");
			break;
		case '>':
			buf_adds(&h->out, "&gt;");
			break;
		case '"':
			buf_adds(&h->out, "&quot;");
			break;
		case '\'':
			buf_adds(&h->out, "&#39;");
			break;
		default:
			buf_addc(&h->out, plain.s[i]);
		}
	}
	buf_free(&plain);
}

void
html_num(struct html *h, double v)
{
	/* Whole hundredths: no locale's decimal point can get in. */
	long long c = isfinite(v) && fabs(v) < 1e12 ? llround(v * 100) : 0;
	long long abs = c < 0 ? -c : c;

	buf_addf(&h->out, "%s%lld", c < 0 ? "-" : "", abs / 100);
	if (abs % 100 != 0)
		buf_addf(&h->out, abs % 10 == 0 ? ".%lld" : ".%02lld",
		    abs % 10 == 0 ? abs % 100 / 10 : abs % 100);
}

static void
element(struct html *h, const char *tag, const char *attrs, const char *text,
    const char *open, const char *close)
{
	buf_addc(&h->out, '<');
	buf_adds(&h->out, tag);
	if (attrs != NULL) {
		buf_addc(&h->out, ' ');
		buf_adds(&h->out, attrs);
	}
	buf_addc(&h->out, '>');
	buf_adds(&h->out, open);
	html_text(h, text);
	buf_adds(&h->out, close);
	buf_adds(&h->out, "</");
	buf_adds(&h->out, tag);
	buf_addc(&h->out, '>');
}

void
html_el(struct html *h, const char *tag, const char *attrs, const char *text)
{
	element(h, tag, attrs, text, "", "");
}

void
html_bdi(struct html *h, const char *tag, const char *attrs, const char *text)
{
	element(h, tag, attrs, text, "<bdi>", "</bdi>");
}

void
html_free(struct html *h)
{
	buf_free(&h->out);
}

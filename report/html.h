/* SPDX-License-Identifier: MIT
 *
 * Escaping: the only way text enters a page or an SVG picture. What is marked
 * up by us goes through html_raw, everything else through the others. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "common/mem.h"

struct html {
	struct buf out;
};

/* Append markup as it stands: literals of ours only. */
void html_raw(struct html *h, const char *markup);

/* Append text of anybody: & < > " ' escaped, ill-formed UTF-8 repaired,
 * control and bidirectional control characters removed, white space runs made
 * one space. Safe between tags and inside quoted attributes. NULL is "". */
void html_text(struct html *h, const char *s);

/* A number for an attribute, at most two digits after the point, the same in
 * every locale; not finite: 0. */
void html_num(struct html *h, double v);

/* <tag attrs>text</tag>; attrs is markup of ours or NULL. */
void html_el(struct html *h, const char *tag, const char *attrs,
    const char *text);

/* The same with the text isolated, for names and posts whose direction is not
 * ours: <tag attrs><bdi>text</bdi></tag>. */
void html_bdi(struct html *h, const char *tag, const char *attrs,
    const char *text);

void html_free(struct html *h);

#endif

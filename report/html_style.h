/* SPDX-License-Identifier: MIT */
#ifndef REPORT_HTML_STYLE_H
#define REPORT_HTML_STYLE_H

#include "report/html.h"

/* The page's <style>: light, dark, phone, paper; f-INK and s-INK colour what
 * canvas_svg draws. */
void html_style(struct html *h);

#endif

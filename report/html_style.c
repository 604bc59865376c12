/* SPDX-License-Identifier: MIT
 *
 * How report.html looks: on a desk, on a phone, at night, on paper. */
#include "report/canvas.h"
#include "report/html_style.h"

static const char style[] =
":root{color-scheme:light dark;--text:#1a212e;--muted:#5d6878;"
"--line:#dbe0e7;--card:#f4f6f9;--paper:#fff;--navy:#12365c;--band:#12365c;"
"--accent:#1f8c85;--pale:#ccdeed;--answered:#1a8078;--private:#736bb3;"
"--open:#d15c21;--unread:#a8b3bf;--few:#b8c2cc;--none:none}\n"
"@media(prefers-color-scheme:dark){:root{--text:#e7ebf1;--muted:#9ea9b8;"
"--line:#2e3948;--card:#19212c;--paper:#10161e;--navy:#86b3e0;"
"--band:#0d2744;--accent:#35b3a8;--answered:#3fb8ad;--private:#a79fe6;"
"--open:#f08c4f;--unread:#6b7786;--few:#4b5665}}\n"
"*{box-sizing:border-box}\n"
"html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}\n"
"@media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}\n"
"body{margin:0;background:var(--paper);color:var(--text);"
"font:16px/1.5 'Noto Sans',system-ui,-apple-system,'Segoe UI',sans-serif;"
"font-variant-numeric:tabular-nums}\n"
"header,main,footer{padding:0 max(20px,calc((100vw - 1080px)/2))}\n"
"header{background:var(--band);color:#fff;border-bottom:4px solid "
"var(--accent);padding-top:34px;padding-bottom:26px}\n"
"h1{font-size:1.9rem;line-height:1.2;margin:0 0 6px}\n"
"header p{margin:0;color:#ccdeed}\n"
"h2{font-size:1.4rem;line-height:1.25;margin:0 0 4px}\n"
"h3{font-size:1.05rem;margin:0}\n"
"section{padding-top:36px}\n"
"section.company{border-top:1px solid var(--line);margin-top:40px}\n"
".quiet{color:var(--muted);font-size:.875rem;margin:0}\n"
".cards{display:grid;grid-template-columns:repeat(4,1fr);gap:14px;"
"margin:18px 0}\n"
".card{background:var(--card);border-left:4px solid var(--edge);"
"border-radius:6px;padding:12px 14px;display:flex;flex-direction:column}\n"
".card dt{color:var(--muted);font-size:.85rem}\n"
".card dd{margin:0}\n"
".card .value{font-size:1.7rem;font-weight:700;line-height:1.25}\n"
".card .note{color:var(--muted);font-size:.8rem}\n"
".say{background:var(--card);border-left:4px solid var(--accent);"
"border-radius:6px;padding:14px 18px;font-weight:700;margin:0 0 8px}\n"
".two{display:grid;grid-template-columns:1fr 1fr;gap:0 44px}\n"
"figure{margin:22px 0 0;min-width:0}\n"
"figcaption{margin-bottom:10px}\n"
"figure svg{display:block;width:100%;height:auto;max-width:560px}\n"
"figure.wide svg{max-width:none}\n"
"svg text{font-family:inherit}svg .b{font-weight:700}\n"
".dash{stroke-dasharray:3 2.2}\n"
"path{stroke-linejoin:round}\n"
"details{margin-top:8px;font-size:.875rem}\n"
"summary{cursor:pointer;color:var(--muted);width:max-content;"
"padding:4px 0}\n"
"a{color:var(--navy)}\n"
"a:focus-visible,summary:focus-visible,.scroll:focus-visible{"
"outline:3px solid var(--accent);outline-offset:2px}\n"
".scroll{overflow-x:auto;margin-top:12px}\n"
"table{border-collapse:collapse;font-size:.875rem;width:100%}\n"
"th,td{padding:7px 8px;text-align:right;border-bottom:1px solid "
"var(--line);white-space:nowrap}\n"
"th.l,td.l{text-align:left}\n"
"thead th,thead td{background:var(--band);color:#fff;"
"vertical-align:bottom;border-bottom:0;white-space:normal;"
"line-height:1.25}\n"
".scroll+.quiet{margin-top:12px}\n"
"tbody tr:nth-child(even){background:var(--card)}\n"
"tbody th{font-weight:700}\n"
"tbody th bdi{display:inline-block;max-width:16em;overflow:hidden;"
"text-overflow:ellipsis;vertical-align:bottom}\n"
"td svg{width:78px;height:11px;display:block}\n"
"td.how svg{width:20px;height:16px;display:inline-block;"
"vertical-align:-2px;margin-right:6px}\n"
"details table{width:auto}\n"
"blockquote{margin:14px 0 0;border-left:3px solid var(--open);"
"padding:2px 0 2px 14px;max-width:75ch;overflow-wrap:anywhere}\n"
"blockquote p{margin:0}\n"
".terms{columns:2;column-gap:44px;margin:16px 0 0}\n"
".terms div{break-inside:avoid;padding-bottom:14px}\n"
".terms dt{font-weight:700}.terms dd{margin:0}\n"
"h2,h3{overflow-wrap:anywhere}\n"
"footer{color:var(--muted);font-size:.8rem;border-top:1px solid "
"var(--line);margin-top:48px;padding-top:14px;padding-bottom:30px}\n"
"@media screen and (max-width:760px){body{font-size:15px}h1{font-size:1.5rem}"
".cards{grid-template-columns:1fr 1fr;gap:10px}"
".card .value{font-size:1.35rem}"
".two{grid-template-columns:minmax(0,1fr)}.terms{columns:1}}\n"
".narrow{display:none}\n"
"@media screen and (max-width:760px){figure.wide svg.narrow{display:block}"
"figure.wide svg.full{display:none}}\n"
"@media print{:root{color-scheme:light}html{font-size:8.5pt}"
"body{font-size:1rem}section{padding-top:16px}figure{margin-top:14px}"
"header{background:none;color:#000;padding:0 0 8px}header p{color:#333}"
"main,footer{padding-left:0;padding-right:0}"
"details,.back{display:none}section.company{break-before:page;"
"border:0;margin:0}figure,.card,blockquote,tr{break-inside:avoid}"
"thead th{background:none;color:#000;border-bottom:1px solid #000}"
"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

void
html_style(struct html *h)
{
	html_raw(h, "<style>\n");
	html_raw(h, style);
	/* One class a colour, for what is drawn. */
	for (int i = 0; i < INK_N; i++) {
		html_raw(h, ".f-");
		html_raw(h, ink_name[i]);
		html_raw(h, "{fill:var(--");
		html_raw(h, ink_name[i]);
		html_raw(h, ")}.s-");
		html_raw(h, ink_name[i]);
		html_raw(h, "{stroke:var(--");
		html_raw(h, ink_name[i]);
		html_raw(h, ")}\n");
	}
	html_raw(h, "</style>\n");
}

/* SPDX-License-Identifier: MIT
 *
 * One way to draw, two places to draw on: a PDF page (canvas_cairo.c) and an
 * SVG picture inside the HTML page (canvas_svg.c). Units are points, y grows
 * downwards. Colours are roles, so that a page can be dark. */
#ifndef REPORT_CANVAS_H
#define REPORT_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/mem.h"
#include "report/html.h"

enum ink {
	INK_NONE,
	INK_TEXT, INK_MUTED, INK_LINE, INK_CARD, INK_PAPER,
	INK_NAVY, INK_ACCENT,	/* the house's dark and its accent */
	INK_PALE,		/* quiet text on navy */
	INK_ANSWERED, INK_PRIVATE, INK_OPEN, INK_UNREAD, INK_FEW,
	INK_N
};
/* "text", "muted" …: the names of the CSS classes and variables. */
extern const char *const ink_name[INK_N];

struct box { double x, y, w, h; };
struct point { double x, y; };

struct paint {
	enum ink fill, stroke;	/* INK_NONE: not */
	double alpha;		/* 0 is taken for 1 */
	double width;		/* of the line */
	bool dashed;
};

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct font {
	double size;
	bool bold;
	enum ink ink;
	enum align align;	/* within width, or around x when width is 0 */
	double width;		/* 0: one line as long as it is */
	int lines;		/* most lines, the last ellipsised; 0: any */
};

struct canvas;

/* Rounded by r when r > 0. */
void canvas_rect(struct canvas *c, struct box b, double r, struct paint p);
/* Straight lines through n points; NaN is not allowed. */
void canvas_poly(struct canvas *c, const struct point *p, size_t n,
    bool closed, struct paint paint);
void canvas_line(struct canvas *c, struct point a, struct point b,
    struct paint p);
void canvas_circle(struct canvas *c, struct point at, double r,
    struct paint p);

/* Text of anybody: cleaned as html_text does. y is the first line's
 * baseline. Returns the height of the lines. On an SVG canvas a text is one
 * line, cut by an estimate of its width. */
double canvas_text(struct canvas *c, double x, double y, struct font f,
    const char *s);
/* The height canvas_text would return, nothing drawn. */
double canvas_text_height(struct canvas *c, struct font f, const char *s);
/* The width of s as one line. */
double canvas_text_width(struct canvas *c, struct font f, const char *s);

/* What is drawn up to canvas_end is an element of the document: "H1", "P",
 * "Table", "TR", "TH", "TD", "Figure", "BlockQuote". Elements nest and end on
 * their page. SVG canvases ignore it. */
void canvas_begin(struct canvas *c, const char *element);
void canvas_end(struct canvas *c, const char *element);
/* What is drawn up to canvas_link_end leads to that target (ours: letters and
 * digits) on another page; it need not exist yet, but must in the end. SVG
 * canvases ignore it: a picture is one thing to those who cannot see it. */
void canvas_link(struct canvas *c, const char *target);
void canvas_link_end(struct canvas *c);

/* ---- PDF ---- */
#define PAGE_W 595.276		/* A4 */
#define PAGE_H 841.89

struct pdf_info {
	const char *title, *subject, *keywords, *creator;
	int64_t date;		/* creation and change: never the clock */
};
/* Bytes of the document are added to out until canvas_close. */
struct canvas *canvas_pdf(const struct pdf_info *info, struct buf *out);
/* Start a page: its bookmark, below the last one that was no child, and the
 * target links may lead to. */
void canvas_page(struct canvas *c, const char *bookmark, bool child,
    const char *target);
/* Characters up to now for which no installed font has a picture. */
int canvas_unknown(const struct canvas *c);

/* ---- SVG ---- */
/* <svg> of w times h with title and description for those who cannot see
 * it; id is unique in the page. Without a title: a decoration. class may be
 * NULL. */
struct canvas *canvas_svg(struct html *h, double w, double height,
    const char *class, const char *id, const char *title, const char *desc);

/* Finish. c is always gone. ERR_FATAL when the library could not draw. */
int canvas_close(struct canvas *c, struct err *e);

/* For the two implementations. */
struct canvas_ops {
	void (*rect)(struct canvas *, struct box, double, const struct paint *);
	void (*poly)(struct canvas *, const struct point *, size_t, bool,
	    const struct paint *);
	void (*circle)(struct canvas *, struct point, double,
	    const struct paint *);
	/* height; *width may be NULL; drawn only when asked */
	double (*text)(struct canvas *, double x, double y,
	    const struct font *, const char *, bool draw, double *width);
	void (*begin)(struct canvas *, const char *);
	void (*end)(struct canvas *, const char *);
	void (*link)(struct canvas *, const char *);
	void (*link_end)(struct canvas *);
	int (*close)(struct canvas *, struct err *);
};
struct canvas { const struct canvas_ops *ops; };

#endif

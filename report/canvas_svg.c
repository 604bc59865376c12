/* SPDX-License-Identifier: MIT
 *
 * Pictures inside the HTML page, written by hand: text stays text, colours
 * are classes, so that the page's style can make them dark. */
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "report/canvas.h"

struct svg {
	struct canvas base;
	struct html *h;
};

static struct html *
html_of(struct canvas *c)
{
	return ((struct svg *)c)->h;
}

static void
num_attr(struct html *h, const char *name, double v)
{
	html_raw(h, " ");
	html_raw(h, name);
	html_raw(h, "=\"");
	html_num(h, v);
	html_raw(h, "\"");
}

static void
paint_attrs(struct html *h, const struct paint *p)
{
	html_raw(h, " class=\"f-");
	html_raw(h, ink_name[p->fill]);
	if (p->stroke != INK_NONE) {
		html_raw(h, " s-");
		html_raw(h, ink_name[p->stroke]);
	}
	if (p->dashed)
		html_raw(h, " dash");
	html_raw(h, "\"");
	if (p->stroke != INK_NONE)
		num_attr(h, "stroke-width", p->width);
	if (p->alpha < 1)
		num_attr(h, "opacity", p->alpha);
}

static void
svg_rect(struct canvas *c, struct box b, double r, const struct paint *p)
{
	struct html *h = html_of(c);

	html_raw(h, "<rect");
	num_attr(h, "x", b.x);
	num_attr(h, "y", b.y);
	num_attr(h, "width", b.w);
	num_attr(h, "height", b.h);
	if (r > 0)
		num_attr(h, "rx", r);
	paint_attrs(h, p);
	html_raw(h, "/>");
}

/* Relative coordinates after the first point: they are short. Each is the
 * difference of rounded places, so that errors do not add up. */
static void
svg_poly(struct canvas *c, const struct point *p, size_t n, bool closed,
    const struct paint *paint)
{
	struct html *h = html_of(c);
	long long x = 0, y = 0;

	html_raw(h, "<path d=\"");
	for (size_t i = 0; i < n; i++) {
		long long nx = (long long)(p[i].x * 100 + 0.5);
		long long ny = (long long)(p[i].y * 100 + 0.5);

		if (i > 0 && ny == y) {
			html_raw(h, "h");
			html_num(h, (double)(nx - x) / 100);
		} else if (i > 0 && nx == x) {
			html_raw(h, "v");
			html_num(h, (double)(ny - y) / 100);
		} else {
			html_raw(h, i == 0 ? "M" : "l");
			html_num(h, (double)(nx - x) / 100);
			html_raw(h, " ");
			html_num(h, (double)(ny - y) / 100);
		}
		x = nx;
		y = ny;
	}
	html_raw(h, closed ? "z\"" : "\"");
	paint_attrs(h, paint);
	html_raw(h, "/>");
}

static void
svg_circle(struct canvas *c, struct point at, double r, const struct paint *p)
{
	struct html *h = html_of(c);

	html_raw(h, "<circle");
	num_attr(h, "cx", at.x);
	num_attr(h, "cy", at.y);
	num_attr(h, "r", r);
	paint_attrs(h, p);
	html_raw(h, "/>");
}

/* Width of a character in ems, about: Latin in a sans serif face, capitals
 * and ideographs wider, marks nothing. */
static double
char_width(uint32_t ch)
{
	if (ch >= 0x300 && ch < 0x370)
		return 0;
	if (ch >= 0x1100)
		return ch >= 0x2000 && ch < 0x2E80 ? 0.5 : 1;
	if ((ch >= 'A' && ch <= 'Z') || ch == 'm' || ch == 'w')
		return 0.68;
	if (ch == 'i' || ch == 'l' || ch == 'j' || ch == ' ' || ch == '.' ||
	    ch == ',' || ch == 'f' || ch == 't' || ch == 'r')
		return 0.33;
	return 0.57;
}

/* Bytes of s that fit into max ems, its width in *ems. */
static size_t
fit(const char *s, double max, double *ems)
{
	size_t n = strlen(s), i = 0, step;

	for (*ems = 0; i < n; i += step) {
		double w = char_width(text_next(s + i, n - i, &step));

		if (max > 0 && *ems + w > max)
			break;
		*ems += w;
	}
	return i;
}

static void
put_cut(struct html *h, const char *s, double max)
{
	double ems;
	struct buf part = {0};

	if (max <= 0 || fit(s, max, &ems) == strlen(s)) {
		html_text(h, s);
		return;
	}
	buf_add(&part, s, fit(s, max - 1 > 0 ? max - 1 : 1, &ems));
	buf_adds(&part, "…");
	html_text(h, part.s);
	buf_free(&part);
}

static double
svg_text(struct canvas *c, double x, double y, const struct font *f,
    const char *s, bool draw, double *width)
{
	static const char *const anchor[] = { "start", "middle", "end" };
	struct html *h = html_of(c);
	double ems;

	fit(s, 0, &ems);
	if (width != NULL)
		*width = ems * f->size;
	if (!draw)
		return f->size * 1.36;
	if (f->align == ALIGN_CENTRE)
		x += f->width / 2;
	if (f->align == ALIGN_RIGHT)
		x += f->width;
	html_raw(h, "<text");
	num_attr(h, "x", x);
	num_attr(h, "y", y);
	num_attr(h, "font-size", f->size);
	if (f->align != ALIGN_LEFT) {
		html_raw(h, " text-anchor=\"");
		html_raw(h, anchor[f->align]);
		html_raw(h, "\"");
	}
	html_raw(h, " class=\"f-");
	html_raw(h, ink_name[f->ink]);
	html_raw(h, f->bold ? " b\">" : "\">");
	put_cut(h, s, f->width / f->size);
	html_raw(h, "</text>");
	return f->size * 1.36;
}

static void
svg_element(struct canvas *c, const char *element)
{
	(void)c;
	(void)element;
}

static void
svg_link_end(struct canvas *c)
{
	(void)c;
}

static int
svg_close(struct canvas *c, struct err *e)
{
	(void)e;
	html_raw(html_of(c), "</svg>\n");
	free(c);
	return 0;
}

struct canvas *
canvas_svg(struct html *h, double w, double height, const char *class,
    const char *id, const char *title, const char *desc)
{
	static const struct canvas_ops ops = {
		svg_rect, svg_poly, svg_circle, svg_text, svg_element,
		svg_element, svg_element, svg_link_end, svg_close,
	};
	struct svg *s = xcalloc(1, sizeof(*s));

	s->base.ops = &ops;
	s->h = h;
	html_raw(h, "<svg");
	if (class != NULL) {
		html_raw(h, " class=\"");
		html_raw(h, class);
		html_raw(h, "\"");
	}
	html_raw(h, " viewBox=\"0 0 ");
	html_num(h, w);
	html_raw(h, " ");
	html_num(h, height);
	if (title == NULL) {
		html_raw(h, "\" aria-hidden=\"true\">");
		return &s->base;
	}
	html_raw(h, "\" role=\"img\" aria-labelledby=\"");
	html_text(h, id);
	html_raw(h, "-t ");
	html_text(h, id);
	html_raw(h, "-d\"><title id=\"");
	html_text(h, id);
	html_raw(h, "-t\">");
	html_text(h, title);
	html_raw(h, "</title><desc id=\"");
	html_text(h, id);
	html_raw(h, "-d\">");
	html_text(h, desc);
	html_raw(h, "</desc>\n");
	return &s->base;
}

/* SPDX-License-Identifier: MIT
 *
 * What both kinds of canvas have in common: cleaning text, defaults. */
#include <string.h>

#include "common/text.h"
#include "report/canvas.h"

const char *const ink_name[INK_N] = {
	"none", "text", "muted", "line", "card", "paper", "navy", "accent",
	"pale", "answered", "private", "open", "unread", "few",
};

static struct paint
defaults(struct paint p)
{
	if (p.alpha == 0)
		p.alpha = 1;
	return p;
}

void
canvas_rect(struct canvas *c, struct box b, double r, struct paint p)
{
	p = defaults(p);
	if (b.w > 0 && b.h > 0)
		c->ops->rect(c, b, r, &p);
}

void
canvas_poly(struct canvas *c, const struct point *p, size_t n, bool closed,
    struct paint paint)
{
	paint = defaults(paint);
	if (n > 1)
		c->ops->poly(c, p, n, closed, &paint);
}

void
canvas_line(struct canvas *c, struct point a, struct point b, struct paint p)
{
	struct point both[2] = { a, b };

	canvas_poly(c, both, 2, false, p);
}

void
canvas_circle(struct canvas *c, struct point at, double r, struct paint p)
{
	p = defaults(p);
	c->ops->circle(c, at, r, &p);
}

static double
clean_text(struct canvas *c, double x, double y, const struct font *f,
    const char *s, bool draw, double *width)
{
	struct buf plain = {0};
	double h = 0;

	if (width != NULL)
		*width = 0;
	if (s != NULL)
		text_plain(&plain, s, strlen(s));
	if (plain.len > 0)
		h = c->ops->text(c, x, y, f, plain.s, draw, width);
	buf_free(&plain);
	return h;
}

double
canvas_text(struct canvas *c, double x, double y, struct font f, const char *s)
{
	return clean_text(c, x, y, &f, s, true, NULL);
}

double
canvas_text_height(struct canvas *c, struct font f, const char *s)
{
	return clean_text(c, 0, 0, &f, s, false, NULL);
}

double
canvas_text_width(struct canvas *c, struct font f, const char *s)
{
	double w;

	f.width = 0;
	clean_text(c, 0, 0, &f, s, false, &w);
	return w;
}

void
canvas_begin(struct canvas *c, const char *element)
{
	c->ops->begin(c, element);
}

void
canvas_end(struct canvas *c, const char *element)
{
	c->ops->end(c, element);
}

void
canvas_link(struct canvas *c, const char *target)
{
	c->ops->link(c, target);
}

void
canvas_link_end(struct canvas *c)
{
	c->ops->link_end(c);
}

int
canvas_close(struct canvas *c, struct err *e)
{
	return c->ops->close(c, e);
}

/* SPDX-License-Identifier: MIT
 *
 * A PDF document drawn with cairo and pango; no other file knows them. Much
 * here cures traps of cairo 1.16 and pango 1.50, named where they are. */
#include <cairo-pdf.h>
#include <cairo.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "common/utc.h"
#include "report/canvas.h"

#define PI 3.14159265358979323846
/* The first that is installed and has it is taken, for each character anew.
 * Named are the scripts DejaVu would take from their Noto face. */
#define FONTS "Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, " \
    "Noto Sans Armenian, Noto Sans Georgian, Noto Sans Lao, " \
    "DejaVu Sans, sans-serif"

struct pdf {
	struct canvas base;
	cairo_surface_t *surface;
	cairo_t *cr;
	PangoFontMap *fonts;
	PangoContext *context;
	PangoLayout *layout;
	PangoAttrList *features;
	int pages, parent;	/* parent: id of the last bookmark no child */
	int unknown;
};

static struct pdf *
pdf_of(struct canvas *c)
{
	return (struct pdf *)c;
}

static void
set_ink(cairo_t *cr, enum ink ink, double alpha)
{
	static const struct { double r, g, b; } rgb[INK_N] = {
		[INK_TEXT] = { 0.10, 0.13, 0.18 },
		[INK_MUTED] = { 0.38, 0.42, 0.48 },
		[INK_LINE] = { 0.86, 0.88, 0.905 },
		[INK_CARD] = { 0.962, 0.970, 0.978 },
		[INK_PAPER] = { 1, 1, 1 },
		[INK_NAVY] = { 0.07, 0.21, 0.36 },
		[INK_ACCENT] = { 0.12, 0.55, 0.52 },
		[INK_PALE] = { 0.80, 0.87, 0.93 },
		[INK_ANSWERED] = { 0.10, 0.50, 0.47 },
		[INK_PRIVATE] = { 0.45, 0.42, 0.70 },
		[INK_OPEN] = { 0.82, 0.36, 0.13 },
		[INK_UNREAD] = { 0.66, 0.70, 0.75 },
		[INK_FEW] = { 0.72, 0.76, 0.80 },
	};

	cairo_set_source_rgba(cr, rgb[ink].r, rgb[ink].g, rgb[ink].b, alpha);
}

static void
paint_path(cairo_t *cr, const struct paint *p)
{
	static const double dash[] = { 3, 2.2 };

	if (p->fill != INK_NONE) {
		set_ink(cr, p->fill, p->alpha);
		cairo_fill_preserve(cr);
	}
	if (p->stroke != INK_NONE) {
		set_ink(cr, p->stroke, p->alpha);
		cairo_set_line_width(cr, p->width);
		cairo_set_dash(cr, dash, p->dashed ? 2 : 0, 0);
		cairo_stroke_preserve(cr);
	}
	cairo_new_path(cr);
}

static void
pdf_rect(struct canvas *c, struct box b, double r, const struct paint *p)
{
	cairo_t *cr = pdf_of(c)->cr;

	r = fmin(r, fmin(b.w, b.h) / 2);
	if (r <= 0) {
		cairo_rectangle(cr, b.x, b.y, b.w, b.h);
		paint_path(cr, p);
		return;
	}
	cairo_new_sub_path(cr);
	cairo_arc(cr, b.x + b.w - r, b.y + r, r, -PI / 2, 0);
	cairo_arc(cr, b.x + b.w - r, b.y + b.h - r, r, 0, PI / 2);
	cairo_arc(cr, b.x + r, b.y + b.h - r, r, PI / 2, PI);
	cairo_arc(cr, b.x + r, b.y + r, r, PI, 1.5 * PI);
	cairo_close_path(cr);
	paint_path(cr, p);
}

static void
pdf_poly(struct canvas *c, const struct point *p, size_t n, bool closed,
    const struct paint *paint)
{
	cairo_t *cr = pdf_of(c)->cr;

	cairo_move_to(cr, p[0].x, p[0].y);
	for (size_t i = 1; i < n; i++)
		cairo_line_to(cr, p[i].x, p[i].y);
	if (closed)
		cairo_close_path(cr);
	paint_path(cr, paint);
}

static void
pdf_circle(struct canvas *c, struct point at, double r, const struct paint *p)
{
	cairo_t *cr = pdf_of(c)->cr;

	cairo_new_sub_path(cr);
	cairo_arc(cr, at.x, at.y, r, 0, 2 * PI);
	cairo_close_path(cr);
	paint_path(cr, p);
}

/* ---- text ---- */

/* Han characters look different in Chinese and Japanese; without a language
 * pango draws both as it likes. Kana says Japanese, Hangul Korean. */
static const char *
language_of(const char *s)
{
	bool han = false;
	size_t n = strlen(s);

	for (size_t i = 0, step; i < n; i += step) {
		uint32_t ch = text_next(s + i, n - i, &step);

		if (ch >= 0x3040 && ch < 0x3100)
			return "ja";
		if (ch >= 0xAC00 && ch < 0xD7B0)
			return "ko";
		han |= (ch >= 0x3400 && ch < 0xA000) || ch >= 0x20000;
	}
	return han ? "zh-cn" : "en";
}

static void
set_layout(struct pdf *p, const struct font *f, const char *s)
{
	static const PangoAlignment align[] = {
		PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT,
	};
	PangoLayout *l = p->layout;
	PangoFontDescription *d = pango_font_description_new();

	pango_context_set_language(p->context,
	    pango_language_from_string(language_of(s)));
	pango_layout_context_changed(l);
	pango_font_description_set_family_static(d, FONTS);
	pango_font_description_set_size(d, (int)lround(f->size * PANGO_SCALE));
	if (f->bold)
		pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
	pango_layout_set_font_description(l, d);
	pango_font_description_free(d);
	pango_layout_set_attributes(l, p->features);
	pango_layout_set_text(l, s, -1);
	/* A cell keeps its side whatever the script, a paragraph does not. */
	pango_layout_set_auto_dir(l, f->lines != 1);
	pango_layout_set_single_paragraph_mode(l, TRUE);
	pango_layout_set_alignment(l, align[f->align]);
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	if (f->width > 0) {
		pango_layout_set_width(l, (int)(f->width * PANGO_SCALE));
		pango_layout_set_ellipsize(l, f->lines > 0 ?
		    PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
		pango_layout_set_height(l, f->lines > 0 ? -f->lines : -1);
	} else {
		pango_layout_set_width(l, -1);
		pango_layout_set_height(l, -1);
		pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_NONE);
	}
}

/* cairo 1.16 embeds coloured glyphs as pictures of 72 dpi. An image eight
 * times as fine is drawn instead. */
#define FINE 8
#define EDGE 2			/* points around it: ink outside the box */
static void
draw_emoji(cairo_t *cr, PangoLayoutRun *run, const PangoRectangle *box,
    double x, double baseline)
{
	double w = (double)box->width / PANGO_SCALE;
	double h = (double)box->height / PANGO_SCALE;
	double ascent = -(double)box->y / PANGO_SCALE;
	cairo_surface_t *image = cairo_image_surface_create(
	    CAIRO_FORMAT_ARGB32, (int)ceil((w + 2 * EDGE) * FINE),
	    (int)ceil((h + 2 * EDGE) * FINE));
	cairo_t *fine = cairo_create(image);

	cairo_scale(fine, FINE, FINE);
	cairo_move_to(fine, EDGE, ascent + EDGE);
	pango_cairo_show_glyph_string(fine, run->item->analysis.font,
	    run->glyphs);
	cairo_destroy(fine);
	cairo_save(cr);
	cairo_translate(cr, x - EDGE, baseline - ascent - EDGE);
	cairo_scale(cr, 1.0 / FINE, 1.0 / FINE);
	cairo_set_source_surface(cr, image, 0, 0);
	cairo_paint(cr);
	cairo_restore(cr);
	cairo_surface_destroy(image);
}

static bool
is_emoji(PangoLayoutRun *run)
{
	PangoFontDescription *d =
	    pango_font_describe(run->item->analysis.font);
	const char *family = pango_font_description_get_family(d);
	bool yes = family != NULL && strstr(family, "Emoji") != NULL;

	pango_font_description_free(d);
	return yes;
}

/* The layout with its first baseline at y. */
static void
draw_layout(struct pdf *p, double x, double y, enum ink ink)
{
	PangoLayoutIter *it = pango_layout_get_iter(p->layout);
	double top = y - (double)pango_layout_get_baseline(p->layout) /
	    PANGO_SCALE;

	set_ink(p->cr, ink, 1);
	do {
		PangoLayoutRun *run = pango_layout_iter_get_run_readonly(it);
		PangoRectangle box;
		double rx, base;

		if (run == NULL)
			continue;
		pango_layout_iter_get_run_extents(it, NULL, &box);
		base = top + (double)pango_layout_iter_get_baseline(it) /
		    PANGO_SCALE;
		rx = x + (double)box.x / PANGO_SCALE;
		if (is_emoji(run)) {
			box.y -= pango_layout_iter_get_baseline(it);
			draw_emoji(p->cr, run, &box, rx, base);
			set_ink(p->cr, ink, 1);
		} else {
			cairo_move_to(p->cr, rx, base);
			pango_cairo_show_glyph_item(p->cr,
			    pango_layout_get_text(p->layout), run);
		}
	} while (pango_layout_iter_next_run(it));
	pango_layout_iter_free(it);
	cairo_new_path(p->cr);
}

static double
pdf_text(struct canvas *c, double x, double y, const struct font *f,
    const char *s, bool draw, double *width)
{
	struct pdf *p = pdf_of(c);
	int w, h;

	set_layout(p, f, s);
	pango_layout_get_size(p->layout, &w, &h);
	if (width != NULL)
		*width = (double)w / PANGO_SCALE;
	if (draw) {
		if (f->width <= 0 && f->align != ALIGN_LEFT)
			x -= (double)w / PANGO_SCALE /
			    (f->align == ALIGN_CENTRE ? 2 : 1);
		p->unknown +=
		    pango_layout_get_unknown_glyphs_count(p->layout);
		draw_layout(p, x, y, f->ink);
	}
	return (double)h / PANGO_SCALE;
}

/* ---- document ---- */

static void
pdf_begin(struct canvas *c, const char *element)
{
	cairo_tag_begin(pdf_of(c)->cr, element, NULL);
}

static void
pdf_end(struct canvas *c, const char *element)
{
	cairo_tag_end(pdf_of(c)->cr, element);
}

static void
pdf_link(struct canvas *c, const char *target)
{
	struct buf b = {0};

	buf_addf(&b, "dest='%s'", target);
	cairo_tag_begin(pdf_of(c)->cr, CAIRO_TAG_LINK, b.s);
	buf_free(&b);
}

static void
pdf_link_end(struct canvas *c)
{
	cairo_tag_end(pdf_of(c)->cr, CAIRO_TAG_LINK);
}

void
canvas_page(struct canvas *c, const char *bookmark, bool child,
    const char *target)
{
	struct pdf *p = pdf_of(c);
	struct buf b = {0};

	if (p->pages++ > 0)
		cairo_show_page(p->cr);
	buf_addf(&b, "name='%s'", target);
	cairo_tag_begin(p->cr, CAIRO_TAG_DEST, b.s);
	cairo_tag_end(p->cr, CAIRO_TAG_DEST);
	buf_clear(&b);
	buf_addf(&b, "%d", p->pages);
	cairo_pdf_surface_set_page_label(p->surface, b.s);
	buf_clear(&b);
	buf_addf(&b, "page=%d pos=[0 0]", p->pages);

	struct buf name = {0};

	text_plain(&name, bookmark, strlen(bookmark));
	buf_addc(&name, '\0');
	int id = cairo_pdf_surface_add_outline(p->surface,
	    child ? p->parent : CAIRO_PDF_OUTLINE_ROOT, name.s, b.s,
	    child ? 0 : CAIRO_PDF_OUTLINE_FLAG_OPEN);

	if (!child)
		p->parent = id;
	buf_free(&name);
	buf_free(&b);
}

int
canvas_unknown(const struct canvas *c)
{
	return ((const struct pdf *)c)->unknown;
}

static int
pdf_close(struct canvas *c, struct err *e)
{
	struct pdf *p = pdf_of(c);
	cairo_status_t st;

	cairo_show_page(p->cr);
	st = cairo_status(p->cr);
	pango_attr_list_unref(p->features);
	g_object_unref(p->layout);
	g_object_unref(p->context);
	g_object_unref(p->fonts);
	cairo_destroy(p->cr);
	cairo_surface_finish(p->surface);
	if (st == CAIRO_STATUS_SUCCESS)
		st = cairo_surface_status(p->surface);
	cairo_surface_destroy(p->surface);
	free(p);
	/* cairo_debug_reset_static_data and FcFini stay uncalled: pango's
	 * threads may still hold fonts, and both then abort. */
	if (st != CAIRO_STATUS_SUCCESS)
		return err_set(e, ERR_FATAL, "cairo: %s",
		    cairo_status_to_string(st));
	return 0;
}

static cairo_status_t
to_buf(void *closure, const unsigned char *data, unsigned int n)
{
	buf_add(closure, data, n);
	return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata(cairo_surface_t *s, const struct pdf_info *info)
{
	const struct { cairo_pdf_metadata_t key; const char *value; } m[] = {
		{ CAIRO_PDF_METADATA_TITLE, info->title },
		{ CAIRO_PDF_METADATA_AUTHOR, "Unanswered" },
		{ CAIRO_PDF_METADATA_SUBJECT, info->subject },
		{ CAIRO_PDF_METADATA_KEYWORDS, info->keywords },
		{ CAIRO_PDF_METADATA_CREATOR, info->creator },
	};
	char date[UTC_LEN + 1];

	for (size_t i = 0; i < sizeof(m) / sizeof(m[0]); i++)
		cairo_pdf_surface_set_metadata(s, m[i].key, m[i].value);
	/* Else cairo takes the clock, and no two files are equal. */
	utc_format(info->date, date);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE,
	    date);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_MOD_DATE, date);
}

/* Letters as they were designed: nothing is rounded to a screen's dots. */
static void
set_fonts(struct pdf *p)
{
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(o, CAIRO_ANTIALIAS_GRAY);
	p->fonts = pango_cairo_font_map_new();
	p->context = pango_font_map_create_context(p->fonts);
	pango_cairo_update_context(p->cr, p->context);
	/* pango believes in 96 dots an inch, a page has 72 points. */
	pango_cairo_context_set_resolution(p->context, 72);
	pango_cairo_context_set_font_options(p->context, o);
	pango_context_set_round_glyph_positions(p->context, FALSE);
	cairo_font_options_destroy(o);
	p->layout = pango_layout_new(p->context);
	p->features = pango_attr_list_new();
	/* Ligatures would split words when text is taken out again. */
	pango_attr_list_insert(p->features,
	    pango_attr_font_features_new("tnum=1,kern=1,liga=0"));
}

struct canvas *
canvas_pdf(const struct pdf_info *info, struct buf *out)
{
	static const struct canvas_ops ops = {
		pdf_rect, pdf_poly, pdf_circle, pdf_text, pdf_begin, pdf_end,
		pdf_link, pdf_link_end, pdf_close,
	};
	struct pdf *p = xcalloc(1, sizeof(*p));

	p->base.ops = &ops;
	p->surface = cairo_pdf_surface_create_for_stream(to_buf, out, PAGE_W,
	    PAGE_H);
	cairo_pdf_surface_restrict_to_version(p->surface,
	    CAIRO_PDF_VERSION_1_5);
	set_metadata(p->surface, info);
	p->cr = cairo_create(p->surface);
	cairo_set_line_join(p->cr, CAIRO_LINE_JOIN_ROUND);
	set_fonts(p);
	return &p->base;
}

/* Under a leak checker: what the libraries keep to the end of the program is
 * theirs, and cairo 1.16 loses one small array a document. */
#if defined(__SANITIZE_ADDRESS__)
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libcairo\nleak:libfontconfig\nleak:libpango\n"
	    "leak:libglib\n";
}
#endif

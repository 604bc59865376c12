/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "classify/calib.h"
#include "classify/predictions.h"
#include "common/outfile.h"

static void
cell(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '\t' || c == '\n' || c == '\\') {
			buf_addc(b, '\\');
			buf_addc(b, c == '\t' ? 't' : c == '\n' ? 'n' : '\\');
		} else if (c == 0xC2 && i + 1 < n &&
		    (unsigned char)s[i + 1] < 0xA0) {
			/* U+0080 to U+009F: a terminal obeys these too. */
			buf_addc(b, ' ');
			i++;
		} else {
			buf_addc(b, c < 0x20 || c == 0x7F ? ' ' : (char)c);
		}
	}
}

static void
header(struct buf *b)
{
	buf_adds(b, "id\ttext\tcomplaint\tquery\tsentiment\tfold");
	for (int l = 0; l < P_N; l++)
		buf_addf(b, "\tp_%s", post_p_name[l]);
	for (int l = 0; l < P_N; l++)
		buf_addf(b, "\td_%s", post_p_name[l]);
	buf_adds(b, "\tsaid_complaint\tsaid_query\tsaid_sentiment\n");
}

static void
truth(struct buf *b, const struct labelled_row *row)
{
	for (int l = P_COMPLAINT; l <= P_QUERY; l++)
		buf_adds(b, row->y[l] < 0 ? "\t" : row->y[l] > 0 ? "\t1" :
		    "\t0");
	const char *sentiment = labelled_sentiment(row);

	buf_addf(b, "\t%s", sentiment != NULL ? sentiment : "");
}

static bool
judged(const struct predictions *r, int l, size_t i)
{
	return r->has[l] && !isnan(r->decision[l][i]);
}

static void
said(const struct predictions *r, size_t i, struct buf *b)
{
	bool sentiment = false;

	for (int l = 0; l < P_N; l++) {
		buf_addc(b, '\t');
		if (judged(r, l, i))
			buf_addf(b, "%.4f", r->p[i][l] / (double)CALIB_ONE);
	}
	for (int l = 0; l < P_N; l++) {
		buf_addc(b, '\t');
		if (judged(r, l, i))
			buf_addf(b, "%.6f", r->decision[l][i]);
		sentiment |= l >= P_NEGATIVE && judged(r, l, i);
	}
	for (int l = P_COMPLAINT; l <= P_QUERY; l++)
		buf_adds(b, !judged(r, l, i) ? "\t" :
		    r->p[i][l] >= r->threshold[l] ? "\t1" : "\t0");
	buf_addf(b, "\t%s\n", sentiment ?
	    post_p_name[calib_sentiment(r->p[i])] : "");
}

int
predictions_write(const struct predictions *r, const char *path,
    struct err *e)
{
	struct outfile *o = outfile_open(path, e);
	struct buf b = {0};

	if (o == NULL)
		return -1;
	header(&b);
	for (size_t i = 0; i < r->rows->n && !outfile_failed(o); i++) {
		const struct labelled_row *row = &r->rows->row[i];

		cell(&b, row->id, strlen(row->id));
		buf_addc(&b, '\t');
		cell(&b, row->text, row->text_len);
		truth(&b, row);
		buf_addc(&b, '\t');
		if (r->fold != NULL && row->group != NULL)
			cell(&b, row->group, strlen(row->group));
		else if (r->fold != NULL)
			buf_addf(&b, "%d", r->fold[i]);
		said(r, i, &b);
		outfile_buf(o, &b);
		buf_clear(&b);
	}
	outfile_buf(o, &b);
	buf_free(&b);
	return outfile_commit(o, e);
}

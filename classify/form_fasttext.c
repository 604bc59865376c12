/* SPDX-License-Identifier: MIT
 *
 * fastText's lines: `__label__complaint __label__no-query text`. fastText
 * knows no escape: white space of any kind is a space, and a word that begins
 * with the prefix is a label wherever it stands. */
#include <string.h>

#include "classify/forms.h"
#include "common/text.h"

#define PREFIX "__label__"
#define PREFIX_LEN (sizeof(PREFIX) - 1)
#define NO "no-"
#define SPACES " \t\n\v\f\r"	/* where fastText cuts */

static void
put_text(struct buf *b, const char *s, size_t n)
{
	bool begin = true;

	for (size_t i = 0; i < n; i++) {
		bool space = strchr(SPACES, s[i]) != NULL;

		/* "_label__" reads the same to a person and is a word. */
		if (!(begin && strncmp(s + i, PREFIX, PREFIX_LEN) == 0))
			buf_addc(b, space ? ' ' : s[i]);
		begin = space;
	}
}

static void
write_fasttext(struct labelled *l, struct outfile *o)
{
	struct buf b = {0};

	for (size_t i = 0; i < l->n && !outfile_failed(o); i++) {
		const struct labelled_row *row = &l->row[i];
		const char *sentiment = labelled_sentiment(row);

		buf_clear(&b);
		for (int p = P_COMPLAINT; p <= P_QUERY; p++)
			if (row->y[p] >= 0)
				buf_addf(&b, PREFIX "%s%s ", row->y[p] == 1 ?
				    "" : NO, post_p_name[p]);
		if (sentiment != NULL)
			buf_addf(&b, PREFIX "%s ", sentiment);
		put_text(&b, row->text, row->text_len);
		buf_addc(&b, '\n');
		outfile_buf(o, &b);
	}
	buf_free(&b);
}

static int
set_label(struct labelled_row *row, const char *name, struct buf *more,
    struct err *e)
{
	const char *base = name + sizeof(NO) - 1;

	if (strncmp(name, NO, sizeof(NO) - 1) == 0 && form_label(base) >= 0)
		return form_set_label(row, base, false, more, e);
	return form_set_label(row, name, true, more, e);
}

static int
take(struct labelled *l, void *ctx, char *line, size_t len, struct err *e)
{
	struct labelled_row row = labelled_none;
	struct buf more = {0};
	struct members rest = {0};
	char *end = line + len;
	int rc = 0;

	(void)ctx;
	if (!text_is_utf8(line, len))
		return err_set(e, ERR_DATA, "invalid UTF-8");
	while (rc == 0 && strncmp(line, PREFIX, PREFIX_LEN) == 0) {
		char *name = line + PREFIX_LEN;

		line = name + strcspn(name, SPACES);
		if (line < end)
			*line++ = '\0';
		rc = set_label(&row, name, &more, e);
	}
	row.text_len = (size_t)(end - line);
	row.text = arena_dup(&l->a, line, row.text_len);
	form_take_more(&rest, &more, &l->a);
	row.extra = members_text(&rest, &l->a);
	members_free(&rest);
	return rc < 0 ? -1 : labelled_add(l, &row, e);
}

static int
read_fasttext(struct labelled *l, const char *path, struct rejects *r,
    struct err *e)
{
	return labelled_lines(l, path, take, NULL, r, e);
}

const struct form form_fasttext = { "fasttext", read_fasttext,
    write_fasttext };

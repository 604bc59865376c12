/* SPDX-License-Identifier: MIT
 *
 * Text -> tokens: what differs between posts without meaning anything (case,
 * the name in a handle, the digits of a number, the address of a link, a
 * letter held down) is made equal. One pass. Changing what comes out changes
 * every model: raise FEATURES_VERSION (features.h) with it. */
#ifndef CLASSIFY_NORM_H
#define CLASSIFY_NORM_H

#include <stddef.h>
#include <stdint.h>

#include "common/mem.h"

enum token_kind {
	TOK_WORD,	/* letters, digits (each as 0), inner apostrophes */
	TOK_NUMBER,	/* begins with a digit; at most four digits are kept */
	TOK_HASHTAG,	/* the # alone: its words follow, split at capitals */
	TOK_HANDLE,	/* @name, before any word */
	TOK_MENTION,	/* @name, later */
	TOK_LINK,
	TOK_EMAIL,
	TOK_ASK,	/* a run of ? and !, "?" "!" "??" "!!" "?!" */
	TOK_STOP,	/* end of a sentence or clause: . , ; : … or a line */
	TOK_MONEY,	/* a currency sign */
	TOK_FACE,	/* an emoticon, by its mouth: ) ( D / */
	TOK_EMOJI,	/* one pictograph, skin tones dropped */
};

struct token {
	uint32_t at, len;	/* in cp */
	enum token_kind kind;
};

struct norm {
	uint32_t *cp;		/* code points of the tokens, case folded */
	size_t n, cap;
	struct token *tok;
	size_t n_tok, cap_tok;
	size_t letters;		/* outside handles and links */
	size_t wide;		/* of them beyond Latin, Greek and Cyrillic
				 * have their own scripts: from U+0250 */
	size_t shouted;		/* words of three letters and more in capitals */
	size_t asks, bangs;	/* ? and ! */
	struct buf clean;	/* the text without handles, links, hashtags'
				 * signs: for the language identifier */
	struct buf fold;	/* scratch */
};

/* Fill o (zeroed at first, reused) from s[0..n). Bytes that are not UTF-8 are
 * separators. */
void norm_text(struct norm *o, const char *s, size_t n);
void norm_free(struct norm *o);

#endif

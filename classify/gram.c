/* SPDX-License-Identifier: MIT */
#include <stdbool.h>

#include "classify/gram.h"
#include "common/text.h"

const char *const gram_kind_name[] = {
	"word", "pair", "skip", "negated", "opens", "asked", "characters",
	"fact",
};

static void
put_token(struct buf *b, const struct norm *o, size_t i)
{
	const struct token *t = &o->tok[i];

	switch (t->kind) {
	case TOK_HANDLE:
		buf_adds(b, "@name");
		return;
	case TOK_MENTION:
		buf_adds(b, "@mention");
		return;
	case TOK_LINK:
		buf_adds(b, "[link]");
		return;
	case TOK_EMAIL:
		buf_adds(b, "[e-mail]");
		return;
	case TOK_MONEY:
		buf_adds(b, "[currency]");
		return;
	case TOK_FACE:
		buf_addc(b, o->cp[t->at] == '3' ? '<' : ':');
		break;
	case TOK_WORD:
	case TOK_NUMBER:
	case TOK_HASHTAG:
	case TOK_ASK:
	case TOK_STOP:
	case TOK_EMOJI:
		break;
	}
	for (uint32_t k = 0; k < t->len; k++)
		text_put(b, o->cp[t->at + k]);
}

static void
put_pair(struct buf *b, const struct norm *o, size_t i)
{
	if (i == 0)
		buf_addc(b, '^');
	else
		put_token(b, o, i - 1);
	buf_addc(b, ' ');
	if (i == o->n_tok)
		buf_addc(b, '$');
	else
		put_token(b, o, i);
}

static void
put_chars(struct buf *b, const struct norm *o, const struct feature_at *at)
{
	uint32_t i = at->i, offset = at->from;

	for (uint32_t k = 0; k < at->len; k++) {
		if (offset == 0)
			buf_addc(b, '_');
		else
			text_put(b, o->cp[o->tok[i].at + offset - 1]);
		if (i < o->n_tok && ++offset > o->tok[i].len) {
			i++;
			offset = 0;
		}
	}
}

static void
put_length(struct buf *b, uint32_t class)
{
	unsigned from = class == 0 ? 0 : 2u << class;

	if (class == 6)
		buf_addf(b, "%u or more words and signs", from);
	else
		buf_addf(b, "%u to %u words and signs", from,
		    (4u << class) - 1);
}

static void
put_fact(struct buf *b, const struct feature_at *at)
{
	static const char *const how_many[] = { "no", "one", "two",
	    "three or more" };

	switch ((enum feature_fact)at->i) {
	case FACT_LENGTH:
		put_length(b, at->from);
		return;
	case FACT_ASKS:
		buf_addf(b, "%s ?", how_many[at->from]);
		return;
	case FACT_BANGS:
		buf_addf(b, "%s !", how_many[at->from]);
		return;
	case FACT_SHOUTED:
		buf_addf(b, "%s %s in capitals", how_many[at->from],
		    at->from < 2 ? "word" : "words");
		return;
	}
}

void
gram_text(struct buf *b, const struct norm *o, const struct feature_at *at)
{
	switch ((enum feature_kind)at->kind) {
	case FEATURE_WORD:
	case FEATURE_NEGATED:
	case FEATURE_OPENS:
	case FEATURE_ASKED:
		put_token(b, o, at->i);
		return;
	case FEATURE_SKIP:
		put_token(b, o, at->i - 2);
		buf_adds(b, " \xE2\x80\xA6 ");
		put_token(b, o, at->i);
		return;
	case FEATURE_PAIR:
		put_pair(b, o, at->i);
		return;
	case FEATURE_CHARS:
		put_chars(b, o, at);
		return;
	case FEATURE_FACT:
		put_fact(b, at);
		return;
	}
}

void
gram_say(struct buf *b, const struct norm *o, const struct feature_at *at)
{
	bool first = at->kind == FEATURE_PAIR && at->i == 0;
	bool last = at->kind == FEATURE_PAIR && at->i == o->n_tok;

	if (at->kind == FEATURE_FACT) {
		gram_text(b, o, at);
		return;
	}
	if (first && last) {
		buf_adds(b, "nothing at all");
		return;
	}
	if (at->kind == FEATURE_CHARS)
		buf_adds(b, "letters ");
	buf_adds(b, "\xE2\x80\x98");
	if (first || last)
		put_token(b, o, last ? at->i - 1 : 0);
	else
		gram_text(b, o, at);
	buf_adds(b, "\xE2\x80\x99");
	if (at->kind == FEATURE_NEGATED)
		buf_adds(b, " after a no");
	else if (at->kind == FEATURE_OPENS)
		buf_adds(b, " opens a sentence");
	else if (at->kind == FEATURE_ASKED)
		buf_adds(b, " in a question");
	else if (first || last)
		buf_adds(b, first ? " first" : " last");
}

/* SPDX-License-Identifier: MIT
 *
 * Normalisation: each row is a text and its tokens, shown as letters for
 * words and a sign for the rest. */
#include <stdlib.h>

#include "classify/lang.h"
#include "classify/norm.h"
#include "common/text.h"
#include "tests/test.h"

static const char *const sign[] = {
	[TOK_WORD] = "", [TOK_NUMBER] = "N:", [TOK_HASHTAG] = "tag:",
	[TOK_HANDLE] = "HANDLE:", [TOK_MENTION] = "MENTION:",
	[TOK_LINK] = "LINK:", [TOK_EMAIL] = "EMAIL:", [TOK_ASK] = "",
	[TOK_STOP] = "", [TOK_MONEY] = "", [TOK_FACE] = "face:",
	[TOK_EMOJI] = "emoji:",
};

static const struct { const char *in, *want; } cases[] = {
	{ "", "" },
	{ "   \t\n", "" },
	{ "My parcel is LOST", "my parcel is lost" },
	{ "@Shop hi @Other", "HANDLE:@ hi MENTION:@" },
	{ "@a @b.c thanks", "HANDLE:@ HANDLE:@ thanks" },
	{ "@care@corrivane.example late", "HANDLE:@ late" },
	{ "mail me at jo.s@x.example", "mail me at jo . EMAIL:@" },
	{ "see https://t.co/Abc?d=1 now", "see LINK:/ now" },
	{ "www.x.example/y t.co/z", "LINK:/ LINK:/" },
	{ "\xC2\xA3" "412.50 for 7:42", "$ N:000.00 for N:0:00" },
	{ "order 123456789", "order N:0000" },
	{ "iphone6 4G", "iphone0 N:0g" },
	{ "sooooo gooood", "soo good" },
	{ "don't don\xE2\x80\x99t rock 'n' roll", "don't don't rock n roll" },
	{ "why? WHY?! no!!! ok??", "why ? why ?! no !! ok ??" },
	{ "a. b... c, d", "a . b . c . d" },
	{ "#LostLuggage #late", "tag:# lost luggage tag:# late" },
	{ "ok :) hm :-( <3 :/", "ok face:) hm face:( face:3 face:/" },
	{ "fish &amp; chips &lt;now&gt;", "fish chips now" },
	{ "Stra\xC3\x9F" "e \xC3\x84RGER", "strasse \xC3\xA4rger" },
	{ "\xF0\x9F\x98\xA1\xF0\x9F\x8F\xBD", "emoji:\xF0\x9F\x98\xA1" },
	{ "\xE3\x81\xAA\xE3\x81\x9C\xEF\xBC\x9F", "\xE3\x81\xAA\xE3\x81\x9C ?" },
	{ "bad \xFF\xC3 bytes", "bad bytes" },
	{ "@ # & $", "$" },
};

static void
show(const struct norm *o, struct buf *b)
{
	buf_clear(b);
	buf_adds(b, "");
	for (size_t i = 0; i < o->n_tok; i++) {
		if (i > 0)
			buf_addc(b, ' ');
		buf_adds(b, sign[o->tok[i].kind]);
		for (uint32_t k = 0; k < o->tok[i].len; k++)
			text_put(b, o->cp[o->tok[i].at + k]);
	}
}

static void
test_counts(struct norm *o)
{
	static const char s[] = "@x THIS IS BAD?! ok \xE3\x81\xAA!";

	norm_text(o, s, strlen(s));
	CHECK(o->letters == 12 && o->wide == 1, "letters outside handles");
	CHECK(o->shouted == 2, "shouted words of three letters and more");
	CHECK(o->asks == 1 && o->bangs == 2, "question and exclamation marks");
	CHECK(strstr(o->clean.s, "THIS IS BAD") != NULL &&
	    strchr(o->clean.s, 'x') == NULL, "clean text has no handle");
}

/* Nothing that is cut anywhere may crash or read past its end. */
static void
test_cuts(struct norm *o)
{
	static const char s[] = "@a@b.c #X\xC3\xA4Y :-( \xE2\x80\x99s it's "
	    "1,0.5 &amp; j@k.l https://t.co \xF0\x9F\x98\xA1!?";
	size_t total = 0;

	for (size_t n = 0; n <= sizeof(s) - 1; n++) {
		char *copy = xmalloc(n);

		memcpy(copy, s, n);
		norm_text(o, copy, n);
		total += o->n_tok;
		free(copy);
	}
	CHECK(total > 0, "texts cut at every byte");
}

static void
test_lang(struct norm *o)
{
	static const struct { const char *s, *want; } rows[] = {
		{ "My parcel has not arrived and nobody answers the phone",
		    "en" },
		{ "Warum kommt mein Paket nicht an und niemand antwortet mir",
		    "de" },
		{ "\xE8\x8D\xB7\xE7\x89\xA9\xE3\x81\x8C\xE5\xB1\x8A\xE3\x81\x8D"
		    "\xE3\x81\xBE\xE3\x81\x9B\xE3\x82\x93", "ja" },
		{ "ok gracias", "" },
		{ "1 2 3 !", "" },
	};
	char code[LANG_CODE];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		norm_text(o, rows[i].s, strlen(rows[i].s));
		if (!lang_detect(o, "en", code))
			code[0] = '\0';
		CHECK_STR(code, rows[i].want, rows[i].s);
	}
	CHECK(lang_hint("pt-BR", code) && strcmp(code, "pt") == 0, "pt-BR");
	CHECK(lang_hint("in", code) && strcmp(code, "id") == 0, "in is id");
	CHECK(!lang_hint("und", code) && !lang_hint("qme", code) &&
	    !lang_hint("", code) && !lang_hint(NULL, code) &&
	    !lang_hint("e1", code) && !lang_hint("english", code),
	    "what is no hint");
}

int
main(void)
{
	struct norm o = {0};
	struct buf b = {0};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		norm_text(&o, cases[i].in, strlen(cases[i].in));
		show(&o, &b);
		CHECK(strcmp(b.s, cases[i].want) == 0, "case %zu: \"%s\"", i,
		    b.s);
	}
	test_counts(&o);
	test_cuts(&o);
	test_lang(&o);
	buf_free(&b);
	norm_free(&o);
	return test_done();
}

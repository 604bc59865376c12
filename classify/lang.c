/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "classify/lang.h"

/* Below this many letters the detector guesses from names and places; scripts
 * of their own need fewer. Measured on data/labelled, all English: 20 letters
 * leave 3 wrong posts of 4,999. */
#define LETTERS_MIN 20
#define WIDE_MIN 4

int lang_cld2(const char *s, int n, const char *expect, char *code, int size);

/* Codes that went out of use, or belong to one platform. */
static const char *const alias[][2] = {
	{ "in", "id" }, { "iw", "he" }, { "ji", "yi" }, { "jw", "jv" },
	{ "nb", "no" }, { "nn", "no" }, { "fil", "tl" },
};

/* Only the language of a tag, in lower case. */
static bool
primary(const char *tag, char code[LANG_CODE])
{
	size_t n = strcspn(tag, "-_");

	if (n < 2 || n > 3)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = (char)(tag[i] | 0x20);

		if (c < 'a' || c > 'z')
			return false;
		code[i] = c;
	}
	code[n] = '\0';
	for (size_t i = 0; i < sizeof(alias) / sizeof(alias[0]); i++)
		if (strcmp(code, alias[i][0]) == 0)
			strcpy(code, alias[i][1]);
	return true;
}

/* Words that are English and of no other language of the alphabet, by their
 * first letter: three of them, and a quarter of all words, settle it without
 * the detector, which costs as much as the labels do. */
static const char *const english[26] = {
	['a' - 'a'] = " and about anyone are ",
	['b' - 'a'] = " because been being ",
	['c' - 'a'] = " can't could couldn't ",
	['d' - 'a'] = " didn't doesn't don't ",
	['e' - 'a'] = " every everyone ",
	['f' - 'a'] = " from ",
	['g' - 'a'] = " getting ",
	['h' - 'a'] = " has have haven't how ",
	['i' - 'a'] = " i'm i've isn't it's ",
	['k' - 'a'] = " know ",
	['m' - 'a'] = " my ",
	['n' - 'a'] = " nothing ",
	['o' - 'a'] = " only our ",
	['p' - 'a'] = " please ",
	['s' - 'a'] = " she should still ",
	['t' - 'a'] = " thanks that that's the their there they this trying ",
	['w' - 'a'] = " wasn't we're what when which why with won't would ",
	['y' - 'a'] = " you you're your ",
};

#define ENGLISH_MIN 3

static bool
is_english(const uint32_t *cp, uint32_t len)
{
	char word[16];

	if (len < 2 || len > 12 || cp[0] < 'a' || cp[0] > 'z' ||
	    english[cp[0] - 'a'] == NULL)
		return false;
	word[0] = ' ';
	for (uint32_t i = 0; i < len; i++) {
		if (cp[i] >= 0x80)
			return false;
		word[i + 1] = (char)cp[i];
	}
	word[len + 1] = ' ';
	word[len + 2] = '\0';
	return strstr(english[cp[0] - 'a'], word) != NULL;
}

static bool
plainly_english(const struct norm *o)
{
	size_t words = 0, found = 0;

	for (size_t i = 0; i < o->n_tok; i++) {
		if (o->tok[i].kind != TOK_WORD)
			continue;
		words++;
		found += is_english(o->cp + o->tok[i].at, o->tok[i].len);
	}
	return found >= ENGLISH_MIN && found * 4 >= words;
}

bool
lang_detect(const struct norm *o, const char *expect, char code[LANG_CODE])
{
	char found[LANG_CODE];

	if (o->letters < (o->wide * 2 > o->letters ? WIDE_MIN : LETTERS_MIN))
		return false;
	if (o->wide == 0 && plainly_english(o)) {
		strcpy(code, "en");
		return true;
	}
	if (!lang_cld2(o->clean.s, (int)o->clean.len, expect, found,
	    sizeof(found)))
		return false;
	/* "xx-Qaai" and the like name a script, not a language. */
	return strncmp(found, "xx", 2) != 0 && primary(found, code);
}

bool
lang_hint(const char *hint, char code[LANG_CODE])
{
	if (hint == NULL || !primary(hint, code))
		return false;
	/* ISO 639-2: undetermined, no language, several, made up; three
	 * letters from qaa to qtz are private. */
	return strcmp(code, "und") != 0 && strcmp(code, "zxx") != 0 &&
	    strcmp(code, "mul") != 0 && strcmp(code, "art") != 0 &&
	    strcmp(code, "xx") != 0 &&
	    !(strlen(code) == 3 && code[0] == 'q' && code[1] <= 't');
}

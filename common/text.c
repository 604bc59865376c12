/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <utf8proc.h>

#include "common/text.h"

#define REPLACEMENT 0xFFFDu

uint32_t
text_next(const char *s, size_t n, size_t *step)
{
	utf8proc_int32_t c;

	if ((unsigned char)s[0] < 0x80) {
		*step = 1;
		return (unsigned char)s[0];
	}
	utf8proc_ssize_t got = utf8proc_iterate((const utf8proc_uint8_t *)s,
	    n > 4 ? 4 : (utf8proc_ssize_t)n, &c);

	if (got <= 0) {
		*step = 1;
		return REPLACEMENT;
	}
	*step = (size_t)got;
	return (uint32_t)c;
}

/* Length of the ASCII run at s, eight bytes at a time. */
static size_t
ascii_run(const char *s, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; i + 8 <= n; i += 8) {
		memcpy(&w, s + i, 8);
		if ((w & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (i < n && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

bool
text_is_utf8(const char *s, size_t n)
{
	size_t i = 0;
	utf8proc_int32_t c;

	for (;;) {
		i += ascii_run(s + i, n - i);
		if (i == n)
			return true;
		utf8proc_ssize_t got = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s + i,
		    n - i > 4 ? 4 : (utf8proc_ssize_t)(n - i), &c);

		if (got <= 0)
			return false;
		i += (size_t)got;
	}
}

void
text_put(struct buf *b, uint32_t c)
{
	utf8proc_uint8_t u[4];

	if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
		c = REPLACEMENT;
	buf_add(b, u, (size_t)utf8proc_encode_char((utf8proc_int32_t)c, u));
}

void
text_repair(struct buf *b, const char *s, size_t n)
{
	if (text_is_utf8(s, n)) {
		buf_add(b, s, n);
		return;
	}
	for (size_t i = 0, step; i < n; i += step)
		text_put(b, text_next(s + i, n - i, &step));
}

void
text_fold(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0, step; i < n; i += step) {
		uint32_t c = text_next(s + i, n - i, &step);
		utf8proc_int32_t out[8];
		int boundary = 0;

		if (c < 0x80) {
			buf_addc(b, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
			continue;
		}
		utf8proc_ssize_t k = utf8proc_decompose_char(
		    (utf8proc_int32_t)c, out, 8, UTF8PROC_CASEFOLD, &boundary);

		for (utf8proc_ssize_t j = 0; j < k && j < 8; j++)
			text_put(b, (uint32_t)out[j]);
	}
}

/* Marks that change the direction of what follows them: a trap in a list. */
static bool
is_bidi_control(uint32_t c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F ||
	    (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void
text_plain(struct buf *b, const char *s, size_t n)
{
	bool space = false;
	size_t start = b->len;

	for (size_t i = 0, step; i < n; i += step) {
		uint32_t c = text_next(s + i, n - i, &step);

		if (c == ' ' || (c >= 9 && c <= 13) || c == 0x85 ||
		    c == 0xA0 || c == 0x2028 || c == 0x2029) {
			space = true;
			continue;
		}
		if (c < 0x20 || (c >= 0x7F && c < 0xA0) ||
		    is_bidi_control(c) || c == 0xFEFF)
			continue;
		if (space && b->len > start)
			buf_addc(b, ' ');
		space = false;
		text_put(b, c);
	}
}

void
text_start(struct buf *b, const char *s, size_t n, size_t max)
{
	size_t cut = n < max ? n : max;

	while (cut < n && cut > 0 && ((unsigned char)s[cut] & 0xC0) == 0x80)
		cut--;
	text_plain(b, s, cut);
	if (cut < n)
		buf_adds(b, "\xE2\x80\xA6");
}

bool
text_is_word(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		    (c >= 'A' && c <= 'Z') || c == '_';
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
		return true;
	default:
		return false;
	}
}

enum word_class { W_NONE, W_SPACED, W_HAN, W_HIRAGANA, W_KATAKANA, W_HANGUL,
	W_THAI };

static enum word_class
word_class(uint32_t c)
{
	if (c == 0 || !text_is_word(c))
		return W_NONE;
	if (c < 0x0E00)
		return W_SPACED;
	if (c <= 0x0EFF)
		return W_THAI;		/* and Lao */
	if (c >= 0x3041 && c <= 0x309F)
		return W_HIRAGANA;
	if ((c >= 0x30A0 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) ||
	    (c >= 0xFF66 && c <= 0xFF9F))
		return W_KATAKANA;
	if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
	    (c >= 0x20000 && c <= 0x3FFFF) || c == 0x3005)
		return W_HAN;
	if ((c >= 0xAC00 && c <= 0xD7AF) || (c >= 0x1100 && c <= 0x11FF))
		return W_HANGUL;
	return W_SPACED;
}

bool
text_is_boundary(uint32_t left, uint32_t right)
{
	enum word_class l = word_class(left), r = word_class(right);

	if (l == W_NONE || r == W_NONE || l != r)
		return true;
	/* Particles follow Hangul nouns, and Han and Thai words follow one
	 * another, without a space: any place may end a word there. */
	return l == W_HAN || l == W_HANGUL || l == W_THAI;
}

size_t
text_length(const char *s)
{
	size_t n = strlen(s), count = 0;

	for (size_t i = 0, step; i < n; i += step, count++)
		text_next(s + i, n - i, &step);
	return count;
}

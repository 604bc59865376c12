/* SPDX-License-Identifier: MIT
 *
 * UTF-8 and Unicode: check, repair, walk, fold; alone knows utf8proc. */
#ifndef COMMON_TEXT_H
#define COMMON_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/mem.h"

/* True when s[0..n) is well-formed UTF-8 (no surrogates, no overlong forms,
 * nothing above U+10FFFF). */
bool text_is_utf8(const char *s, size_t n);

/* Code point at s (n > 0 bytes left) and its length in *step. Bytes that are
 * not UTF-8 give U+FFFD and step 1. */
uint32_t text_next(const char *s, size_t n, size_t *step);

/* Append code point c as UTF-8; a surrogate or too large one as U+FFFD. */
void text_put(struct buf *b, uint32_t c);

/* Append s[0..n) with ill-formed bytes replaced by U+FFFD. */
void text_repair(struct buf *b, const char *s, size_t n);

/* Append the full case folding of s[0..n) (Unicode C+F, NFKC not applied):
 * "STRASSE" and "Straße" become equal. Input is repaired first. */
void text_fold(struct buf *b, const char *s, size_t n);

/* Append s[0..n) for a person to read on one line: control characters and
 * bidirectional controls removed, white space runs made one space. */
void text_plain(struct buf *b, const char *s, size_t n);

/* The same of the first max bytes, cut between code points, and an ellipsis
 * when there was more: the first words of a post. */
void text_start(struct buf *b, const char *s, size_t n, size_t max);

/* Letter, digit, mark or underscore: what a word is made of. */
bool text_is_word(uint32_t c);

/* May a word end between these two neighbours? 0 stands for the text's edge.
 * True unless both are word characters of one class; Han, Hiragana, Katakana,
 * Hangul and Thai are classes of their own, since their words are not
 * separated by spaces. */
bool text_is_boundary(uint32_t left, uint32_t right);

/* Number of code points in s. */
size_t text_length(const char *s);

#endif

/* SPDX-License-Identifier: MIT
 *
 * Which language a post is written in. */
#ifndef CLASSIFY_LANG_H
#define CLASSIFY_LANG_H

#include <stdbool.h>
#include <stddef.h>

#include "classify/norm.h"

#define LANG_CODE 12

/* The language of a normalised post in code ("en", "pt", "zh"): true when the
 * text itself is long and clear enough to tell, favouring the languages in
 * expect ("en,de"). */
bool lang_detect(const struct norm *o, const char *expect,
    char code[LANG_CODE]);

/* A platform's hint in the same form: "pt-BR" is "pt", "in" is "id", "und"
 * and the like are no hint: false. NULL is no hint either. */
bool lang_hint(const char *hint, char code[LANG_CODE]);

#endif

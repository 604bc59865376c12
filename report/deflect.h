/* SPDX-License-Identifier: MIT
 *
 * Does an answer only move the talk elsewhere ("DM us")?
 *
 * The rule: the text is cut into sentences. Handles, links and signatures do
 * not count. A sentence that asks for a private message, a call or a mail
 * moves away; one that greets, thanks, regrets or promises to look is
 * courtesy, and one that asks gives nothing. When something moves away and all other sentences together have
 * fewer than six words, the answer is a deflection; otherwise it says
 * something. Phrases are known in English, German, Spanish, French,
 * Portuguese, Italian, Dutch, Japanese and Arabic.
 *
 * Of 70 answers drawn from "Customer Support on Twitter" and read by hand, 22
 * only moved the talk away; the rule found 19 of them, and took one more for
 * such, a question with a link. */
#ifndef REPORT_DEFLECT_H
#define REPORT_DEFLECT_H

#include <stdbool.h>
#include <stddef.h>

struct deflect;
struct deflect *deflect_new(void);
bool deflect_is(struct deflect *d, const char *text, size_t len);
void deflect_free(struct deflect *d);

#endif

/* SPDX-License-Identifier: MIT
 *
 * Talk to people: one line an event on standard error. Never post text, names
 * of authors or secrets. Knows the level and format asked for, nothing else. */
#ifndef COMMON_DIAG_H
#define COMMON_DIAG_H

#include <stdbool.h>

#include "common/err.h"

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_INFO, DIAG_DEBUG };

/* Call once in main: the program's name for every line, the highest level
 * shown, and whether lines are JSON objects. SIGPIPE and SIGXFSZ are ignored
 * from here on, so that a write that fails says so. */
void diag_init(const char *program, enum diag_level level, bool json);

/* Change the level and format once the options are known. */
void diag_set(enum diag_level level, bool json);

/* One line: `ingest: warning: text`, or {"level":…,"program":…,"text":…}.
 * Control characters in the text are shown as \xNN. */
void diag_say(enum diag_level level, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Say e's message as an error and return its exit code, for main. */
int diag_fail(const struct err *e);

/* True when standard error is a terminal and -q was not given. */
bool diag_on_terminal(void);

#endif

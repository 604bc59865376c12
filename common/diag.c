/* SPDX-License-Identifier: MIT
 *
 * The only global state of the tree: how talkative this process is. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "common/diag.h"
#include "common/jscan.h"
#include "common/mem.h"

static const char *g_program = "unanswered";
static enum diag_level g_level = DIAG_INFO;
static bool g_json;

static const char *const level_name[] = {
	[DIAG_ERROR] = "error",
	[DIAG_WARNING] = "warning",
	[DIAG_INFO] = "info",
	[DIAG_DEBUG] = "debug",
};

void
diag_init(const char *program, enum diag_level level, bool json)
{
	g_program = program;
	diag_set(level, json);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
}

void
diag_set(enum diag_level level, bool json)
{
	g_level = level;
	g_json = json;
}

static void
put_visible(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c < 0x20 || c == 0x7f)
			buf_addf(b, "\\x%02x", c);
		else
			buf_addc(b, (char)c);
	}
}

void
diag_say(enum diag_level level, const char *fmt, ...)
{
	char text[1024];
	struct buf b = {0};
	va_list ap;

	if (level > g_level)
		return;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	size_t len = (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1;

	if (g_json) {
		buf_addf(&b, "{\"level\":\"%s\",\"program\":\"%s\",\"text\":",
		    level_name[level], g_program);
		json_put_string(&b, text, len);
		buf_adds(&b, "}\n");
	} else {
		buf_addf(&b, "%s: %s: ", g_program, level_name[level]);
		put_visible(&b, text);
		buf_addc(&b, '\n');
	}
	/* One write a line, so that lines of two programs do not mix. */
	fwrite(b.s, 1, b.len, stderr);
	fflush(stderr);
	buf_free(&b);
}

int
diag_fail(const struct err *e)
{
	diag_say(DIAG_ERROR, "%s", e->msg);
	return err_exit_code(e);
}

bool
diag_on_terminal(void)
{
	return g_level >= DIAG_INFO && !g_json && isatty(STDERR_FILENO);
}

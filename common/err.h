/* SPDX-License-Identifier: MIT
 *
 * Errors, and the house rules every contract in this tree builds on. Unless a
 * contract says otherwise: pointers are not NULL; `const char *` is
 * NUL-terminated UTF-8; an `int` function returns 0, or -1 with *e set; a
 * constructor returns NULL with *e set; `x_free(NULL)` does nothing; what you
 * pass in stays yours; what you get as `const` stays theirs until the next
 * call on that object; nothing outside diag.c, opts.c, progress.c and a
 * main.c prints or exits; nothing calls setlocale; times are seconds since
 * 1970-01-01T00:00:00Z. */
#ifndef COMMON_ERR_H
#define COMMON_ERR_H

#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

enum err_kind {
	ERR_NONE,
	ERR_DATA,	/* this input is bad: count it, skip it, go on */
	ERR_TEMP,	/* try another time */
	ERR_FATAL,	/* this run cannot deliver: nothing is published */
	ERR_CONFIG,	/* the user's options or configuration are wrong */
	ERR_BUSY,	/* another run holds the lock */
	ERR_REJECTS,	/* more bad records than allowed */
	ERR_REFUSED,	/* the gate refused to promote a model */
};

struct err {
	enum err_kind kind;
	char msg[512];		/* one line, no post text */
};

/* Record a failure and return -1, so that callers can write
 * `return err_set(...)`. The first failure wins. */
int err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* The same with ": " and the text of errno at the end. */
int err_sys(struct err *e, enum err_kind kind, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* Put "prefix: " before the message of a failure that is already set; lower
 * levels do not know the file name, higher ones do. Returns -1. */
int err_prefix(struct err *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Forget the failure, to go on with the next record. */
void err_clear(struct err *e);

/* The exit status of a run that ended with e: 0 for ERR_NONE, else as the
 * table in README.md says (config 2, busy 4, temporary 5, rejects 7, refused
 * 8, else 1). */
int err_exit_code(const struct err *e);

#endif

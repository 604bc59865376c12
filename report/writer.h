/* SPDX-License-Identifier: MIT
 *
 * The table of output formats, chosen by a file's ending. */
#ifndef REPORT_WRITER_H
#define REPORT_WRITER_H

#include "common/err.h"
#include "common/outfile.h"
#include "report/result.h"

struct writer {
	const char *name;	/* the file's name in reports/AS-OF/ */
	/* Write r to path, whole or not at all. Same r, same bytes. */
	int (*write)(const struct result *r, const char *path, struct err *e);
};

int write_json(const struct result *r, const char *path, struct err *e);
int write_csv(const struct result *r, const char *path, struct err *e);
int write_html(const struct result *r, const char *path, struct err *e);
int write_pdf(const struct result *r, const char *path, struct err *e);

#endif

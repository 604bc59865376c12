/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "ingest/format.h"

static const struct format formats[] = {
	{ "twcs", format_twcs },
	{ "twarc", format_twarc },
	{ "jsonl", format_jsonl },
	{ "csv", format_csv },
};

const struct format *
format_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

const struct format *
format_of_file(const char *path)
{
	char name[256];
	size_t n = strlen(path);

	if (n >= sizeof(name))
		path += n - sizeof(name) + 1;
	memcpy(name, path, strlen(path) + 1);
	char *dot = strrchr(name, '.');

	if (dot != NULL && (strcmp(dot, ".gz") == 0 ||
	    strcmp(dot, ".zst") == 0)) {
		*dot = '\0';
		dot = strrchr(name, '.');
	}
	if (dot == NULL)
		return NULL;
	if (strcmp(dot, ".csv") == 0)
		return format_find("csv");
	return strcmp(dot, ".jsonl") == 0 || strcmp(dot, ".ndjson") == 0 ?
	    format_find("jsonl") : NULL;
}

const char *
format_names(void)
{
	return "twcs, twarc, jsonl, csv";
}

struct post
format_blank(void)
{
	return (struct post){ .thread_complete = TRI_NULL, .text = "",
	    .likes = COUNT_NULL, .reposts = COUNT_NULL,
	    .replies = COUNT_NULL, .views = COUNT_NULL,
	    .followers = COUNT_NULL };
}

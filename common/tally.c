/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <string.h>

#include "common/diag.h"
#include "common/json.h"
#include "common/mem.h"
#include "common/tally.h"

#define ROWS ((int)(sizeof(((struct tally *)0)->row) / \
    sizeof(((struct tally *)0)->row[0])))

void
tally_add(struct tally *t, const char *name, int64_t n)
{
	int i = 0;

	while (i < t->used && t->row[i].name != name &&
	    strcmp(t->row[i].name, name) != 0)
		i++;
	assert(i < ROWS);
	if (i == t->used) {
		t->row[i].name = name;
		t->used++;
	}
	t->row[i].n += n;
}

int64_t
tally_get(const struct tally *t, const char *name)
{
	for (int i = 0; i < t->used; i++)
		if (strcmp(t->row[i].name, name) == 0)
			return t->row[i].n;
	return 0;
}

void
tally_say(const struct tally *t)
{
	struct buf b = {0};

	buf_adds(&b, "done");
	for (int i = 0; i < t->used; i++)
		buf_addf(&b, " %s=%lld", t->row[i].name,
		    (long long)t->row[i].n);
	diag_say(DIAG_INFO, "%s", b.s);
	buf_free(&b);
}

json_t *
tally_json(const struct tally *t)
{
	json_t *o = json_object();

	for (int i = 0; i < t->used; i++)
		json_object_set_new(o, t->row[i].name,
		    json_integer(t->row[i].n));
	return o;
}

int
tally_write(const struct tally *t, const char *path, struct err *e)
{
	if (path == NULL)
		return 0;
	json_t *o = tally_json(t);
	int rc = json_write(path, o, e);

	json_decref(o);
	return rc;
}

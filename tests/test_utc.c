/* SPDX-License-Identifier: MIT */
#include "common/utc.h"
#include "tests/test.h"

static const struct { const char *in; int rc; int64_t want; } strict[] = {
	{ "2024-02-29T23:59:59Z", 0, 1709251199 },
	{ "1970-01-01T00:00:00Z", 0, 0 },
	{ "9999-12-31T23:59:59Z", 0, 253402300799 },
	{ "2026-02-31T10:00:00Z", -1, 0 },	/* no such day */
	{ "2026-11-23T04:05:06Z ", -1, 0 },	/* one byte too many */
	{ "2026-11-23T04:05:06", -1, 0 },
	{ "1899-12-31T00:00:00Z", -1, 0 },
	{ "2026-13-01T00:00:00Z", -1, 0 },
	{ "2026-11-23T24:00:00Z", -1, 0 },
	{ "garbage", -1, 0 },
	{ "", -1, 0 },
};

static const struct { const char *in; int rc; int64_t want; } any[] = {
	{ "Tue Oct 31 22:10:47 +0000 2017", 0, 1509487847 },
	{ "Tue Oct 31 22:10:47 -0130 2017", 0, 1509493247 },
	{ "2017-10-31T22:10:47.123456+02:00", 0, 1509480647 },
	{ "2017-10-31 22:10:47", 0, 1509487847 },
	{ "2017-10-31T22:10:47.000Z", 0, 1509487847 },
	{ "2017-10-31", 0, 1509408000 },
	{ "Tue, 31 Oct 2017 22:10:47 GMT", 0, 1509487847 },
	{ "1 Nov 2017 00:10:47 +0200", 0, 1509487847 },
	{ "1509487847", 0, 1509487847 },
	{ "1509487847.5", 0, 1509487847 },
	{ "2016-12-31T23:59:60Z", 0, 1483228799 },	/* leap second */
	{ "Tue Oct 32 22:10:47 +0000 2017", -1, 0 },
	{ "1899-05-01", -1, 0 },
	{ "1969-12-31T23:59:59Z", -1, 0 },
	{ "31/10/2017 22:10", -1, 0 },
	{ "12", -1, 0 },
	{ "2017-10-31T22:10:47+9", -1, 0 },
	{ "", -1, 0 },
};

int
main(void)
{
	char s[UTC_LEN + 1], b[BATCH_LEN + 1];

	for (size_t i = 0; i < sizeof(strict) / sizeof(strict[0]); i++) {
		struct err e = {0};
		int64_t got = -7;
		int rc = utc_parse(strict[i].in, &got, &e);

		CHECK(rc == strict[i].rc && got == (rc ? -7 : strict[i].want),
		    "strict '%s': %d, %lld", strict[i].in, rc, (long long)got);
	}
	for (size_t i = 0; i < sizeof(any) / sizeof(any[0]); i++) {
		struct err e = {0};
		int64_t got = -7;
		int rc = utc_parse_any(any[i].in, &got, &e);

		CHECK(rc == any[i].rc && got == (rc ? -7 : any[i].want),
		    "any '%s': %d, %lld", any[i].in, rc, (long long)got);
	}
	/* Every 12th day and odd second of four centuries comes back. */
	int bad = 0;

	for (int64_t t = 0; t < INT64_C(12622780800); t += 12 * 86400 + 7) {
		struct err e = {0};
		int64_t back;

		utc_format(t, s);
		bad += utc_parse(s, &back, &e) < 0 || back != t;
	}
	CHECK(bad == 0, "format and parse are inverse: %d differ", bad);
	utc_batch(1795399200, b);
	CHECK_STR(b, "2026-11-23T020000Z", "batch");
	struct err e = {0};
	int64_t t;

	utc_parse("1899-12-31T00:00:00Z", &t, &e);
	CHECK(strstr(e.msg, "before 1970") != NULL, "says why: %s", e.msg);
	return test_done();
}

/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/utc.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int
digits(const char *s, int n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + (*s++ - '0');
	return v;
}

static int
month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return m == 2 && leap ? 29 : days[m - 1];
}

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t
day_number(int64_t y, int m, int d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct when { int y, mo, d, h, mi, s, offset_s; };

static int
when_seconds(const struct when *w, int64_t *out, struct err *e)
{
	if (w->y < 1970 && w->y > 0)
		return err_set(e, ERR_DATA, "time: year %d is before 1970",
		    w->y);
	if (w->y < 1970 || w->y > 9999 || w->mo < 1 || w->mo > 12 ||
	    w->d < 1 || w->d > month_days(w->y, w->mo) || w->h > 23 ||
	    w->mi > 59 || w->s > 60)
		return err_set(e, ERR_DATA, "time: no such date or time");
	/* A leap second is counted as the second before it, as POSIX does. */
	int s = w->s == 60 ? 59 : w->s;
	int64_t t = day_number(w->y, w->mo, w->d) * 86400 + w->h * 3600 +
	    w->mi * 60 + s - w->offset_s;

	if (t < 0)
		return err_set(e, ERR_DATA, "time: before 1970");
	*out = t;
	return 0;
}

/* True when s matches shape: d a digit, every other character itself. */
static bool
shaped(const char *s, const char *shape)
{
	for (; *shape != '\0'; s++, shape++)
		if (*shape == 'd' ? !is_digit(*s) : *s != *shape)
			return false;
	return true;
}

int
utc_parse(const char *s, int64_t *out, struct err *e)
{
	if (!shaped(s, "dddd-dd-ddTdd:dd:ddZ") || s[UTC_LEN] != '\0')
		return err_set(e, ERR_DATA,
		    "time: not of the form 2026-11-22T02:00:00Z");
	struct when w = { digits(s, 4), digits(s + 5, 2), digits(s + 8, 2),
	    digits(s + 11, 2), digits(s + 14, 2), digits(s + 17, 2), 0 };

	return when_seconds(&w, out, e);
}

static int
month_named(const char *s)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12; i++)
		if (strncmp(s, names + 3 * i, 3) == 0)
			return i + 1;
	return 0;
}

/* "Z", "GMT", "UTC", "+0000", "-07:30" or nothing, up to the end. */
static bool
zone(const char *s, int *offset_s)
{
	*offset_s = 0;
	while (*s == ' ')
		s++;
	if (*s == '\0' || strcmp(s, "Z") == 0 || strcmp(s, "z") == 0 ||
	    strcmp(s, "GMT") == 0 || strcmp(s, "UTC") == 0 ||
	    strcmp(s, "UT") == 0)
		return true;
	if (*s != '+' && *s != '-')
		return false;
	int sign = *s++ == '-' ? -1 : 1;
	bool colon = shaped(s, "dd:dd");

	if (!colon && !shaped(s, "dddd"))
		return false;
	int h = digits(s, 2), m = digits(s + (colon ? 3 : 2), 2);

	if (s[colon ? 5 : 4] != '\0' || h > 23 || m > 59)
		return false;
	*offset_s = sign * (h * 3600 + m * 60);
	return true;
}

/* "hh:mm[:ss[.fraction]]"; what follows it, or NULL. */
static const char *
clock_time(const char *s, struct when *w)
{
	if (!shaped(s, "dd:dd"))
		return NULL;
	w->h = digits(s, 2);
	w->mi = digits(s + 3, 2);
	s += 5;
	if (shaped(s, ":dd")) {
		w->s = digits(s + 1, 2);
		s += 3;
		if (*s == '.' || *s == ',')
			for (s++; is_digit(*s); s++)
				;
	}
	return s;
}

/* 2017-10-31[T ]22:10:47.123+02:00 and its shorter forms. */
static bool
parse_iso(const char *s, struct when *w)
{
	if (!shaped(s, "dddd-dd-dd"))
		return false;
	w->y = digits(s, 4);
	w->mo = digits(s + 5, 2);
	w->d = digits(s + 8, 2);
	s += 10;
	if (*s == '\0')
		return true;
	if (*s != 'T' && *s != 't' && *s != ' ')
		return false;
	s = clock_time(s + 1, w);
	return s != NULL && zone(s, &w->offset_s);
}

/* Tue Oct 31 22:10:47 +0000 2017 */
static bool
parse_twitter(const char *s, struct when *w)
{
	if (strlen(s) != 30 || !shaped(s + 8, "dd dd:dd:dd ") ||
	    !shaped(s + 21, "dddd dddd"))
		return false;
	char z[6] = { s[20], s[21], s[22], s[23], s[24], '\0' };

	w->mo = month_named(s + 4);
	w->d = digits(s + 8, 2);
	w->y = digits(s + 26, 4);
	return s[3] == ' ' && s[7] == ' ' && clock_time(s + 11, w) != NULL &&
	    zone(z, &w->offset_s);
}

/* [Tue, ]31 Oct 2017 22:10:47 +0000 */
static bool
parse_mail(const char *s, struct when *w)
{
	const char *comma = strchr(s, ',');

	if (comma != NULL)
		s = comma + 1;
	while (*s == ' ')
		s++;
	int n = is_digit(s[0]) ? (is_digit(s[1]) ? 2 : 1) : 0;

	if (n == 0 || s[n] != ' ')
		return false;
	w->d = digits(s, n);
	s += n + 1;
	w->mo = month_named(s);
	if (w->mo == 0 || !shaped(s + 3, " dddd "))
		return false;
	w->y = digits(s + 4, 4);
	s = clock_time(s + 9, w);
	return s != NULL && zone(s, &w->offset_s);
}

static bool
parse_epoch(const char *s, int64_t *out)
{
	size_t n = strspn(s, "0123456789");
	int64_t t = 0;

	if (n < 9 || n > 11 || (s[n] != '\0' && s[n] != '.'))
		return false;
	for (size_t i = 0; i < n; i++)
		t = t * 10 + (s[i] - '0');
	*out = t;
	return true;
}

int
utc_parse_any(const char *s, int64_t *out, struct err *e)
{
	struct when w = {0};

	if (parse_iso(s, &w))
		return when_seconds(&w, out, e);
	w = (struct when){0};
	if (parse_twitter(s, &w))
		return when_seconds(&w, out, e);
	w = (struct when){0};
	if (parse_mail(s, &w))
		return when_seconds(&w, out, e);
	if (parse_epoch(s, out))
		return 0;
	return err_set(e, ERR_DATA, "time: form not known");
}

static void
civil(int64_t t, struct when *w)
{
	int64_t days = t / 86400 + 719468, rest = t % 86400;
	int64_t era = days / 146097, doe = days % 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	w->d = (int)(doy - (153 * mp + 2) / 5 + 1);
	w->mo = (int)(mp < 10 ? mp + 3 : mp - 9);
	w->y = (int)(yoe + era * 400 + (w->mo <= 2));
	w->h = (int)(rest / 3600);
	w->mi = (int)(rest % 3600 / 60);
	w->s = (int)(rest % 60);
}

static void
put(char *out, int v, int n)
{
	while (n-- > 0) {
		out[n] = (char)('0' + v % 10);
		v /= 10;
	}
}

void
utc_format(int64_t t, char out[UTC_LEN + 1])
{
	struct when w;

	civil(t, &w);
	memcpy(out, "0000-00-00T00:00:00Z", UTC_LEN + 1);
	put(out, w.y, 4);
	put(out + 5, w.mo, 2);
	put(out + 8, w.d, 2);
	put(out + 11, w.h, 2);
	put(out + 14, w.mi, 2);
	put(out + 17, w.s, 2);
}

void
utc_batch(int64_t t, char out[BATCH_LEN + 1])
{
	char s[UTC_LEN + 1];

	utc_format(t, s);
	snprintf(out, BATCH_LEN + 1, "%.13s%.2s%.3s", s, s + 14, s + 17);
}

int64_t
utc_now(void)
{
	return (int64_t)time(NULL);
}

/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "common/utc.h"
#include "report/phrase.h"

#define NB "\u202f"		/* narrow no-break space */

static struct phrase
words(const char *s)
{
	struct phrase p;

	snprintf(p.s, sizeof(p.s), "%s", s);
	return p;
}

struct phrase
phrase_count(int64_t n)
{
	struct phrase p;
	char digits[24];
	size_t len, out = 0;

	snprintf(digits, sizeof(digits), "%lld", (long long)(n < 0 ? 0 : n));
	len = strlen(digits);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			p.s[out++] = ',';
		p.s[out++] = digits[i];
	}
	p.s[out] = '\0';
	return p;
}

struct phrase
phrase_short(int64_t n)
{
	struct phrase p;
	int64_t unit = n < 999500 ? 1000 : 1000000;
	int64_t tenths = (n + unit / 20) / (unit / 10);
	const char *name = unit == 1000 ? "k" : "m";

	if (n < 10000)
		return phrase_count(n);
	if (tenths < 1000)
		snprintf(p.s, sizeof(p.s), "%lld.%lld%s",
		    (long long)tenths / 10, (long long)tenths % 10, name);
	else
		snprintf(p.s, sizeof(p.s), "%.40s%s",
		    phrase_count((n + unit / 2) / unit).s, name);
	return p;
}

/* Whole percents; tenths where a whole one would say none or all. */
static void
percent_digits(char *out, size_t n, double p)
{
	double v = fmax(0, fmin(1, p)) * 100;

	if ((v > 0 && v < 0.95) || (v > 99 && v < 100)) {
		int tenths = (int)(v > 99 ? floor(v * 10) : ceil(v * 10));

		snprintf(out, n, "%d.%d", tenths / 10, tenths % 10);
	} else {
		snprintf(out, n, "%d", (int)lround(v));
	}
}

struct phrase
phrase_percent(double p)
{
	struct phrase out;
	char d[16];

	if (!isfinite(p))
		return words(PHRASE_NONE);
	percent_digits(d, sizeof(d), p);
	snprintf(out.s, sizeof(out.s), "%s" NB "%%", d);
	return out;
}

struct phrase
phrase_range(struct share s)
{
	struct phrase out;
	char lo[16], hi[16];

	if (!isfinite(s.lo) || !isfinite(s.hi))
		return words(PHRASE_NONE);
	percent_digits(lo, sizeof(lo), s.lo);
	percent_digits(hi, sizeof(hi), s.hi);
	snprintf(out.s, sizeof(out.s), "%s–%s" NB "%%", lo, hi);
	return out;
}

struct phrase
phrase_share(struct share s)
{
	struct phrase out;

	if (!isfinite(s.p))
		return words(PHRASE_NONE);
	if (!isfinite(s.lo) || !isfinite(s.hi))
		return phrase_percent(s.p);
	snprintf(out.s, sizeof(out.s), "%.20s (%.32s)", phrase_percent(s.p).s,
	    phrase_range(s).s);
	return out;
}

/* "2.4" below ten, "13" above; never a locale's decimal point. */
static void
two_digits(char *out, size_t n, double v)
{
	long tenths = lround(v * 10);

	if (tenths < 100)
		snprintf(out, n, "%ld.%ld", tenths / 10, tenths % 10);
	else
		snprintf(out, n, "%ld", lround(v));
}

struct phrase
phrase_hours(double h)
{
	struct phrase out;
	char d[32];

	if (!isfinite(h) || h > 1e7)
		return words(PHRASE_NONE);
	if (h * 60 < 0.5)
		return words("under 1" NB "min");
	if (h * 60 < 59.5) {
		snprintf(out.s, sizeof(out.s), "%ld" NB "min",
		    lround(h * 60));
		return out;
	}
	two_digits(d, sizeof(d), h < 47.5 ? h : h / 24);
	snprintf(out.s, sizeof(out.s), "%s" NB "%s", d,
	    h < 47.5 ? "h" : "days");
	return out;
}

struct phrase
phrase_median(const struct response *r)
{
	if (r->cases == 0)
		return words(PHRASE_NONE);
	return isfinite(r->median_hours) ? phrase_hours(r->median_hours) :
	    words("not reached");
}

struct phrase
phrase_median_note(const struct response *r)
{
	struct phrase out;
	/* The longest of the four times the data reach. */
	int i = N_WITHIN - 1;

	if (r->cases == 0)
		return words("no complaints or questions");
	while (i > 0 && !isfinite(r->within[i].p))
		i--;
	if (!isfinite(r->within[i].p))
		return words("too early to say");
	snprintf(out.s, sizeof(out.s), "%.20s still waiting after %d" NB "h",
	    phrase_percent(1 - r->within[i].p).s, (int)within_hours[i]);
	return out;
}

/* ---- time ---- */

static const char *const month_name[] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December",
};

struct when { int year, month, day; char clock[6]; };

static struct when
when_of(int64_t t)
{
	char s[UTC_LEN + 1];
	struct when w = {0};

	utc_format(t, s);
	w.year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 +
	    (s[2] - '0') * 10 + (s[3] - '0');
	w.month = (s[5] - '0') * 10 + (s[6] - '0') - 1;
	w.day = (s[8] - '0') * 10 + (s[9] - '0');
	memcpy(w.clock, s + 11, 5);
	return w;
}

struct phrase
phrase_date(int64_t t)
{
	struct phrase p;
	struct when w = when_of(t);

	snprintf(p.s, sizeof(p.s), "%d %s %d", w.day, month_name[w.month],
	    w.year);
	return p;
}

struct phrase
phrase_day(int64_t t)
{
	struct phrase p;
	struct when w = when_of(t);

	snprintf(p.s, sizeof(p.s), "%d" NB "%.3s", w.day, month_name[w.month]);
	return p;
}

struct phrase
phrase_time(int64_t t)
{
	struct phrase p;

	snprintf(p.s, sizeof(p.s), "%.40s, %s UTC", phrase_date(t).s,
	    when_of(t).clock);
	return p;
}

struct phrase
phrase_days(int64_t from, int64_t to)
{
	struct phrase p;
	struct when a = when_of(from), b = when_of(to > from ? to - 1 : from);

	if (a.year != b.year)
		snprintf(p.s, sizeof(p.s), "%d %s %d – %d %s %d", a.day,
		    month_name[a.month], a.year, b.day, month_name[b.month],
		    b.year);
	else if (a.month != b.month)
		snprintf(p.s, sizeof(p.s), "%d %s – %d %s %d", a.day,
		    month_name[a.month], b.day, month_name[b.month], b.year);
	else if (a.day != b.day)
		snprintf(p.s, sizeof(p.s), "%d – %d %s %d", a.day, b.day,
		    month_name[b.month], b.year);
	else
		return phrase_date(from);
	return p;
}

/* ---- names ---- */

struct phrase
phrase_source(const char *source)
{
	static const struct { const char *id, *name; } known[] = {
		{ "x", "X (Twitter)" }, { "twitter", "X (Twitter)" },
		{ "twcs", "Twitter archive" }, { "csv", "CSV file" },
		{ "feed", "Feeds" }, { "appstore", "App store" },
		{ "bluesky", "Bluesky" }, { "mastodon", "Mastodon" },
		{ "reddit", "Reddit" }, { "facebook", "Facebook" },
		{ "instagram", "Instagram" }, { "threads", "Threads" },
		{ "youtube", "YouTube" }, { "tiktok", "TikTok" },
		{ "linkedin", "LinkedIn" }, { "hackernews", "Hacker News" },
		{ "lemmy", "Lemmy" }, { "stackexchange", "Stack Exchange" },
	};
	struct phrase p;
	struct buf b = {0};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(source, known[i].id) == 0)
			return words(known[i].name);
	/* Room for whole characters only. */
	for (size_t i = 0, step, n = strlen(source); i < n; i += step) {
		text_next(source + i, n - i, &step);
		if (b.len + step > PHRASE_MAX - 4)
			break;
		buf_add(&b, source + i, step);
	}
	p = words(b.len > 0 ? b.s : PHRASE_NONE);
	buf_free(&b);
	return p;
}

void
phrase_sources(struct buf *b, const struct result *r)
{
	size_t shown = r->n_sources > 4 ? 3 : r->n_sources;

	for (size_t i = 0; i < shown; i++)
		buf_addf(b, "%s%s", i > 0 ? ", " : "",
		    phrase_source(r->source[i].source).s);
	if (r->n_sources > shown)
		buf_addf(b, " and %zu more", r->n_sources - shown);
	if (r->n_sources == 0)
		buf_adds(b, "no sources");
}

/* ---- quotes ---- */

static bool
is_handle_char(uint32_t c)
{
	return text_is_word(c) || c == '.' || c == '-' || c == '+';
}

/* Where the account name that starts at i ends; a dot or dash at its end is
 * punctuation of the sentence. */
static size_t
handle_end(const char *s, size_t n, size_t i)
{
	size_t end = i;

	for (size_t step; i < n; i += step) {
		uint32_t c = text_next(s + i, n - i, &step);

		if (c == '@') {		/* @name@server */
			size_t k;

			if (i + 1 < n && text_is_word(text_next(s + i + 1,
			    n - i - 1, &k)))
				continue;
			break;
		}
		if (!is_handle_char(c))
			break;
		if (text_is_word(c))
			end = i + step;
	}
	return end;
}

/* Remove what stands before an @ in a mail address from the end of b. */
static void
drop_local_part(struct buf *b, size_t from)
{
	while (b->len > from && (unsigned char)b->s[b->len - 1] < 0x80 &&
	    is_handle_char((unsigned char)b->s[b->len - 1]))
		b->len--;
	b->s[b->len] = '\0';
}

static void
mask_handles(struct buf *out, const char *s, size_t n)
{
	size_t from = out->len;

	for (size_t i = 0, step; i < n; i += step) {
		uint32_t c = text_next(s + i, n - i, &step);
		size_t end;

		if (c != '@' && c != 0xFF20) {
			buf_add(out, s + i, step);
			continue;
		}
		end = handle_end(s, n, i + step);
		if (end == i + step) {	/* an @ by itself */
			buf_add(out, s + i, step);
			continue;
		}
		if (out->len > from && memchr(s + i, '.', end - i) != NULL)
			drop_local_part(out, from);
		buf_adds(out, "@…");
		step = end - i;
	}
}

/* Marks and joiners stay with the character before them. */
static bool
is_extending(uint32_t c)
{
	return c == 0x200D || (c >= 0x300 && c < 0x370) ||
	    (c >= 0xFE00 && c < 0xFE10) || (c >= 0x1F3FB && c <= 0x1F3FF);
}

void
phrase_quote(struct buf *b, const char *text)
{
	struct buf plain = {0}, masked = {0};
	size_t i = 0, cut = 0, step;

	text_plain(&plain, text, strlen(text));
	buf_adds(&masked, "");
	mask_handles(&masked, plain.len > 0 ? plain.s : "", plain.len);
	for (int chars = 0; i < masked.len; i += step) {
		uint32_t c = text_next(masked.s + i, masked.len - i, &step);

		if (chars >= QUOTE_MAX && !is_extending(c))
			break;
		if (c == ' ' || chars < QUOTE_MAX - 30)
			cut = i;	/* at a word's end if one is near */
		chars++;
	}
	if (i < masked.len) {
		buf_add(b, masked.s, cut > 0 ? cut : i);
		buf_adds(b, "…");
	} else {
		buf_add(b, masked.s, masked.len);
	}
	buf_free(&plain);
	buf_free(&masked);
}

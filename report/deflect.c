/* SPDX-License-Identifier: MIT
 *
 * Texts and phrases go through the same preparation: case folded, one blank
 * between words, a blank where the script changes, a newline after a
 * sentence. Then a phrase is found as a string between blanks. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "common/text.h"
#include "report/deflect.h"

#define SUBSTANCE_WORDS 6

static const char *const away[] = {
	"dm", "dms", "d m", "direct message", "direct messages", "pm us",
	"private message", "private messages", "private chat", "inbox us",
	"message us", "send us a message", "drop us a message",
	"in a message", "via message", "email us", "e-mail us", "mail us at",
	"call us", "give us a call", "call our", "contact us", "reach out to",
	"reach us", "chat with us", "chat team", "live chat", "write to us",
	"follow us so", "follow and",
	"direktnachricht", "private nachricht", "privatnachricht", "pn",
	"schreib uns", "schreiben sie uns", "ruf uns an", "rufen sie uns",
	"mensaje directo", "mensaje privado", "por privado", "por interno",
	"por md", "un md", "por inbox", "escríbenos",
	"message privé", "messages privés", "en mp", "par mp", "un mp",
	"contactez-nous", "mensagem direta", "mensagem privada", "por mp",
	"chama no", "messaggio privato", "in privato", "scrivici",
	"privébericht", "een pb", "via pb", "prive bericht",
	"ダイレクトメッセージ", "メッセージをお送り", "رسالة خاصة", "على الخاص",
};

static const char *const courtesy[] = {
	"hi", "hey", "hello", "hiya", "good morning", "good afternoon",
	"good evening", "sorry", "apologies", "apologise", "apologize",
	"thanks", "thank you", "cheers", "regret", "we understand",
	"i understand", "not what we want", "frustrating", "frustration",
	"disappointing", "concerning", "happy to help", "like to help",
	"love to help", "here to help", "want to help", "glad to help",
	"can help", "be able to help", "help you", "help out", "help with",
	"look into", "take a look", "looking into", "check this", "check it",
	"investigate", "assist", "get this sorted", "get it sorted",
	"work with you", "we hear you", "reaching out", "so we can",
	"we ll", "let s", "your account", "more details", "more info",
	"further", "hallo", "guten tag", "hola", "bonjour", "désolé",
	"désolés", "merci", "gracias", "lamentamos", "olá", "oi", "ciao",
	"scusa", "bedankt", "leider", "danke", "lo sentimos", "sinto",
	"obrigado", "lamento", "tut mir leid", "tut uns leid",
	"entschuldig",
};

struct phrases { char **s; size_t n; };

struct deflect {
	struct phrases away, courtesy;
	struct buf text;
};

static bool
is_question(uint32_t c)
{
	return c == '?' || c == 0xFF1F || c == 0x061F;
}

static bool
ends_sentence(uint32_t c)
{
	return c == '.' || c == '!' || is_question(c) || c == '\n' ||
	    c == ';' || c == 0x3002 || c == 0xFF01;
}

static void
blank(struct buf *b)
{
	if (b->len > 0 && b->s[b->len - 1] != ' ')
		buf_addc(b, ' ');
}

/* Length of the handle, link or signature at s, 0 when there is none. */
static size_t
skip_noise(const char *s, size_t n)
{
	size_t end = strcspn(s, " \t\n");

	if (end > n)
		end = n;
	if (*s == '@' || *s == '^' || *s == '#' ||
	    (n > 7 && strncmp(s, "http", 4) == 0))
		return end;
	/* "/MA", "-Sam", "*TS" at the end. */
	if ((*s == '/' || *s == '-' || *s == '*') && end > 1 && end <= 12 &&
	    end == n)
		return end;
	return 0;
}

/* Words between blanks, each sentence between newlines. */
static void
prepare(struct buf *b, const char *s, size_t n)
{
	uint32_t last = ' ';

	buf_clear(b);
	buf_addc(b, ' ');
	for (size_t i = 0, step; i < n; i += step) {
		size_t noise = last == ' ' || last == '\n' ?
		    skip_noise(s + i, n - i) : 0;

		if (noise > 0) {
			step = noise;
			last = ' ';
			continue;
		}
		uint32_t c = text_next(s + i, n - i, &step);

		if (!text_is_word(c)) {
			blank(b);
			if (is_question(c))
				buf_addc(b, '?');
			if (ends_sentence(c))
				buf_adds(b, "\n ");
			last = c == '\n' ? '\n' : ' ';
			continue;
		}
		if (last != ' ' && last != '\n' && (last < 0x250) !=
		    (c < 0x250))
			blank(b);
		text_fold(b, s + i, step);
		last = c;
	}
	blank(b);
}

static struct phrases
prepare_all(struct deflect *d, const char *const *list, size_t n)
{
	struct phrases p = { xcalloc(n, sizeof(char *)), n };

	for (size_t i = 0; i < n; i++) {
		prepare(&d->text, list[i], strlen(list[i]));
		p.s[i] = xstrdup(d->text.s);
	}
	return p;
}

struct deflect *
deflect_new(void)
{
	struct deflect *d = xcalloc(1, sizeof(*d));

	d->away = prepare_all(d, away, sizeof(away) / sizeof(away[0]));
	d->courtesy = prepare_all(d, courtesy,
	    sizeof(courtesy) / sizeof(courtesy[0]));
	return d;
}

static bool
any_of(const struct phrases *p, const char *s, size_t n)
{
	for (size_t i = 0; i < p->n; i++)
		if (memmem(s, n, p->s[i], strlen(p->s[i])) != NULL)
			return true;
	return false;
}

static size_t
count_words(const char *s, size_t n)
{
	size_t words = 0;

	for (size_t i = 0; i + 1 < n; i++)
		words += s[i] == ' ' && s[i + 1] != ' ';
	return words;
}

bool
deflect_is(struct deflect *d, const char *text, size_t len)
{
	size_t substance = 0;
	bool moves = false;

	prepare(&d->text, text, len);
	for (const char *s = d->text.s; *s != '\0';) {
		size_t n = strcspn(s, "\n");

		if (any_of(&d->away, s, n))
			moves = true;
		else if (memchr(s, '?', n) == NULL &&
		    !any_of(&d->courtesy, s, n))
			substance += count_words(s, n);
		s += n + (s[n] == '\n');
	}
	return moves && substance < SUBSTANCE_WORDS;
}

static void
free_all(struct phrases *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->s[i]);
	free(p->s);
}

void
deflect_free(struct deflect *d)
{
	if (d == NULL)
		return;
	free_all(&d->away);
	free_all(&d->courtesy);
	buf_free(&d->text);
	free(d);
}

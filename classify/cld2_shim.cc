// SPDX-License-Identifier: MIT
//
// The compact language detector is C++ only; this is all of it C needs. Alone
// knows cld2.
#include <cstdio>		// cld2 needs it and does not include it
#include <cstring>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

extern "C" int lang_cld2(const char *s, int n, const char *expect, char *code,
    int size);

// 1 and the code when the detector is sure, else 0. expect: languages to
// favour, "en,de".
int
lang_cld2(const char *s, int n, const char *expect, char *code, int size)
{
	CLD2::CLDHints hints = { expect, nullptr, CLD2::UNKNOWN_ENCODING,
	    CLD2::UNKNOWN_LANGUAGE };
	CLD2::Language top[3];
	int percent[3], bytes, valid;
	double score[3];
	bool sure = false;
	CLD2::Language found = CLD2::ExtDetectLanguageSummaryCheckUTF8(s, n,
	    true, &hints, 0, top, percent, score, nullptr, &bytes, &sure,
	    &valid);

	if (!sure || found == CLD2::UNKNOWN_LANGUAGE)
		return 0;
	strncpy(code, CLD2::LanguageCode(found), static_cast<size_t>(size) - 1);
	code[size - 1] = '\0';
	return 1;
}

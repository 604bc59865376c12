/* SPDX-License-Identifier: MIT
 *
 * A model is a folder: manifest.json says what it is, how it was made and how
 * good it was; weights.bin holds hashed features, their idf and a weight for
 * each label. The manifest gives length and SHA-256 of every other file, and
 * the model's name carries the manifest's own hash, so a name is one model. */
#ifndef CLASSIFY_MODEL_H
#define CLASSIFY_MODEL_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "classify/calib.h"
#include "classify/vocab.h"
#include "common/err.h"
#include "common/post.h"

#define MODEL_COLUMNS 8		/* a row of weights: P_N of them, then zeros */
#define MODEL_LANGUAGES 16
#define MODEL_MANIFEST "manifest.json"

struct model {
	char *name;			/* "default@3f2ab8c01d9e" */
	struct vocab *vocab;
	float *weight;			/* vocab->n rows of MODEL_COLUMNS */
	double bias[P_N];
	struct calib_platt platt[P_N];
	int threshold[P_N];		/* complaint and query, in
					 * ten-thousandths */
	char *language[MODEL_LANGUAGES];
	size_t n_languages;
	char *expect;			/* the same, "en,de" */
};

/* Open the model in folder dir. Every file must have the length and hash its
 * manifest gives; a missing, cut or changed one, a manifest of another kind,
 * or features this program does not make are ERR_CONFIG naming the file and
 * what to do. */
struct model *model_open(const char *dir, struct err *e);
void model_free(struct model *m);

/* Write m to folder dir. `manifest` is what the trainer wants recorded; name,
 * features, languages, labels' numbers and files are added to it. Nothing
 * stands half-written: weights.bin, then manifest.json, and a weights.bin
 * that does not fit its manifest is refused by model_open. Sets m->name. */
int model_save(struct model *m, const char *dir, const char *name,
    json_t *manifest, struct err *e);

/* The folder of the model to use: given when not NULL, else
 * $UNANSWERED_MODEL, else the version ./models/current points to when that is
 * there (the link followed, so that a promotion meanwhile does not mix two
 * models), else ./models/default when it is there, else the installed one.
 * Good until the next call. */
const char *model_path(const char *given);

/* A double that is the same where libm differs in its last digits. */
double model_round(double v);

#endif

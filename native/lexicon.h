/* Frequent words of languages. */
#ifndef NEWSLINT_LEXICON_H
#define NEWSLINT_LEXICON_H

#include "limited.h"

extern PyType_Spec LEXICON_SPEC;

#endif

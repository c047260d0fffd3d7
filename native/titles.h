/* Titles that say the same in nearly the same words. */
#ifndef NEWSLINT_TITLES_H
#define NEWSLINT_TITLES_H

#include "limited.h"

/* The type of the module: see its documentation there. */
extern PyType_Spec TITLES_SPEC;

#endif

/* Which titles that share a key are near duplicates. */
#ifndef NEWSLINT_ALIKE_H
#define NEWSLINT_ALIKE_H

#include "limited.h"

PyObject *alike_titles(PyObject *module, PyObject *args);

#endif

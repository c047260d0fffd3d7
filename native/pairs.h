/* Two columns, value by value. */
#ifndef NEWSLINT_PAIRS_H
#define NEWSLINT_PAIRS_H

#include "limited.h"

PyObject *alike_at_ends(PyObject *module, PyObject *args);
PyObject *unsettled_pairs(PyObject *module, PyObject *args);

#endif

/* Names of persons. */
#ifndef NEWSLINT_NAMES_H
#define NEWSLINT_NAMES_H

#include "limited.h"

/* A function of the module: see its documentation there. */
PyObject *name_rows(PyObject *module, PyObject *args);

#endif

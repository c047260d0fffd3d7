/* Digests of texts in the forms in which they are compared. */
#ifndef NEWSLINT_DIGESTS_H
#define NEWSLINT_DIGESTS_H

#include "limited.h"

/* To be called once, before the first text. */
void digests_ready(void);

/* Functions of the module: see their documentation there. */
PyObject *digests(PyObject *module, PyObject *args);
PyObject *outline_keys(PyObject *module, PyObject *args);
PyObject *long_enough(PyObject *module, PyObject *args);

#endif

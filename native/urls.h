/* URLs: what stands before their paths, and the form in which they are compared. */
#ifndef NEWSLINT_URLS_H
#define NEWSLINT_URLS_H

#include "limited.h"

/* Functions of the module: see their documentation there. */
PyObject *origins(PyObject *module, PyObject *args);
PyObject *url_digests(PyObject *module, PyObject *args);

#endif

/* URLs in the form in which they are compared. */
#ifndef NEWSLINT_URLS_H
#define NEWSLINT_URLS_H

#include "limited.h"

/* A function of the module: see its documentation there. */
PyObject *url_digests(PyObject *module, PyObject *args);

#endif

/* Dates of a column: full ISO 8601 stamps, as nearly all are. */
#ifndef NEWSLINT_STAMPS_H
#define NEWSLINT_STAMPS_H

#include "limited.h"

PyObject *plain_stamps(PyObject *module, PyObject *args);

#endif

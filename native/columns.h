/* What is asked about one field of many records. */
#ifndef NEWSLINT_COLUMNS_H
#define NEWSLINT_COLUMNS_H

#include "limited.h"

PyObject *first_lines(PyObject *module, PyObject *args);
PyObject *lengths_outside(PyObject *module, PyObject *args);
PyObject *some_begin(PyObject *module, PyObject *args);
PyObject *holders(PyObject *module, PyObject *args);
PyObject *long_lines(PyObject *module, PyObject *args);
PyObject *short_or_marked(PyObject *module, PyObject *args);
PyObject *tails_in(PyObject *module, PyObject *args);
PyObject *wide_texts(PyObject *module, PyObject *args);

#endif

/* Keys of rows: which come twice, and which belong together. */
#ifndef NEWSLINT_KEYS_H
#define NEWSLINT_KEYS_H

#include "limited.h"

/* Functions of the module: see their documentation there. */
PyObject *repeated_numbers(PyObject *module, PyObject *argument);
PyObject *grouped_keys(PyObject *module, PyObject *args);
PyObject *divided_keys(PyObject *module, PyObject *args);

#endif

/* Keys of rows: which come twice, and which belong together. */
#ifndef NEWSLINT_KEYS_H
#define NEWSLINT_KEYS_H

#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030A0000
#endif
#include <Python.h>

/* Functions of the module: see their documentation there. */
PyObject *repeated_keys(PyObject *module, PyObject *keys);
PyObject *divided_keys(PyObject *module, PyObject *args);

#endif

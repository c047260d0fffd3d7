/* Python's interface, as far as it is the same in every version from 3.10. */
#ifndef NEWSLINT_LIMITED_H
#define NEWSLINT_LIMITED_H

#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030A0000
#endif
#include <Python.h>

#endif

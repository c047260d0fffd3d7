/* Words of a text that are told by their letters alone. */
#ifndef NEWSLINT_WORDS_H
#define NEWSLINT_WORDS_H

#include "limited.h"

/* Functions of the module: see their documentation there. */
PyObject *repeated(PyObject *module, PyObject *argument);
PyObject *capitalised(PyObject *module, PyObject *args);
PyObject *often_capitalised(PyObject *module, PyObject *args);
PyObject *lacking_words(PyObject *module, PyObject *args);
PyObject *lines_short_of(PyObject *module, PyObject *args);

#endif

/* Digests of texts in the forms in which they are compared. */
#ifndef NEWSLINT_DIGESTS_H
#define NEWSLINT_DIGESTS_H

#include <stddef.h>
#include <stdint.h>

#include "limited.h"

/* Writes the form of a text, which takes no more bytes than the text; 0 where it is not known here. */
typedef int (*Former)(const uint8_t *text, size_t length, int option, uint8_t *form, size_t *used);

/* Digests of the forms of some texts, and the indexes of those whose form is not known; NULL with an exception. */
PyObject *digests_of(PyObject *texts, Former former, int option);

/* To be called once, before the first text. */
void digests_ready(void);

/* Functions of the module: see their documentation there. */
PyObject *digests(PyObject *module, PyObject *args);
PyObject *outline_keys(PyObject *module, PyObject *args);
PyObject *long_enough(PyObject *module, PyObject *args);

#endif

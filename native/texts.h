/* The bytes of what Python gives as text. */
#ifndef NEWSLINT_TEXTS_H
#define NEWSLINT_TEXTS_H

#include <stdint.h>

#include "limited.h"

/* The bytes of a string or of UTF-8: 1, 0 where a string is no UTF-8, -1 with an exception. */
static inline int bytes_of(PyObject *text, const uint8_t **bytes, Py_ssize_t *length) {
    if (text == NULL)
        return -1;
    if (!PyUnicode_Check(text)) {
        char *data;
        if (PyBytes_AsStringAndSize(text, &data, length) < 0)
            return -1;
        *bytes = (const uint8_t *)data;
        return 1;
    }
    *bytes = (const uint8_t *)PyUnicode_AsUTF8AndSize(text, length);
    if (*bytes != NULL)
        return 1;
    if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
        return -1;
    PyErr_Clear();
    return 0;
}

/* Appends an item that nobody else holds; NULL is an exception. */
static inline int append_new(PyObject *list, PyObject *item) {
    int added = item == NULL ? -1 : PyList_Append(list, item);
    Py_XDECREF(item);
    return added;
}

static inline void write_eight(uint8_t *bytes, uint64_t number) {
    for (int byte = 0; byte < 8; byte++)
        bytes[byte] = (uint8_t)(number >> 8 * byte);
}

#endif

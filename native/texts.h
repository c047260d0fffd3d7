/* The bytes of what Python gives as text. */
#ifndef NEWSLINT_TEXTS_H
#define NEWSLINT_TEXTS_H

#include <stdint.h>
#include <stdlib.h>

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

/* The same, where a string that is no UTF-8 is encoded with its lone surrogates; `made`, which may be NULL, keeps those bytes. */
static inline int all_bytes_of(PyObject *text, const uint8_t **bytes, Py_ssize_t *length, PyObject **made) {
    *made = NULL;
    int known = bytes_of(text, bytes, length);
    if (known != 0)
        return known;
    *made = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
    return bytes_of(*made, bytes, length);
}

/* Room for what is made of one text after the other. */
typedef struct {
    uint8_t *bytes;
    Py_ssize_t size;
} Room;

/* Makes room for what takes no more bytes than a text of this length; 0 with an exception. */
static inline int make_room(Room *room, Py_ssize_t length) {
    if (room->bytes != NULL && length <= room->size)
        return 1;
    uint8_t *larger = realloc(room->bytes, (size_t)length + 4096);
    if (larger == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    room->bytes = larger;
    room->size = length + 4096;
    return 1;
}

/* Appends an item that nobody else holds; NULL is an exception. */
static inline int append_new(PyObject *list, PyObject *item) {
    int added = item == NULL ? -1 : PyList_Append(list, item);
    Py_XDECREF(item);
    return added;
}

#endif

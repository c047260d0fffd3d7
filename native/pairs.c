#include "pairs.h"

#include <string.h>

#include "characters.h"
#include "texts.h"

#define DAY 10
#define ZONE 19 /* where that of a time to the second stands */

/* The last byte in front of the marks that sentences end with; 0 where there is none. */
static uint8_t last_of(const uint8_t *text, const uint8_t *end) {
    while (text < end) {
        uint8_t byte = end[-1];
        if (byte == '.' || byte == '!' || byte == '?' || byte == '\'' || byte == '"' || byte == ' ')
            end--;
        else if (end - text >= 3 && end[-3] == 0xE2 && end[-2] == 0x80 && (byte == 0xA6 || byte == 0x99 || byte == 0x9D))
            end -= 3;
        else
            return byte;
    }
    return 0;
}

static int are_others(uint8_t one, uint8_t other) { return is_ascii_word(one) && is_ascii_word(other) && lower_ascii(one) != lower_ascii(other); }

/* Whether two texts may have the same words, told by their lengths, first and last letters; -1 with an exception. */
static int may_be_alike(PyObject *left, PyObject *right, double ratio, Py_ssize_t slack) {
    Py_ssize_t one = PyUnicode_GetLength(left), other = one < 0 ? -1 : PyUnicode_GetLength(right), length, other_length;
    const uint8_t *text, *other_text;
    if (one < 0 || other < 0)
        return -1;
    if (one == 0 || other == 0 || (double)one > ratio * (double)other + (double)slack || (double)other > ratio * (double)one + (double)slack)
        return 0;
    int known = bytes_of(left, &text, &length);
    if (known > 0)
        known = bytes_of(right, &other_text, &other_length);
    if (known <= 0)
        return known < 0 ? -1 : 1;
    return !are_others(text[0], other_text[0]) && !are_others(last_of(text, text + length), last_of(other_text, other_text + other_length));
}

PyObject *alike_at_ends(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *lefts, *rights;
    double ratio;
    Py_ssize_t slack;
    if (!PyArg_ParseTuple(args, "O!O!dn:alike_at_ends", &PyList_Type, &lefts, &PyList_Type, &rights, &ratio, &slack))
        return NULL;
    if (PyList_Size(lefts) != PyList_Size(rights))
        return PyErr_Format(PyExc_ValueError, "each text is compared with one other");
    PyObject *alike = PyList_New(0);
    for (Py_ssize_t index = 0; alike != NULL && index < PyList_Size(lefts); index++) {
        int may = may_be_alike(PyList_GetItem(lefts, index), PyList_GetItem(rights, index), ratio, slack);
        if (may < 0 || (may && append_new(alike, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(alike);
    }
    return alike;
}

/* Whether the left of two dates is greater, told by their text: both in one form, and in one zone. */
static int is_ordered(const char *left, const char *right, Py_ssize_t length) {
    if (length < 5 || left[4] != '-' || right[4] != '-' || (length > ZONE && memcmp(left + ZONE, right + ZONE, (size_t)(length - ZONE)) != 0))
        return 0;
    return memcmp(left, right, (size_t)length) > 0;
}

/* Whether an address holds no day, or that of a date: /2024/02/28 of 2024-02-28. */
static int is_same_day(const char *address, const char *date, Py_ssize_t length) {
    char day[DAY + 1] = "";
    if (strstr(address, "/20") == NULL && strstr(address, "/19") == NULL)
        return 1;
    if (length < 8 || date[4] != '-' || date[7] != '-')
        return 0;
    for (Py_ssize_t at = 0; at < DAY && at < length; at++)
        day[at] = date[at];
    for (char *at = day; *at; at++)
        if (*at == '-')
            *at = '/';
    return strstr(address, day) != NULL;
}

/* Whether a relation is sure to hold between two strings; -1 with an exception.  That of others than ASCII, or with a zero, is not told. */
static int is_settled(PyObject *left, PyObject *right, char relation) {
    const uint8_t *one, *other;
    Py_ssize_t chars = PyUnicode_GetLength(left), other_chars = PyUnicode_GetLength(right), length, other_length;
    if (chars <= 0 || other_chars <= 0)
        return chars < 0 || other_chars < 0 ? -1 : 1;
    int known = bytes_of(left, &one, &length);
    if (known > 0)
        known = bytes_of(right, &other, &other_length);
    if (known <= 0)
        return known;
    if (relation == '=')
        return length == other_length && memcmp(one, other, (size_t)length) == 0;
    if (chars != length || other_chars != other_length)
        return 0;
    const char *text = (const char *)one, *other_text = (const char *)other;
    if (relation == '/')
        return strlen(text) == (size_t)length && strlen(other_text) == (size_t)other_length && is_same_day(text, other_text, other_length);
    if (length != other_length)
        return 0;
    return relation == '>' ? is_ordered(text, other_text, length) : is_ordered(other_text, text, length);
}

static int is_unsettled(PyObject *left, PyObject *right, char relation) {
    if (left == Py_None || right == Py_None)
        return 0;
    if (PyUnicode_Check(left) && PyUnicode_Check(right)) {
        int settled = is_settled(left, right, relation);
        return settled < 0 ? -1 : !settled;
    }
    int is_filled = PyObject_IsTrue(left);
    return is_filled > 0 ? PyObject_IsTrue(right) : is_filled;
}

PyObject *unsettled_pairs(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *lefts, *rights;
    const char *relation;
    if (!PyArg_ParseTuple(args, "O!O!s:unsettled_pairs", &PyList_Type, &lefts, &PyList_Type, &rights, &relation))
        return NULL;
    if (strlen(relation) != 1 || strchr("=<>/", relation[0]) == NULL)
        return PyErr_Format(PyExc_ValueError, "relations are =, <, > and /");
    if (PyList_Size(lefts) != PyList_Size(rights))
        return PyErr_Format(PyExc_ValueError, "each value is compared with one other");
    PyObject *found = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(lefts); index++) {
        int unsettled = is_unsettled(PyList_GetItem(lefts, index), PyList_GetItem(rights, index), relation[0]);
        if (unsettled < 0 || (unsettled && append_new(found, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(found);
    }
    return found;
}

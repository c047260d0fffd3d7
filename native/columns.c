#include "columns.h"

#include <string.h>

#include "characters.h"
#include "texts.h"

#define MOST_LINES 16
#define MOST_TAIL 16

/* Adds the next line that is not blank, without outer white space, to `lines`, or nothing where there is none; -1 with an exception. */
static int add_line(PyObject *lines, const uint8_t **text, const uint8_t *end) {
    while (*text < end) {
        const uint8_t *start = *text, *stop = memchr(start, '\n', (size_t)(end - start));
        *text = stop == NULL ? end : stop + 1;
        if (stop == NULL)
            stop = end;
        strip(&start, &stop);
        if (start < stop)
            return append_new(lines, PyUnicode_DecodeUTF8((const char *)start, stop - start, "surrogatepass"));
    }
    return append_new(lines, PyUnicode_FromStringAndSize("", 0));
}

static int add_lines(PyObject *found, PyObject *text, Py_ssize_t limit) {
    const uint8_t *bytes = (const uint8_t *)"";
    Py_ssize_t length = 0;
    PyObject *made = NULL;
    int result = text == Py_None ? 0 : all_bytes_of(text, &bytes, &length, &made);
    const uint8_t *end = bytes + length;
    for (Py_ssize_t number = 0; result >= 0 && number < limit; number++)
        result = add_line(PyList_GetItem(found, number), &bytes, end);
    Py_XDECREF(made);
    return result;
}

PyObject *first_lines(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts;
    Py_ssize_t limit;
    if (!PyArg_ParseTuple(args, "O!n:first_lines", &PyList_Type, &texts, &limit))
        return NULL;
    if (limit < 0 || limit > MOST_LINES)
        return PyErr_Format(PyExc_ValueError, "numbers of lines are from 0 to %d", MOST_LINES);
    PyObject *found = PyList_New(0);
    for (Py_ssize_t number = 0; found != NULL && number < limit; number++)
        if (append_new(found, PyList_New(0)) < 0)
            Py_CLEAR(found);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(texts); index++)
        if (add_lines(found, PyList_GetItem(texts, index), limit) < 0)
            Py_CLEAR(found);
    return found;
}

static int is_unseen_at(const uint8_t *at, const uint8_t *end) { return white_at(at, end) > 0 || invisible_at(at, end) > 0; }

static int is_unseen_before(const uint8_t *start, const uint8_t *end) {
    if (white_before(start, end) > 0)
        return 1;
    for (size_t length = 2; length <= 3 && (size_t)(end - start) >= length; length++)
        if (invisible_at(end - length, end) == length)
            return 1;
    return 0;
}

PyObject *lengths_outside(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *values;
    Py_ssize_t least, most;
    if (!PyArg_ParseTuple(args, "O!nn:lengths_outside", &PyList_Type, &values, &least, &most))
        return NULL;
    PyObject *outside = PyList_New(0);
    for (Py_ssize_t index = 0; outside != NULL && index < PyList_Size(values); index++) {
        PyObject *value = PyList_GetItem(values, index);
        int is_outside = value != Py_None;
        if (PyUnicode_Check(value)) {
            const uint8_t *bytes;
            Py_ssize_t size = PyUnicode_GetLength(value), length;
            int known = size < 0 ? -1 : bytes_of(value, &bytes, &length);
            if (known < 0) {
                Py_CLEAR(outside);
                break;
            }
            is_outside = size > 0 && (size < least || size > most || !known || is_unseen_at(bytes, bytes + length) ||
                                      is_unseen_before(bytes, bytes + length));
        }
        if (is_outside && append_new(outside, PyLong_FromSsize_t(index)) < 0)
            Py_CLEAR(outside);
    }
    return outside;
}

/* Whether a value begins with a character that is unseen or one of some of ASCII; -1 with an exception. */
static int begins(PyObject *value, const uint8_t marks[128], int in_list) {
    const uint8_t *bytes;
    Py_ssize_t length;
    if (value == Py_None)
        return 0;
    if (PyList_Check(value) && !in_list) {
        int found = 0;
        for (Py_ssize_t index = 0; !found && index < PyList_Size(value); index++)
            found = begins(PyList_GetItem(value, index), marks, 1);
        return found;
    }
    int known = PyUnicode_Check(value) ? bytes_of(value, &bytes, &length) : 0;
    if (known <= 0)
        return known < 0 ? -1 : 1;
    return length > 0 && (bytes[0] < 0x80 ? marks[bytes[0]] || white_at(bytes, bytes + length) : is_unseen_at(bytes, bytes + length));
}

PyObject *some_begin(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *values;
    const char *characters;
    uint8_t marks[128] = {0};
    if (!PyArg_ParseTuple(args, "O!s:some_begin", &PyList_Type, &values, &characters))
        return NULL;
    for (; *characters; characters++) {
        if ((uint8_t)*characters >= 0x80)
            return PyErr_Format(PyExc_ValueError, "only characters of ASCII are looked for");
        marks[(uint8_t)*characters] = 1;
    }
    int found = 0;
    for (Py_ssize_t index = 0; !found && index < PyList_Size(values); index++)
        found = begins(PyList_GetItem(values, index), marks, 0);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

PyObject *wide_texts(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *values;
    double ratio;
    if (!PyArg_ParseTuple(args, "O!d:wide_texts", &PyList_Type, &values, &ratio))
        return NULL;
    PyObject *wide = PyList_New(0);
    for (Py_ssize_t index = 0; wide != NULL && index < PyList_Size(values); index++) {
        PyObject *value = PyList_GetItem(values, index);
        const uint8_t *bytes;
        Py_ssize_t length, size = value == Py_None ? 0 : PyUnicode_GetLength(value);
        int known = size == 0 ? 0 : size < 0 ? -1 : bytes_of(value, &bytes, &length);
        int is_wide = size > 0 && (known == 0 || (double)length > ratio * (double)size);
        if (known < 0 || (is_wide && append_new(wide, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(wide);
    }
    return wide;
}

/* Whether two letters or digits are a pair of `pairs`, in which small ones stand in twos. */
static int is_pair_of(const uint8_t *at, const char *pairs) {
    for (; pairs[0] && pairs[1]; pairs += 2)
        if ((uint8_t)pairs[0] == lower_ascii(at[0]) && (uint8_t)pairs[1] == lower_ascii(at[1]))
            return 1;
    return 0;
}

/* Whether a value, or the first of a list, begins as no placeholder does; -1 with an exception. */
static int begins_soundly(PyObject *value, Py_ssize_t least, const char *pairs) {
    const uint8_t *bytes;
    Py_ssize_t length;
    if (PyList_Check(value))
        value = PyList_Size(value) > 0 ? PyList_GetItem(value, 0) : Py_None;
    int known = PyUnicode_Check(value) ? bytes_of(value, &bytes, &length) : 0;
    if (known <= 0 || !is_ascii_word(bytes[0]))
        return known < 0 ? -1 : 0;
    /* A third character of ASCII is no accent of the second. */
    if (length > 2 && is_ascii_word(bytes[1]) && bytes[2] < 0x80 && !is_pair_of(bytes, pairs))
        return 1;
    return PyUnicode_GetLength(value) >= least;
}

PyObject *short_or_marked(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *values;
    Py_ssize_t least;
    const char *pairs;
    if (!PyArg_ParseTuple(args, "O!ns:short_or_marked", &PyList_Type, &values, &least, &pairs))
        return NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(values); index++) {
        int is_sound = begins_soundly(PyList_GetItem(values, index), least, pairs);
        if (is_sound < 0 || (!is_sound && append_new(found, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(found);
    }
    return found;
}

/* Whether more than `most` bytes follow each other without a line feed: nearly always the last of so many is soon found to be near one. */
static int has_long_line(const uint8_t *text, const uint8_t *end, Py_ssize_t most) {
    while (end - text > most) {
        const uint8_t *feed = text + most;
        for (; *feed != '\n'; feed--)
            if (feed == text)
                return 1;
        text = feed + 1;
    }
    return 0;
}

PyObject *long_lines(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *values;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "O!n:long_lines", &PyList_Type, &values, &most))
        return NULL;
    if (most < 0)
        return PyErr_Format(PyExc_ValueError, "no line has less than no bytes");
    PyObject *found = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(values); index++) {
        PyObject *value = PyList_GetItem(values, index);
        const uint8_t *bytes;
        Py_ssize_t length;
        int known = value == Py_None ? 1 : bytes_of(value, &bytes, &length);
        int is_long = value != Py_None && (known == 0 || (known > 0 && has_long_line(bytes, bytes + length, most)));
        if (known < 0 || (is_long && append_new(found, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(found);
    }
    return found;
}

/* Whether a text holds a character: looked for by its last byte, for its first ones are those of many others. */
static int holds(const uint8_t *text, const uint8_t *end, const uint8_t *character, size_t size) {
    for (text += size - 1; text < end; text++) {
        text = memchr(text, character[size - 1], (size_t)(end - text));
        if (text == NULL)
            return 0;
        if (memcmp(text - (size - 1), character, size - 1) == 0)
            return 1;
    }
    return 0;
}

static size_t size_at(const uint8_t *at) { return at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4; }

/* Whether a value holds one of some characters; -1 with an exception. */
static int holds_any(PyObject *value, const uint8_t *characters, const uint8_t *last) {
    const uint8_t *bytes;
    Py_ssize_t length, size = value == Py_None ? 0 : PyUnicode_GetLength(value);
    if (size <= 0)
        return (int)size;
    int known = bytes_of(value, &bytes, &length);
    if (known <= 0)
        return known < 0 ? -1 : 1;
    for (size_t taken; characters < last; characters += taken) {
        taken = size_at(characters);
        if ((taken == 1 || length > size) && (size_t)length >= taken && holds(bytes, bytes + length, characters, taken))
            return 1;
    }
    return 0;
}

PyObject *holders(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *values;
    const char *characters;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "O!s#:holders", &PyList_Type, &values, &characters, &length))
        return NULL;
    PyObject *found = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(values); index++) {
        int is_holder = holds_any(PyList_GetItem(values, index), (const uint8_t *)characters, (const uint8_t *)characters + length);
        if (is_holder < 0 || (is_holder && append_new(found, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(found);
    }
    return found;
}

/* Whether the last `size` bytes of a text are letters and digits of ASCII that do not stand in `names`, which is in small letters. */
static int is_unknown_tail(const uint8_t *text, Py_ssize_t length, Py_ssize_t size, const char *names) {
    char tail[MOST_TAIL + 1];
    if (length < size)
        return 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        uint8_t byte = text[length - size + at];
        if (!is_ascii_word(byte))
            return 0;
        tail[at] = (char)lower_ascii(byte);
    }
    tail[size] = 0;
    return strstr(names, tail) == NULL;
}

PyObject *tails_in(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts;
    const char *names;
    Py_ssize_t size, most;
    if (!PyArg_ParseTuple(args, "O!snn:tails_in", &PyList_Type, &texts, &names, &size, &most))
        return NULL;
    if (size < 1 || size > MOST_TAIL)
        return PyErr_Format(PyExc_ValueError, "tails have 1 to %d letters", MOST_TAIL);
    PyObject *found = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(texts); index++) {
        PyObject *text = PyList_GetItem(texts, index);
        const uint8_t *bytes;
        Py_ssize_t chars = PyUnicode_GetLength(text), length;
        int known = chars < 0 ? -1 : chars > most ? 1 : bytes_of(text, &bytes, &length);
        int is_other = known > 0 && (chars > most || is_unknown_tail(bytes, length, size, names));
        if (known < 0 || (!is_other && append_new(found, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(found);
    }
    return found;
}

/* Names of persons: newslint/kinds/author_variants.py tells the same of them. */
#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "blake2b.h"
#include "bytes.h"
#include "characters.h"
#include "texts.h"

#define MOST_BYTES 200 /* of a name, and of its owner */
#define MOST_NAMES 256
#define BETWEEN 0x1F

enum { NO_NAME, INITIAL, FULL, UNKNOWN };

typedef struct {
    uint8_t first[MOST_BYTES], last[MOST_BYTES]; /* folded */
    size_t first_length, last_length, initial_length;
} Name;

/* Writes the letter at `at` in folded form and returns how many bytes that takes; 0 where there is none, -1 where that is not known. */
static int fold_letter(const uint8_t *at, const uint8_t *end, uint8_t folded[3], size_t *taken) {
    *taken = 1;
    if (at == end)
        return 0;
    if (*at < 0x80) {
        folded[0] = lower_ascii(*at);
        return folded[0] >= 'a' && folded[0] <= 'z';
    }
    size_t count = fold_character(at, end, folded, taken);
    if (count == 0)
        return -1;
    return is_common_sign(at) ? 0 : (int)count;
}

/* Reads letters in a row.  Returns how many there are, or -1. */
static int read_letters(const uint8_t **at, const uint8_t *end, uint8_t *folded, size_t *length) {
    int letters = 0, count;
    size_t taken;
    uint8_t own[3];
    while ((count = fold_letter(*at, end, own, &taken)) > 0) {
        memcpy(folded + *length, own, (size_t)count);
        *length += (size_t)count;
        *at += taken;
        letters++;
    }
    return count < 0 ? -1 : letters;
}

static const uint8_t *part_end(const uint8_t *at, const uint8_t *end) {
    const uint8_t *space = memchr(at, ' ', (size_t)(end - at));
    return space == NULL ? end : space;
}

/* A first name, or where `is_middle` is set only its initial: a letter, a letter with a stop, or a word. */
static int read_first(const uint8_t *at, const uint8_t *end, int is_middle, uint8_t *folded, size_t *length) {
    *length = 0;
    int letters = read_letters(&at, end, folded, length);
    if (letters < 0)
        return UNKNOWN;
    if (letters == 1 && at < end && *at == '.')
        at++;
    return letters == 0 || at < end || (is_middle && letters > 1) ? NO_NAME : FULL;
}

/* A family name of two letters or more, and what hyphens and apostrophes join to it. */
static int read_last(const uint8_t *at, const uint8_t *end, Name *name) {
    int least = 2;
    name->last_length = 0;
    for (;;) {
        int letters = read_letters(&at, end, name->last, &name->last_length);
        if (letters < 0)
            return UNKNOWN;
        if (letters < least)
            return NO_NAME;
        if (at == end)
            return FULL;
        least = 1;
        if (*at == '\'' || *at == '-') {
            name->last[name->last_length++] = *at++;
        } else if (end - at >= 3 && memcmp(at, "\xE2\x80\x99", 3) == 0) { /* ’ */
            name->last[name->last_length++] = '\'';
            at += 3;
        } else
            return NO_NAME;
    }
}

static int read_parts(const uint8_t *at, const uint8_t *end, Name *name) {
    const uint8_t *stop = part_end(at, end);
    if (stop == end)
        return NO_NAME;
    int found = read_first(at, stop, 0, name->first, &name->first_length);
    while (found == FULL) {
        uint8_t middle[MOST_BYTES];
        size_t length;
        at = stop + 1;
        stop = part_end(at, end);
        if (stop == end)
            return read_last(at, end, name);
        found = read_first(at, stop, 1, middle, &length);
    }
    return found;
}

static int read_name(const uint8_t *text, size_t length, Name *name) {
    const uint8_t *end = text + length;
    strip(&text, &end);
    if (end - text > MOST_BYTES)
        return UNKNOWN;
    int found = NO_NAME;
    if (end - text > 3 && (text[0] | 0x20) == 'b' && text[1] == 'y' && text[2] == ' ')
        found = read_parts(text + 3, end, name);
    if (found == NO_NAME)
        found = read_parts(text, end, name);
    if (found != FULL)
        return found;
    name->initial_length = 1;
    while (name->initial_length < name->first_length && (name->first[name->initial_length] & 0xC0) == 0x80)
        name->initial_length++;
    return name->first_length > name->initial_length ? FULL : INITIAL;
}

static uint64_t key_of(const uint8_t *owner, size_t length, const Name *name) {
    uint8_t text[3 * MOST_BYTES + 2], *to = text;
    memcpy(to, owner, length);
    to += length;
    *to++ = BETWEEN;
    memcpy(to, name->first, name->initial_length);
    to += name->initial_length;
    *to++ = BETWEEN;
    memcpy(to, name->last, name->last_length);
    return blake2b_64(text, (size_t)(to - text) + name->last_length);
}

typedef struct {
    uint8_t *keys;
    size_t count, room;
    PyObject *owners, *payloads, *left;
} Made;

/* Adds the row of a name, or its place to those that are left; -1 with an exception. */
static int add_name(Made *made, const uint8_t *owner, size_t owner_length, PyObject *text, Py_ssize_t index, Py_ssize_t position) {
    const uint8_t *bytes;
    Py_ssize_t length;
    Name name;
    int known = bytes_of(text, &bytes, &length);
    if (known < 0)
        return -1;
    int sort = known && owner != NULL && owner_length <= MOST_BYTES ? read_name(bytes, (size_t)length, &name) : UNKNOWN;
    if (sort == UNKNOWN)
        return append_new(made->left, Py_BuildValue("(nn)", index, position));
    if (sort == NO_NAME)
        return 0;
    if (made->count == made->room) {
        size_t room = made->room == 0 ? 256 : 2 * made->room;
        uint8_t *larger = realloc(made->keys, 8 * room);
        if (larger == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        made->keys = larger;
        made->room = room;
    }
    write_eight(made->keys + 8 * made->count++, key_of(owner, owner_length, &name));
    uint8_t payload[10] = {sort == FULL, (uint8_t)position};
    write_eight(payload + 2, blake2b_64(name.first, name.first_length));
    if (append_new(made->owners, PyLong_FromSsize_t(index)) < 0)
        return -1;
    return append_new(made->payloads, PyBytes_FromStringAndSize((char *)payload, sizeof payload));
}

static int add_names(Made *made, PyObject *owner, PyObject *names, Py_ssize_t index) {
    const uint8_t *bytes;
    Py_ssize_t length = 0;
    if (owner == Py_None)
        return 0;
    int known = bytes_of(owner, &bytes, &length);
    if (known < 0)
        return -1;
    if (!PyList_Check(names)) {
        PyErr_SetString(PyExc_TypeError, "the names of an owner are a list");
        return -1;
    }
    for (Py_ssize_t position = 0; position < PyList_Size(names) && position < MOST_NAMES; position++)
        if (add_name(made, known ? bytes : NULL, (size_t)length, PyList_GetItem(names, position), index, position) < 0)
            return -1;
    return 0;
}

PyObject *name_rows(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *owners, *names, *result = NULL;
    if (!PyArg_ParseTuple(args, "O!O!:name_rows", &PyList_Type, &owners, &PyList_Type, &names))
        return NULL;
    if (PyList_Size(owners) != PyList_Size(names))
        return PyErr_Format(PyExc_ValueError, "each list of names has an owner");
    Made made = {NULL, 0, 0, PyList_New(0), PyList_New(0), PyList_New(0)};
    int failed = made.owners == NULL || made.payloads == NULL || made.left == NULL;
    for (Py_ssize_t index = 0; !failed && index < PyList_Size(names); index++) {
        PyObject *owner = PyList_GetItem(owners, index), *own = PyList_GetItem(names, index);
        failed = owner == NULL || own == NULL || add_names(&made, owner, own, index) < 0;
    }
    if (!failed)
        result = Py_BuildValue("y#OOO", made.keys == NULL ? "" : (char *)made.keys, (Py_ssize_t)(8 * made.count), made.owners, made.payloads, made.left);
    free(made.keys);
    Py_XDECREF(made.owners);
    Py_XDECREF(made.payloads);
    Py_XDECREF(made.left);
    return result;
}

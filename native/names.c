/* Names of persons: newslint/kinds/author_variants.py tells the same of them. */
#include "names.h"

#include <stdlib.h>
#include <string.h>

#include "blake2b.h"
#include "characters.h"
#include "texts.h"

#define MOST_BYTES 200
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
    int is_letter = at[0] >= 0xC3 && at[0] <= 0xC5 && !(at[0] == 0xC3 && (at[1] == 0x97 || at[1] == 0xB7));
    return is_letter ? (int)count : 0;
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
    size_t white;
    while ((white = white_at(text, end)) > 0)
        text += white;
    while ((white = white_before(text, end)) > 0)
        end -= white;
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

static uint64_t key_of(const uint8_t *owner, size_t length, const Name *name, uint8_t *room) {
    uint8_t *to = room;
    memcpy(to, owner, length);
    to += length;
    *to++ = BETWEEN;
    memcpy(to, name->first, name->initial_length);
    to += name->initial_length;
    *to++ = BETWEEN;
    memcpy(to, name->last, name->last_length);
    return blake2b_64(room, (size_t)(to - room) + name->last_length);
}

PyObject *name_keys(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *owners, *names;
    if (!PyArg_ParseTuple(args, "O!O!:name_keys", &PyList_Type, &owners, &PyList_Type, &names))
        return NULL;
    Py_ssize_t count = PyList_Size(names);
    if (PyList_Size(owners) != count)
        return PyErr_Format(PyExc_ValueError, "each name has an owner");
    PyObject *keys = PyBytes_FromStringAndSize(NULL, 8 * count), *firsts = PyBytes_FromStringAndSize(NULL, 8 * count);
    PyObject *sorts = PyBytes_FromStringAndSize(NULL, count), *result = NULL;
    uint8_t *room = NULL;
    Py_ssize_t size = 0;
    for (Py_ssize_t index = 0; keys != NULL && firsts != NULL && sorts != NULL; index++) {
        if (index == count) {
            result = PyTuple_Pack(3, keys, firsts, sorts);
            break;
        }
        const uint8_t *owner, *text;
        Py_ssize_t owner_length, length;
        Name name;
        int has_owner = bytes_of(PyList_GetItem(owners, index), &owner, &owner_length);
        int has_text = has_owner < 0 ? -1 : bytes_of(PyList_GetItem(names, index), &text, &length);
        if (has_text < 0)
            break;
        int sort = has_owner && has_text ? read_name(text, (size_t)length, &name) : UNKNOWN;
        uint64_t key = 0, first = 0;
        if (sort == INITIAL || sort == FULL) {
            if (room == NULL || owner_length > size) {
                uint8_t *larger = realloc(room, (size_t)owner_length + 2 * MOST_BYTES + 2);
                if (larger == NULL) {
                    PyErr_NoMemory();
                    break;
                }
                room = larger;
                size = owner_length;
            }
            key = key_of(owner, (size_t)owner_length, &name, room);
            first = blake2b_64(name.first, name.first_length);
        }
        write_eight((uint8_t *)PyBytes_AsString(keys) + 8 * index, key);
        write_eight((uint8_t *)PyBytes_AsString(firsts) + 8 * index, first);
        PyBytes_AsString(sorts)[index] = (char)sort;
    }
    free(room);
    Py_XDECREF(keys);
    Py_XDECREF(firsts);
    Py_XDECREF(sorts);
    return result;
}

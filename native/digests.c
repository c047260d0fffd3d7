/* Digests of texts in the forms in which they are compared: newslint/text/digest.py makes the same ones. */
#include "digests.h"

#include <stdlib.h>
#include <string.h>

#include "blake2b.h"
#include "bytes.h"
#include "characters.h"
#include "crc.h"
#include "texts.h"

#define BLOCK 128

static int whole(const uint8_t *text, size_t length, int option, uint8_t *form, size_t *used) {
    (void)option;
    memcpy(form, text, length);
    *used = length;
    return 1;
}

static int stripped(const uint8_t *text, size_t length, int option, uint8_t *form, size_t *used) {
    const uint8_t *end = text + length;
    strip(&text, &end);
    return whole(text, (size_t)(end - text), option, form, used);
}

static int folded(const uint8_t *text, size_t length, int option, uint8_t *form, size_t *used) {
    (void)option;
    const uint8_t *end = text + length;
    uint8_t *to = form;
    int is_foreign = 0;
    while (text < end) {
        const uint8_t *start = text;
        while (text < end && sort_of_byte[*text] & WHITE)
            text++;
        if (text > start && to > form && to[-1] != ' ')
            *to++ = ' ';
        for (; text < end && *text < 0x80 && !(sort_of_byte[*text] & WHITE); text++)
            *to++ = lower_of_byte[*text];
        if (text == end || *text < 0x80)
            continue;
        uint8_t plain[3];
        size_t taken, count = fold_character(text, end, plain, &taken);
        if (count == 0)
            return 0;
        is_foreign |= !is_common_mark(text);
        text += taken;
        if (plain[0] != ' ')
            for (size_t byte = 0; byte < count; byte++)
                *to++ = plain[byte];
        else if (to > form && to[-1] != ' ')
            *to++ = ' ';
    }
    while (to > form && to[-1] == ' ')
        to--;
    *used = (size_t)(to - form);
    return !is_foreign || memchr(form, '`', *used) == NULL;
}

/* White space, quotation marks, hyphens, and the bytes of those that are not ASCII. */
static int is_dropped(uint8_t byte) {
    switch (byte) {
    case ' ':
    case '\t':
    case '\n':
    case '\v':
    case '\f':
    case '\r':
    case '\'':
    case '"':
    case '-':
    case 0x80:
    case 0x8B:
    case 0x93:
    case 0x94:
    case 0x98:
    case 0x99:
    case 0x9C:
    case 0x9D:
    case 0xA0:
    case 0xAD:
    case 0xC2:
    case 0xE2:
        return 1;
    default:
        return 0;
    }
}

static uint8_t kept[256]; /* none of those */

void digests_ready(void) {
    for (int byte = 0; byte < 256; byte++)
        kept[byte] = !is_dropped((uint8_t)byte);
}

static int sketch(const uint8_t *text, size_t length, int option, uint8_t *form, size_t *used) {
    (void)option;
    uint8_t *to = form;
    for (size_t at = 0; at < length; at++) {
        *to = lower_of_byte[text[at]];
        to += kept[text[at]];
    }
    *used = (size_t)(to - form);
    return 1;
}

static const uint8_t *last_stop(const uint8_t *start, const uint8_t *end) {
    while (end > start)
        if (*--end == '.')
            return end;
    return NULL;
}

static const struct {
    const char *name;
    Former former;
} FORMS[] = {{"whole", whole}, {"strip", stripped}, {"fold", folded}, {"sketch", sketch}};

PyObject *digests_of(PyObject *texts, Former former, int option) {
    Py_ssize_t count = PyList_Size(texts);
    Room room = {NULL, 0};
    PyObject *unknown = PyList_New(0), *made = PyBytes_FromStringAndSize(NULL, 8 * count), *result = NULL;
    for (Py_ssize_t index = 0; unknown != NULL && made != NULL; index++) {
        if (index == count) {
            result = PyTuple_Pack(2, made, unknown);
            break;
        }
        const uint8_t *text;
        Py_ssize_t length;
        size_t used = 0;
        int known = bytes_of(PyList_GetItem(texts, index), &text, &length);
        if (known < 0 || (known && !make_room(&room, length)))
            break;
        uint64_t digest = 0;
        if (known && former(text, (size_t)length, option, room.bytes, &used))
            digest = blake2b_64(room.bytes, used);
        else if (append_new(unknown, PyLong_FromSsize_t(index)) < 0)
            break;
        write_eight((uint8_t *)PyBytes_AsString(made) + 8 * index, digest);
    }
    free(room.bytes);
    Py_XDECREF(made);
    Py_XDECREF(unknown);
    return result;
}

PyObject *digests(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts;
    const char *name;
    if (!PyArg_ParseTuple(args, "O!s:digests", &PyList_Type, &texts, &name))
        return NULL;
    for (size_t form = 0; form < sizeof FORMS / sizeof *FORMS; form++)
        if (strcmp(FORMS[form].name, name) == 0)
            return digests_of(texts, FORMS[form].former, 0);
    return PyErr_Format(PyExc_ValueError, "no form is called %s", name);
}

static const uint8_t *stop_after(const uint8_t *at, const uint8_t *end) {
    return at == end ? NULL : memchr(at, '.', (size_t)(end - at));
}

static uint64_t outline_key(const uint8_t *text, size_t length, uint8_t *form) {
    const uint8_t *end = text + length, *first = stop_after(text, end), *last = NULL;
    if (first != NULL)
        first = stop_after(first + 1, end);
    if (first != NULL)
        last = last_stop(first + 1, end);
    if (last != NULL)
        last = last_stop(first + 1, last);
    size_t used;
    sketch(text, last == NULL ? length : (size_t)(first - text) + 1, 0, form, &used);
    uint64_t key = (uint64_t)crc_of_lower(form, used) << 32;
    if (last != NULL) {
        sketch(last, (size_t)(end - last), 0, form, &used);
        key |= crc_of_lower(form, used);
    }
    return key;
}

PyObject *outline_keys(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts;
    if (!PyArg_ParseTuple(args, "O!:outline_keys", &PyList_Type, &texts))
        return NULL;
    Py_ssize_t count = PyList_Size(texts);
    PyObject *made = PyBytes_FromStringAndSize(NULL, 8 * count);
    Room room = {NULL, 0};
    for (Py_ssize_t index = 0; made != NULL && index < count; index++) {
        const uint8_t *text;
        Py_ssize_t length;
        PyObject *encoded;
        if (all_bytes_of(PyList_GetItem(texts, index), &text, &length, &encoded) < 0 || !make_room(&room, length))
            Py_CLEAR(made);
        else
            write_eight((uint8_t *)PyBytes_AsString(made) + 8 * index, outline_key(text, (size_t)length, room.bytes));
        Py_XDECREF(encoded);
    }
    free(room.bytes);
    return made;
}

/* Whether a look at spaces in front of characters of ASCII, many at a time, shows so many words: there may be more. */
static int has_plain_words(const uint8_t *text, const uint8_t *end, Py_ssize_t least) {
    for (; end - text > BLOCK; text += BLOCK) {
        uint8_t words = 0;
        for (int at = 0; at < BLOCK; at++)
            words = (uint8_t)(words + ((text[at] == ' ') & (text[at + 1] > ' ') & (text[at + 1] < 0x7F)));
        least -= words;
        if (least <= 0)
            return 1;
    }
    return 0;
}

static int has_words(const uint8_t *text, const uint8_t *end, Py_ssize_t least) {
    if (has_plain_words(text, end, least))
        return 1;
    while (least > 0) {
        size_t white;
        while ((white = white_at(text, end)) > 0)
            text += white;
        if (text == end)
            return 0;
        least--;
        do {
            text++;
            while (text < end && !(sort_of_byte[*text] & (WHITE | MARK)))
                text++;
        } while (text < end && white_at(text, end) == 0);
    }
    return 1;
}

PyObject *long_enough(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts;
    Py_ssize_t chars, words;
    if (!PyArg_ParseTuple(args, "O!nn:long_enough", &PyList_Type, &texts, &chars, &words))
        return NULL;
    Py_ssize_t count = PyList_Size(texts);
    PyObject *marks = PyBytes_FromStringAndSize(NULL, count);
    char *marked = marks == NULL ? NULL : PyBytes_AsString(marks);
    for (Py_ssize_t index = 0; marked != NULL && index < count; index++) {
        PyObject *text = PyList_GetItem(texts, index);
        Py_ssize_t size = PyUnicode_GetLength(text), length = 0;
        if (size < 0)
            goto failed;
        marked[index] = size >= chars;
        if (!marked[index] || words <= 0)
            continue;
        const uint8_t *bytes;
        int known = bytes_of(text, &bytes, &length);
        if (known < 0)
            goto failed;
        marked[index] = known ? (char)has_words(bytes, bytes + length, words) : 2;
    }
    return marks;
failed:
    Py_DECREF(marks);
    return NULL;
}

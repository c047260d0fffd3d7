/* How many different words of a text are frequent in which languages, as newslint.text.languages.may_be_foreign counts them. */
#include "lexicon.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "characters.h"
#include "texts.h"

#define LANGUAGES 64
#define MOST_LETTERS 64 /* bytes of a word; longer ones are frequent nowhere */

typedef struct {
    uint64_t languages;
    uint32_t round; /* in which it was met */
    uint8_t length; /* 0 is free */
    uint8_t word[MOST_LETTERS];
} Entry;

typedef struct {
    PyObject_HEAD
    Entry *entries;
    size_t size; /* a power of two */
    uint32_t round;
} LexiconObject;

static void dealloc(LexiconObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    free(self->entries);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

/* The entry of a word, or the free one where it would go. */
static Entry *entry_of(const LexiconObject *self, const uint8_t *word, size_t length) {
    size_t at = short_hash(word, length) & (self->size - 1);
    while (self->entries[at].length != 0 && (self->entries[at].length != length || memcmp(self->entries[at].word, word, length) != 0))
        at = (at + 1) & (self->size - 1);
    return &self->entries[at];
}

static int add(LexiconObject *self, PyObject *word, PyObject *languages) {
    const uint8_t *bytes;
    Py_ssize_t length;
    int known = bytes_of(word, &bytes, &length);
    if (known <= 0 || length < 1 || length > MOST_LETTERS) {
        if (known >= 0)
            PyErr_Format(PyExc_ValueError, "a word has 1 to %d bytes of UTF-8", MOST_LETTERS);
        return -1;
    }
    uint64_t mask = PyLong_AsUnsignedLongLong(languages);
    if (PyErr_Occurred())
        return -1;
    Entry *entry = entry_of(self, bytes, (size_t)length);
    entry->length = (uint8_t)length;
    entry->languages = mask;
    memcpy(entry->word, bytes, (size_t)length);
    return 0;
}

static PyObject *create(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"words", NULL};
    PyObject *words, *word, *languages;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O!:Lexicon", names, &PyDict_Type, &words))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    LexiconObject *self = (LexiconObject *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->size = 16;
    while (self->size < 2 * (size_t)PyDict_Size(words))
        self->size *= 2;
    self->entries = calloc(self->size, sizeof *self->entries);
    if (self->entries == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    Py_ssize_t at = 0;
    while (PyDict_Next(words, &at, &word, &languages))
        if (add(self, word, languages) < 0) {
            Py_DECREF(self);
            return NULL;
        }
    return (PyObject *)self;
}

typedef enum { LETTER, APOSTROPHE, OTHER, UNKNOWN } Sort;

/* The sort of the character at `text`, its bytes, and what a letter is in lower case. */
static Sort sort_of(const uint8_t *text, const uint8_t *end, size_t *taken, uint8_t lower[2], size_t *size) {
    uint8_t first = text[0];
    *taken = *size = 1;
    if (first < 0x80) {
        lower[0] = lower_ascii(first);
        return lower[0] >= 'a' && lower[0] <= 'z' ? LETTER : first == '\'' ? APOSTROPHE : OTHER;
    }
    if (end - text < 2)
        return UNKNOWN;
    uint8_t second = text[1];
    *taken = *size = 2;
    lower[0] = first;
    lower[1] = second;
    if (first == 0xC2)
        return second < 0xA0 ? UNKNOWN : second == 0xAA || second == 0xB5 || second == 0xBA ? LETTER : OTHER;
    if (first == 0xC3) {
        if (second == 0x9F) /* ß */
            lower[0] = lower[1] = 's';
        else if (second < 0x9F && second != 0x97)
            lower[1] = second + 0x20;
        return second == 0x97 || second == 0xB7 ? OTHER : LETTER;
    }
    if (first == 0xE2 && end - text >= 3 && second == 0x80) {
        *taken = 3;
        switch (text[2]) {
        case 0x99: /* ’ */
            return APOSTROPHE;
        case 0x93: /* – */
        case 0x94: /* — */
        case 0x98: /* ‘ */
        case 0x9C: /* “ */
        case 0x9D: /* ” */
        case 0x9E: /* „ */
        case 0xA6: /* … */
            return OTHER;
        }
    }
    return UNKNOWN;
}

/* Counts a word that is met for the first time; whether one of `wanted` now has as many as are needed. */
static int count(LexiconObject *self, const uint8_t *word, size_t length, uint64_t wanted, Py_ssize_t needed, Py_ssize_t counts[LANGUAGES]) {
    while (length > 0 && word[0] == '\'') {
        word++;
        length--;
    }
    while (length > 0 && word[length - 1] == '\'')
        length--;
    if (length == 0 || length > MOST_LETTERS)
        return 0;
    Entry *entry = entry_of(self, word, length);
    if (entry->length == 0 || entry->round == self->round)
        return 0;
    entry->round = self->round;
    int is_enough = 0;
    for (uint64_t left = entry->languages & wanted; left != 0; left &= left - 1) {
        int language = 0;
        while (!(left >> language & 1))
            language++;
        is_enough |= ++counts[language] >= needed;
    }
    return is_enough;
}

static PyObject *holds(LexiconObject *self, PyObject *args) {
    PyObject *argument;
    unsigned long long wanted;
    Py_ssize_t needed, length;
    const uint8_t *text;
    if (!PyArg_ParseTuple(args, "OKn:holds", &argument, &wanted, &needed))
        return NULL;
    int known = bytes_of(argument, &text, &length);
    if (known <= 0)
        return known < 0 ? NULL : Py_NewRef(Py_None);
    if (++self->round == 0) {
        for (size_t at = 0; at < self->size; at++)
            self->entries[at].round = 0;
        self->round = 1;
    }
    Py_ssize_t counts[LANGUAGES] = {0};
    const uint8_t *end = text + length;
    uint8_t word[MOST_LETTERS + 8];
    size_t used = 0;
    int is_enough = 0;
    while (text < end) {
        uint8_t lower[2];
        size_t taken, size;
        Sort sort = sort_of(text, end, &taken, lower, &size);
        if (sort == UNKNOWN)
            return Py_NewRef(Py_None);
        text += taken;
        if (sort == OTHER) {
            is_enough |= used > 0 && count(self, word, used, wanted, needed, counts);
            used = 0;
        } else if (sort == APOSTROPHE) {
            if (used <= MOST_LETTERS)
                word[used++] = '\'';
        } else if (used <= MOST_LETTERS) {
            memcpy(word + used, lower, size);
            used += size;
        }
    }
    is_enough |= used > 0 && count(self, word, used, wanted, needed, counts);
    return PyBool_FromLong(is_enough);
}

static PyMethodDef METHODS[] = {
    {"holds", (PyCFunction)holds, METH_VARARGS,
     "Whether a text has so many different words that are frequent in one of the wanted languages, a bit each; None where it holds characters that "
     "are not known here."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot SLOTS[] = {
    {Py_tp_doc, "Lexicon(words)\n--\n\nFrequent words in small letters, each with a number that has a bit for each of its languages."},
    {Py_tp_new, create},
    {Py_tp_dealloc, dealloc},
    {Py_tp_methods, METHODS},
    {0, NULL},
};

PyType_Spec LEXICON_SPEC = {
    .name = "newslint._compiled.Lexicon",
    .basicsize = sizeof(LexiconObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = SLOTS,
};

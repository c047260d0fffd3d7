/* Rows of titles, their keys and what is told of each: newslint/kinds/near_duplicate.py makes the same ones. */
#include "titles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blake2b.h"
#include "bytes.h"
#include "characters.h"
#include "crc.h"
#include "texts.h"
#include "title_keys.h"
#include "title_words.h"

#define SLOTS 8192
#define SHORT 16
#define HEAD 16

/* A short word that was met before.  Those that share a place are kept two and two, the one that was asked for last in front. */
typedef struct {
    uint64_t text[2]; /* its bytes, and zeros; nothing but these in a free slot */
    uint64_t hash, is_counted;
} Word;

typedef struct {
    PyObject_HEAD
    PyObject *counted; /* words in which the titles of a series differ */
    PyObject *labels, *verbs;
    Py_ssize_t most_chars, least;
    int contained, numbers;
    Word *known;
    TitleWords *words;
} TitlesObject;

static void dealloc(TitlesObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->counted);
    Py_XDECREF(self->labels);
    Py_XDECREF(self->verbs);
    free(self->known);
    free(self->words);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

static PyObject *create(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"counted", "labels", "verbs", "chars", "least", "contained", "numbers", NULL};
    PyObject *counted, *labels, *verbs;
    Py_ssize_t chars, least;
    int contained, numbers;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OSSnnpp:Titles", names, &counted, &labels, &verbs, &chars, &least, &contained, &numbers))
        return NULL;
    if (!PyAnySet_Check(counted)) {
        PyErr_SetString(PyExc_TypeError, "counted is a set of words");
        return NULL;
    }
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    TitlesObject *self = (TitlesObject *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->counted = Py_NewRef(counted);
    self->labels = Py_NewRef(labels);
    self->verbs = Py_NewRef(verbs);
    self->most_chars = chars;
    self->least = least;
    self->contained = contained;
    self->numbers = numbers;
    self->known = calloc(SLOTS, sizeof *self->known);
    self->words = malloc(sizeof *self->words);
    if (self->known == NULL || self->words == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static int is_counted(TitlesObject *self, const uint8_t *text, size_t length) {
    for (size_t byte = 0; byte < length; byte++)
        if (text[byte] < 'a') /* a digit, or the point between two */
            return 1;
    PyObject *word = PyUnicode_DecodeUTF8((const char *)text, (Py_ssize_t)length, NULL);
    int found = word == NULL ? -1 : PySet_Contains(self->counted, word);
    Py_XDECREF(word);
    return found;
}

/* Up to eight bytes of a text, with zeros in the place of what comes after them; eight bytes can be read there. */
static uint64_t first_bytes(const uint8_t *text, size_t length) {
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    if (length >= sizeof bytes)
        return bytes;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return bytes & ~(UINT64_MAX >> 8 * length);
#else
    return bytes & ((UINT64_C(1) << 8 * length) - 1);
#endif
}

/* The hash of a word and whether it is a counted one, of the table where it was met before; -1 with an exception. */
static int look_up(TitlesObject *self, const uint8_t *text, size_t length, uint64_t *hash) {
    if (length > SHORT) {
        *hash = blake2b_64(text, length);
        return is_counted(self, text, length);
    }
    uint64_t low = first_bytes(text, length), high = length > 8 ? first_bytes(text + 8, length - 8) : 0;
    uint64_t mixed = (low ^ (high * UINT64_C(0x9E3779B97F4A7C15))) * UINT64_C(0x9FB21C651E98DF25);
    Word *known = &self->known[mixed >> 40 & (SLOTS - 2)];
    if (known->text[0] != low || known->text[1] != high) {
        Word before = known[0];
        if (known[1].text[0] == low && known[1].text[1] == high) {
            known[0] = known[1];
        } else {
            int counted = is_counted(self, text, length);
            if (counted < 0)
                return -1;
            known[0] = (Word){{low, high}, blake2b_64(text, length), (uint64_t)counted};
        }
        known[1] = before;
    }
    *hash = known->hash;
    return (int)known->is_counted;
}

static int tell(TitlesObject *self, Told *told) {
    const TitleWords *words = self->words;
    told->count = words->count;
    told->different = 0;
    told->are_counted = 0;
    for (size_t word = 0; word < words->count; word++) {
        uint64_t hash;
        int counted = look_up(self, words->text + words->starts[word], words->lengths[word], &hash);
        if (counted < 0)
            return -1;
        told->hashes[word] = hash;
        told->counted[word] = (uint8_t)counted;
        told->are_counted |= counted;
        size_t at = 0;
        while (at < told->different && told->met[at] != hash)
            at++;
        if (at == told->different)
            told->met[told->different++] = hash;
    }
    return 0;
}

/* CRC-32 of a title without ASCII white space and with plain marks: newslint.text.digest.compact. */
static uint32_t crc_of_compact(const uint8_t *title, size_t length) {
    uint8_t compact[MOST_BYTES], *to = compact;
    const uint8_t *end = title + length;
    while (title < end) {
        for (; title < end && *title < 0x80; title++) {
            *to = *title;
            to += *title != ' ' && (*title < '\t' || *title > '\r');
        }
        if (title == end)
            break;
        if (*title == 0xC2 && end - title >= 2 && (title[1] == 0xA0 || title[1] == 0xAD)) {
            title += 2;
            continue;
        }
        if (*title == 0xE2 && end - title >= 3 && title[1] == 0x80) {
            uint8_t third = title[2], plain = 0;
            if (third == 0x98 || third == 0x99)
                plain = '\'';
            else if (third == 0x9C || third == 0x9D)
                plain = '"';
            else if (third == 0x93 || third == 0x94)
                plain = '-';
            if (plain != 0)
                *to++ = plain;
            if (plain != 0 || third == 0x8B) {
                title += 3;
                continue;
            }
        }
        *to++ = *title++;
    }
    return crc_of_lower(compact, (size_t)(to - compact));
}

/* CRC-32 of the number of headlines that a title joins and its counted words, as newslint.kinds.near_duplicate writes them; 0 where there
 * are none. */
static uint32_t crc_of_series(const TitlesObject *self, const Told *told, const uint8_t *title, size_t length) {
    const TitleWords *words = self->words;
    int parts = 0, some = 0;
    for (size_t byte = 0; byte < length; byte++)
        parts += title[byte] == ';';
    if (parts == 0 && !(self->numbers && told->are_counted))
        return 0;
    uint8_t series[MOST_BYTES + 4 * MOST_WORDS + 32];
    size_t used = (size_t)snprintf((char *)series, 16, "%d ", parts);
    series[used++] = self->numbers ? '[' : '(';
    for (size_t word = 0; self->numbers && word < told->count; word++) {
        if (!told->counted[word])
            continue;
        if (some) {
            series[used++] = ',';
            series[used++] = ' ';
        }
        some = 1;
        series[used++] = '\'';
        memcpy(series + used, words->text + words->starts[word], words->lengths[word]);
        used += words->lengths[word];
        series[used++] = '\'';
    }
    series[used++] = self->numbers ? ']' : ')';
    return crc_of_lower(series, used);
}

static int holds(const uint8_t *text, size_t length, const char *part) {
    size_t size = strlen(part);
    for (size_t at = 0; at + size <= length; at++)
        if (text[at] == (uint8_t)part[0] && memcmp(text + at, part, size) == 0)
            return 1;
    return 0;
}

static int begins_with_label(const TitlesObject *self, const uint8_t *title, size_t length) {
    while (length > 0 && is_ascii_white(*title)) {
        title++;
        length--;
    }
    char *labels = PyBytes_AsString(self->labels);
    for (Py_ssize_t at = 0; length >= 3 && at + 3 <= PyBytes_Size(self->labels); at += 3) {
        int same = 0;
        while (same < 3 && (uint8_t)labels[at + same] == lower_ascii(title[same]))
            same++;
        if (same == 3)
            return 1;
    }
    return 0;
}

static int ends_in_verb(const TitlesObject *self, const uint8_t *title, size_t length) {
    while (length > 0 && is_ascii_white(title[length - 1]))
        length--;
    uint8_t last[16] = {' '};
    size_t start = length, used = 1;
    while (start > 0 && lower_ascii(title[start - 1]) >= 'a' && lower_ascii(title[start - 1]) <= 'z')
        start--;
    if (length - start > 13)
        return 0;
    while (start < length)
        last[used++] = lower_ascii(title[start++]);
    last[used++] = ' ';
    return holds((const uint8_t *)PyBytes_AsString(self->verbs), (size_t)PyBytes_Size(self->verbs), (const char *)last);
}

/* Whether a title may carry what newslint.text.titles.core takes away; it may say yes wrongly, never no. */
static int may_be_dressed(const TitlesObject *self, const uint8_t *title, size_t length) {
    uint8_t met = 0;
    for (size_t at = 0; at < length; at++)
        met |= sort_of_byte[title[at]];
    if (length == 0)
        return 0;
    uint8_t last = title[length - 1];
    /* White space that is no space is rare, in front of dashes as elsewhere. */
    if (met & ODD_WHITE || last == ' ' || last == ')' || last == ']')
        return 1;
    if (met & MARK && (holds(title, length, "\xE2\x80\x93") || holds(title, length, "\xE2\x80\x94") || holds(title, length, "\xC2\xA0")))
        return 1;
    if (met & DIVIDER && (memchr(title, '|', length) != NULL || begins_with_label(self, title, length) || holds(title, length, " - ") || holds(title, length, ":: ")))
        return 1;
    return met & STOP && memchr(title, ',', length) != NULL && ends_in_verb(self, title, length);
}

/* Payload of a title: 16 bytes that stand for it, its series, its site and its day, the latter two left empty, and the lower half of the
 * hash of each of its words. */
static PyObject *payload_of(const TitlesObject *self, const Told *told, const uint8_t *title, size_t length, uint32_t digest) {
    unsigned char payload[HEAD + 4 * MOST_WORDS] = {0};
    write_four(payload, digest);
    write_four(payload + 4, crc_of_series(self, told, title, length));
    for (size_t word = 0; word < told->count; word++)
        write_four(payload + HEAD + 4 * word, (uint32_t)told->hashes[word]);
    return PyBytes_FromStringAndSize((char *)payload, (Py_ssize_t)(HEAD + 4 * told->count));
}

typedef struct {
    uint64_t *keys;
    uint32_t *counts;
    size_t key_count, entry_count;
    PyObject *owners, *payloads, *left;
} Made;

/* Adds the rows of a title, or its index to those that are left; -1 with an exception.  `whole` is the title that it was before something
 * was taken away, or NULL where nothing was. */
static int add_title(TitlesObject *self, PyObject *title, PyObject *whole, Py_ssize_t index, Made *made) {
    if (title == Py_None)
        return 0;
    Py_ssize_t chars = PyUnicode_GetLength(title), length, whole_length;
    if (chars < 0)
        return -1;
    if (chars > self->most_chars)
        return 0;
    const uint8_t *text, *whole_text;
    int known = bytes_of(title, &text, &length), whole_known = known < 0 ? -1 : bytes_of(whole == NULL ? title : whole, &whole_text, &whole_length);
    if (whole_known < 0)
        return -1;
    if (!known || !whole_known || whole_length > MOST_BYTES || (whole == NULL && may_be_dressed(self, text, (size_t)length)) ||
        !words_of_title(text, (size_t)length, self->words))
        return append_new(made->left, PyLong_FromSsize_t(index));
    if (self->words->count > MOST_WORDS)
        return 0;
    Told told;
    if (tell(self, &told) < 0)
        return -1;
    size_t count = keys_of_title(&told, self->least, self->contained, made->keys + made->key_count);
    if (count == 0)
        return 0;
    made->key_count += count;
    made->counts[made->entry_count++] = (uint32_t)count;
    if (append_new(made->owners, PyLong_FromSsize_t(index)) < 0)
        return -1;
    return append_new(made->payloads, payload_of(self, &told, text, (size_t)length, crc_of_compact(whole_text, (size_t)whole_length)));
}

static PyObject *rows(TitlesObject *self, PyObject *args) {
    PyObject *titles, *wholes, *result = NULL;
    if (!PyArg_ParseTuple(args, "O!O:rows", &PyList_Type, &titles, &wholes))
        return NULL;
    size_t count = (size_t)PyList_Size(titles);
    if (wholes != Py_None && (!PyList_Check(wholes) || (size_t)PyList_Size(wholes) != count))
        return PyErr_Format(PyExc_TypeError, "wholes is None, or a list of as many titles");
    Made made = {malloc((count + 1) * MOST_KEYS * sizeof *made.keys), malloc((count + 1) * sizeof *made.counts), 0, 0, PyList_New(0), PyList_New(0), PyList_New(0)};
    if (made.keys == NULL || made.counts == NULL)
        PyErr_NoMemory();
    int failed = made.keys == NULL || made.counts == NULL || made.owners == NULL || made.payloads == NULL || made.left == NULL;
    for (size_t index = 0; !failed && index < count; index++) {
        PyObject *title = PyList_GetItem(titles, (Py_ssize_t)index), *whole = NULL;
        if (wholes != Py_None)
            whole = PyList_GetItem(wholes, (Py_ssize_t)index);
        failed = title == NULL || (whole == NULL && wholes != Py_None) || add_title(self, title, whole, (Py_ssize_t)index, &made) < 0;
    }
    if (!failed)
        result = Py_BuildValue("y#y#OOO", (char *)made.keys, (Py_ssize_t)(made.key_count * sizeof *made.keys), (char *)made.counts,
                               (Py_ssize_t)(made.entry_count * sizeof *made.counts), made.owners, made.payloads, made.left);
    free(made.keys);
    free(made.counts);
    Py_XDECREF(made.owners);
    Py_XDECREF(made.payloads);
    Py_XDECREF(made.left);
    return result;
}

static PyMethodDef METHODS[] = {
    {"rows", (PyCFunction)rows, METH_VARARGS,
     "rows(titles, wholes, /)\n--\n\nRows of some titles, None among them: all their keys, of eight bytes; how many each has, of four; which "
     "titles these are; their payloads; and which titles are left, since they hold characters that are not known here or may carry what "
     "copies add.\n\nWhere that was taken away, wholes are the titles as they were; else it is None."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot SLOTS_OF_TYPE[] = {
    {Py_tp_doc, "Titles(counted, labels, verbs, chars, least, contained, numbers)\n--\n\nMakes the rows of titles: see "
                "newslint.kinds.near_duplicate.\n\nlabels are the first three letters of what copies put in front, end to end; verbs the last "
                "words of what they put behind, with spaces around each."},
    {Py_tp_new, create},
    {Py_tp_dealloc, dealloc},
    {Py_tp_methods, METHODS},
    {0, NULL},
};

PyType_Spec TITLES_SPEC = {
    .name = "newslint._compiled.Titles",
    .basicsize = sizeof(TitlesObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = SLOTS_OF_TYPE,
};

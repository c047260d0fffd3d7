/* Words of a text that are told by their letters alone.
 *
 * What is a letter and what white space is known here for the scripts and signs that news in Latin letters is made of, as Python knows it
 * (str.isalnum without str.isdecimal, str.isspace).  A text with anything else is left to Python. */
#include "words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef enum { LETTER, CAPITAL, SPACE, MARK, UNKNOWN } Class;

/* One character of UTF-8. */
typedef struct {
    Class class;
    uint8_t length;
    uint8_t lower[2]; /* of a letter */
} Char;

/* U+0080 to U+00BF, after 0xC2. */
static Class latin_sign(uint8_t second) {
    switch (second) {
    case 0x85:
    case 0xA0:
        return SPACE;
    case 0xAA: /* ª, and whatever else is a number or a letter and no digit */
    case 0xB2: /* ² */
    case 0xB3: /* ³ */
    case 0xB5: /* µ */
    case 0xB9: /* ¹ */
    case 0xBA: /* º */
    case 0xBC: /* ¼ */
    case 0xBD: /* ½ */
    case 0xBE: /* ¾ */
        return LETTER;
    default:
        return MARK;
    }
}

/* U+0100 to U+017F: a capital stands before its small letter, but for those that are no such pair. */
static Class extended_letter(uint32_t code, uint32_t *lower) {
    *lower = code;
    if (code == 0x130 || code == 0x131 || code == 0x138 || code == 0x149 || code == 0x178 || code == 0x17F)
        return UNKNOWN;
    int capitals_are_odd = (code >= 0x139 && code <= 0x148) || code >= 0x179;
    if ((code & 1) == (uint32_t)capitals_are_odd)
        *lower = code + 1;
    return LETTER;
}

/* Punctuation and signs of U+2000 to U+2BFF, after 0xE2. */
static Class sign(uint8_t second, uint8_t third) {
    if (second == 0x80)
        return third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF ? SPACE : MARK;
    if (second == 0x81)
        return third == 0x9F ? SPACE : UNKNOWN;
    int is_mark = (second == 0x82 && third == 0xAC)      /* € */
                  || (second == 0x84 && third == 0xA2)   /* ™ */
                  || (second == 0x86 && third >= 0x90)   /* arrows, after Roman numbers */
                  || (second >= 0x87 && second <= 0x8F)  /* mathematics, technical signs */
                  || (second >= 0x94 && second <= 0x9C); /* boxes, shapes, dingbats */
    return is_mark ? MARK : UNKNOWN;
}

static Char read_char(const uint8_t *at, const uint8_t *end) {
    uint8_t first = at[0];
    Char read = {UNKNOWN, 1, {first, 0}};
    if (first < 0x80) {
        if (first >= 'a' && first <= 'z')
            read.class = LETTER;
        else if (first >= 'A' && first <= 'Z') {
            read.class = CAPITAL;
            read.lower[0] = first | 0x20;
        } else
            read.class = first == ' ' || (first >= '\t' && first <= '\r') || (first >= 0x1C && first <= 0x1F) ? SPACE : MARK;
        return read;
    }
    if (end - at < 2)
        return read;
    uint8_t second = at[1];
    if (first == 0xC2) {
        read.length = 2;
        read.class = latin_sign(second);
        read.lower[1] = second;
    } else if (first == 0xC3) {
        int is_sign = second == 0x97 || second == 0xB7; /* ×, ÷ */
        int is_capital = !is_sign && second <= 0x9E;
        read.length = 2;
        read.class = is_sign ? MARK : is_capital ? CAPITAL : LETTER;
        read.lower[1] = is_capital ? second + 0x20 : second;
    } else if (first == 0xC4 || first == 0xC5) {
        uint32_t lower;
        read.length = 2;
        read.class = extended_letter((uint32_t)(first & 0x1F) << 6 | (second & 0x3F), &lower);
        read.lower[0] = (uint8_t)(0xC0 | lower >> 6);
        read.lower[1] = (uint8_t)(0x80 | (lower & 0x3F));
    } else if (first == 0xE2 && end - at >= 3) {
        read.length = 3;
        read.class = sign(second, at[2]);
    } else if (first == 0xEF && end - at >= 3 && second == (at[2] == 0xBF ? 0xBB : 0xBF) && (at[2] == 0xBF || at[2] == 0xBD)) {
        read.length = 3; /* the mark of byte order, and what stands for a byte that could not be read */
        read.class = MARK;
    } else if (first == 0xF0 && end - at >= 4 && second == 0x9F && at[2] != 0x84 && at[2] != 0xAF) {
        read.length = 4; /* emoji, without the digits among them */
        read.class = MARK;
    }
    return read;
}

static int is_letter(uint8_t byte) { return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'; }

/* The text of an argument that is bytes of UTF-8 or a string; 0 where it is neither, and where a string cannot be had as UTF-8. */
static int text_of(PyObject *argument, const uint8_t **text, Py_ssize_t *length) {
    if (PyUnicode_Check(argument)) {
        *text = (const uint8_t *)PyUnicode_AsUTF8AndSize(argument, length);
        if (*text == NULL && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
            PyErr_Clear();
        return *text != NULL;
    }
    char *bytes;
    if (PyBytes_AsStringAndSize(argument, &bytes, length) < 0)
        return 0;
    *text = (const uint8_t *)bytes;
    return 1;
}

static PyObject *none_or_error(void) { return PyErr_Occurred() ? NULL : Py_NewRef(Py_None); }

static int add_word(PyObject *words, const uint8_t *word, Py_ssize_t length) {
    PyObject *item = PyUnicode_DecodeUTF8((const char *)word, length, NULL);
    int added = item == NULL ? -1 : PySet_Add(words, item);
    Py_XDECREF(item);
    return added;
}

PyObject *repeated(PyObject *module, PyObject *argument) {
    (void)module;
    const uint8_t *text;
    Py_ssize_t length;
    if (!text_of(argument, &text, &length))
        return none_or_error();
    /* The word being read, in lower case, and the one before it. */
    uint8_t *lowered = malloc((size_t)length + 1);
    if (lowered == NULL)
        return PyErr_NoMemory();
    PyObject *words = PySet_New(NULL);
    const uint8_t *end = text + length;
    size_t last_start = 0, last_length = 0, start = 0, used = 0;
    while (words != NULL) {
        /* Most of a text are letters of ASCII. */
        for (; text < end && is_letter(*text); text++)
            lowered[used++] = *text | 0x20;
        Char read = {MARK, 0, {0, 0}};
        if (text < end)
            read = read_char(text, end);
        if (read.class == UNKNOWN) {
            Py_DECREF(words);
            words = Py_NewRef(Py_None);
            break;
        }
        if (read.class == LETTER || read.class == CAPITAL) { /* of two bytes */
            lowered[used++] = read.lower[0];
            lowered[used++] = read.lower[1];
        } else {
            size_t size = used - start;
            if (size > 0) {
                if (size == last_length && memcmp(lowered + last_start, lowered + start, size) == 0 &&
                    add_word(words, lowered + start, (Py_ssize_t)size) < 0)
                    Py_CLEAR(words);
                last_start = start;
                last_length = size;
                start = used;
            }
            if (read.class == MARK)
                last_length = 0;
            if (text == end)
                break;
        }
        text += read.length;
    }
    free(lowered);
    return words;
}

static int count_word(PyObject *counts, const uint8_t *word, Py_ssize_t length) {
    PyObject *key = PyUnicode_DecodeUTF8((const char *)word, length, NULL);
    if (key == NULL)
        return -1;
    PyObject *known = PyDict_GetItemWithError(counts, key);
    long count = known == NULL ? 0 : PyLong_AsLong(known);
    PyObject *value = PyErr_Occurred() ? NULL : PyLong_FromLong(count + 1);
    int counted = value == NULL ? -1 : PyDict_SetItem(counts, key, value);
    Py_XDECREF(value);
    Py_DECREF(key);
    return counted;
}

PyObject *capitalised(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *argument;
    Py_ssize_t least, length;
    const uint8_t *text;
    if (!PyArg_ParseTuple(args, "On:capitalised", &argument, &least))
        return NULL;
    if (!text_of(argument, &text, &length))
        return none_or_error();
    PyObject *counts = PyDict_New();
    const uint8_t *end = text + length, *start = NULL;
    Py_ssize_t letters = 0;
    while (counts != NULL) {
        if (start == NULL)
            for (; text < end && *text < 0x80 && !(*text >= 'A' && *text <= 'Z'); text++)
                ;
        else
            for (; text < end && is_letter(*text); text++)
                letters++;
        Char read = {MARK, 0, {0, 0}};
        if (text < end)
            read = read_char(text, end);
        if (read.class == UNKNOWN) {
            Py_DECREF(counts);
            counts = Py_NewRef(Py_None);
            break;
        }
        if (start == NULL && read.class == CAPITAL) {
            start = text;
            letters = 1;
        } else if (start != NULL && (read.class == LETTER || read.class == CAPITAL))
            letters++;
        else if (start != NULL) {
            if (letters >= least && count_word(counts, start, text - start) < 0)
                Py_CLEAR(counts);
            start = NULL;
        }
        if (text == end)
            break;
        text += read.length;
    }
    return counts;
}

static int holds(const uint8_t *text, size_t length, const char *word, size_t size) {
    const uint8_t *end = text + length;
    while (size > 0 && (size_t)(end - text) >= size) {
        text = memchr(text, (uint8_t)word[0], (size_t)(end - text) - size + 1);
        if (text == NULL)
            return 0;
        if (memcmp(text, word, size) == 0)
            return 1;
        text++;
    }
    return 0;
}

/* Whether a line may end in anything but a line feed. */
static int has_other_ends(const uint8_t *text, const uint8_t *end) {
    if (memchr(text, '\r', (size_t)(end - text)) != NULL)
        return 1;
    while ((text = memchr(text, 0xE2, (size_t)(end - text))) != NULL) {
        if (end - text >= 3 && text[1] == 0x80 && (text[2] == 0xA8 || text[2] == 0xA9))
            return 1;
        text++;
    }
    return 0;
}

/* Takes white space from both ends of a line; 0 where it ends in a character that is not known here. */
static int trim(const uint8_t **start, const uint8_t **end) {
    while (*start < *end) {
        Char first = read_char(*start, *end);
        if (first.class == UNKNOWN)
            return 0;
        if (first.class != SPACE)
            break;
        *start += first.length;
    }
    while (*start < *end) {
        const uint8_t *at = *end - 1;
        while (at > *start && (*at & 0xC0) == 0x80)
            at--;
        Char last = read_char(at, *end);
        if (last.class == UNKNOWN)
            return 0;
        if (last.class != SPACE)
            break;
        *end = at;
    }
    return 1;
}

static size_t characters(const uint8_t *text, const uint8_t *end) {
    size_t count = 0;
    for (; text < end; text++)
        count += (*text & 0xC0) != 0x80;
    return count;
}

PyObject *lines_short_of(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *argument, *words;
    Py_ssize_t needed, least, length;
    const uint8_t *text;
    if (!PyArg_ParseTuple(args, "OO!nn:lines_short_of", &argument, &PyTuple_Type, &words, &needed, &least))
        return NULL;
    if (!text_of(argument, &text, &length))
        return none_or_error();
    const uint8_t *end = text + length;
    if (has_other_ends(text, end))
        return Py_NewRef(Py_None);
    uint8_t *kept = malloc((size_t)length + 1);
    if (kept == NULL)
        return PyErr_NoMemory();
    size_t used = 0;
    Py_ssize_t lines = 0, found = 0;
    PyObject *result = NULL;
    while (text < end) {
        const uint8_t *stop = memchr(text, '\n', (size_t)(end - text));
        const uint8_t *start = text, *last = stop == NULL ? end : stop;
        text = stop == NULL ? end : stop + 1;
        if (last - start < least)
            continue;
        if (!trim(&start, &last)) {
            result = Py_NewRef(Py_None);
            goto done;
        }
        if (last - start < least || characters(start, last) < (size_t)least)
            continue;
        lines++;
        Py_ssize_t held = 0;
        for (Py_ssize_t index = 0; held < needed && index < PyTuple_Size(words); index++) {
            char *word;
            Py_ssize_t size;
            if (PyBytes_AsStringAndSize(PyTuple_GetItem(words, index), &word, &size) < 0)
                goto done;
            held += holds(start, (size_t)(last - start), word, (size_t)size);
        }
        if (held < needed) {
            found++;
            memcpy(kept + used, start, (size_t)(last - start));
            used += (size_t)(last - start);
            kept[used++] = '\n';
        }
    }
    result = Py_BuildValue("nny#", lines, found, (const char *)kept, (Py_ssize_t)used);
done:
    free(kept);
    return result;
}

/* Words of a text that are told by their letters alone.
 *
 * What is a letter and what white space is known here for the scripts and signs that news in Latin letters is made of, as Python knows it
 * (str.isalnum without str.isdecimal, str.isspace).  A text with anything else is left to Python. */
#include "words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "texts.h"

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

/* Adds a run of letters in lower case. */
static int add_word(PyObject *words, const uint8_t *word, size_t length) {
    uint8_t *lowered = malloc(length);
    if (lowered == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t at = 0; at < length;) {
        Char read = read_char(word + at, word + length);
        memcpy(lowered + at, read.lower, read.length);
        at += read.length;
    }
    PyObject *item = PyUnicode_DecodeUTF8((const char *)lowered, (Py_ssize_t)length, NULL);
    free(lowered);
    int added = item == NULL ? -1 : PySet_Add(words, item);
    Py_XDECREF(item);
    return added;
}

/* Whether two runs of letters of as many bytes are the same in lower case. */
static int same_letters(const uint8_t *one, const uint8_t *other, size_t length) {
    for (size_t at = 0; at < length;) {
        if (one[at] < 0x80) {
            if ((one[at] | 0x20) != (other[at] | 0x20))
                return 0;
            at++;
            continue;
        }
        Char left = read_char(one + at, one + length), right = read_char(other + at, other + length);
        if (left.length != right.length || left.lower[0] != right.lower[0] || left.lower[1] != right.lower[1])
            return 0;
        at += left.length;
    }
    return 1;
}

/* The end of the run of letters that begins at `text`, which may be there. */
static const uint8_t *end_of_letters(const uint8_t *text, const uint8_t *end) {
    for (;;) {
        while (text < end && is_letter(*text))
            text++;
        if (text == end || *text < 0x80)
            return text;
        Char read = read_char(text, end);
        if (read.class != LETTER && read.class != CAPITAL)
            return text;
        text += read.length;
    }
}

/* Whether nothing but white space stands between two places. */
static int is_white_between(const uint8_t *text, const uint8_t *end) {
    while (text < end) {
        Char read = read_char(text, end);
        if (read.class != SPACE)
            return 0;
        text += read.length;
    }
    return 1;
}

/* Adds the word at `text` where it is the same as the one in front of it, `last`; -1 with an exception. */
static int add_if_same(PyObject *words, const uint8_t *last, const uint8_t *text, const uint8_t *end) {
    const uint8_t *last_end = end_of_letters(last, end), *text_end = end_of_letters(text, end);
    size_t size = (size_t)(text_end - text);
    if ((size_t)(last_end - last) != size || !same_letters(last, text, size) || !is_white_between(last_end, text))
        return 0;
    return add_word(words, text, size);
}

#define BLOCK 64 /* bytes that are looked at together, a bit of a number for each */

static uint64_t bits_of(const uint8_t marks[BLOCK]) {
    uint64_t bits = 0;
    for (int part = 0; part < BLOCK; part += 8)
        bits |= (read_eight(marks + part) * UINT64_C(0x0102040810204080) >> 56) << part;
    return bits;
}

static int lowest_bit(uint64_t bits) {
#ifdef __GNUC__
    return __builtin_ctzll(bits);
#else
    int place = 0;
    for (; !(bits & 1); bits >>= 1)
        place++;
    return place;
#endif
}

/* Where letters stand in a block; what is left of a last character that is none is taken out of the next with `left`.  0 where a character is
 * not known here. */
static int letters_of(const uint8_t *text, const uint8_t *end, uint64_t *letters, uint64_t *left) {
    uint8_t bytes[BLOCK] = {0}, are_letters[BLOCK], are_first[BLOCK];
    memcpy(bytes, text, end - text < BLOCK ? (size_t)(end - text) : BLOCK);
    for (int at = 0; at < BLOCK; at++) {
        are_letters[at] = ((uint8_t)((bytes[at] | 0x20) - 'a') < 26) | (bytes[at] >= 0x80);
        are_first[at] = bytes[at] >= 0xC0;
    }
    *letters = bits_of(are_letters) & ~*left;
    *left = 0;
    for (uint64_t first = bits_of(are_first); first; first &= first - 1) {
        int at = lowest_bit(first);
        Char read = read_char(text + at, end);
        if (read.class == UNKNOWN)
            return 0;
        if (read.class == LETTER || read.class == CAPITAL)
            continue;
        uint64_t taken = ((uint64_t)1 << read.length) - 1;
        *letters &= ~(taken << at);
        *left = at > BLOCK - read.length ? taken >> (BLOCK - at) : 0;
    }
    return 1;
}

PyObject *repeated(PyObject *module, PyObject *argument) {
    (void)module;
    const uint8_t *text;
    Py_ssize_t length;
    int known = bytes_of(argument, &text, &length);
    if (known <= 0)
        return known < 0 ? NULL : Py_NewRef(Py_None);
    PyObject *words = PySet_New(NULL);
    const uint8_t *end = text + length, *last = NULL;
    uint64_t letters, left = 0, before = 0;
    for (; words != NULL && text < end; text += BLOCK) {
        if (!letters_of(text, end, &letters, &left)) {
            Py_DECREF(words);
            return Py_NewRef(Py_None);
        }
        for (uint64_t starts = letters & ~(letters << 1 | before); starts; starts &= starts - 1) {
            const uint8_t *start = text + lowest_bit(starts);
            /* Beyond ASCII the small letter of a capital may begin with another byte. */
            int may_be_same = last != NULL && ((*last | 0x20) == (*start | 0x20) || (*last >= 0x80 && *start >= 0x80));
            if (may_be_same && add_if_same(words, last, start, end) < 0) {
                Py_CLEAR(words);
                break;
            }
            last = start;
        }
        before = letters >> (BLOCK - 1);
        if (end - text < BLOCK)
            break;
    }
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

/* The next run of `least` letters from a capital on: 1, 0 where there is none, -1 where characters are not known here. */
static int next_capitalised(const uint8_t **text, const uint8_t *end, Py_ssize_t least, const uint8_t **word) {
    for (;;) {
        while (*text < end && **text < 0x80 && !(**text >= 'A' && **text <= 'Z'))
            (*text)++;
        if (*text == end)
            return 0;
        Char read = read_char(*text, end);
        if (read.class == UNKNOWN)
            return -1;
        if (read.class != CAPITAL) {
            *text += read.length;
            continue;
        }
        *word = *text;
        Py_ssize_t letters = 0;
        while (read.class == LETTER || read.class == CAPITAL) {
            *text += read.length;
            letters++;
            for (; *text < end && is_letter(**text); (*text)++)
                letters++;
            if (*text == end)
                break;
            read = read_char(*text, end);
        }
        if (letters >= least)
            return 1;
    }
}

PyObject *capitalised(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *argument;
    Py_ssize_t least, length;
    const uint8_t *text, *word;
    if (!PyArg_ParseTuple(args, "On:capitalised", &argument, &least))
        return NULL;
    int known = bytes_of(argument, &text, &length);
    if (known <= 0)
        return known < 0 ? NULL : Py_NewRef(Py_None);
    PyObject *counts = PyDict_New();
    const uint8_t *end = text + length;
    int found = 1;
    while (counts != NULL && found > 0) {
        found = next_capitalised(&text, end, least, &word);
        if (found > 0 && count_word(counts, word, text - word) < 0)
            Py_CLEAR(counts);
    }
    if (counts == NULL || found == 0)
        return counts;
    Py_DECREF(counts);
    return Py_NewRef(Py_None);
}

#define SLOTS 1024
#define MOST_COUNTED 700 /* words of one text that are told apart */

typedef struct {
    const uint8_t *word;
    size_t length;
    uint32_t round; /* in which it was met */
    Py_ssize_t count;
} Slot;

/* How often a word has been met in this round, now that it is met once more. */
static Py_ssize_t count_slot(Slot slots[SLOTS], uint32_t round, const uint8_t *word, size_t length, size_t *used) {
    Slot *slot = &slots[short_hash(word, length) % SLOTS];
    while (slot->round == round && (slot->length != length || memcmp(slot->word, word, length) != 0))
        slot = slot + 1 == slots + SLOTS ? slots : slot + 1;
    if (slot->round != round) {
        *slot = (Slot){word, length, round, 0};
        ++*used;
    }
    return ++slot->count;
}

PyObject *often_capitalised(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts;
    Py_ssize_t least, often;
    if (!PyArg_ParseTuple(args, "O!nn:often_capitalised", &PyList_Type, &texts, &least, &often))
        return NULL;
    Slot *slots = calloc(SLOTS, sizeof *slots);
    if (slots == NULL)
        return PyErr_NoMemory();
    PyObject *found = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(texts); index++) {
        const uint8_t *text, *word;
        Py_ssize_t length;
        int known = bytes_of(PyList_GetItem(texts, index), &text, &length), is_often = !known;
        if (known < 0) {
            Py_CLEAR(found);
            break;
        }
        const uint8_t *end = known ? text + length : NULL;
        size_t used = 0;
        while (!is_often) {
            int next = next_capitalised(&text, end, least, &word);
            if (next == 0)
                break;
            is_often = next < 0 || used > MOST_COUNTED ||
                       count_slot(slots, (uint32_t)index + 1, word, (size_t)(text - word), &used) >= often;
        }
        if (is_often && append_new(found, PyLong_FromSsize_t(index)) < 0)
            Py_CLEAR(found);
    }
    free(slots);
    return found;
}

#define MOST_WORDS 64

/* Words that are looked for, none of them empty, and which bytes they begin with. */
typedef struct {
    const char *words[MOST_WORDS];
    size_t sizes[MOST_WORDS];
    Py_ssize_t count;
    int is_one_start;
    uint8_t starts[256];
    uint64_t by_second[256]; /* a bit for each word that may have this byte behind its first one */
} Words;

static int words_from(PyObject *tuple, Words *words) {
    memset(words, 0, sizeof *words);
    words->count = PyTuple_Size(tuple);
    if (words->count > MOST_WORDS) {
        PyErr_Format(PyExc_ValueError, "there are at most %d words", MOST_WORDS);
        return -1;
    }
    words->is_one_start = 1;
    for (Py_ssize_t index = 0; index < words->count; index++) {
        char *word;
        Py_ssize_t size;
        if (PyBytes_AsStringAndSize(PyTuple_GetItem(tuple, index), &word, &size) < 0)
            return -1;
        if (size == 0) {
            PyErr_SetString(PyExc_ValueError, "a word has letters");
            return -1;
        }
        words->words[index] = word;
        words->sizes[index] = (size_t)size;
        words->starts[(uint8_t)word[0]] = 1;
        for (int byte = size == 1 ? 0 : (uint8_t)word[1]; byte <= (size == 1 ? 255 : (uint8_t)word[1]); byte++)
            words->by_second[byte] |= (uint64_t)1 << index;
        words->is_one_start &= word[0] == words->words[0][0];
    }
    return 0;
}

/* Adds to `met`, a bit for each word, those that stand at `text`; returns how many are new. */
static Py_ssize_t meet(const uint8_t *text, const uint8_t *end, const Words *words, uint64_t *met) {
    Py_ssize_t found = 0;
    for (uint64_t likely = words->by_second[text + 1 < end ? text[1] : 0] & ~*met; likely; likely &= likely - 1) {
        int index = lowest_bit(likely);
        size_t size = words->sizes[index];
        if ((size_t)(end - text) >= size && memcmp(text, words->words[index], size) == 0) {
            *met |= (uint64_t)1 << index;
            found++;
        }
    }
    return found;
}

/* Where words may begin in a block. */
static uint64_t starts_of(const uint8_t *text, const uint8_t *end, const Words *words) {
    uint8_t bytes[BLOCK], are_starts[BLOCK];
    uint64_t size = end - text < BLOCK ? (uint64_t)(end - text) : BLOCK;
    memcpy(bytes, text, size);
    memset(bytes + size, 0, BLOCK - size);
    if (words->is_one_start) {
        uint8_t start = (uint8_t)words->words[0][0];
        for (int at = 0; at < BLOCK; at++)
            are_starts[at] = bytes[at] == start;
    } else
        for (int at = 0; at < BLOCK; at++)
            are_starts[at] = words->starts[bytes[at]];
    uint64_t starts = bits_of(are_starts);
    return size < BLOCK ? starts & (((uint64_t)1 << size) - 1) : starts;
}

/* Whether a line holds `needed` different words. */
static int holds(const uint8_t *text, const uint8_t *end, const Words *words, Py_ssize_t needed) {
    uint64_t met = 0;
    for (; needed > 0 && words->count > 0 && text < end; text += BLOCK) {
        for (uint64_t starts = starts_of(text, end, words); needed > 0 && starts; starts &= starts - 1)
            needed -= meet(text + lowest_bit(starts), end, words, &met);
        if (end - text < BLOCK)
            break;
    }
    return needed <= 0;
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

static int has_characters(const uint8_t *text, const uint8_t *end, Py_ssize_t least) {
    for (; least > 0 && text < end; text++)
        least -= (*text & 0xC0) != 0x80;
    return least <= 0;
}

PyObject *lines_short_of(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *argument, *tuple;
    Py_ssize_t needed, least, length;
    const uint8_t *text;
    Words words;
    if (!PyArg_ParseTuple(args, "OO!nn:lines_short_of", &argument, &PyTuple_Type, &tuple, &needed, &least) || words_from(tuple, &words) < 0)
        return NULL;
    int known = bytes_of(argument, &text, &length);
    if (known <= 0)
        return known < 0 ? NULL : Py_NewRef(Py_None);
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
        if (last - start < least || !has_characters(start, last, least))
            continue;
        lines++;
        if (!holds(start, last, &words, needed)) {
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

PyObject *lacking_words(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts, *tuple;
    Py_ssize_t needed, reach;
    Words words;
    if (!PyArg_ParseTuple(args, "O!O!nn:lacking_words", &PyList_Type, &texts, &PyTuple_Type, &tuple, &needed, &reach) || words_from(tuple, &words) < 0)
        return NULL;
    PyObject *lacking = PyList_New(0);
    for (Py_ssize_t index = 0; lacking != NULL && index < PyList_Size(texts); index++) {
        const uint8_t *text;
        Py_ssize_t length;
        int known = bytes_of(PyList_GetItem(texts, index), &text, &length);
        int is_lacking = known == 0 || (known > 0 && !holds(text, text + (length < reach ? length : reach), &words, needed));
        if (known < 0 || (is_lacking && append_new(lacking, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(lacking);
    }
    return lacking;
}

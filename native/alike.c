#include "alike.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "texts.h"

#define HEAD 16 /* bytes in front of the words of a payload */
#define UNKNOWN_DAY 0
#define MOST_EXTRA 2   /* words that the longer of two titles may have round the shorter */
#define LEAST_INSIDE 4 /* words of a title that another may hold */

typedef struct {
    uint32_t folded, numbers, site, day;
    const uint32_t *words, *distinct; /* the latter sorted, each once */
    size_t word_count, distinct_count;
} Title;

typedef struct {
    double threshold;
    Py_ssize_t least, within; /* days, or below 0 */
    int contained;
} Likeness;

static int ascending(const void *left, const void *right) {
    uint32_t one = *(const uint32_t *)left, two = *(const uint32_t *)right;
    return (one > two) - (one < two);
}

static int same_words(const Title *title, const Title *other) {
    return title->word_count == other->word_count && memcmp(title->words, other->words, title->word_count * sizeof(uint32_t)) == 0;
}

static int holds(const Title *longer, const Title *shorter) {
    size_t extra = longer->word_count - shorter->word_count;
    if (shorter->word_count < LEAST_INSIDE || extra > MOST_EXTRA)
        return 0;
    for (size_t at = 0; at <= extra; at++)
        if (memcmp(longer->words + at, shorter->words, shorter->word_count * sizeof(uint32_t)) == 0)
            return 1;
    return 0;
}

/* As TokenCheck._similarity. */
static int similar(const Title *title, const Title *other, const Likeness *likeness) {
    size_t first = title->distinct_count, second = other->distinct_count, common = 0;
    for (size_t at = 0, place = 0; at < first && place < second;) {
        uint32_t word = title->distinct[at], met = other->distinct[place];
        common += word == met;
        at += word <= met;
        place += met <= word;
    }
    size_t fewer = first < second ? first : second;
    if ((double)common / (double)(first + second - common) >= likeness->threshold && (Py_ssize_t)fewer >= likeness->least)
        return 1;
    if (!likeness->contained || (common != first && common != second))
        return 0;
    return title->word_count < other->word_count ? holds(other, title) : holds(title, other);
}

/* As TokenCheck._alike. */
static int alike(const Title *title, const Title *other, const Likeness *likeness) {
    if (title->numbers != other->numbers)
        return 0;
    if (likeness->within >= 0 && title->day != UNKNOWN_DAY && other->day != UNKNOWN_DAY) {
        uint32_t apart = title->day < other->day ? other->day - title->day : title->day - other->day;
        if ((Py_ssize_t)apart > likeness->within)
            return 0;
    }
    if (title->site != other->site && title->site && other->site)
        return same_words(title, other);
    return similar(title, other, likeness);
}

/* As TokenCheck._compared. */
static int add_pairs(PyObject *pairs, const Title *titles, Py_ssize_t count, Py_ssize_t *window, Py_ssize_t most, const Likeness *likeness) {
    Py_ssize_t kept = 0;
    for (Py_ssize_t index = 0; index < count; index++) {
        const Title *title = &titles[index];
        int known = 0, found = 0;
        for (Py_ssize_t place = 0; place < kept && !(known && found); place++) {
            const Title *other = &titles[window[place]];
            int is_equal = title->folded == other->folded;
            known |= is_equal && title->site == other->site && title->day == other->day && same_words(title, other);
            if (!found && !is_equal && alike(title, other, likeness)) {
                found = 1;
                if (append_new(pairs, Py_BuildValue("(nn)", index, window[place])) < 0)
                    return -1;
            }
        }
        if (known)
            continue;
        if (kept == most)
            memmove(window, window + 1, (size_t)--kept * sizeof *window);
        window[kept++] = index;
    }
    return 0;
}

/* Takes a payload apart; its words go to `words`, and once more, sorted, behind them. */
static void take_apart(Title *title, const uint8_t *payload, size_t count, uint32_t *words) {
    uint32_t head[HEAD / sizeof(uint32_t)];
    for (size_t at = 0; at < HEAD / sizeof(uint32_t); at++)
        head[at] = read_four(payload + at * sizeof(uint32_t));
    for (size_t at = 0; at < count; at++)
        words[at] = read_four(payload + HEAD + at * sizeof(uint32_t));
    uint32_t *distinct = words + count;
    if (count) {
        memcpy(distinct, words, count * sizeof *words);
        qsort(distinct, count, sizeof *distinct, ascending);
    }
    size_t kept = 0;
    for (size_t at = 0; at < count; at++)
        if (kept == 0 || distinct[kept - 1] != distinct[at])
            distinct[kept++] = distinct[at];
    *title = (Title){head[0], head[1], head[2], head[3], words, distinct, count, kept};
}

PyObject *alike_titles(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *payloads;
    Likeness likeness;
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "O!dnpnn:alike_titles", &PyList_Type, &payloads, &likeness.threshold, &likeness.least, &likeness.contained, &likeness.within, &most))
        return NULL;
    if (most < 1) {
        PyErr_SetString(PyExc_ValueError, "a title is compared with one other at least");
        return NULL;
    }
    Py_ssize_t count = PyList_Size(payloads);
    size_t words = 0;
    for (Py_ssize_t index = 0; index < count; index++) {
        PyObject *payload = PyList_GetItem(payloads, index);
        char *bytes;
        Py_ssize_t length;
        if (PyBytes_AsStringAndSize(payload, &bytes, &length) < 0)
            return NULL;
        if (length < HEAD || length % (Py_ssize_t)sizeof(uint32_t)) {
            PyErr_SetString(PyExc_ValueError, "a payload is a head and words, of four bytes each");
            return NULL;
        }
        words += (size_t)(length - HEAD) / sizeof(uint32_t);
    }
    Title *titles = malloc(((size_t)count + 1) * sizeof *titles);
    uint32_t *room = malloc((2 * words + 1) * sizeof *room), *next = room;
    Py_ssize_t *window = malloc(((size_t)(count < most ? count : most) + 1) * sizeof *window);
    PyObject *pairs = titles && room && window ? PyList_New(0) : PyErr_NoMemory();
    for (Py_ssize_t index = 0; pairs != NULL && index < count; index++) {
        char *bytes;
        Py_ssize_t length;
        if (PyBytes_AsStringAndSize(PyList_GetItem(payloads, index), &bytes, &length) < 0) {
            Py_CLEAR(pairs);
            break;
        }
        size_t own = (size_t)(length - HEAD) / sizeof(uint32_t);
        take_apart(&titles[index], (const uint8_t *)bytes, own, next);
        next += 2 * own;
    }
    if (pairs != NULL && add_pairs(pairs, titles, count, window, most, &likeness) < 0)
        Py_CLEAR(pairs);
    free(titles);
    free(room);
    free(window);
    return pairs;
}

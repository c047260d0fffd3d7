#include "columns.h"

#include <string.h>

#include "characters.h"
#include "texts.h"

#define MOST_LINES 16
#define MOST_WORDS 64
#define MOST_TAIL 16
#define DAY 10
#define ZONE 19

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

/* How many words there are, their bytes in `words`; -1 with an exception. */
static Py_ssize_t words_of(PyObject *tuple, const char *words[MOST_WORDS], size_t lengths[MOST_WORDS]) {
    Py_ssize_t count = PyTuple_Size(tuple), length;
    if (count > MOST_WORDS) {
        PyErr_Format(PyExc_ValueError, "there are at most %d words", MOST_WORDS);
        return -1;
    }
    for (Py_ssize_t index = 0; index < count; index++) {
        words[index] = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(tuple, index), &length);
        if (words[index] == NULL)
            return -1;
        lengths[index] = (size_t)length;
        if (length == 0 || strlen(words[index]) < (size_t)length) {
            PyErr_SetString(PyExc_ValueError, "a word has letters, and no zero among them");
            return -1;
        }
    }
    return count;
}

PyObject *lacking_words(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts, *tuple;
    Py_ssize_t needed, reach;
    const char *words[MOST_WORDS];
    size_t lengths[MOST_WORDS];
    if (!PyArg_ParseTuple(args, "O!O!nn:lacking_words", &PyList_Type, &texts, &PyTuple_Type, &tuple, &needed, &reach))
        return NULL;
    Py_ssize_t count = words_of(tuple, words, lengths);
    PyObject *lacking = count < 0 ? NULL : PyList_New(0);
    for (Py_ssize_t index = 0; lacking != NULL && index < PyList_Size(texts); index++) {
        const uint8_t *bytes;
        Py_ssize_t length, left = needed;
        int known = bytes_of(PyList_GetItem(texts, index), &bytes, &length);
        if (known < 0)
            Py_CLEAR(lacking);
        /* Strings of Python end with a zero; a zero inside one ends the search early. */
        for (Py_ssize_t word = 0; known > 0 && left > 0 && word < count; word++) {
            const char *place = strstr((const char *)bytes, words[word]);
            left -= place != NULL && (const uint8_t *)place + lengths[word] <= bytes + (length < reach ? length : reach);
        }
        if (lacking != NULL && left > 0 && append_new(lacking, PyLong_FromSsize_t(index)) < 0)
            Py_CLEAR(lacking);
    }
    return lacking;
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

/* Whether an address holds nothing but what one may hold, and how long it is up to the first slash from `scheme` on. */
static int read_address(const uint8_t *text, Py_ssize_t length, Py_ssize_t scheme, Py_ssize_t *end) {
    int is_clean = 1;
    *end = length;
    for (Py_ssize_t at = 0; at < length; at++) {
        uint8_t byte = text[at];
        is_clean &= byte > 0x20 && byte < 0x7F && byte != '"' && byte != '<' && byte != '>';
        if (byte == '/' && at >= scheme && at < *end)
            *end = at;
    }
    return is_clean;
}

static PyObject *origin_of(PyObject *value, Py_ssize_t scheme, int *is_clean) {
    const uint8_t *bytes;
    Py_ssize_t length, end;
    int known = bytes_of(value, &bytes, &length);
    if (known < 0)
        return NULL;
    *is_clean = known && read_address(bytes, length, scheme, &end);
    return *is_clean ? PyUnicode_FromStringAndSize((const char *)bytes, end) : Py_NewRef(Py_None);
}

PyObject *origins(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *values;
    Py_ssize_t scheme;
    if (!PyArg_ParseTuple(args, "O!n:origins", &PyList_Type, &values, &scheme))
        return NULL;
    PyObject *found = PyList_New(0), *odd = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && odd != NULL && index < PyList_Size(values); index++) {
        PyObject *value = PyList_GetItem(values, index);
        int is_clean = value == Py_None;
        PyObject *origin = is_clean || !PyUnicode_Check(value) ? Py_NewRef(Py_None) : origin_of(value, scheme, &is_clean);
        if (append_new(found, origin) < 0 || (!is_clean && append_new(odd, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(found);
    }
    if (found != NULL && odd != NULL)
        return Py_BuildValue("(NN)", found, odd);
    Py_XDECREF(found);
    Py_XDECREF(odd);
    return NULL;
}

static int number_at(const uint8_t *at) {
    int tens = at[0] - '0', ones = at[1] - '0';
    return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : -1;
}

static int is_day(const uint8_t *at) {
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month = number_at(at + 5), day = number_at(at + 8);
    return (at[0] == '1' || at[0] == '2') && number_at(at) >= 0 && number_at(at + 2) >= 0 && at[4] == '-' && at[7] == '-' && month >= 1 &&
           month <= 12 && day >= 1 && day <= days[month - 1];
}

static int is_clock(const uint8_t *at, int last_hour) {
    int hour = number_at(at), minute = number_at(at + 3);
    return hour >= 0 && hour <= last_hour && at[2] == ':' && minute >= 0 && minute < 60;
}

static int is_time(const uint8_t *at, size_t length) {
    if (at[0] != 'T' || !is_clock(at + 1, 23) || at[6] != ':' || number_at(at + 7) < 0 || number_at(at + 7) >= 60)
        return 0;
    return length == 10 ? at[9] == 'Z' : (at[9] == '+' || at[9] == '-') && is_clock(at + 10, 14);
}

/* Whether a value is a plain stamp, which is in `bytes` then; -1 with an exception. */
static int is_stamp(PyObject *value, const uint8_t **bytes) {
    Py_ssize_t length;
    int known = PyUnicode_Check(value) ? bytes_of(value, bytes, &length) : 0;
    if (known <= 0)
        return known;
    return (length == DAY + 10 || length == DAY + 15) && is_day(*bytes) && is_time(*bytes + DAY, (size_t)length - DAY);
}

PyObject *plain_stamps(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *values;
    if (!PyArg_ParseTuple(args, "O!:plain_stamps", &PyList_Type, &values))
        return NULL;
    char first[DAY] = "", last[DAY] = "";
    PyObject *others = PyList_New(0);
    for (Py_ssize_t index = 0; others != NULL && index < PyList_Size(values); index++) {
        PyObject *value = PyList_GetItem(values, index);
        const uint8_t *bytes;
        int found = is_stamp(value, &bytes);
        if (found > 0) {
            if (!*first || memcmp(bytes, first, DAY) < 0)
                memcpy(first, bytes, DAY);
            if (!*last || memcmp(bytes, last, DAY) > 0)
                memcpy(last, bytes, DAY);
            continue;
        }
        int is_filled = found < 0 ? -1 : PyObject_IsTrue(value);
        if (is_filled < 0 || (is_filled && append_new(others, PyLong_FromSsize_t(index)) < 0))
            Py_CLEAR(others);
    }
    if (others == NULL)
        return NULL;
    Py_ssize_t size = *first ? DAY : 0;
    return Py_BuildValue("(s#s#N)", first, size, last, size, others);
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

static int is_ascii_word(uint8_t byte) { return (lower_ascii(byte) >= 'a' && lower_ascii(byte) <= 'z') || (byte >= '0' && byte <= '9'); }

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

/* newslint._compiled: the Python face of the automata and of what else is compiled. */
#include "limited.h"
#include <string.h>

#include "alike.h"
#include "automata.h"
#include "bytes.h"
#include "characters.h"
#include "columns.h"
#include "crc.h"
#include "digests.h"
#include "edges.h"
#include "image.h"
#include "keys.h"
#include "lexicon.h"
#include "names.h"
#include "pairs.h"
#include "stamps.h"
#include "starts.h"
#include "texts.h"
#include "titles.h"
#include "urls.h"
#include "words.h"

typedef struct {
    PyObject_HEAD
    Automata automata;
    PyObject *numbers; /* of each pattern, counted over all groups, the unsupported ones among them */
    PyObject *unsupported;
} AutomataObject;

static void dealloc(AutomataObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    automata_free(&self->automata);
    Py_XDECREF(self->numbers);
    Py_XDECREF(self->unsupported);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

/* Adds a group of patterns as a lane of its own. */
static int add_group(AutomataObject *self, PyObject *group, Py_ssize_t *number) {
    PyObject *patterns = PySequence_List(group);
    if (patterns == NULL)
        return -1;
    int new_lane = 1, result = 0;
    for (Py_ssize_t index = 0; result == 0 && index < PyList_Size(patterns); index++, ++*number) {
        Py_ssize_t length;
        const char *source = PyUnicode_AsUTF8AndSize(PyList_GetItem(patterns, index), &length);
        if (source == NULL) {
            /* A lone surrogate is not UTF-8, and cannot be looked for here. */
            result = PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) ? 0 : -1;
            if (result == 0) {
                PyErr_Clear();
                result = append_new(self->unsupported, PyLong_FromSsize_t(*number));
            }
            continue;
        }
        switch (automata_add(&self->automata, source, (size_t)length, new_lane)) {
        case PATTERN_OK:
            new_lane = 0;
            result = append_new(self->numbers, PyLong_FromSsize_t(*number));
            break;
        case PATTERN_UNSUPPORTED:
            result = append_new(self->unsupported, PyLong_FromSsize_t(*number));
            break;
        default:
            PyErr_NoMemory();
            result = -1;
        }
    }
    Py_DECREF(patterns);
    return result;
}

static AutomataObject *allocated(PyTypeObject *type) {
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    AutomataObject *self = (AutomataObject *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->numbers = PyList_New(0);
    self->unsupported = PyList_New(0);
    if (self->numbers == NULL || self->unsupported == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    return self;
}

static PyObject *create(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"groups", "memory", NULL};
    PyObject *groups;
    Py_ssize_t memory;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "On:Automata", names, &groups, &memory))
        return NULL;
    if (memory < 0) {
        PyErr_SetString(PyExc_ValueError, "memory is below zero");
        return NULL;
    }
    AutomataObject *self = allocated(type);
    if (self == NULL)
        return NULL;
    PyObject *listed = PySequence_List(groups);
    if (listed == NULL)
        goto failed;
    Py_ssize_t number = 0;
    for (Py_ssize_t index = 0; index < PyList_Size(listed); index++)
        if (add_group(self, PyList_GetItem(listed, index), &number) < 0)
            goto failed;
    Py_DECREF(listed);
    listed = NULL;
    automata_classify(&self->automata);
    if (!automata_ready(&self->automata, (size_t)memory)) {
        PyErr_NoMemory();
        goto failed;
    }
    return (PyObject *)self;
failed:
    Py_XDECREF(listed);
    Py_DECREF(self);
    return NULL;
}

static int read_bytes(AutomataObject *self, Reading *reading, const uint8_t *text, Py_ssize_t length, int *some) {
    if (length == 0)
        return 0;
    if ((*some && !automata_read(&self->automata, reading, (const uint8_t *)"\n", 1)) || !automata_read(&self->automata, reading, text, (size_t)length)) {
        PyErr_NoMemory();
        return -1;
    }
    *some = 1;
    return 0;
}

static int read_object(AutomataObject *self, Reading *reading, PyObject *text, int *some) {
    const uint8_t *bytes;
    Py_ssize_t length;
    PyObject *made;
    int result = all_bytes_of(text, &bytes, &length, &made) < 0 ? -1 : read_bytes(self, reading, bytes, length, some);
    Py_XDECREF(made);
    return result;
}

/* Reads a text, or the parts of one, with a line feed between those that are not empty. */
static int read_parts(AutomataObject *self, Reading *reading, PyObject *parts, int depth, int *some) {
    if (parts == Py_None)
        return 0;
    int is_tuple = PyTuple_Check(parts);
    if (!is_tuple && !PyList_Check(parts))
        return read_object(self, reading, parts, some);
    if (depth == 0) {
        PyErr_SetString(PyExc_ValueError, "parts within parts within parts");
        return -1;
    }
    for (Py_ssize_t index = 0; index < (is_tuple ? PyTuple_Size(parts) : PyList_Size(parts)); index++)
        if (read_parts(self, reading, is_tuple ? PyTuple_GetItem(parts, index) : PyList_GetItem(parts, index), depth - 1, some) < 0)
            return -1;
    return 0;
}

static int begin(AutomataObject *self, Reading *reading) {
    if (automata_begin(&self->automata, reading))
        return 0;
    PyErr_NoMemory();
    return -1;
}

/* Ends a text: the numbers of the patterns that match; NULL with an exception, or without one where none does. */
static PyObject *end(AutomataObject *self, Reading *reading) {
    if (!automata_end(&self->automata, reading))
        return PyErr_NoMemory();
    const List *found = &reading->found;
    if (found->count == 0)
        return NULL;
    PyObject *numbers = PyTuple_New((Py_ssize_t)found->count);
    for (size_t index = 0; numbers != NULL && index < found->count; index++) {
        PyObject *number = PyList_GetItem(self->numbers, (Py_ssize_t)found->items[index]);
        Py_XINCREF(number);
        if (number == NULL || PyTuple_SetItem(numbers, (Py_ssize_t)index, number) < 0)
            Py_CLEAR(numbers);
    }
    return numbers;
}

static PyObject *numbers_in(AutomataObject *self, Reading *reading, PyObject *text) {
    int some = 0;
    return begin(self, reading) < 0 || read_parts(self, reading, text, 2, &some) < 0 ? NULL : end(self, reading);
}

static PyObject *match(AutomataObject *self, PyObject *text) {
    PyObject *numbers = numbers_in(self, self->automata.readings, text);
    return numbers != NULL || PyErr_Occurred() ? numbers : PyTuple_New(0);
}

/* What is left of a text that is being read. */
typedef struct {
    Py_ssize_t index, left;
    const uint8_t *at;
    PyObject *made;
} Rest;

/* Begins the next of some texts that is one string of bytes; those before it, which have parts, are read whole.  0 when there is none. */
static int begin_next(AutomataObject *self, Reading *reading, Rest *rest, PyObject *texts, Py_ssize_t *next, PyObject **numbers) {
    for (; *next < PyList_Size(texts); ++*next) {
        PyObject *text = PyList_GetItem(texts, *next);
        if (text != Py_None && !PyTuple_Check(text) && !PyList_Check(text)) {
            rest->index = (*next)++;
            return all_bytes_of(text, &rest->at, &rest->left, &rest->made) < 0 || begin(self, reading) < 0 ? -1 : 1;
        }
        numbers[*next] = numbers_in(self, reading, text);
        if (numbers[*next] == NULL && PyErr_Occurred())
            return -1;
    }
    return 0;
}

/* The numbers of each of some texts, two of which are read at a time; NULL where none matches. */
static int numbers_of_all(AutomataObject *self, PyObject *texts, PyObject **numbers) {
    Automata *automata = &self->automata;
    Rest rests[READINGS] = {{-1, 0, NULL, NULL}, {-1, 0, NULL, NULL}};
    Py_ssize_t next = 0;
    int result = 0;
    while (result == 0) {
        int reads = 0;
        for (int which = 0; result == 0 && which < READINGS; which++) {
            if (rests[which].index < 0 && begin_next(self, &automata->readings[which], &rests[which], texts, &next, numbers) < 0)
                result = -1;
            reads += rests[which].index >= 0;
        }
        if (result < 0 || reads == 0)
            break;
        Py_ssize_t length = rests[0].index < 0 ? rests[1].left : rests[1].index < 0 || rests[0].left < rests[1].left ? rests[0].left : rests[1].left;
        int only = rests[0].index < 0;
        if (!(reads == READINGS ? automata_read_both(automata, rests[0].at, rests[1].at, (size_t)length)
                                : automata_read(automata, &automata->readings[only], rests[only].at, (size_t)length))) {
            PyErr_NoMemory();
            result = -1;
        }
        for (int which = 0; result == 0 && which < READINGS; which++) {
            Rest *rest = &rests[which];
            if (rest->index < 0)
                continue;
            rest->at += length;
            rest->left -= length;
            if (rest->left)
                continue;
            numbers[rest->index] = end(self, &automata->readings[which]);
            result = numbers[rest->index] == NULL && PyErr_Occurred() ? -1 : 0;
            rest->index = -1;
            Py_CLEAR(rest->made);
        }
    }
    for (int which = 0; which < READINGS; which++)
        Py_XDECREF(rests[which].made);
    return result;
}

static PyObject *match_all(AutomataObject *self, PyObject *texts) {
    PyObject *listed = PySequence_List(texts), *result = PyList_New(0);
    Py_ssize_t count = listed == NULL ? 0 : PyList_Size(listed);
    PyObject **numbers = calloc((size_t)count + 1, sizeof *numbers);
    if (numbers == NULL)
        PyErr_NoMemory();
    if (listed == NULL || numbers == NULL || numbers_of_all(self, listed, numbers) < 0)
        Py_CLEAR(result);
    for (Py_ssize_t index = 0; result != NULL && index < count; index++) {
        if (numbers[index] == NULL)
            continue;
        if (append_new(result, Py_BuildValue("(nO)", index, numbers[index])) < 0)
            Py_CLEAR(result);
    }
    for (Py_ssize_t index = 0; numbers != NULL && index < count; index++)
        Py_XDECREF(numbers[index]);
    free(numbers);
    Py_XDECREF(listed);
    return result;
}

/* Behind the image of the automata: how many patterns are supported and how many are not, and their numbers. */
static PyObject *image(AutomataObject *self, PyObject *args) {
    Py_ssize_t most;
    if (!PyArg_ParseTuple(args, "n:image", &most))
        return NULL;
    PyObject *lists[] = {self->numbers, self->unsupported}, *made = NULL;
    List words = {0};
    int whole = image_of(&self->automata, most < 1 ? 1 : (size_t)most, &words);
    for (int which = 0; whole && which < 2; which++) {
        whole = push(&words, (uint32_t)PyList_Size(lists[which]));
        for (Py_ssize_t index = 0; whole && index < PyList_Size(lists[which]); index++)
            whole = push(&words, (uint32_t)PyLong_AsSsize_t(PyList_GetItem(lists[which], index)));
    }
    if (whole)
        made = PyBytes_FromStringAndSize((char *)words.items, (Py_ssize_t)(words.count * sizeof *words.items));
    else
        PyErr_NoMemory();
    free(words.items);
    return made;
}

static int read_numbers(PyObject *list, const uint8_t **at, size_t *left) {
    uint32_t count, number;
    if (*left < 1)
        return 0;
    memcpy(&count, *at, sizeof count);
    if (--*left < count)
        return 0;
    *left -= count;
    for (*at += sizeof count; count; count--, *at += sizeof number) {
        memcpy(&number, *at, sizeof number);
        if (append_new(list, PyLong_FromSize_t(number)) < 0)
            return -1;
    }
    return 1;
}

static PyObject *of_image(PyTypeObject *type, PyObject *args) {
    PyObject *data;
    char *words;
    Py_ssize_t start, length, memory;
    if (!PyArg_ParseTuple(args, "Onn:of_image", &data, &start, &memory) || PyBytes_AsStringAndSize(data, &words, &length) < 0)
        return NULL;
    start = start < 0 || start > length ? length : start;
    words += start;
    length -= start;
    AutomataObject *self = allocated(type);
    if (self == NULL)
        return NULL;
    size_t taken, left = (size_t)length / sizeof(uint32_t);
    int read = length % (Py_ssize_t)sizeof(uint32_t) || memory < 0 ? IMAGE_BROKEN : image_read(&self->automata, (const uint8_t *)words, left, (size_t)memory, &taken);
    int sound = read == IMAGE_OK;
    if (sound) {
        const uint8_t *at = (const uint8_t *)words + taken * sizeof(uint32_t);
        left -= taken;
        sound = read_numbers(self->numbers, &at, &left);
        if (sound == 1)
            sound = read_numbers(self->unsupported, &at, &left);
        sound = sound == 1 ? left == 0 && (size_t)PyList_Size(self->numbers) == self->automata.pattern_count : sound;
    }
    if (sound == 1)
        return (PyObject *)self;
    if (read == IMAGE_NO_MEMORY)
        PyErr_NoMemory();
    else if (sound == 0)
        PyErr_SetString(PyExc_ValueError, "this is no image of automata");
    Py_DECREF(self);
    return NULL;
}

static PyObject *get_unsupported(AutomataObject *self, void *closure) {
    (void)closure;
    return PyList_AsTuple(self->unsupported);
}

static PyObject *get_states(AutomataObject *self, void *closure) {
    (void)closure;
    return PyLong_FromSize_t(self->automata.state_count);
}

static PyMethodDef METHODS[] = {
    {"match", (PyCFunction)match, METH_O,
     "Numbers of the patterns that match in a text, sorted.\n\nA text is a string, UTF-8, or a tuple of such and of lists of such, which are lines of it; None is no line."},
    {"match_all", (PyCFunction)match_all, METH_O, "Index and numbers of those of some texts in which a pattern matches, in order."},
    {"image", (PyCFunction)image, METH_VARARGS,
     "image(states, /)\n--\n\nWhat of_image makes the same automata of, with the first of their states, at most so many."},
    {"of_image", (PyCFunction)of_image, METH_VARARGS | METH_CLASS,
     "of_image(data, start, memory, /)\n--\n\nThe automata of an image that this machine has made, bytes from start on; ValueError where it is none."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef ATTRIBUTES[] = {
    {"unsupported", (getter)get_unsupported, NULL, "Numbers of the patterns that are not looked for.", NULL},
    {"states", (getter)get_states, NULL, "States made so far.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot SLOTS[] = {
    {Py_tp_doc, "Automata(groups, memory)\n--\n\nLooks for groups of patterns side by side, in one pass over a text."},
    {Py_tp_new, create},
    {Py_tp_dealloc, dealloc},
    {Py_tp_methods, METHODS},
    {Py_tp_getset, ATTRIBUTES},
    {0, NULL},
};

static PyType_Spec SPEC = {
    .name = "newslint._compiled.Automata",
    .basicsize = sizeof(AutomataObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = SLOTS,
};

static PyObject *edges_in(PyObject *data, const Py_ssize_t limits[4]) {
    const uint8_t *text;
    Py_ssize_t length;
    PyObject *made;
    if (all_bytes_of(data, &text, &length, &made) < 0)
        return NULL;
    Edge edges[MOST_EDGES];
    unsigned char packed[8 * MOST_EDGES];
    int count = edges_of(text, (size_t)length, (size_t)limits[0], (size_t)limits[1], (size_t)limits[2], (size_t)limits[3], edges);
    Py_XDECREF(made);
    if (count < 0)
        return Py_NewRef(Py_None);
    for (int index = 0; index < count; index++) {
        write_four(packed + 4 * index, edges[index].digest);
        write_four(packed + 4 * (count + index), edges[index].number);
    }
    return PyBytes_FromStringAndSize((char *)packed, 8 * count);
}

static PyObject *edge_lines(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts;
    Py_ssize_t limits[4]; /* first, last, least, most */
    if (!PyArg_ParseTuple(args, "O!nnnn:edge_lines", &PyList_Type, &texts, &limits[0], &limits[1], &limits[2], &limits[3]))
        return NULL;
    if (limits[0] < 0 || limits[1] < 0 || limits[2] < 0 || limits[3] < 0 || limits[0] > MOST_EDGES || limits[1] > MOST_EDGES - limits[0]) {
        PyErr_Format(PyExc_ValueError, "numbers of lines are from 0 to %d together, and bytes not below 0", MOST_EDGES);
        return NULL;
    }
    PyObject *found = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(texts); index++)
        if (append_new(found, edges_in(PyList_GetItem(texts, index), limits)) < 0)
            Py_CLEAR(found);
    return found;
}

static PyObject *lines_alike(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *texts;
    Py_ssize_t least, most;
    if (!PyArg_ParseTuple(args, "O!nn:lines_alike", &PyList_Type, &texts, &least, &most))
        return NULL;
    if (least < 1 || most < 1) {
        PyErr_SetString(PyExc_ValueError, "numbers of bytes are from 1");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    for (Py_ssize_t index = 0; found != NULL && index < PyList_Size(texts); index++) {
        const uint8_t *text;
        Py_ssize_t length;
        PyObject *made;
        if (all_bytes_of(PyList_GetItem(texts, index), &text, &length, &made) < 0)
            Py_CLEAR(found);
        else if (starts_alike((const char *)text, (size_t)length, (size_t)least, (size_t)most) && append_new(found, PyLong_FromSsize_t(index)) < 0)
            Py_CLEAR(found);
        Py_XDECREF(made);
    }
    return found;
}

static PyMethodDef FUNCTIONS[] = {
    {"alike_titles", alike_titles, METH_VARARGS,
     "alike_titles(payloads, threshold, least, contained, within, most, /)\n--\n\nIndexes of titles that are near duplicates of an earlier one, each with that of "
     "the first such, as newslint.kinds.near_duplicate.TokenCheck tells: payloads are its own, within is a number of days or -1, and a title is "
     "compared with the last so many different ones."},
    {"alike_at_ends", alike_at_ends, METH_VARARGS,
     "alike_at_ends(lefts, rights, ratio, slack, /)\n--\n\nIndexes of the pairs of strings that may have the same words, as lengths, first and last letters "
     "tell: neither is longer than ratio times the other and slack characters more."},
    {"first_lines", first_lines, METH_VARARGS,
     "first_lines(texts, limit, /)\n--\n\nThe first lines of each string that are not blank, without outer white space: all first ones, all second "
     "ones, and so on; empty where there are fewer, and of None."},
    {"lacking_words", lacking_words, METH_VARARGS,
     "lacking_words(texts, words, needed, reach, /)\n--\n\nIndexes of the strings that hold fewer than needed of some words in their first reach bytes, "
     "or that are no UTF-8."},
    {"lengths_outside", lengths_outside, METH_VARARGS,
     "lengths_outside(values, least, most, /)\n--\n\nIndexes of the strings that have fewer or more characters, or begin or end with one that is not "
     "seen, and of what is neither a string nor None; empty ones are left out."},
    {"origins", origins, METH_VARARGS,
     "origins(values, scheme, /)\n--\n\nOf each address the part before its first slash behind scheme characters, None where there is none; and the indexes "
     "of those that are no strings of what an address may hold, which have None as well."},
    {"plain_stamps", plain_stamps, METH_VARARGS,
     "plain_stamps(values, /)\n--\n\nDays of the earliest and of the latest of the values that are plain stamps, as newslint.kinds.stamps.is_plain knows "
     "them, and the indexes of the others that are something."},
    {"some_begin", some_begin, METH_VARARGS,
     "some_begin(values, characters, /)\n--\n\nWhether a string, or one in a list, begins with one of some characters of ASCII or with one that is not "
     "seen, or is none."},
    {"holders", holders, METH_VARARGS,
     "holders(values, characters, /)\n--\n\nIndexes of the strings that hold one of some characters, or are no UTF-8; of None never."},
    {"long_lines", long_lines, METH_VARARGS,
     "long_lines(values, most, /)\n--\n\nIndexes of the strings of which a line has more than most bytes, or that are no UTF-8; of None never."},
    {"short_or_marked", short_or_marked, METH_VARARGS,
     "short_or_marked(values, least, pairs, /)\n--\n\nIndexes of all but the strings, and lists whose first string is one, that begin with a letter or a "
     "digit of ASCII, and have least characters or begin with two in front of a third of ASCII that are no pair of pairs: small ones, in twos."},
    {"tails_in", tails_in, METH_VARARGS,
     "tails_in(texts, names, size, most, /)\n--\n\nIndexes of the strings of at most so many characters whose last size characters stand, in small letters, "
     "in names, or are not all letters and digits of ASCII."},
    {"unsettled_pairs", unsettled_pairs, METH_VARARGS,
     "unsettled_pairs(lefts, rights, relation, /)\n--\n\nIndexes of the pairs that are both something, but two strings of which a relation surely holds.\n\n"
     "Relations are = of equal ones, < and > of dates in one form and zone, and / of an address that holds no day, or that of the date."},
    {"wide_texts", wide_texts, METH_VARARGS,
     "wide_texts(values, ratio, /)\n--\n\nIndexes of the strings whose UTF-8 has more than ratio bytes for each character, or that are none."},
    {"lines_alike", lines_alike, METH_VARARGS,
     "lines_alike(texts, least, most, /)\n--\n\nIndexes of the texts, strings or UTF-8, of which two lines of at least least bytes have the same first "
     "most bytes; now and then one too many, never too few."},
    {"edge_lines", edge_lines, METH_VARARGS,
     "edge_lines(texts, first, last, least, most, /)\n--\n\nFor each text, a string or UTF-8, digests of the first and the last lines that are not blank, and "
     "then their numbers, four bytes each, the lowest first.\n\nEmpty lines are not counted, those of fewer than least or more than most bytes "
     "left out.  None for a text whose lines may end in carriage returns."},
    {"digests", digests, METH_VARARGS,
     "digests(texts, form, /)\n--\n\nDigests of texts, strings or UTF-8, in a form of newslint.text.digest, eight bytes each, the lowest first, and "
     "the indexes of those whose form is not known here, which have zeros."},
    {"url_digests", url_digests, METH_VARARGS,
     "url_digests(urls, steps, /)\n--\n\nDigests of URLs as newslint.text.urls.normalise gives them, eight bytes each, the lowest first, and the indexes "
     "of those whose form is not known here, which have zeros.\n\nEach step is a bit, in the order of newslint.text.urls.STEPS."},
    {"name_rows", name_rows, METH_VARARGS,
     "name_rows(owners, names, /)\n--\n\nOf the names of persons that each owner has, a list for each: a digest of the owner, its initial and its family "
     "name, of eight bytes, the lowest first; the index of its owner; its payload, which says whether its first name is written in full, "
     "where it stands, and a digest of the first name; and the places of those that are left, since they are not known here.\n\nAn owner that "
     "is None has no rows."},
    {"outline_keys", outline_keys, METH_VARARGS,
     "outline_keys(texts, /)\n--\n\nFor each text, a string or UTF-8, what stands for its newslint.text.digest.outline, eight bytes each, the lowest first."},
    {"long_enough", long_enough, METH_VARARGS,
     "long_enough(texts, chars, words, /)\n--\n\nFor each string a byte: 1 where it has so many characters and so many words, else 0; 2 where its words "
     "cannot be told."},
    {"repeated_numbers", repeated_numbers, METH_O,
     "repeated_numbers(numbers, /)\n--\n\nFor each number of four bytes a byte: 1 where another is equal to it, else 0."},
    {"grouped_keys", grouped_keys, METH_VARARGS,
     "grouped_keys(keys, owners, are_counts, /)\n--\n\nThe keys of eight bytes that come twice or more, each with the numbers of their owners, in the "
     "order of the first of each.\n\nOwners are a number of eight bytes for each key; or, where are_counts is true, how many keys in a row the "
     "owners 0, 1, 2 and so on have, in four bytes each."},
    {"divided_keys", divided_keys, METH_VARARGS,
     "divided_keys(keys, counts, base, parts, /)\n--\n\nKeys of eight bytes in so many parts, by their lowest bits, each part with the numbers of "
     "their entries.\n\nEntries are numbered from base; counts say, in four bytes each, how many keys an entry has."},
    {"repeated", repeated, METH_O,
     "repeated(text, /)\n--\n\nThe words, in lower case, that stand twice in a text with white space between the two; None where it holds "
     "characters that are not known here."},
    {"capitalised", capitalised, METH_VARARGS,
     "capitalised(text, least, /)\n--\n\nHow often each word in capitals of `least` letters stands in a text; None where it holds characters "
     "that are not known here."},
    {"often_capitalised", often_capitalised, METH_VARARGS,
     "often_capitalised(texts, least, often, /)\n--\n\nIndexes of the texts in which some word in capitals of `least` letters stands so often, or that hold "
     "characters that are not known here; now and then one too many, never too few."},
    {"lines_short_of", lines_short_of, METH_VARARGS,
     "lines_short_of(text, words, needed, least, /)\n--\n\nHow many lines of a text have `least` characters or more, without white space at their "
     "ends; how many of those hold fewer than `needed` of some words; and the latter, each with a line feed.\n\nNone where lines may end in "
     "anything but a line feed, or in characters that are not known here."},
    {NULL, NULL, 0, NULL},
};

static int add_type(PyObject *module, const char *name, PyType_Spec *spec) {
    PyObject *type = PyType_FromSpec(spec);
    int added = type == NULL ? -1 : PyModule_AddObjectRef(module, name, type);
    Py_XDECREF(type);
    return added;
}

static int execute(PyObject *module) {
    characters_ready();
    crc_ready();
    digests_ready();
    if (add_type(module, "Automata", &SPEC) < 0 || add_type(module, "Lexicon", &LEXICON_SPEC) < 0)
        return -1;
    return add_type(module, "Titles", &TITLES_SPEC);
}

static PyModuleDef_Slot MODULE_SLOTS[] = {{Py_mod_exec, execute}, {0, NULL}};

static PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT,
    .m_name = "newslint._compiled",
    .m_doc = "What newslint does for every record: many patterns looked for in one pass, lines, words and keys told apart.",
    .m_size = 0,
    .m_methods = FUNCTIONS,
    .m_slots = MODULE_SLOTS,
};

PyMODINIT_FUNC PyInit__compiled(void) { return PyModuleDef_Init(&MODULE); }

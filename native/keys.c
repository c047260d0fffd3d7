#include "keys.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define KEY 8
#define COUNT 4
#define MOST_PARTS 256

static uint64_t key_at(const char *keys, size_t index) {
    uint64_t key;
    memcpy(&key, keys + index * KEY, KEY);
    return key;
}

static uint64_t number_at(const char *numbers, size_t index, size_t size) {
    uint32_t half;
    if (size == KEY)
        return key_at(numbers, index);
    memcpy(&half, numbers + index * COUNT, COUNT);
    return half;
}

/* Sets a byte for each of some numbers of `size` bytes: 1 where another is equal to it, else 0.  0 when there is no memory. */
static int mark_repeated(const char *numbers, size_t count, size_t size, char *marked) {
    size_t room = 16;
    while (room < count + count / 2)
        room *= 2;
    uint32_t *slots = calloc(room, sizeof *slots); /* indexes of the first of equal numbers, plus one; 0 is free */
    if (slots == NULL)
        return 0;
    memset(marked, 0, count);
    for (size_t index = 0; index < count; index++) {
        uint64_t number = number_at(numbers, index, size);
        size_t slot = (size_t)((number * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (room - 1);
        while (slots[slot] != 0 && number_at(numbers, slots[slot] - 1, size) != number)
            slot = (slot + 1) & (room - 1);
        if (slots[slot] == 0)
            slots[slot] = (uint32_t)index + 1;
        else
            marked[slots[slot] - 1] = marked[index] = 1;
    }
    free(slots);
    return 1;
}

PyObject *repeated_numbers(PyObject *module, PyObject *argument) {
    (void)module;
    char *numbers;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(argument, &numbers, &length) < 0)
        return NULL;
    size_t count = (size_t)length / COUNT;
    if (length % COUNT != 0 || count >= UINT32_MAX / 2) {
        PyErr_SetString(PyExc_ValueError, "numbers are of 4 bytes each, and fewer than 2**31");
        return NULL;
    }
    PyObject *marks = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count);
    if (marks != NULL && !mark_repeated(numbers, count, COUNT, PyBytes_AsString(marks))) {
        Py_DECREF(marks);
        return PyErr_NoMemory();
    }
    return marks;
}

/* Adds an owner to those of a key. */
static int add_owner(PyObject *groups, uint64_t key, uint64_t owner) {
    PyObject *number = PyLong_FromUnsignedLongLong(key), *own = PyLong_FromUnsignedLongLong(owner);
    PyObject *owners = number == NULL ? NULL : PyDict_GetItemWithError(groups, number);
    int added = number == NULL || own == NULL || PyErr_Occurred() ? -1 : 0;
    if (added == 0 && owners == NULL) {
        owners = PyList_New(0);
        added = owners == NULL ? -1 : PyDict_SetItem(groups, number, owners);
        Py_XDECREF(owners); /* the dictionary holds it */
    }
    if (added == 0)
        added = PyList_Append(owners, own);
    Py_XDECREF(number);
    Py_XDECREF(own);
    return added;
}

PyObject *grouped_keys(PyObject *module, PyObject *args) {
    (void)module;
    const char *keys, *owners;
    Py_ssize_t keys_length, owners_length;
    int are_counts;
    if (!PyArg_ParseTuple(args, "y#y#p:grouped_keys", &keys, &keys_length, &owners, &owners_length, &are_counts))
        return NULL;
    size_t count = (size_t)keys_length / KEY, told = 0, size = are_counts ? COUNT : KEY, entries = (size_t)owners_length / size;
    for (size_t entry = 0; entry < entries; entry++)
        told += are_counts ? number_at(owners, entry, COUNT) : 1;
    if (keys_length % KEY != 0 || (size_t)owners_length % size != 0 || told != count || count >= UINT32_MAX / 2) {
        PyErr_SetString(PyExc_ValueError, "each key of 8 bytes has an owner, or counts add up to the keys");
        return NULL;
    }
    char *marked = malloc(count + 1);
    PyObject *groups = PyDict_New();
    if (marked == NULL || !mark_repeated(keys, count, KEY, marked)) {
        PyErr_NoMemory();
        Py_CLEAR(groups);
    }
    for (size_t entry = 0, index = 0; groups != NULL && entry < entries; entry++) {
        uint64_t number = number_at(owners, entry, size), owner = are_counts ? entry : number;
        for (uint64_t left = are_counts ? number : 1; groups != NULL && left > 0; left--, index++)
            if (marked[index] && add_owner(groups, key_at(keys, index), owner) < 0)
                Py_CLEAR(groups);
    }
    free(marked);
    return groups;
}

PyObject *divided_keys(PyObject *module, PyObject *args) {
    (void)module;
    const char *keys, *counts;
    Py_ssize_t keys_length, counts_length, parts;
    unsigned long long base;
    if (!PyArg_ParseTuple(args, "y#y#Kn:divided_keys", &keys, &keys_length, &counts, &counts_length, &base, &parts))
        return NULL;
    size_t count = (size_t)keys_length / KEY, entries = (size_t)counts_length / COUNT, told = 0;
    uint32_t own;
    for (size_t entry = 0; entry < entries; entry++) {
        memcpy(&own, counts + entry * COUNT, COUNT);
        told += own;
    }
    if (keys_length % KEY != 0 || counts_length % COUNT != 0 || told != count || parts < 1 || parts > MOST_PARTS || (parts & (parts - 1)) != 0) {
        PyErr_SetString(PyExc_ValueError, "counts have to add up to the keys, and parts are a power of two up to 256");
        return NULL;
    }
    size_t sizes[MOST_PARTS] = {0};
    uint64_t last = (uint64_t)parts - 1;
    for (size_t index = 0; index < count; index++)
        sizes[key_at(keys, index) & last]++;
    char *filled_keys[MOST_PARTS], *filled_owners[MOST_PARTS];
    PyObject *result = PyList_New(0);
    for (Py_ssize_t part = 0; result != NULL && part < parts; part++) {
        Py_ssize_t length = (Py_ssize_t)(sizes[part] * KEY);
        PyObject *own_keys = PyBytes_FromStringAndSize(NULL, length), *own_owners = PyBytes_FromStringAndSize(NULL, length);
        PyObject *pair = own_keys == NULL || own_owners == NULL ? NULL : PyTuple_Pack(2, own_keys, own_owners);
        if (pair == NULL || PyList_Append(result, pair) < 0) {
            Py_CLEAR(result);
        } else {
            filled_keys[part] = PyBytes_AsString(own_keys);
            filled_owners[part] = PyBytes_AsString(own_owners);
        }
        Py_XDECREF(pair);
        Py_XDECREF(own_keys);
        Py_XDECREF(own_owners);
    }
    if (result == NULL)
        return NULL;
    size_t index = 0;
    for (size_t entry = 0; entry < entries; entry++) {
        uint64_t owner = (uint64_t)base + entry;
        memcpy(&own, counts + entry * COUNT, COUNT);
        for (; own > 0; own--, index++) {
            uint64_t part = key_at(keys, index) & last;
            memcpy(filled_keys[part], keys + index * KEY, KEY);
            memcpy(filled_owners[part], &owner, KEY);
            filled_keys[part] += KEY;
            filled_owners[part] += KEY;
        }
    }
    return result;
}

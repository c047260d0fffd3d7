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

PyObject *repeated_keys(PyObject *module, PyObject *argument) {
    (void)module;
    char *keys;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(argument, &keys, &length) < 0)
        return NULL;
    size_t count = (size_t)length / KEY, size = 16;
    if (length % KEY != 0 || count >= UINT32_MAX / 2) {
        PyErr_SetString(PyExc_ValueError, "keys are of 8 bytes each, and fewer than 2**31");
        return NULL;
    }
    while (size < count + count / 2)
        size *= 2;
    uint32_t *slots = calloc(size, sizeof *slots); /* numbers of the first of equal keys, plus one; 0 is free */
    PyObject *marks = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)count);
    if (slots == NULL || marks == NULL) {
        free(slots);
        Py_XDECREF(marks);
        return PyErr_NoMemory();
    }
    char *marked = PyBytes_AsString(marks);
    memset(marked, 0, count);
    for (size_t index = 0; index < count; index++) {
        uint64_t key = key_at(keys, index);
        size_t slot = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (size - 1);
        while (slots[slot] != 0 && key_at(keys, slots[slot] - 1) != key)
            slot = (slot + 1) & (size - 1);
        if (slots[slot] == 0)
            slots[slot] = (uint32_t)index + 1;
        else
            marked[slots[slot] - 1] = marked[index] = 1;
    }
    free(slots);
    return marks;
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

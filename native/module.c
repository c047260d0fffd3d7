/* The Python face of the automata: newslint._automata. */
#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030A0000
#endif
#include <Python.h>

#include "automata.h"

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

static int add_number(PyObject *list, Py_ssize_t number) {
    PyObject *item = PyLong_FromSsize_t(number);
    int added = item == NULL ? -1 : PyList_Append(list, item);
    Py_XDECREF(item);
    return added;
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
                result = add_number(self->unsupported, *number);
            }
            continue;
        }
        switch (automata_add(&self->automata, source, (size_t)length, new_lane)) {
        case PATTERN_OK:
            new_lane = 0;
            result = add_number(self->numbers, *number);
            break;
        case PATTERN_UNSUPPORTED:
            result = add_number(self->unsupported, *number);
            break;
        default:
            PyErr_NoMemory();
            result = -1;
        }
    }
    Py_DECREF(patterns);
    return result;
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
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    AutomataObject *self = (AutomataObject *)allocate(type, 0);
    if (self == NULL)
        return NULL;
    self->numbers = PyList_New(0);
    self->unsupported = PyList_New(0);
    PyObject *listed = PySequence_List(groups);
    if (self->numbers == NULL || self->unsupported == NULL || listed == NULL)
        goto failed;
    Py_ssize_t number = 0;
    for (Py_ssize_t index = 0; index < PyList_Size(listed); index++)
        if (add_group(self, PyList_GetItem(listed, index), &number) < 0)
            goto failed;
    Py_DECREF(listed);
    listed = NULL;
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

static PyObject *match_one(AutomataObject *self, PyObject *text) {
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(text, &bytes, &length) < 0)
        return NULL;
    if (!automata_match(&self->automata, (const unsigned char *)bytes, (size_t)length))
        return PyErr_NoMemory();
    const List *found = &self->automata.found;
    PyObject *numbers = PyTuple_New((Py_ssize_t)found->count);
    for (size_t index = 0; numbers != NULL && index < found->count; index++) {
        PyObject *number = PyList_GetItem(self->numbers, (Py_ssize_t)found->items[index]);
        Py_XINCREF(number);
        if (number == NULL || PyTuple_SetItem(numbers, (Py_ssize_t)index, number) < 0)
            Py_CLEAR(numbers);
    }
    return numbers;
}

static PyObject *match_all(AutomataObject *self, PyObject *texts) {
    PyObject *listed = PySequence_List(texts);
    if (listed == NULL)
        return NULL;
    Py_ssize_t count = PyList_Size(listed);
    PyObject *result = PyList_New(count);
    for (Py_ssize_t index = 0; result != NULL && index < count; index++) {
        PyObject *numbers = match_one(self, PyList_GetItem(listed, index));
        if (numbers == NULL || PyList_SetItem(result, index, numbers) < 0)
            Py_CLEAR(result);
    }
    Py_DECREF(listed);
    return result;
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
    {"match", (PyCFunction)match_one, METH_O, "Numbers of the patterns that match in some bytes, sorted."},
    {"match_all", (PyCFunction)match_all, METH_O, "`match` of each of some bytes, in a list."},
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
    .name = "newslint._automata.Automata",
    .basicsize = sizeof(AutomataObject),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = SLOTS,
};

static int execute(PyObject *module) {
    PyObject *type = PyType_FromSpec(&SPEC);
    int added = type == NULL ? -1 : PyModule_AddObjectRef(module, "Automata", type);
    Py_XDECREF(type);
    return added;
}

static PyModuleDef_Slot MODULE_SLOTS[] = {{Py_mod_exec, execute}, {0, NULL}};

static PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT,
    .m_name = "newslint._automata",
    .m_doc = "Many patterns looked for in one pass.",
    .m_size = 0,
    .m_slots = MODULE_SLOTS,
};

PyMODINIT_FUNC PyInit__automata(void) { return PyModuleDef_Init(&MODULE); }

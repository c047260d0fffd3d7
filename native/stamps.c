#include "stamps.h"

#include <string.h>

#include "texts.h"

#define DAY 10

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

/* URLs in the form in which they are compared: newslint.text.urls.normalise gives the same. */
#include "urls.h"

#include <string.h>

#include "characters.h"
#include "digests.h"
#include "texts.h"

/* What is taken away, in the order of newslint.text.urls.STEPS. */
enum { SCHEME = 1, WWW = 2, TRAILING_SLASH = 4, FRAGMENT = 8, TRACKING = 16, VARIANT = 32 };

typedef struct {
    const uint8_t *start, *end;
} Span;

static int begins(Span span, const char *with) {
    size_t size = strlen(with);
    return (size_t)(span.end - span.start) >= size && memcmp(span.start, with, size) == 0;
}

static void cut_end(Span *span, const char *with) {
    size_t size = strlen(with);
    if ((size_t)(span->end - span->start) >= size && memcmp(span->end - size, with, size) == 0)
        span->end -= size;
}

static const uint8_t *find(const uint8_t *at, const uint8_t *end, char byte) {
    const uint8_t *found = at == end ? NULL : memchr(at, byte, (size_t)(end - at));
    return found == NULL ? end : found;
}

static int stops_in(Span span) {
    int count = 0;
    for (const uint8_t *at = span.start; at < span.end; at++)
        count += *at == '.';
    return count;
}

static const uint8_t *scheme_end(const uint8_t *at, const uint8_t *end) {
    for (; (at = find(at, end, ':')) < end; at++)
        if (end - at >= 3 && at[1] == '/' && at[2] == '/')
            return at;
    return end;
}

/* Writes a URL of ASCII without escapes in the form in which it is compared; 0 where it is no such URL, or has parameters some of which may
 * have to go. */
static int normalise(const uint8_t *url, size_t length, int steps, uint8_t *form, size_t *used) {
    const uint8_t *end = url + length;
    for (const uint8_t *at = url; at < end; at++)
        if (*at >= 0x80 || *at == '%')
            return 0;
    while (url < end && is_ascii_white(*url))
        url++;
    while (end > url && is_ascii_white(end[-1]))
        end--;
    if (steps & FRAGMENT) {
        const uint8_t *at = find(url, end, '#');
        if (!(end - at >= 2 && at[1] == '!'))
            end = at;
    }
    const uint8_t *query = find(url, end, '?');
    if (query < end && steps & TRACKING)
        return 0;
    const uint8_t *scheme = scheme_end(url, query);
    Span host = {scheme < query ? scheme + 3 : url, query};
    Span path = {find(host.start, host.end, '/'), query};
    host.end = path.start;
    uint8_t *to = form;
    if (!(steps & SCHEME) && scheme < query) {
        for (const uint8_t *at = url; at < scheme + 3; at++)
            *to++ = lower_ascii(*at);
    }
    /* The form of the host is made where it may end up, and moved there. */
    uint8_t *lowered = to;
    for (const uint8_t *at = host.start; at < host.end; at++)
        *to++ = lower_ascii(*at);
    host = (Span){lowered, to};
    cut_end(&host, ":80");
    cut_end(&host, ":443");
    if (steps & WWW && begins(host, "www."))
        host.start += 4;
    if (steps & VARIANT) {
        static const char *const LABELS[] = {"m.", "amp.", "mobile."};
        for (int label = 0; label < 3; label++)
            if (begins(host, LABELS[label]) && stops_in(host) > 1)
                host.start += strlen(LABELS[label]);
        cut_end(&path, "/amp/");
        cut_end(&path, "/amp");
        cut_end(&path, ".amp");
        if (begins(path, "/amp/"))
            path.start += 4;
    }
    if (steps & TRAILING_SLASH)
        while (path.end > path.start && path.end[-1] == '/')
            path.end--;
    memmove(lowered, host.start, (size_t)(host.end - host.start));
    to = lowered + (host.end - host.start);
    memcpy(to, path.start, (size_t)(path.end - path.start));
    to += path.end - path.start;
    memcpy(to, query, (size_t)(end - query));
    *used = (size_t)(to + (end - query) - form);
    return 1;
}

PyObject *url_digests(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *urls;
    int steps;
    if (!PyArg_ParseTuple(args, "O!i:url_digests", &PyList_Type, &urls, &steps))
        return NULL;
    return digests_of(urls, normalise, steps);
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

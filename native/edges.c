#include "edges.h"

#include <string.h>

#include "crc.h"

typedef struct {
    const unsigned char *text;
    size_t length;
    uint32_t number;
} Line;

static int is_white(unsigned char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static size_t add(const Line *line, size_t least, size_t most, Edge *edge) {
    if (line->length < least || line->length > most)
        return 0;
    edge->digest = crc_of_lower(line->text, line->length);
    edge->number = line->number;
    return 1;
}

size_t edges_of(const char *text, size_t length, size_t first, size_t last, size_t least, size_t most, Edge edges[MOST_EDGES]) {
    Line lines[MOST_EDGES]; /* the first, and after them the last so far, in turn */
    size_t filled = 0, count = 0;
    uint32_t number = 0;
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    while (at < end) {
        const unsigned char *feed = memchr(at, '\n', (size_t)(end - at));
        const unsigned char *stop = feed == NULL ? end : feed, *from = at, *to = stop;
        while (from < to && is_white(*from))
            from++;
        while (to > from && is_white(to[-1]))
            to--;
        if (from < to) {
            if (filled < first)
                lines[filled] = (Line){from, (size_t)(to - from), number};
            else if (last > 0)
                lines[first + (filled - first) % last] = (Line){from, (size_t)(to - from), number};
            filled++;
        }
        number += stop > at;
        if (feed == NULL)
            break;
        at = feed + 1;
    }
    for (size_t line = 0; line < first && line < filled; line++)
        count += add(&lines[line], least, most, &edges[count]);
    size_t others = filled > first ? filled - first : 0;
    for (size_t line = others > last ? others - last : 0; line < others; line++)
        count += add(&lines[first + line % last], least, most, &edges[count]);
    return count;
}

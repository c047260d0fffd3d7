#include "edges.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "crc.h"

#define BLOCK 64

typedef struct {
    const uint8_t *text, *end;
    uint32_t number;
} Line;

typedef struct {
    Line lines[MOST_EDGES]; /* the first, and after them the last so far, in turn */
    size_t first, last, filled;
    size_t next; /* of the last, where the next one goes */
    uint32_t number;
} Lines;

static int is_white(uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static void add_line(Lines *lines, const uint8_t *from, const uint8_t *to) {
    if (from == to)
        return;
    uint32_t number = lines->number++;
    while (from < to && is_white(*from))
        from++;
    if (from == to)
        return;
    if (lines->filled < lines->first)
        lines->lines[lines->filled] = (Line){from, to, number};
    else if (lines->last > 0) {
        lines->lines[lines->first + lines->next] = (Line){from, to, number};
        lines->next = lines->next + 1 == lines->last ? 0 : lines->next + 1;
    }
    lines->filled++;
}

/* 0 where a line may end in a carriage return. */
static int read_lines(Lines *lines, const uint8_t *text, size_t length) {
    const uint8_t *start = text, *end = text + length;
#ifdef __SSE2__
    const __m128i feed = _mm_set1_epi8('\n'), back = _mm_set1_epi8('\r');
    __m128i returns = _mm_setzero_si128();
    for (; end - text >= BLOCK; text += BLOCK) {
        uint64_t feeds = 0;
        for (int part = 0; part < 4; part++) {
            __m128i bytes = _mm_loadu_si128((const __m128i *)(text + 16 * part));
            returns = _mm_or_si128(returns, _mm_cmpeq_epi8(bytes, back));
            feeds |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, feed)) << 16 * part;
        }
        for (; feeds != 0; feeds &= feeds - 1) {
            const uint8_t *stop = text + __builtin_ctzll(feeds);
            add_line(lines, start, stop);
            start = stop + 1;
        }
    }
    if (_mm_movemask_epi8(returns) != 0)
        return 0;
#endif
    size_t left = (size_t)(end - text);
    if (left > 0 && memchr(text, '\r', left) != NULL)
        return 0;
    while (left > 0) {
        const uint8_t *stop = memchr(text, '\n', left);
        if (stop == NULL)
            break;
        add_line(lines, start, stop);
        start = text = stop + 1;
        left = (size_t)(end - text);
    }
    add_line(lines, start, end);
    return 1;
}

static size_t add(const Line *line, size_t least, size_t most, Edge *edge) {
    const uint8_t *end = line->end;
    while (end > line->text && is_white(end[-1]))
        end--;
    size_t length = (size_t)(end - line->text);
    if (length < least || length > most)
        return 0;
    edge->digest = crc_of_lower(line->text, length);
    edge->number = line->number;
    return 1;
}

int edges_of(const uint8_t *text, size_t length, size_t first, size_t last, size_t least, size_t most, Edge edges[MOST_EDGES]) {
    Lines lines;
    lines.first = first;
    lines.last = last;
    lines.filled = lines.next = lines.number = 0;
    if (!read_lines(&lines, text, length))
        return -1;
    size_t count = 0;
    for (size_t line = 0; line < first && line < lines.filled; line++)
        count += add(&lines.lines[line], least, most, &edges[count]);
    size_t others = lines.filled > first ? lines.filled - first : 0;
    for (size_t line = others > last ? others - last : 0; line < others; line++)
        count += add(&lines.lines[first + line % last], least, most, &edges[count]);
    return (int)count;
}

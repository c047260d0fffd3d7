#include "edges.h"

#include <string.h>

#define STRIDE 8
#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

typedef struct {
    const unsigned char *text;
    size_t length;
    uint32_t number;
} Line;

/* For each byte, what it adds to a CRC when so many bytes come after it. */
static uint32_t tables[STRIDE][256];

void edges_ready(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; bit++)
            value = value & 1 ? value >> 1 ^ UINT32_C(0xEDB88320) : value >> 1;
        tables[0][byte] = value;
    }
    for (int after = 1; after < STRIDE; after++)
        for (int byte = 0; byte < 256; byte++)
            tables[after][byte] = tables[after - 1][byte] >> 8 ^ tables[0][tables[after - 1][byte] & 255];
}

/* Eight bytes, the first the lowest, whatever the machine. */
static uint64_t eight(const unsigned char *text) {
    uint64_t value = 0;
    for (int byte = 0; byte < STRIDE; byte++)
        value |= (uint64_t)text[byte] << 8 * byte;
    return value;
}

static uint64_t lower_eight(uint64_t value) {
    /* Sums over seven bits cannot run over into the next byte; the eighth tells whether a letter is reached, or passed. */
    uint64_t low = value & EACH_BYTE(0x7F);
    uint64_t from_a = low + EACH_BYTE(0x80 - 'A'), past_z = low + EACH_BYTE(0x7F - 'Z');
    return value | (~value & (from_a ^ past_z) & EACH_BYTE(0x80)) >> 2;
}

static uint32_t digest(const unsigned char *text, size_t length) {
    uint32_t crc = UINT32_MAX;
    for (; length >= STRIDE; text += STRIDE, length -= STRIDE) {
        uint64_t value = lower_eight(eight(text)) ^ crc;
        crc = 0;
        for (int byte = 0; byte < STRIDE; byte++)
            crc ^= tables[STRIDE - 1 - byte][value >> 8 * byte & 255];
    }
    for (; length > 0; text++, length--) {
        unsigned char byte = *text >= 'A' && *text <= 'Z' ? *text + 32 : *text;
        crc = crc >> 8 ^ tables[0][(crc ^ byte) & 255];
    }
    return ~crc;
}

static int is_white(unsigned char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

static size_t add(const Line *line, size_t least, size_t most, Edge *edge) {
    if (line->length < least || line->length > most)
        return 0;
    edge->digest = digest(line->text, line->length);
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

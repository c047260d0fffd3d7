#include "starts.h"

#include <stdint.h>
#include <string.h>

#define MOST_LINES 1024
#define MOST_SLOTS (2 * MOST_LINES)
#define STRIDE 8

/* A digest that is not zero, in whose highest bits all bytes have a part. */
static uint64_t digest(const char *text, size_t length) {
    const uint64_t factor = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t value = (uint64_t)length * factor, next;
    for (; length >= STRIDE; text += STRIDE, length -= STRIDE) {
        memcpy(&next, text, STRIDE);
        value = (value ^ next) * factor;
        value ^= value >> 32;
    }
    next = 0;
    memcpy(&next, text, length);
    value = (value ^ next) * factor;
    value ^= value >> 32;
    return value * factor | 1;
}

int starts_alike(const char *text, size_t length, size_t least, size_t most) {
    uint64_t slots[MOST_SLOTS];
    size_t lines = length / (least + 1) + 1, count = 0;
    int bits = 4;
    while (bits < 11 && (size_t)1 << bits < 2 * lines)
        bits++;
    size_t size = (size_t)1 << bits;
    memset(slots, 0, size * sizeof *slots);
    const char *at = text, *end = text + length;
    while (at < end) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        const char *stop = feed == NULL ? end : feed;
        size_t filled = (size_t)(stop - at);
        if (filled >= least && filled > 0) {
            if (++count > MOST_LINES)
                return 1;
            uint64_t value = digest(at, filled < most ? filled : most);
            size_t slot = (size_t)(value >> (64 - bits));
            while (slots[slot] != 0 && slots[slot] != value)
                slot = (slot + 1) & (size - 1);
            if (slots[slot] == value)
                return 1;
            slots[slot] = value;
        }
        if (feed == NULL)
            break;
        at = feed + 1;
    }
    return 0;
}

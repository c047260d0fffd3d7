#include "blake2b.h"

#include <string.h>

#include "bytes.h"

#define BLOCK 128
#define OUTPUT 8

static const uint64_t START[8] = {
    UINT64_C(0x6A09E667F3BCC908), UINT64_C(0xBB67AE8584CAA73B), UINT64_C(0x3C6EF372FE94F82B), UINT64_C(0xA54FF53A5F1D36F1),
    UINT64_C(0x510E527FADE682D1), UINT64_C(0x9B05688C2B3E6C1F), UINT64_C(0x1F83D9ABFB41BD6B), UINT64_C(0x5BE0CD19137E2179),
};

static inline uint64_t turned(uint64_t value, int bits) { return value >> bits | value << (64 - bits); }

#define MIX(a, b, c, d, one, other)                                                                                                  \
    do {                                                                                                                             \
        a += b + (one);                                                                                                              \
        d = turned(d ^ a, 32);                                                                                                       \
        c += d;                                                                                                                      \
        b = turned(b ^ c, 24);                                                                                                       \
        a += b + (other);                                                                                                            \
        d = turned(d ^ a, 16);                                                                                                       \
        c += d;                                                                                                                      \
        b = turned(b ^ c, 63);                                                                                                       \
    } while (0)

/* One round; the numbers say which words of the block it takes, in order. */
#define ROUND(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15)                                                  \
    do {                                                                                                                             \
        MIX(v[0], v[4], v[8], v[12], words[s0], words[s1]);                                                                          \
        MIX(v[1], v[5], v[9], v[13], words[s2], words[s3]);                                                                          \
        MIX(v[2], v[6], v[10], v[14], words[s4], words[s5]);                                                                         \
        MIX(v[3], v[7], v[11], v[15], words[s6], words[s7]);                                                                         \
        MIX(v[0], v[5], v[10], v[15], words[s8], words[s9]);                                                                         \
        MIX(v[1], v[6], v[11], v[12], words[s10], words[s11]);                                                                       \
        MIX(v[2], v[7], v[8], v[13], words[s12], words[s13]);                                                                        \
        MIX(v[3], v[4], v[9], v[14], words[s14], words[s15]);                                                                        \
    } while (0)

static void compress(uint64_t state[8], const uint8_t *block, uint64_t counted, int last) {
    uint64_t words[16], v[16];
    for (int word = 0; word < 16; word++)
        words[word] = read_eight(block + 8 * word);
    for (int word = 0; word < 8; word++) {
        v[word] = state[word];
        v[8 + word] = START[word];
    }
    v[12] ^= counted;
    if (last)
        v[14] = ~v[14];
    ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
    ROUND(11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4);
    ROUND(7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8);
    ROUND(9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13);
    ROUND(2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9);
    ROUND(12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11);
    ROUND(13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10);
    ROUND(6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5);
    ROUND(10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0);
    ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
    for (int word = 0; word < 8; word++)
        state[word] ^= v[word] ^ v[8 + word];
}

uint64_t blake2b_64(const uint8_t *data, size_t length) {
    uint64_t state[8], counted = 0;
    memcpy(state, START, sizeof state);
    state[0] ^= UINT64_C(0x01010000) ^ OUTPUT;
    while (length > BLOCK) {
        counted += BLOCK;
        compress(state, data, counted, 0);
        data += BLOCK;
        length -= BLOCK;
    }
    uint8_t block[BLOCK] = {0};
    if (length > 0)
        memcpy(block, data, length);
    compress(state, block, counted + length, 1);
    return state[0];
}

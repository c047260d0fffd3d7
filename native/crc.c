#include "crc.h"

#define STRIDE 8
#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* For each byte, what it adds to a CRC when so many bytes come after it. */
static uint32_t tables[STRIDE][256];

void crc_ready(void) {
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
static uint64_t eight(const uint8_t *text) {
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

uint32_t crc_of_lower(const uint8_t *text, size_t length) {
    uint32_t crc = UINT32_MAX;
    for (; length >= STRIDE; text += STRIDE, length -= STRIDE) {
        uint64_t value = lower_eight(eight(text)) ^ crc;
        crc = 0;
        for (int byte = 0; byte < STRIDE; byte++)
            crc ^= tables[STRIDE - 1 - byte][value >> 8 * byte & 255];
    }
    for (; length > 0; text++, length--) {
        uint8_t byte = *text >= 'A' && *text <= 'Z' ? *text + 32 : *text;
        crc = crc >> 8 ^ tables[0][(crc ^ byte) & 255];
    }
    return ~crc;
}

/* Numbers as bytes, the first the lowest, whatever the machine. */
#ifndef NEWSLINT_BYTES_H
#define NEWSLINT_BYTES_H

#include <stdint.h>

static inline uint64_t read_eight(const uint8_t *bytes) {
    uint64_t number = 0;
    for (int byte = 0; byte < 8; byte++)
        number |= (uint64_t)bytes[byte] << 8 * byte;
    return number;
}

static inline void write_four(uint8_t *bytes, uint32_t number) {
    for (int byte = 0; byte < 4; byte++)
        bytes[byte] = (uint8_t)(number >> 8 * byte);
}

static inline void write_eight(uint8_t *bytes, uint64_t number) {
    for (int byte = 0; byte < 8; byte++)
        bytes[byte] = (uint8_t)(number >> 8 * byte);
}

#endif

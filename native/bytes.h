/* Numbers as bytes, the first the lowest, whatever the machine. */
#ifndef NEWSLINT_BYTES_H
#define NEWSLINT_BYTES_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t read_four(const uint8_t *bytes) {
    uint32_t number = 0;
    for (int byte = 0; byte < 4; byte++)
        number |= (uint32_t)bytes[byte] << 8 * byte;
    return number;
}

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

/* For tables in memory: Fowler, Noll and Vo's, 32 bits. */
static inline uint32_t short_hash(const uint8_t *bytes, size_t length) {
    uint32_t hash = (uint32_t)length;
    for (size_t at = 0; at < length; at++)
        hash = (hash ^ bytes[at]) * 16777619u;
    return hash ^ hash >> 15;
}

#endif

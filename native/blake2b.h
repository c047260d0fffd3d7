/* BLAKE2b (RFC 7693) of 64 bits, without a key. */
#ifndef NEWSLINT_BLAKE2B_H
#define NEWSLINT_BLAKE2B_H

#include <stddef.h>
#include <stdint.h>

/* The eight bytes of the digest as a number, the first the lowest. */
uint64_t blake2b_64(const uint8_t *data, size_t length);

#endif

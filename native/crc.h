/* CRC-32, as zlib has it. */
#ifndef NEWSLINT_CRC_H
#define NEWSLINT_CRC_H

#include <stddef.h>
#include <stdint.h>

/* To be called once, before the first text. */
void crc_ready(void);

/* CRC-32 of a text with its ASCII letters in lower case. */
uint32_t crc_of_lower(const uint8_t *text, size_t length);

#endif

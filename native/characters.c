#include "characters.h"

#include <string.h>

uint8_t sort_of_byte[256], lower_of_byte[256];

void characters_ready(void) {
    for (int byte = 0; byte < 256; byte++) {
        uint8_t lower = lower_of_byte[byte] = lower_ascii((uint8_t)byte);
        int is_word = (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
        uint8_t sort = (uint8_t)(is_ascii_white((uint8_t)byte) ? WHITE : is_word ? WORD : 0);
        if (byte >= 0xC0)
            sort |= MARK;
        if (byte == '.' || byte == ',')
            sort = STOP;
        if (byte == '-' || byte == ':' || byte == '|')
            sort = DIVIDER;
        if (sort & WHITE && byte != ' ')
            sort |= ODD_WHITE;
        sort_of_byte[byte] = sort;
    }
}

/* U+00A1 to U+00BF, after 0xC2: signs that stay what they are. */
static int is_sign(uint8_t second) {
    return second == 0xA1 || second == 0xA3 || second == 0xA7 || second == 0xA9 || second == 0xAE || second == 0xB0 || second == 0xB1 || second == 0xBF;
}

/* U+0100 to U+017F: a capital stands before its small letter, but for those that are no such pair or are taken apart. */
static uint32_t extended_letter(uint32_t code) {
    if ((code >= 0x130 && code <= 0x133) || code == 0x138 || code == 0x13F || code == 0x140 || code == 0x149 || code == 0x178 || code == 0x17F)
        return 0;
    int capitals_are_odd = (code >= 0x139 && code <= 0x148) || code >= 0x179;
    return (code & 1) == (uint32_t)capitals_are_odd ? code + 1 : code;
}

/* U+0400 to U+04FF: 0 where it is not known. */
static uint32_t cyrillic_letter(uint32_t code) {
    if (code >= 0x460)
        return code == 0x490 || code == 0x491 ? 0x491 : 0;
    return code < 0x410 ? code + 0x50 : code < 0x430 ? code + 0x20 : code;
}

static size_t write_two(uint32_t code, uint8_t folded[3]) {
    folded[0] = (uint8_t)(0xC0 | code >> 6);
    folded[1] = (uint8_t)(0x80 | (code & 0x3F));
    return 2;
}

static size_t write_ascii(const char *plain, uint8_t folded[3]) {
    size_t length = strlen(plain);
    memcpy(folded, plain, length);
    return length;
}

static size_t fold_three(uint8_t second, uint8_t third, uint8_t folded[3]) {
    if (second == 0x82 && third == 0xAC) /* € */
        return write_ascii("\xE2\x82\xAC", folded);
    if (second != 0x80)
        return 0;
    switch (third) {
    case 0x98:
    case 0x99:
        return write_ascii("'", folded);
    case 0x9C:
    case 0x9D:
        return write_ascii("\"", folded);
    case 0x93:
    case 0x94:
        return write_ascii("-", folded);
    case 0xA6:
        return write_ascii("...", folded);
    default:
        return 0;
    }
}

size_t fold_character(const uint8_t *at, const uint8_t *end, uint8_t folded[3], size_t *taken) {
    if (at[0] == 0xE2 && end - at >= 3) {
        *taken = 3;
        return fold_three(at[1], at[2], folded);
    }
    if (end - at < 2 || at[0] < 0xC2 || (at[0] > 0xC5 && at[0] != 0xD0 && at[0] != 0xD1 && at[0] != 0xD2))
        return 0;
    *taken = 2;
    uint32_t code = (uint32_t)(at[0] & 0x1F) << 6 | (at[1] & 0x3F);
    if (at[0] == 0xC2)
        return at[1] == 0xA0 ? write_ascii(" ", folded) : is_sign(at[1]) ? write_two(code, folded) : 0;
    if (at[0] == 0xC3) {
        if (code == 0xDF) /* ß */
            return write_ascii("ss", folded);
        return write_two(code <= 0xDE && code != 0xD7 ? code + 0x20 : code, folded);
    }
    code = at[0] >= 0xD0 ? cyrillic_letter(code) : extended_letter(code);
    return code == 0 ? 0 : write_two(code, folded);
}

/* Characters of UTF-8: white space, and how texts in Latin and Cyrillic letters are folded. */
#ifndef NEWSLINT_CHARACTERS_H
#define NEWSLINT_CHARACTERS_H

#include <stddef.h>
#include <stdint.h>

static inline int is_ascii_white(uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r') || (byte >= 0x1C && byte <= 0x1F); }

/* Bytes of the white space that stands at `at`, as str.isspace knows it; 0 where there is none. */
static inline size_t white_at(const uint8_t *at, const uint8_t *end) {
    if (at == end)
        return 0;
    if (at[0] < 0x80)
        return (size_t)is_ascii_white(at[0]);
    if (at[0] == 0xC2)
        return end - at >= 2 && (at[1] == 0x85 || at[1] == 0xA0) ? 2 : 0;
    if (end - at < 3)
        return 0;
    if (at[0] == 0xE2) {
        int is_white = at[1] == 0x80 ? at[2] <= 0x8A || at[2] == 0xA8 || at[2] == 0xA9 || at[2] == 0xAF : at[1] == 0x81 && at[2] == 0x9F;
        return is_white ? 3 : 0;
    }
    return (at[0] == 0xE1 && at[1] == 0x9A && at[2] == 0x80) || (at[0] == 0xE3 && at[1] == 0x80 && at[2] == 0x80) ? 3 : 0;
}

/* Bytes of a character of newslint.kinds.fields.INVISIBLE; 0 where there is none. */
static inline size_t invisible_at(const uint8_t *at, const uint8_t *end) {
    if (at == end || at[0] < 0xC2)
        return 0;
    if (at[0] == 0xC2)
        return end - at >= 2 && at[1] == 0xAD ? 2 : 0;
    if (end - at < 3)
        return 0;
    int is_invisible = at[0] == 0xE2 ? (at[1] == 0x80 && at[2] >= 0x8B && at[2] <= 0x8F) || (at[1] == 0x81 && at[2] == 0xA0)
                                     : at[0] == 0xEF && at[1] == 0xBB && at[2] == 0xBF;
    return is_invisible ? 3 : 0;
}

/* Bytes of the white space that ends at `end`. */
static inline size_t white_before(const uint8_t *start, const uint8_t *end) {
    if (start == end)
        return 0;
    if (end[-1] < 0x80)
        return (size_t)is_ascii_white(end[-1]);
    for (size_t length = 2; length <= 3 && (size_t)(end - start) >= length; length++)
        if (white_at(end - length, end) == length)
            return length;
    return 0;
}

/* Leaves white space at both ends out of a text. */
static inline void strip(const uint8_t **text, const uint8_t **end) {
    size_t white;
    while ((white = white_at(*text, *end)) > 0)
        *text += white;
    while ((white = white_before(*text, *end)) > 0)
        *end -= white;
}

/* Writes what newslint.text.fold.fold makes of a character that is not ASCII, before white space is looked at, and returns how many bytes
 * that are, never more than the character has; 0 where it is not known here.  `taken` is set to the bytes of the character. */
size_t fold_character(const uint8_t *at, const uint8_t *end, uint8_t folded[3], size_t *taken);

/* Whether a character that is known is one of those marks that make a text in English letters not ASCII.  Where others are, an accent of its own
 * (`) is folded too. */
static inline int is_common_mark(const uint8_t *at) { return (at[0] == 0xE2 && at[1] == 0x80) || (at[0] == 0xC2 && at[1] == 0xA0); }

/* Whether a character that is known, as it stands or folded, and not ASCII is a sign: all others are letters. */
static inline int is_common_sign(const uint8_t *at) {
    return at[0] == 0xC2 || at[0] == 0xE2 || (at[0] == 0xC3 && (at[1] == 0x97 || at[1] == 0xB7)); /* × and ÷ */
}

static inline uint8_t lower_ascii(uint8_t byte) { return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte; }

static inline int is_ascii_word(uint8_t byte) {
    uint8_t lower = lower_ascii(byte);
    return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9');
}

/* What can be said of a byte alone. */
enum {
    WHITE = 1,      /* of ASCII, as str.isspace knows it */
    WORD = 2,       /* a letter or a digit, or a part of a character that is not ASCII */
    STOP = 4,       /* . and , */
    DIVIDER = 8,    /* - : | */
    MARK = 16,      /* begins a character whose bytes are more than one */
    ODD_WHITE = 32  /* white, and no space */
};

/* Those of another file are looked up anew for every byte, unless no other module can have them. */
#ifdef __GNUC__
#define OWN __attribute__((visibility("hidden")))
#else
#define OWN
#endif

extern OWN uint8_t sort_of_byte[256], lower_of_byte[256];

/* Fills both; to be called once, before the first text. */
void characters_ready(void);

#endif

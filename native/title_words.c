#include "title_words.h"

#include <string.h>

#include "characters.h"

static int is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

/* Folds a title without its apostrophes, signs as spaces.  Returns the bytes, or -1 where it holds what is not known. */
static int fold_title(const uint8_t *title, size_t length, uint8_t *folded, int *is_ascii) {
    const uint8_t *end = title + length;
    uint8_t *to = folded;
    int is_foreign = 0;
    *is_ascii = 1;
    while (title < end) {
        for (; title < end && *title < 0x80; title++) {
            *to = lower_of_byte[*title];
            to += *title != '\'';
        }
        if (title == end)
            break;
        uint8_t plain[3];
        size_t taken, count = fold_character(title, end, plain, &taken);
        if (count == 0)
            return -1;
        is_foreign |= !is_common_mark(title);
        title += taken;
        if (plain[0] >= 0x80) {
            *is_ascii = 0;
            if (is_common_sign(plain)) {
                plain[0] = ' ';
                count = 1;
            }
        }
        for (size_t byte = 0; byte < count; byte++)
            if (plain[byte] != '\'')
                *to++ = plain[byte];
    }
    if (is_foreign && memchr(folded, '`', (size_t)(to - folded)) != NULL)
        return -1;
    return (int)(to - folded);
}

static void add(TitleWords *words, const uint8_t *start, const uint8_t *end) {
    words->starts[words->count] = (uint16_t)(start - words->text);
    words->lengths[words->count++] = (uint16_t)(end - start);
}

static const uint8_t *digits(const uint8_t *at, const uint8_t *end) {
    while (at < end && is_digit(*at))
        at++;
    return at;
}

static int are_letters(const uint8_t *at, const uint8_t *end) {
    while (at < end && !is_digit(*at) && sort_of_byte[*at] & WORD)
        at++;
    return at == end;
}

/* 1,200 or 1,200.50 or 1,200th. */
static int is_grouped(const uint8_t *at, const uint8_t *end) {
    const uint8_t *from = at;
    at = digits(at, end);
    if (at == from || at - from > 3 || at == end || *at != ',')
        return 0;
    while (at < end && *at == ',') {
        from = at + 1;
        at = digits(from, end);
        if (at - from < 2 || at - from > 3)
            return 0;
    }
    if (at < end && *at == '.') {
        from = at + 1;
        at = digits(from, end);
        if (at == from)
            return 0;
    }
    return are_letters(at, end);
}

/* 2.5 or 2.5m. */
static int is_decimal(const uint8_t *at, const uint8_t *end) {
    const uint8_t *from = at;
    at = digits(at, end);
    if (at == from || at == end || *at != '.')
        return 0;
    from = at + 1;
    at = digits(from, end);
    return at > from && are_letters(at, end);
}

static size_t characters(const uint8_t *at, const uint8_t *end) {
    size_t count = 0;
    for (; at < end; at++)
        count += (*at & 0xC0) != 0x80;
    return count;
}

static const uint8_t *next(const uint8_t *at, const uint8_t *end, uint8_t byte) {
    const uint8_t *found = memchr(at, byte, (size_t)(end - at));
    return found == NULL ? end : found;
}

/* Adds the words in what has no comma: the letters of U.S. are one, those of st.john two. */
static void add_dotted(TitleWords *words, uint8_t *start, uint8_t *end) {
    while (start < end && *start == '.')
        start++;
    while (end > start && end[-1] == '.')
        end--;
    if (start == end)
        return;
    if (next(start, end, '.') == end || is_decimal(start, end)) {
        add(words, start, end);
        return;
    }
    int are_initials = 1;
    for (const uint8_t *at = start; at < end;) {
        const uint8_t *stop = next(at, end, '.');
        are_initials = are_initials && characters(at, stop) <= 1;
        at = stop + 1;
    }
    uint8_t *joined = start;
    for (uint8_t *at = start; at < end;) {
        const uint8_t *stop = next(at, end, '.');
        if (are_initials) {
            memmove(joined, at, (size_t)(stop - at));
            joined += stop - at;
        } else if (stop > at)
            add(words, at, stop);
        at += stop - at + 1;
    }
    if (are_initials)
        add(words, start, joined);
}

static void add_with_stops(TitleWords *words, uint8_t *start, uint8_t *end) {
    while (start < end && sort_of_byte[*start] & STOP)
        start++;
    while (end > start && sort_of_byte[end[-1]] & STOP)
        end--;
    if (next(start, end, ',') < end && is_grouped(start, end)) {
        uint8_t *to = start;
        for (const uint8_t *at = start; at < end; at++) {
            *to = *at;
            to += *at != ',';
        }
        end = to;
    }
    while (start < end) {
        uint8_t *stop = start + (next(start, end, ',') - start);
        add_dotted(words, start, stop);
        start = stop < end ? stop + 1 : end;
    }
}

int words_of_title(const uint8_t *title, size_t length, TitleWords *words) {
    int is_ascii, size = length > MOST_BYTES ? -1 : fold_title(title, length, words->text, &is_ascii);
    if (size < 0)
        return 0;
    words->count = 0;
    uint8_t *at = words->text, *end = at + size;
    while (at < end) {
        uint8_t *start = at;
        uint8_t met = 0;
        if (is_ascii)
            for (; at < end && sort_of_byte[*at] & (WORD | STOP); at++)
                met |= sort_of_byte[*at];
        else /* a stop is a part of a word only where the word goes on */
            for (; at < end && sort_of_byte[*at] & (WORD | STOP); at++) {
                if (sort_of_byte[*at] & STOP && (at + 1 == end || !(sort_of_byte[at[1]] & WORD)))
                    break;
                met |= sort_of_byte[*at];
            }
        if (met & STOP)
            add_with_stops(words, start, at);
        else if (at > start)
            add(words, start, at);
        at += at < end;
    }
    return 1;
}

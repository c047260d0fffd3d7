#include "crc.h"

#include "bytes.h"
#include "characters.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define HAS_FOLDS
#include <immintrin.h>
#endif

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

static uint64_t lower_eight(uint64_t value) {
    /* Sums over seven bits cannot run over into the next byte; the eighth tells whether a letter is reached, or passed. */
    uint64_t low = value & EACH_BYTE(0x7F);
    uint64_t from_a = low + EACH_BYTE(0x80 - 'A'), past_z = low + EACH_BYTE(0x7F - 'Z');
    return value | (~value & (from_a ^ past_z) & EACH_BYTE(0x80)) >> 2;
}

#ifdef HAS_FOLDS
#define FOLD 16

/* Gopal and others (2009), "Fast CRC computation for generic polynomials using PCLMULQDQ instruction": sixteen bytes are multiplied past the
 * next sixteen at a time, then what is left is divided.  Takes and gives a CRC that is not yet inverted; `length` is a multiple of 16. */
__attribute__((target("pclmul,sse4.1"))) static uint32_t fold_lower(uint32_t crc, const uint8_t *text, size_t length) {
    const __m128i past = _mm_set_epi64x(0x0CCAA009E, 0x1751997D0), half = _mm_set_epi64x(0, 0x163CD6124);
    const __m128i divisor = _mm_set_epi64x(0x1F7011641, 0x1DB710641), low = _mm_setr_epi32(-1, 0, -1, 0);
    const __m128i before_a = _mm_set1_epi8('A' - 1), after_z = _mm_set1_epi8('Z' + 1), bit = _mm_set1_epi8(0x20);
    __m128i folded = _mm_setzero_si128();
    for (size_t at = 0; at < length; at += FOLD) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(text + at));
        __m128i capitals = _mm_and_si128(_mm_cmpgt_epi8(bytes, before_a), _mm_cmplt_epi8(bytes, after_z));
        bytes = _mm_or_si128(bytes, _mm_and_si128(capitals, bit));
        if (at == 0)
            folded = _mm_xor_si128(bytes, _mm_cvtsi32_si128((int)crc));
        else
            folded = _mm_xor_si128(bytes, _mm_xor_si128(_mm_clmulepi64_si128(folded, past, 0x00), _mm_clmulepi64_si128(folded, past, 0x11)));
    }
    folded = _mm_xor_si128(_mm_srli_si128(folded, 8), _mm_clmulepi64_si128(folded, past, 0x10));
    folded = _mm_xor_si128(_mm_srli_si128(folded, 4), _mm_clmulepi64_si128(_mm_and_si128(folded, low), half, 0x00));
    __m128i parts = _mm_and_si128(_mm_clmulepi64_si128(_mm_and_si128(folded, low), divisor, 0x10), low);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(folded, _mm_clmulepi64_si128(parts, divisor, 0x00)), 1);
}
#endif

uint32_t crc_of_lower(const uint8_t *text, size_t length) {
    uint32_t crc = UINT32_MAX;
#ifdef HAS_FOLDS
    if (length >= 2 * FOLD && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1")) {
        size_t folded = length & ~(size_t)(FOLD - 1);
        crc = fold_lower(crc, text, folded);
        text += folded;
        length -= folded;
    }
#endif
    for (; length >= STRIDE; text += STRIDE, length -= STRIDE) {
        uint64_t value = lower_eight(read_eight(text)) ^ crc;
        crc = 0;
        for (int byte = 0; byte < STRIDE; byte++)
            crc ^= tables[STRIDE - 1 - byte][value >> 8 * byte & 255];
    }
    for (; length > 0; text++, length--)
        crc = crc >> 8 ^ tables[0][(crc ^ lower_ascii(*text)) & 255];
    return ~crc;
}

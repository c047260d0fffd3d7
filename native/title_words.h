/* The words of a title: newslint.text.fold.tokens gives the same. */
#ifndef NEWSLINT_TITLE_WORDS_H
#define NEWSLINT_TITLE_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* A title has so many bytes at most, and each has one word at most. */
#define MOST_BYTES 2400

typedef struct {
    uint8_t text[MOST_BYTES + 16]; /* folded; each word's bytes lie together, and sixteen can be read from where it begins */
    uint16_t starts[MOST_BYTES], lengths[MOST_BYTES];
    size_t count;
} TitleWords;

/* Divides a title into its words; 0 where it holds characters that are not known here. */
int words_of_title(const uint8_t *title, size_t length, TitleWords *words);

#endif

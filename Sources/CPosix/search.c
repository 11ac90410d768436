#define _GNU_SOURCE
#include "CPosix.h"
#include <stdint.h>
#include <string.h>

// Sixteen bytes that the processor compares at once, x86-64 and ARM alike.
typedef uint8_t block __attribute__((vector_size(16)));
typedef uint64_t halves __attribute__((vector_size(16)));

static block blockAt(const uint8_t *bytes) {
  block result;
  memcpy(&result, bytes, sizeof result);
  return result;
}

// Where the first byte of a mark is and its third in its place: a quotation mark and a letter alone are everywhere.
static block beginnings(const uint8_t *text, block first, block third) {
  return (block)((blockAt(text) == first) & (blockAt(text + 2) == third));
}

static int isAny(block found) { return (((halves)found)[0] | ((halves)found)[1]) != 0; }

const void *cposix_search(const void *text, size_t text_length, const void *mark, size_t mark_length) {
  const uint8_t *place = text, *end = place + text_length, *wanted = mark;
  if (mark_length >= 3) {
    block first = (block){} + wanted[0], third = (block){} + wanted[2];
    // Two blocks and the two bytes after them.
    while (end - place >= 34) {
      if (isAny(beginnings(place, first, third) | beginnings(place + 16, first, third))) {
        for (int index = 0; index < 32; index++) {
          if (place[index] != wanted[0] || place[index + 2] != wanted[2]) continue;
          if ((size_t)(end - place - index) < mark_length) break;
          if (memcmp(place + index, wanted, mark_length) == 0) return place + index;
        }
      }
      place += 32;
    }
  }
  return memmem(place, (size_t)(end - place), mark, mark_length);
}

const void *cposix_last(const void *text, size_t text_length, uint8_t byte) {
#ifdef __APPLE__
  const uint8_t *bytes = text;
  while (text_length > 0) {
    text_length--;
    if (bytes[text_length] == byte) return bytes + text_length;
  }
  return NULL;
#else
  return memrchr(text, byte, text_length);
#endif
}

#define _GNU_SOURCE
#include "CPosix.h"
#include <string.h>

const void *cposix_search(const void *text, size_t text_length, const void *mark, size_t mark_length) {
  return memmem(text, text_length, mark, mark_length);
}

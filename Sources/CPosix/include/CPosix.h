#ifndef CPOSIX_H
#define CPOSIX_H

#include <stddef.h>

/// Returns where `mark` first is in `text`, or NULL.
///
/// The C libraries' own search, which glibc declares only to programs that ask for its extensions.
const void *cposix_search(const void *text, size_t text_length, const void *mark, size_t mark_length);

#endif

#ifndef CPOSIX_H
#define CPOSIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Returns where `mark` first is in `text`, or NULL.
///
/// At half of the instructions of glibc's memmem, which looks at each byte by itself.
const void *cposix_search(const void *text, size_t text_length, const void *mark, size_t mark_length);

/// Returns the last place of `byte` in `text`, or NULL: memrchr, which glibc declares only to programs that ask for its
/// extensions, and Apple's library lacks.
const void *cposix_last(const void *text, size_t text_length, uint8_t byte);

/// From now on, memory of at least `bytes` goes back to the system when it is let go; only where the library is glibc.
///
/// glibc raises that bound to the largest block that was let go, up to 32 MiB, and keeps smaller ones in a heap whose
/// holes stay resident: a server that had one long line kept 20 MiB more.
void cposix_return_blocks_from(int bytes);

/// Whether the first byte of an open file is locked by who has opened it otherwise.
///
/// Such a lock is of the open file, not of the process, and goes when it is closed (`F_OFD_SETLK`, which Swift does not
/// see); where the system has none, nothing is ever locked.
bool cposix_is_byte_locked(int descriptor);

/// Locks the first byte of an open file, unless another has, or gives it back.
void cposix_lock_byte(int descriptor, bool holds);

#endif

#define _GNU_SOURCE
#include "CPosix.h"
#include <fcntl.h>
#include <unistd.h>

// Elsewhere, locks of open files and flock may exclude each other.
#ifdef __linux__

static struct flock first_byte(short type) {
  return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
}

bool cposix_is_byte_locked(int descriptor) {
  struct flock byte = first_byte(F_WRLCK);
  return fcntl(descriptor, F_OFD_GETLK, &byte) == 0 && byte.l_type != F_UNLCK;
}

void cposix_lock_byte(int descriptor, bool holds) {
  struct flock byte = first_byte(holds ? F_WRLCK : F_UNLCK);
  fcntl(descriptor, F_OFD_SETLK, &byte);
}

#else

bool cposix_is_byte_locked(int descriptor) { return false; }

void cposix_lock_byte(int descriptor, bool holds) {}

#endif

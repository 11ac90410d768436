#include "CPosix.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

void cposix_return_blocks_from(int bytes) {
#if defined(__GLIBC__)
  // Setting either bound ends its growing.
  mallopt(M_MMAP_THRESHOLD, bytes);
  mallopt(M_TRIM_THRESHOLD, 4 * bytes);
#else
  (void)bytes;
#endif
}

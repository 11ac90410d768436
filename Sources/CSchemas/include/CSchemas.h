#ifndef CSCHEMAS_H
#define CSCHEMAS_H

#include <stddef.h>

/// One file of schemas/, compiled in.
struct schema_file {
  const char *path;            ///< Relative to schemas/, such as "pricing/openai.json".
  const unsigned char *bytes;  ///< Its contents, not terminated by a zero.
  size_t count;                ///< How many bytes.
};

/// How many files are compiled in.
size_t schema_file_count(void);

/// The file at `index`, which must be below the count; valid for the life of the process.
const struct schema_file *schema_file_at(size_t index);

#endif

// What Swift cannot import of SQLite: variadic functions and macros that cast.
#ifndef TOKEN_LEDGER_CSQLITE_SHIM_H
#define TOKEN_LEDGER_CSQLITE_SHIM_H

#include <sqlite3.h>

/// Sets one boolean option of a connection (SQLITE_DBCONFIG_...) and returns the result code.
static inline int csqlite_set_option(sqlite3 *connection, int option, int value) {
  return sqlite3_db_config(connection, option, value, (int *)0);
}

/// Leaves out the statistics of SQLite's memory, whose upkeep takes a lock with each allocation.
///
/// Works before the first connection of the process only; the result code says whether it did.
static inline int csqlite_omit_memory_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// Binds text that SQLite copies before this returns.
static inline int csqlite_bind_text(
    sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Binds bytes that SQLite copies before this returns; a null pointer with count 0 binds an empty blob.
static inline int csqlite_bind_blob(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return count == 0 ? sqlite3_bind_zeroblob(statement, index, 0)
                    : sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/// Reads bytes of a connection's main database file and returns the result code.
///
/// A descriptor of our own would not do: closing it drops the process's locks on the file.
static inline int csqlite_read_file(sqlite3 *connection, void *bytes, int count, sqlite3_int64 offset) {
  sqlite3_file *file = 0;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK) return code;
  return file && file->pMethods ? file->pMethods->xRead(file, bytes, count, offset) : SQLITE_CANTOPEN;
}

/// Tries to lock a connection's main database file against all others, lets go of it again, and returns the result code:
/// SQLITE_BUSY where another connection has any lock on it.
static inline int csqlite_is_open_elsewhere(sqlite3 *connection) {
  sqlite3_file *file = 0;
  int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK) return code;
  if (!file || !file->pMethods) return SQLITE_CANTOPEN;
  code = file->pMethods->xLock(file, SQLITE_LOCK_SHARED);
  if (code == SQLITE_OK) code = file->pMethods->xLock(file, SQLITE_LOCK_EXCLUSIVE);
  file->pMethods->xUnlock(file, SQLITE_LOCK_NONE);
  return code;
}

#endif

// The SQLite C API plus what Swift cannot import from it: variadic configuration and the SQLITE_TRANSIENT cast.
#ifndef WEIR_CSQLITE_SHIM_H
#define WEIR_CSQLITE_SHIM_H

#include <sqlite3.h>

// Binds a copy of the bytes; they may go away once this returns.
static inline int weir_sqlite3_bind_text(sqlite3_stmt *statement, int index, const char *utf8, sqlite3_uint64 length) {
    return sqlite3_bind_text64(statement, index, utf8, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int weir_sqlite3_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 length) {
    return sqlite3_bind_blob64(statement, index, bytes, length, SQLITE_TRANSIENT);
}

// Switches one of the SQLITE_DBCONFIG_... flags that take (int, int *).
static inline int weir_sqlite3_db_config(sqlite3 *connection, int flag, int on) {
    return sqlite3_db_config(connection, flag, on, (int *)0);
}

#endif

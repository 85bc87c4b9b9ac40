#pragma once

#include "db/encoded_rows.hpp"
#include "db/sqlite/connection.hpp"
#include "db/sqlite/slots.hpp"

#include <atomic>
#include <list>
#include <sqlite3.h>
#include <unordered_map>
#include <vector>

namespace troupe::db::sqlite {

/// The inside of a connection. `connection.cpp` has its life and runs
/// statements to their end, `row_stream.cpp` a few rows at a time;
/// `statements.cpp` prepares, binds and reads.
struct connection::state {
  struct prepared {
    sqlite3_stmt* handle = nullptr;
    /// OIDs of columns that hold tuples, 0 elsewhere.
    std::vector<uint32_t> tuples;
    std::list<uint64_t>::iterator recent;
  };

  ~state();

  /// What the last call of SQLite had against it.
  error failure() const;

  /// SQLite asks every thousand steps whether to go on.
  static int past_deadline(void* self);

  result<prepared*> prepare(const plan::statement& x);

  static void bind(sqlite3_stmt* to, const plan::bound_values& values);

  static void read(const prepared& p, encoded_rows& out);

  void stop_rows();

  connection_options options;
  sqlite3* db = nullptr;
  std::unordered_map<uint64_t, prepared> statements;
  std::list<uint64_t> recent; ///< statement ids, last used first
  troupe::deadline deadline = troupe::deadline::max();
  /// True once nobody wants the rows any more; null: somebody always will.
  const std::atomic<bool>* unwanted = nullptr;
  sqlite::slots slots;
  /// The statement whose rows are taken a few at a time, null: none.
  const prepared* open = nullptr;
  std::shared_ptr<const plan::bound_values> open_values;
};

} // namespace troupe::db::sqlite

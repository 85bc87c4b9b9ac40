#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace troupe::db::sqlite {

struct connection_options {
  std::string path;
  /// Refuses writes.
  bool read_only = false;
  /// Prepared statements kept.
  size_t statement_cache = 256;
  /// Bytes that one result may have; 0: any number.
  size_t max_result = size_t{1} << 30;
  /// Pages kept in memory.
  size_t cache_kilobytes = 16'000;
};

/// One connection to a SQLite file, for one thread. Blocks.
class connection {
public:
  /// Opens the file, which must exist: WAL, foreign keys on, our functions
  /// registered. Errors are `database_unavailable`.
  static result<std::unique_ptr<connection>> open(connection_options options);

  ~connection();

  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// Runs a statement, or the parts of a script in one transaction, to its end.
  /// Past the deadline it is interrupted (`timeout`), and when its result takes
  /// more than `most` bytes (`limit_exceeded`; 0: what the options say).
  result<plan::row_set_ptr> run(const plan::statement& statement,
                                const plan::bound_values& values,
                                troupe::deadline deadline, size_t most = 0);

  /// Begins a statement whose rows are taken a few at a time; any other that
  /// is run ends it. Once `unwanted` is true it is interrupted, as at the
  /// deadline. Both belong to the caller until `end_rows`.
  result<void> begin_rows(const plan::statement& statement,
                          std::shared_ptr<const plan::bound_values> values,
                          troupe::deadline deadline,
                          const std::atomic<bool>& unwanted);

  /// What was read, and whether that was all.
  struct some_rows {
    plan::row_set_ptr rows;
    bool last = false;
  };

  /// Returns the next rows: until they take `most` bytes, or somebody has
  /// waited for `patience` and there are some. After an error there are no
  /// more.
  result<some_rows> read_rows(size_t most, std::chrono::milliseconds patience);

  void end_rows();

  /// Runs a script without results.
  result<void> execute(const std::string& sql);

private:
  struct state;

  result<plan::row_set_ptr> run_one(const plan::statement& statement,
                                    const plan::bound_values& values,
                                    troupe::deadline deadline, size_t most);

  /// Runs the parts of a script in one transaction.
  result<plan::row_set_ptr> run_script(const plan::statement& script,
                                       const plan::bound_values& values,
                                       troupe::deadline deadline);

  explicit connection(std::unique_ptr<state> x);

  std::unique_ptr<state> state_;
};

} // namespace troupe::db::sqlite

#pragma once

#include "base/result.hpp"
#include "base/session_settings.hpp"
#include "db/postgres/server_places.hpp"
#include "plan/rows.hpp"
#include "plan/statement.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace troupe::db::postgres {

enum class stream_phase : uint8_t { connecting, idle, running, broken };

/// A connection that brings the rows of one statement at a time, a few at a
/// time, however many there are:
///
///     connecting --> idle <--> running
///          |           |          |
///          '---------> broken <---'
///
/// What nobody takes stays with the server, which stops when the socket is
/// full: memory has a bound, and the slowest reader sets the pace.
class row_stream {
public:
  struct options {
    std::string conninfo;
    bool jit = false;   ///< leave the server's JIT as it is
    size_t max_row = 0; ///< bytes that one row may have; 0: any number
  };

  explicit row_stream(const options& x);

  ~row_stream();

  row_stream(const row_stream&) = delete;
  row_stream& operator=(const row_stream&) = delete;

  /// Begins to connect, to the places of the conninfo's servers; breaks if they
  /// are not found.
  void start(const result<server_places>& places);

  stream_phase phase() const noexcept;

  /// Returns the socket, -1 if there is none. It may change while connecting.
  int socket() const noexcept;

  bool wants_write() const noexcept;

  /// Goes on connecting or sending, as far as that does not block.
  void advance();

  /// Sends a statement with the settings that hold for it alone; when `idle`.
  void begin(const plan::statement& statement, const plan::bound_values& values,
             const session_settings_ptr& session);

  /// What was taken: some rows, the last ones, or an error after which there
  /// are none. Null rows: none have come yet.
  struct some_rows {
    plan::row_set_ptr rows;
    bool last = false;
    error failure{ec::none, {}, {}};
  };

  /// Takes what has come, until it has `most` bytes; while `running`.
  some_rows take(size_t most);

  /// Returns what asks the server to cancel the statement. It blocks: call it
  /// from a thread of its own.
  std::function<void()> canceller() const;

  /// Why the connection broke, for the log.
  const std::string& failure() const noexcept;

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace troupe::db::postgres

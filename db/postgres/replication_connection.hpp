#pragma once

#include "base/result.hpp"
#include "db/postgres/server_places.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::db::postgres {

enum class replication_phase : uint8_t {
  connecting,
  idle,      ///< takes commands
  running,   ///< a command is under way
  streaming, ///< the log comes, until the end
  broken,
};

/// The rows of a command, as text.
struct command_rows {
  /// Null columns are empty.
  std::vector<std::vector<std::string>> rows;
};

/// A connection that replicates (`replication=database`). Whoever owns the
/// socket drives it; it never waits:
///
///     connecting --> idle <--> running
///          |           |          | START_REPLICATION
///          |           |       streaming
///          '---------> broken <---'
///
/// What nobody takes stays with the server: memory is bounded by one message.
class replication_connection {
public:
  explicit replication_connection(std::string conninfo);

  ~replication_connection();

  replication_connection(const replication_connection&) = delete;
  replication_connection& operator=(const replication_connection&) = delete;

  /// Begins to connect, to the places of the conninfo's servers; breaks if they
  /// are not found.
  void start(const result<server_places>& places);

  replication_phase phase() const noexcept;

  /// Returns the socket, -1 if there is none. It may change while connecting.
  int socket() const noexcept;

  bool wants_write() const noexcept;

  /// Goes on connecting, sending, or receiving what a command brings, as far as
  /// that does not block. While `streaming` it does not read: `receive` does.
  void advance();

  /// Sends one command, SQL or of the replication protocol; while `idle`.
  void run(const std::string& command);

  /// Takes what a command brought; nothing as long as it runs. A command that
  /// failed leaves the connection `idle`.
  std::optional<result<command_rows>> take();

  /// Reads what the socket has; while `streaming`.
  void receive();

  /// Returns the next whole frame of what was read; nothing if there is none.
  /// The view holds until the next call.
  std::optional<std::string_view> next_frame();

  /// Sends a status update; while `streaming`.
  void send(std::string_view frame);

  /// Why the connection broke, for the log.
  const std::string& failure() const noexcept;

private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace troupe::db::postgres

#pragma once

#include "base/result.hpp"
#include "plan/catalog.hpp"
#include "server/options.hpp"

#include <memory>
#include <string>

namespace troupe::server {

/// A running node: reactors, pools, query actors, listeners.
class server {
public:
  /// Starts serving a compiled schema. Errors are for the operator: a wrong
  /// URL, an address in use, a schema that does not hold.
  static result<std::unique_ptr<server>>
  start(const options& settings, std::shared_ptr<const plan::catalog> catalog);

  ~server();

  server(const server&) = delete;
  server& operator=(const server&) = delete;

  /// Returns `127.0.0.1:8080`, with the port that was chosen.
  const std::string& address() const noexcept;

  /// Serves another schema from now on; requests in flight finish with the old
  /// one.
  result<void> reload(std::shared_ptr<const plan::catalog> catalog);

  /// Accepts nothing more, finishes what is in flight (within the drain
  /// timeout), and ends.
  void stop();

  /// Whether the supervisors gave up; the process then gets SIGTERM.
  bool failed() const noexcept;

private:
  struct state;

  explicit server(std::unique_ptr<state> x);

  std::unique_ptr<state> state_;
};

/// Blocks until SIGINT or SIGTERM. Call `block_signals` first, before any
/// thread is there.
void wait_for_stop();

void block_signals();

} // namespace troupe::server

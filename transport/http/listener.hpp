#pragma once

#include "actors/reactor/pinned.hpp"
#include "base/result.hpp"
#include "cache/store.hpp"
#include "messages/query.hpp"
#include "messages/transport.hpp"
#include "security/session_rules.hpp"
#include "telemetry/stats.hpp"
#include "transport/http/compression.hpp"
#include "transport/http/routes.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace troupe::transport {

/// Who may have operations explained at `/explain`: there is SQL in it.
enum class explain_access : uint8_t {
  off,
  local, ///< clients on this machine, unless a proxy speaks for them
  on,
};

class places;

struct http_options {
  size_t max_header_bytes = 16 * 1024;
  size_t max_body_bytes = 1024 * 1024;
  size_t max_connections = 16'384; ///< of this reactor
  size_t max_batch = 10;
  std::chrono::milliseconds idle_timeout{75'000};
  std::chrono::milliseconds read_timeout{10'000};
  std::chrono::milliseconds request_timeout{10'000};
  std::chrono::milliseconds export_timeout{600'000};
  /// Whether lists may be sent while their rows come in.
  bool flow = false;
  std::vector<std::string> cors_origins;
  /// Requests tell which client they come from.
  bool identify_clients = false;
  /// What the database session of a request is told.
  std::vector<security::session_rule> session_rules;
  compression_options compression;
  explain_access explain = explain_access::off;
  /// Shares connections out among listeners; null: each keeps its own.
  std::shared_ptr<transport::places> places;
  /// Answers that the node keeps; null: none.
  std::shared_ptr<cache::store> kept;
  /// Where those count that are given from there.
  std::shared_ptr<telemetry::request_stats> stats;
};

/// A listening socket before it belongs to a reactor.
class bound_socket {
public:
  /// Binds and listens on `address` (`127.0.0.1:8080`, `[::1]:0`, `:8080`);
  /// several may share a port. Errors are `address_in_use` or `invalid_config`.
  static result<bound_socket> listen(const std::string& address);

  int handle = -1;
  std::string address; ///< with the port that was chosen
};

struct session_owner;

/// Accepts connections on one reactor and owns their sessions. A session reads
/// a request, asks the query actor of the reactor, and writes the answer, all
/// on the reactor's thread.
class listener : public actors::pinned<messages::listener_actor::base> {
public:
  using super = actors::pinned<messages::listener_actor::base>;

  listener(caf::actor_config& cfg, actors::reactor& home, int handle,
           http_options options, messages::query_actor query,
           route_handler routes);

  ~listener() override;

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "http-listener";
  }

private:
  friend struct session_owner;

  void end_when_quiet();

  std::shared_ptr<session_owner> owner_;
};

} // namespace troupe::transport

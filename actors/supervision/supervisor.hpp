#pragma once

#include "actors/supervision/restarts.hpp"
#include "messages/supervision.hpp"

#include <caf/actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <string>
#include <vector>

namespace troupe::actors {

/// Who is restarted when a child fails.
enum class strategy : uint8_t {
  one_for_one,  ///< the child alone
  one_for_all,  ///< all children
  rest_for_one, ///< the child and those started after it
};

/// Which ends of a child are failures.
enum class lifetime : uint8_t {
  permanent, ///< any
  transient, ///< all but a normal exit
  temporary, ///< none: it is never restarted
};

struct child_spec {
  /// For logs and metrics: `connection/0`.
  std::string name;
  /// Spawns the child and introduces it to whoever has to know it. Runs inside
  /// the supervisor, again at each restart; all factories of one supervisor may
  /// share state, since no two of them run at once.
  std::function<caf::actor()> start;
  lifetime life = lifetime::permanent;
  /// How long it may take to exit when told to, before it is killed.
  std::chrono::milliseconds stop_within{5'000};
  /// Neighbours of one stage are stopped together rather than one by one.
  int stage = 0;
};

struct supervisor_options {
  std::string name;
  strategy how = strategy::one_for_one;
  /// Of each child.
  restart_limits limits = {};
  /// Of the jitter.
  uint32_t seed = 1;
};

/// Starts children in order, restarts those that fail, and ends them last
/// first. When a child fails too often it ends its children and itself with
/// `ec::internal`, which is a failure to its own supervisor.
class supervisor : public messages::supervisor_actor::base {
public:
  using super = messages::supervisor_actor::base;

  supervisor(caf::actor_config& cfg, supervisor_options options,
             std::vector<child_spec> specs);

  ~supervisor() override;

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "supervisor";
  }

private:
  struct child;

  void start(size_t index);
  void on_down(const caf::actor_addr& source, const caf::error& why);
  void failed(size_t index, const caf::error& why);
  void restart_when_clear();
  void restart(const messages::restart_due& x);
  void tell_to_stop(size_t index);
  void kill_late(const messages::stop_due& x);
  void end(caf::error why);
  void end_next();
  messages::children describe() const;
  void tell(const messages::tell_children& x);

  bool follows(size_t index, size_t failed) const noexcept;
  bool is_failure(const child& x, const caf::error& why) const;

  supervisor_options options_;
  std::vector<child> children_;
  bool ending_ = false;
  caf::error end_reason_;
};

/// Spawns a supervisor.
messages::supervisor_actor supervise(caf::actor_system& sys,
                                     supervisor_options options,
                                     std::vector<child_spec> specs);

} // namespace troupe::actors

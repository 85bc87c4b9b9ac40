#include "actors/pool.hpp"

namespace troupe::actors {

pool::pool(caf::actor_config& cfg, reactor& home, std::string database,
           std::vector<messages::connection_actor> readers,
           std::vector<messages::connection_actor> writers)
  : super(cfg, home),
    database_(std::move(database)),
    readers_(std::move(readers)),
    writers_(std::move(writers)),
    next_(home.index()) {
  // nop
}

pool::behavior_type pool::make_behavior() {
  return {
    [this](const messages::run_statement& x) {
      const auto& choice = x.statement->writes ? writers_ : readers_;
      return delegate(choice[next_++ % choice.size()], x);
    },
    [this](const messages::describe_pool&) {
      messages::pool_status out;
      out.database = database_;
      out.connections = static_cast<uint32_t>(readers_.size());
      out.available = true;
      return out;
    },
  };
}

/// A late holder of the pool must not keep the threads of its connections.
void pool::on_exit() {
  readers_.clear();
  writers_.clear();
}

} // namespace troupe::actors

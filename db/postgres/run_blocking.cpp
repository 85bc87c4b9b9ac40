#include "db/postgres/run_blocking.hpp"

#include <optional>
#include <poll.h>

namespace troupe::db::postgres {

result<plan::row_set_ptr>
run_blocking(const std::string& conninfo,
             std::shared_ptr<const plan::statement> statement,
             std::shared_ptr<const plan::bound_values> values,
             std::chrono::milliseconds patience) {
  // Outlives the connection, which answers what waits when it goes.
  std::optional<result<plan::row_set_ptr>> answer;
  connection_options options;
  options.conninfo = conninfo;
  options.prepare = prepare_mode::off;
  options.merge = false;
  connection c{std::move(options)};
  c.start(server_places{});
  auto deadline = steady::now() + patience;
  job x;
  x.statement = std::move(statement);
  x.values = std::move(values);
  x.deadline = deadline;
  x.done = [&answer](result<plan::row_set_ptr> rows) {
    answer.emplace(std::move(rows));
  };
  c.submit(std::move(x));
  while (!answer) {
    if (c.phase() == phase::broken)
      return error{ec::database_unavailable,
                   "Cannot connect to the database: " + c.failure(),
                   {}};
    if (c.phase() == phase::ready)
      c.flush();
    constexpr int step = 100;
    pollfd p{c.socket(),
             static_cast<short>(POLLIN | (c.wants_write() ? POLLOUT : 0)), 0};
    poll(&p, 1, step);
    c.advance();
    if (steady::now() > deadline && c.expire(steady::now())) {
      c.canceller()();
      return error{ec::timeout, "The database took too long.", {}};
    }
  }
  return std::move(*answer);
}

} // namespace troupe::db::postgres

#include "db/postgres/connection_state.hpp"
#include "db/postgres/parameters.hpp"

namespace troupe::db::postgres {

/// Sends a statement as the mode says: under a name that the connection keeps,
/// as the unnamed statement while it is the same, or parsed each time, which is
/// the one form that keeps nothing on the server between transactions.
bool connection::state::run(command& prepare, command& execute, uint64_t id,
                            const std::string& sql,
                            const plan::bound_values& values) {
  parameters v{values};
  prepare.id = execute.id = id;
  execute.pending = true;
  if (options.prepare == prepare_mode::off) {
    unnamed = 0;
    return PQsendQueryParams(c, sql.c_str(), v.count(), nullptr, v.data(),
                             nullptr, nullptr, 1)
           == 1;
  }
  bool ok = options.prepare == prepare_mode::named
              ? run_named(prepare, execute, sql)
              : run_unnamed(prepare, execute, sql);
  return ok
         && PQsendQueryPrepared(c, execute.name.c_str(), v.count(), v.data(),
                                nullptr, nullptr, 1)
              == 1;
}

bool connection::state::run_named(command& prepare, command& execute,
                                  const std::string& sql) {
  if (const auto* name = prepared.use(execute.id)) {
    execute.name = *name;
    return true;
  }
  execute.name = prepare.name = prepared.add(execute.id);
  prepare.pending = true;
  return PQsendPrepare(c, prepare.name.c_str(), sql.c_str(), 0, nullptr) == 1;
}

bool connection::state::run_unnamed(command& prepare, command& execute,
                                    const std::string& sql) {
  // Only what is known to be there: a parse that is still in flight may fail,
  // or be skipped, and leave another statement in its place.
  if (unnamed == execute.id)
    return true;
  unnamed = 0;
  prepare.pending = true;
  return PQsendPrepare(c, "", sql.c_str(), 0, nullptr) == 1;
}

/// Keeps the number of named statements on the server within bounds.
bool connection::state::deallocate() {
  for (const auto& name : prepared.take_garbage()) {
    auto sql = "DEALLOCATE " + name;
    if (PQsendQueryParams(c, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr,
                          0)
          != 1
        || PQpipelineSync(c) != 1)
      return false;
    in_flight.emplace_back();
  }
  return true;
}

} // namespace troupe::db::postgres

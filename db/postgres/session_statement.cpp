#include "db/postgres/session_statement.hpp"

namespace troupe::db::postgres {

session_statement::session_statement(const session_settings* settings,
                                     bool calm) {
  sql = calm ? "SELECT set_config('jit', 'off', true)" : "SELECT ";
  if (settings == nullptr)
    return;
  for (const auto& [name, value] : settings->list) {
    auto n = values.values.size();
    sql += n > 0 || calm ? ", set_config($" : "set_config($";
    sql += std::to_string(n + 1) + ", $" + std::to_string(n + 2) + ", true)";
    for (const auto* text : {&name, &value}) {
      auto& to = values.values.emplace_back();
      to.kind = plan::bound_kind::text;
      to.text = *text;
    }
  }
}

} // namespace troupe::db::postgres

#include "db/postgres/start_connecting.hpp"

namespace troupe::db::postgres {

PGconn* start_connecting(const std::string& conninfo, connection_use use) {
  // A dead peer is noticed even while nothing is sent. The URL may say
  // otherwise: what it holds stands after these.
  const char* keys[] = {"application_name",
                        "keepalives_idle",
                        "keepalives_interval",
                        "keepalives_count",
                        "tcp_user_timeout",
                        "dbname",
                        nullptr,
                        nullptr};
  const char* values[] = {"troupe",         "15",    "5",    "3", "30000",
                          conninfo.c_str(), nullptr, nullptr};
  // Behind the conninfo, which has no say in this.
  if (use == connection_use::replication) {
    keys[6] = "replication";
    values[6] = "database";
  }
  auto* c = PQconnectStartParams(keys, values, 1);
  drop_notices(c);
  return c;
}

void drop_notices(PGconn* c) noexcept {
  if (c != nullptr)
    PQsetNoticeReceiver(
      c, [](void*, const PGresult*) {}, nullptr);
}

std::string failure_of(const PGconn* c) {
  std::string out = c == nullptr ? "out of memory" : PQerrorMessage(c);
  while (!out.empty() && out.back() == '\n')
    out.pop_back();
  return out;
}

} // namespace troupe::db::postgres

#include "db/postgres/link.hpp"

#include <algorithm>
#include <memory>

namespace troupe::db::postgres {

namespace {

const char* said(const std::string& x) {
  return x.empty() ? nullptr : x.c_str();
}

PGconn* begin(const std::string& conninfo, const server_places& places,
              link_use use) {
  // A dead peer is noticed even while nothing is sent. The URL may say
  // otherwise: what it holds stands after these.
  const char* keys[] = {"application_name",
                        "keepalives_idle",
                        "keepalives_interval",
                        "keepalives_count",
                        "tcp_user_timeout",
                        "dbname",
                        "host",
                        "hostaddr",
                        "port",
                        "replication",
                        nullptr};
  // What stands behind the conninfo it has no say in.
  const char* values[] = {"troupe",
                          "15",
                          "5",
                          "3",
                          "30000",
                          conninfo.c_str(),
                          said(places.host),
                          said(places.hostaddr),
                          said(places.port),
                          use == link_use::replication ? "database" : nullptr,
                          nullptr};
  return PQconnectStartParams(keys, values, 1);
}

} // namespace

link::~link() {
  PQfinish(c_);
}

void link::start(const std::string& conninfo,
                 const result<server_places>& places) {
  started_ = true;
  if (!places) {
    absent_ = places.error().detail;
    return;
  }
  c_ = begin(conninfo, *places, use_);
  if (c_ == nullptr)
    absent_ = "out of memory";
  drop_notices(c_);
}

link_step link::connect() {
  if (!started_)
    return link_step::under_way;
  auto step = PQconnectPoll(c_);
  wants_write_ = step == PGRES_POLLING_WRITING;
  if (step == PGRES_POLLING_FAILED)
    return link_step::failed;
  if (step != PGRES_POLLING_OK)
    return link_step::under_way;
  bool usable = PQsetnonblocking(c_, 1) == 0
                && (use_ != link_use::pipeline || PQenterPipelineMode(c_) == 1);
  return usable ? link_step::made : link_step::failed;
}

bool link::push() {
  auto left = PQflush(c_);
  if (left >= 0)
    wants_write_ = left > 0;
  return left >= 0;
}

bool link::broken() const noexcept {
  return started_ && (c_ == nullptr || PQstatus(c_) == CONNECTION_BAD);
}

int link::socket() const noexcept {
  return c_ == nullptr ? -1 : PQsocket(c_);
}

std::function<void()> link::canceller() const {
  std::shared_ptr<PGcancel> cancel{PQgetCancel(c_), &PQfreeCancel};
  return [cancel] {
    char why[256];
    PQcancel(cancel.get(), why, sizeof(why));
  };
}

std::string link::failure() const {
  if (c_ == nullptr)
    return absent_;
  std::string out = PQerrorMessage(c_);
  while (!out.empty() && out.back() == '\n')
    out.pop_back();
  std::ranges::replace(out, '\n', ' ');
  std::erase(out, '\t');
  return out;
}

void drop_notices(PGconn* c) noexcept {
  if (c != nullptr)
    PQsetNoticeReceiver(
      c, [](void*, const PGresult*) {}, nullptr);
}

} // namespace troupe::db::postgres

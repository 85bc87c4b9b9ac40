#include "actors/change_listener.hpp"

#include "config.hpp"
#include "messages/error.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <catch2/catch.hpp>

#include <atomic>
#include <mutex>
#include <thread>

using namespace troupe;
using namespace troupe::actors;
using tests::config;
using namespace std::chrono_literals;

namespace {

/// One row of texts; what is missing is null.
class one_row final : public plan::row_set {
public:
  one_row(std::vector<std::string> all, size_t columns)
    : all_(std::move(all)), columns_(columns) {
    // nop
  }

  size_t rows() const noexcept override {
    return 1;
  }

  size_t columns() const noexcept override {
    return columns_;
  }

  void read(size_t, plan::cell* out) const noexcept override {
    for (size_t i = 0; i < columns_; ++i)
      out[i] =
        i < all_.size()
          ? plan::cell{all_[i].data(), static_cast<int32_t>(all_[i].size()),
                       plan::oid::text}
          : plan::cell{};
  }

private:
  std::vector<std::string> all_;
  size_t columns_;
};

/// A PostgreSQL whose log is empty.
struct server {
  std::mutex mutex;
  std::string started = "09:00";
  std::string timeline = "00000001";
  std::string snapshot = "100:100:";
  bool beyond = false;
  bool tells = true;
  std::string read_from; ///< position of the last read
  std::atomic<int> reads{0};
};

plan::row_set_ptr answer(server& x, const messages::run_statement& what) {
  const std::string& sql = what.statement->sql;
  std::lock_guard guard{x.mutex};
  if (sql.find("change_cursor c") != std::string::npos)
    return std::make_shared<one_row>(
      std::vector<std::string>{x.snapshot, "", "false"}, 3);
  if (sql.find("pg_walfile_name") != std::string::npos)
    return x.tells ? std::make_shared<one_row>(
             std::vector<std::string>{x.timeline, x.beyond ? "true" : "false",
                                      x.started},
             3)
                   : nullptr;
  if (sql.find("troupe.change_log") == std::string::npos)
    return std::make_shared<one_row>(std::vector<std::string>{}, 1);
  x.read_from = std::string{what.values->values[0].text};
  ++x.reads;
  return std::make_shared<one_row>(
    std::vector<std::string>{x.snapshot, x.started}, 17);
}

messages::change_reader_actor::behavior_type
reader(messages::change_reader_actor::pointer, std::shared_ptr<server> x) {
  return {
    [x](const messages::run_statement& what)
      -> caf::result<messages::statement_rows> {
      auto rows = answer(*x, what);
      if (rows == nullptr)
        return messages::to_caf({ec::schema_mismatch, "no such function", {}});
      return messages::statement_rows{std::move(rows)};
    },
  };
}

messages::change_subscriber::behavior_type
subscriber(messages::change_subscriber::pointer,
           std::shared_ptr<std::atomic<int>> lost) {
  return {
    [](const messages::changes_arrived&) { return messages::changes_taken{}; },
    [lost](const messages::changes_lost&) { ++*lost; },
  };
}

struct world {
  world() : sys(cfg), self(sys) {
    change_listener_options x;
    x.poll_interval = 5ms;
    listener = spawn_on<change_listener>(sys, 0, x);
    self->send(listener,
               messages::subscribe_changes{sys.spawn(subscriber, lost)});
    self->send(listener, messages::use_reader{sys.spawn(reader, source)});
    read();
  }

  ~world() {
    self->send_exit(listener, caf::exit_reason::user_shutdown);
  }

  /// Waits until what the server is now has been read, twice.
  void read() {
    auto enough = source->reads + 3;
    for (auto end = steady::now() + 20s; source->reads < enough;) {
      REQUIRE(steady::now() < end);
      std::this_thread::sleep_for(1ms);
    }
    self->request(listener, 10s, messages::describe_changes{})
      .receive([](const messages::changes_status&) {},
               [](caf::error&) { FAIL("the listener is gone"); });
  }

  template <class F>
  void becomes(F f) {
    {
      std::lock_guard guard{source->mutex};
      f(*source);
    }
    read();
  }

  std::string position() {
    std::lock_guard guard{source->mutex};
    return source->read_from;
  }

  config cfg;
  caf::actor_system sys;
  caf::scoped_actor self;
  std::shared_ptr<server> source = std::make_shared<server>();
  std::shared_ptr<std::atomic<int>> lost =
    std::make_shared<std::atomic<int>>(0);
  messages::change_listener_actor listener;
};

} // namespace

TEST_CASE("a listener goes on where it was when the database restarts") {
  world w;
  CHECK(*w.lost == 0);
  w.becomes([](server& x) {
    x.started = "09:30";
    x.snapshot = "120:120:";
  });
  CHECK(*w.lost == 0);
  CHECK(w.position() == "120:120:");
}

TEST_CASE("a listener begins anew on a server with another history") {
  world w;
  // Promoted: it never heard of the last transactions, and has had others under
  // their numbers.
  w.becomes([](server& x) {
    x.started = "09:30";
    x.timeline = "00000002";
    x.snapshot = "130:130:";
  });
  CHECK(*w.lost == 1);
  CHECK(w.position() == "130:130:");
  w.becomes([](server& x) { x.snapshot = "140:140:"; });
  CHECK(*w.lost == 1);
}

TEST_CASE("a listener begins anew where its position is ahead of the server") {
  world w;
  w.becomes([](server& x) {
    x.started = "09:30";
    x.beyond = true;
    x.snapshot = "80:80:";
  });
  CHECK(*w.lost == 1);
  CHECK(w.position() == "80:80:");
}

TEST_CASE("a server that does not tell its history may have another after a "
          "restart") {
  world w;
  w.becomes([](server& x) { x.tells = false; });
  CHECK(*w.lost == 0);
  w.becomes([](server& x) { x.started = "09:30"; });
  CHECK(*w.lost == 1);
}

#include "server/tree.hpp"

#include "actors/reactor/scheduler.hpp"
#include "compiler/authoring/author.hpp"
#include "db/sqlite/connection.hpp"
#include "messages/cache.hpp"
#include "messages/changes.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <catch2/catch.hpp>

#include <cstdio>
#include <thread>
#include <unistd.h>

using namespace troupe;

namespace {

struct config : caf::actor_system_config {
  config() {
    load<actors::reactor_scheduler>();
    set("scheduler.max-threads", size_t{2});
    add_message_types<caf::id_block::troupe_messages>();
  }
};

/// A node over a SQLite file of two rows.
struct node {
  node() : sys(cfg) {
    char name[] = "/tmp/troupe-tree-XXXXXX";
    close(mkstemp(name));
    path = name;
    auto opened = db::sqlite::connection::open({.path = path});
    REQUIRE(opened);
    REQUIRE((*opened)->execute(
      "create table t (id integer primary key, name text not null);"
      "insert into t values (1, 'Ada'), (2, 'Emi')"));
    std::vector<compiler::authoring::source_file> files{
      {"t.graphql", "type T @table(name: \"t\") { id: Int! name: String! }"}};
    auto made = compiler::authoring::author(files, nullptr);
    REQUIRE(made.errors.empty());
    made.catalog.dialect = plan::dialect::sqlite;
    auto engine = runtime::engine::make(
      std::make_shared<const plan::catalog>(made.catalog), {});
    REQUIRE(engine);
    auto bound = transport::bound_socket::listen("127.0.0.1:0");
    REQUIRE(bound);
    address = bound->address;
    server::tree_plan plan;
    plan.database.url = *db::parse_url("sqlite:" + path);
    plan.routes = [](const transport::route_request&) {
      return transport::reply{};
    };
    plan.listen_handle = bound->handle;
    top = server::grow(sys, std::move(plan),
                       std::make_shared<server::engine_slot>(*engine));
  }

  ~node() {
    caf::anon_send_exit(top, caf::exit_reason::user_shutdown);
    top = nullptr;
    sys.await_all_actors_done();
    for (auto suffix : {"", "-wal", "-shm"})
      std::remove((path + suffix).c_str());
  }

  /// Asks in a connection of its own and returns the whole response; empty if
  /// the connection was closed.
  std::string ask() const {
    namespace asio = boost::asio;
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    auto colon = address.rfind(':');
    socket.connect(
      {asio::ip::make_address(address.substr(0, colon)),
       static_cast<uint16_t>(std::stoi(address.substr(colon + 1)))});
    std::string text = "GET /graphql?query=%7Bt%7Bname%7D%7D HTTP/1.1\r\n"
                       "Host: x\r\nConnection: close\r\n\r\n";
    boost::system::error_code failed;
    asio::write(socket, asio::buffer(text), failed);
    std::string out;
    asio::read(socket, asio::dynamic_buffer(out), failed);
    return out;
  }

  messages::children describe() {
    caf::scoped_actor self{sys};
    messages::children out;
    self->request(top, std::chrono::seconds{20}, messages::describe_children{})
      .receive([&](const messages::children& x) { out = x; },
               [](caf::error&) {});
    return out;
  }

  uint64_t restarts() {
    uint64_t out = 0;
    for (const auto& x : describe().list)
      out += x.restarts;
    return out;
  }

  /// Lets all children of a kind crash, and waits until they are back.
  void crash(const std::string& kind) {
    uint64_t kinds = 0;
    for (const auto& x : describe().list)
      kinds += x.name.substr(0, x.name.find('/')) == kind;
    REQUIRE(kinds > 0);
    auto goal = restarts() + kinds;
    caf::anon_send(
      top, messages::tell_children{kind, caf::make_message(caf::exit_msg{
                                           {}, caf::exit_reason::kill})});
    while (restarts() < goal || !all_running())
      std::this_thread::yield();
  }

  bool all_running() {
    for (const auto& x : describe().list)
      if (x.state != messages::child_state::running)
        return false;
    return true;
  }

  config cfg;
  caf::actor_system sys;
  messages::supervisor_actor top;
  std::string path;
  std::string address;
};

bool good(const std::string& response) {
  return response.starts_with("HTTP/1.1 200")
         && response.find("Ada") != std::string::npos;
}

} // namespace

TEST_CASE("a node answers after any kind of its actors has crashed") {
  node x;
  REQUIRE(good(x.ask()));
  for (auto kind : {"query", "pool", "datasource", "listener"}) {
    INFO(kind);
    x.crash(kind);
    // The pool restarts its datasource, which is another one's crash.
    for (int i = 0; i < 8; ++i)
      CHECK(good(x.ask()));
  }
}

TEST_CASE(
  "while actors crash, every request is answered or its connection closed") {
  node x;
  std::atomic<bool> stop{false};
  std::atomic<size_t> well{0};
  std::atomic<size_t> silent{0};
  std::vector<std::thread> clients;
  for (int t = 0; t < 4; ++t)
    clients.emplace_back([&] {
      while (!stop) {
        auto response = x.ask();
        well += good(response);
        silent += !response.empty() && !response.starts_with("HTTP/1.1 ");
      }
    });
  for (auto kind : {"query", "datasource", "pool"})
    x.crash(kind);
  auto before = well.load();
  while (well < before + 20)
    std::this_thread::yield();
  stop = true;
  for (auto& t : clients)
    t.join();
  CHECK(silent == 0);
}

TEST_CASE("the end of a node ends all of its actors") {
  for (int i = 0; i < 20; ++i) {
    node x;
    CHECK(good(x.ask()));
  }
}

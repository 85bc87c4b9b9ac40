// The same small Beast server twice: `bare` answers a ping at once, `actors`
// asks query -> connection and back, with the runtime, the pool and the
// messages of the product. What differs is the actor path and nothing else.

#include "actors/pool.hpp"
#include "actors/reactor/pinned.hpp"
#include "actors/route_chooser.hpp"
#include "messages/cache.hpp"
#include "messages/changes.hpp"
#include "messages/query.hpp"
#include "messages/sql.hpp"
#include "messages/supervision.hpp"
#include "messages/transport.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace messages = troupe::messages;
namespace actors = troupe::actors;
using tcp = asio::ip::tcp;
using executor = asio::io_context::executor_type;
using socket_type = asio::basic_stream_socket<tcp, executor>;
using response_ptr = std::shared_ptr<const messages::graphql_response>;

/// What every request is answered with.
std::string answer = "{\"data\":{\"ping\":\"pong\"}}";

response_ptr make_response() {
  auto out = std::make_shared<messages::graphql_response>();
  out->body.append(answer);
  return out;
}

/// Reads requests, has them answered by `Answerer`, writes the responses.
template <class Answerer>
class session : public std::enable_shared_from_this<session<Answerer>> {
public:
  session(socket_type socket, Answerer& answerer)
    : socket_(std::move(socket)), answerer_(answerer) {
    // nop
  }

  void read() {
    parser_.emplace();
    http::async_read(socket_, buffer_, *parser_,
                     [self = this->shared_from_this()](
                       boost::system::error_code failed, size_t) {
                       if (!failed)
                         self->answerer_.answer(self);
                     });
  }

  void write(response_ptr response) {
    response_ = std::move(response);
    header_ = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
              "Content-Length: ";
    header_ += std::to_string(response_->body.size());
    header_ += "\r\n\r\n";
    std::array<asio::const_buffer, 2> parts{
      asio::buffer(header_),
      asio::buffer(response_->body.data(), response_->body.size())};
    asio::async_write(socket_, parts,
                      [self = this->shared_from_this()](
                        boost::system::error_code failed, size_t) {
                        if (!failed)
                          self->read();
                      });
  }

  std::string_view body() const {
    return parser_->get().body();
  }

private:
  socket_type socket_;
  Answerer& answerer_;
  boost::beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::string header_;
  response_ptr response_;
};

template <class Answerer>
void serve(asio::io_context& io, int handle, Answerer& answerer) {
  socket_type socket{io};
  socket.assign(tcp::v4(), handle);
  socket.set_option(tcp::no_delay{true});
  std::make_shared<session<Answerer>>(std::move(socket), answerer)->read();
}

/// Accepts connections and gives them to the reactors in turn: neither server
/// is lucky or unlucky with the kernel's choice.
template <class Give>
void share_out(int listening, size_t reactors, Give give) {
  for (size_t i = 0;; ++i) {
    int handle = accept(listening, nullptr, nullptr);
    if (handle < 0)
      return;
    give(i % reactors, handle);
  }
}

/// The request as the transport makes it, in both servers.
std::shared_ptr<const messages::graphql_request>
make_request(std::string_view body) {
  auto out = std::make_shared<messages::graphql_request>();
  out->query = body.empty() ? "{ping}" : body;
  out->started = troupe::steady::now();
  out->deadline = out->started + std::chrono::seconds{10};
  return out;
}

// -- without actors
// ------------------------------------------------------------

struct inline_answerer {
  template <class Session>
  void answer(const std::shared_ptr<Session>& s) {
    auto request = make_request(s->body());
    s->write(request->deadline > request->started ? make_response() : nullptr);
  }
};

void run_bare(size_t threads, int listening) {
  struct one {
    asio::io_context io{1};
    asio::executor_work_guard<executor> work{io.get_executor()};
    inline_answerer answerer;
  };
  std::deque<one> reactors(threads);
  std::vector<std::thread> all;
  for (auto& x : reactors)
    all.emplace_back([&x] { x.io.run(); });
  share_out(listening, threads, [&](size_t i, int handle) {
    auto& to = reactors[i];
    asio::post(to.io, [&to, handle] { serve(to.io, handle, to.answerer); });
  });
  for (auto& x : all)
    x.join();
}

// -- with actors
// ---------------------------------------------------------------

/// A connection whose database answers at once.
class connection : public actors::pinned<messages::connection_actor::base> {
public:
  using super = actors::pinned<messages::connection_actor::base>;
  using super::super;

  behavior_type make_behavior() override {
    return {[](const messages::run_statement&) {
              return messages::statement_rows{nullptr};
            },
            [](const messages::wake_connection&) {},
            [](const messages::share_waiting&) {}};
  }
};

/// Asks a connection for one statement and answers.
class query : public actors::pinned<messages::query_actor::base> {
public:
  using super = actors::pinned<messages::query_actor::base>;

  query(caf::actor_config& cfg, actors::reactor& home,
        messages::pool_actor pool)
    : super(cfg, home), pool_(std::move(pool)), routes_(home.index()) {
    // nop
  }

  behavior_type make_behavior() override {
    send(pool_, messages::watch_routes{messages::query_actor{this}});
    return {
      [this](
        const messages::run_request& x) -> caf::result<messages::request_done> {
        const auto* route = routes_.choose(false, false);
        if (route == nullptr)
          return caf::sec::bad_function_call;
        auto promise = make_response_promise<messages::request_done>();
        messages::run_statement what;
        what.statement = statement_;
        what.values = values_;
        what.deadline = x.request->deadline;
        request(*route, caf::infinite, std::move(what))
          .then(
            [promise](const messages::statement_rows&) mutable {
              promise.deliver(messages::request_done{make_response()});
            },
            [promise](caf::error& why) mutable {
              promise.deliver(std::move(why));
            });
        return promise;
      },
      [](const messages::next_part&) -> caf::result<messages::request_done> {
        return caf::sec::bad_function_call; // no answer has parts
      },
      [](const messages::next_lines&) -> caf::result<messages::request_done> {
        return caf::sec::bad_function_call; // or lines
      },
      [](const messages::drop_lines&) {},
      [](const messages::use_engine&) {},
      [](const messages::use_pool&) {},
      [this](const messages::use_routes& x) { routes_.use(x.now); },
      [](const messages::use_remote&) {},
    };
  }

private:
  messages::pool_actor pool_;
  actors::route_chooser routes_;
  std::shared_ptr<const troupe::plan::statement> statement_ =
    std::make_shared<troupe::plan::statement>();
  std::shared_ptr<const troupe::plan::bound_values> values_ =
    std::make_shared<troupe::plan::bound_values>();
};

/// Owns the sockets of a reactor.
class listener : public actors::pinned<messages::listener_actor::base> {
public:
  using super = actors::pinned<messages::listener_actor::base>;

  listener(caf::actor_config& cfg, actors::reactor& home,
           messages::query_actor query)
    : super(cfg, home), query_(std::move(query)) {
    // nop
  }

  behavior_type make_behavior() override {
    return {
      [](const messages::use_query&) {}, [](const messages::use_listeners&) {},
      [this](const messages::adopt_connection& x) {
        serve(home().io(), std::exchange(x.connection->handle, -1), *this);
      }};
  }

  template <class Session>
  void answer(const std::shared_ptr<Session>& s) {
    actors::reactor::turn turn{home()};
    request(query_, caf::infinite,
            messages::run_request{make_request(s->body())})
      .then([s](const messages::request_done& x) { s->write(x.response); },
            [](caf::error&) {});
  }

private:
  messages::query_actor query_;
};

struct config : caf::actor_system_config {
  explicit config(size_t reactors) {
    load<actors::reactor_scheduler>();
    set("scheduler.max-threads", reactors);
    set("scheduler.max-throughput", size_t{256});
    add_message_types<caf::id_block::troupe_messages>();
  }
};

void run_actors(size_t reactors, int listening) {
  config cfg{reactors};
  caf::actor_system sys{cfg};
  std::vector<messages::listener_actor> listeners;
  for (size_t i = 0; i < reactors; ++i) {
    auto pool = actors::spawn_on<actors::pool>(
      sys, i, actors::pool_options{.database = "ping", .stats = {}});
    caf::anon_send(pool,
                   messages::join_pool{0, actors::spawn_on<connection>(sys, i),
                                       true, true, false, nullptr});
    listeners.push_back(actors::spawn_on<listener>(
      sys, i, actors::spawn_on<query>(sys, i, pool)));
  }
  share_out(listening, reactors, [&](size_t i, int handle) {
    auto x = std::make_shared<messages::accepted_connection>();
    x->handle = handle;
    caf::anon_send(listeners[i], messages::adopt_connection{std::move(x)});
  });
  sys.await_all_actors_done();
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::fprintf(stderr, "usage: %s bare|actors REACTORS [FILE]\n", argv[0]);
    return 2;
  }
  if (argc == 4) {
    std::ifstream in{argv[3], std::ios::binary};
    answer.assign(std::istreambuf_iterator<char>{in}, {});
  }
  std::signal(SIGPIPE, SIG_IGN);
  auto reactors = static_cast<size_t>(std::atoi(argv[2]));
  asio::io_context io;
  tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
  std::printf("%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  if (std::strcmp(argv[1], "bare") == 0)
    run_bare(reactors, acceptor.native_handle());
  else
    run_actors(reactors, acceptor.native_handle());
}

#include "transport/http/listener.hpp"

#include "transport/http/places.hpp"
#include "transport/http/session.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <caf/exit_reason.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

namespace troupe::transport {

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// Splits `host:port`; the host may be empty or in brackets.
bool split(const std::string& text, std::string& host, uint16_t& port) {
  auto colon = text.rfind(':');
  if (colon == std::string::npos)
    return false;
  host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  if (host.empty())
    host = "0.0.0.0";
  if (host == "localhost")
    host = "127.0.0.1";
  const auto* first = text.data() + colon + 1;
  const auto* last = text.data() + text.size();
  return std::from_chars(first, last, port).ptr == last && first != last;
}

std::string shown(const tcp::endpoint& x) {
  auto host = x.address().to_string();
  if (x.address().is_v6())
    host = "[" + host + "]";
  return host + ":" + std::to_string(x.port());
}

} // namespace

result<bound_socket> bound_socket::listen(const std::string& text) {
  std::string host;
  uint16_t port = 0;
  boost::system::error_code failed;
  bool good = split(text, host, port);
  auto address = asio::ip::make_address(good ? host : "", failed);
  if (!good || failed)
    return {ec::invalid_config, "\"" + text
                                  + "\" is no address to listen on; write "
                                    "ADDRESS:PORT, such as 127.0.0.1:8080"};
  asio::io_context io;
  tcp::acceptor acceptor{io};
  tcp::endpoint endpoint{address, port};
  acceptor.open(endpoint.protocol(), failed);
  if (!failed)
    acceptor.set_option(asio::socket_base::reuse_address{true}, failed);
  if (!failed)
    acceptor.bind(endpoint, failed);
  if (!failed)
    acceptor.listen(4096, failed);
  if (failed)
    return {failed == asio::error::address_in_use ? ec::address_in_use
                                                  : ec::invalid_config,
            "Cannot listen on " + text + ": " + failed.message()
              + (failed == asio::error::address_in_use
                   ? "; another program has the port. --listen takes another "
                     "one, port 0 any that is free"
                   : "")};
  bound_socket out;
  out.address = shown(acceptor.local_endpoint());
  out.handle = acceptor.release();
  return out;
}

/// The accepting half: one acceptor on the reactor.
struct accepting_owner : session_owner {
  using acceptor_type =
    asio::basic_socket_acceptor<tcp, asio::io_context::executor_type>;
  using timer_type =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>,
                               asio::io_context::executor_type>;

  accepting_owner(actors::reactor& r, int handle)
    : acceptor(r.io()), sweep_timer(r.io()) {
    acceptor.assign(tcp::v4(), handle);
  }

  void accept() {
    acceptor.async_accept(
      [self = std::static_pointer_cast<accepting_owner>(shared_from_this())](
        boost::system::error_code failed, tcp_socket socket) {
        if (self->draining)
          return;
        if (!failed)
          self->share(std::move(socket));
        if (failed == asio::error::no_descriptors)
          return self->accept_later();
        self->accept();
      });
  }

  /// Without descriptors accepting would spin; it waits for the next sweep.
  void accept_later() {
    paused = true;
  }

  /// Serves a connection, or hands it to a listener that has fewer.
  void share(tcp_socket socket) {
    if (options.places == nullptr)
      return welcome(std::move(socket), nullptr);
    auto own = home->index();
    auto to = options.places->choose(own);
    if (to >= listeners.size() || listeners[to] == nullptr)
      to = own;
    auto place = options.places->take(to);
    if (to == own)
      return welcome(std::move(socket), std::move(place));
    boost::system::error_code failed;
    auto handed = std::make_shared<messages::accepted_connection>();
    handed->handle = socket.release(failed);
    handed->place = std::move(place);
    if (!failed)
      self->send(listeners[to], messages::adopt_connection{std::move(handed)});
  }

  void adopt(messages::accepted_connection& x) {
    if (draining)
      return; // closes it
    tcp_socket socket{home->io()};
    boost::system::error_code failed;
    socket.assign(tcp::v4(), x.handle, failed);
    if (failed)
      return;
    x.handle = -1;
    welcome(std::move(socket), std::move(x.place));
  }

  void welcome(tcp_socket socket, std::shared_ptr<void> place) {
    if (sessions.size() >= options.max_connections)
      return; // closes it
    if (sessions.empty()) {
      now = steady::now();
      sweep();
    }
    std::make_shared<session>(shared_from_this(), std::move(socket),
                              std::move(place))
      ->start();
  }

  /// Once a second, while anyone is there, slow and idle connections are
  /// closed.
  void sweep() {
    sweep_timer.expires_after(std::chrono::seconds{1});
    sweep_timer.async_wait(
      [self = std::static_pointer_cast<accepting_owner>(shared_from_this())](
        boost::system::error_code failed) {
        if (failed)
          return;
        self->now = steady::now();
        std::vector<session*> all{self->sessions.begin(), self->sessions.end()};
        for (auto* x : all)
          x->check(self->now);
        if (self->paused) {
          self->paused = false;
          self->accept();
        }
        if (!self->sessions.empty())
          self->sweep();
      });
  }

  void stop() {
    draining = true;
    boost::system::error_code ignored;
    acceptor.close(ignored);
    std::vector<session*> all{sessions.begin(), sessions.end()};
    for (auto* x : all)
      x->drain();
  }

  /// All of the node, in the order of their reactors.
  std::vector<messages::adopting_actor> listeners;
  acceptor_type acceptor;
  timer_type sweep_timer;
  bool paused = false;
};

listener::listener(caf::actor_config& cfg, actors::reactor& home, int handle,
                   http_options options, messages::query_actor query,
                   route_handler routes)
  : super(cfg, home) {
  auto owner = std::make_shared<accepting_owner>(home, handle);
  owner->self = this;
  owner->home = &home;
  owner->options = std::move(options);
  if (owner->options.kept != nullptr)
    owner->operations = std::make_unique<cache::known_operations>(
      owner->options.kept->operations());
  owner->query = std::move(query);
  owner->routes = std::move(routes);
  owner_ = std::move(owner);
}

listener::~listener() = default;

listener::behavior_type listener::make_behavior() {
  auto* owner = static_cast<accepting_owner*>(owner_.get());
  owner->accept();
  set_exit_handler([this](caf::exit_msg& x) {
    if (x.reason == caf::exit_reason::user_shutdown)
      end_when_quiet();
    else
      quit(std::move(x.reason));
  });
  return {
    [owner](const messages::use_query& x) { owner->query = x.query; },
    [owner](const messages::use_listeners& x) { owner->listeners = x.all; },
    [owner](const messages::adopt_connection& x) {
      actors::reactor::turn turn{*owner->home};
      owner->adopt(*x.connection);
    },
  };
}

/// Answers what is in flight first. The supervisor knows how long that may
/// take.
void listener::end_when_quiet() {
  auto* owner = static_cast<accepting_owner*>(owner_.get());
  owner->stop();
  if (owner->sessions.empty())
    return quit(caf::exit_reason::user_shutdown);
  owner->last_gone = [this] { send_exit(this, caf::exit_reason::normal); };
}

void listener::on_exit() {
  auto* owner = static_cast<accepting_owner*>(owner_.get());
  owner->stop();
  boost::system::error_code ignored;
  owner->sweep_timer.cancel(ignored);
  std::vector<session*> all{owner->sessions.begin(), owner->sessions.end()};
  for (auto* x : all)
    x->close();
  // Handlers of closed sockets may outlive the reactor's loop, and with them
  // the owner; it must not hold other actors then.
  owner->query = nullptr;
  owner->listeners.clear();
  owner->last_gone = nullptr;
}

} // namespace troupe::transport

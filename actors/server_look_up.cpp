#include "actors/server_look_up.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace troupe::actors {

namespace asio = boost::asio;
namespace pg = db::postgres;
using asio::ip::tcp;

/// One name after the other; Asio has a thread of its own for it.
struct server_look_up::state : std::enable_shared_from_this<state> {
  state(reactor& r, const std::string& servers, handler tell)
    : home(r),
      resolver(r.io()),
      conninfo(servers),
      names(pg::server_names(servers)),
      done(std::move(tell)) {
    // nop
  }

  void next() {
    if (found.size() == names.size())
      return finish();
    resolver.async_resolve(
      names[found.size()], {},
      [self = shared_from_this()](boost::system::error_code failed,
                                  const tcp::resolver::results_type& all) {
        if (self->cancelled)
          return;
        reactor::turn turn{self->home};
        self->take(failed, all);
        self->next();
      });
  }

  void take(boost::system::error_code failed,
            const tcp::resolver::results_type& all) {
    auto& host = found.emplace_back();
    host.name = names[found.size() - 1];
    if (failed)
      failure =
        "the name " + host.name + " cannot be looked up: " + failed.message();
    for (const auto& x : all) {
      auto address = x.endpoint().address().to_string();
      if (std::ranges::find(host.addresses, address) == host.addresses.end())
        host.addresses.push_back(std::move(address));
    }
  }

  void nothing() {
    asio::post(home.io(), [self = shared_from_this()] {
      if (self->cancelled)
        return;
      reactor::turn turn{self->home};
      self->done(pg::server_places{});
    });
  }

  void finish() {
    auto places = pg::places_of(conninfo, found);
    if (!places && !failure.empty())
      places = error{ec::database_unavailable, failure, {}};
    done(std::move(places));
  }

  reactor& home;
  tcp::resolver resolver;
  std::string conninfo;
  std::vector<std::string> names;
  handler done;
  std::vector<pg::named_host> found;
  std::string failure;
  bool cancelled = false;
};

server_look_up::server_look_up(reactor& home, const std::string& conninfo,
                               handler done)
  : state_(std::make_shared<state>(home, conninfo, std::move(done))) {
  if (state_->names.empty())
    state_->nothing();
  else
    state_->next();
}

server_look_up::~server_look_up() {
  state_->cancelled = true;
  state_->resolver.cancel();
}

} // namespace troupe::actors

#pragma once

#include "actors/answer_cache.hpp"
#include "actors/reactor/pinned.hpp"
#include "cache/redis/conversation.hpp"
#include "cache/redis/url.hpp"
#include "messages/remote.hpp"

#include <boost/asio/steady_timer.hpp>
#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <deque>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::actors {

class redis_link;

struct remote_cache_options {
  redis::url place;
  /// Whether the node follows the change log: then one that joins others finds
  /// what they kept.
  bool follows = false;
  /// How long the longest answer is kept.
  uint32_t ttl = 24 * 3'600;
};

/// The second level of the cache: answers in a Redis that nodes share.
///
///     down --> connecting --> greeting --> joining --> settling --> up
///       ^----------'-------------'-----------'------------'---------'
///
/// One connection for the node, so that what is said first is heard first: a
/// change is said before the next look-up, whoever made the change and whoever
/// looks. `joining` finds out whether all changes since the last `up` of
/// anybody were said (`meet`), `settling` says those of this node that were not
/// heard of. A look-up that is not answered in time is a miss, and with it
/// nobody asks for a while.
class remote_cache : public pinned<messages::remote_actor::base> {
public:
  using super = pinned<messages::remote_actor::base>;

  remote_cache(caf::actor_config& cfg, reactor& home,
               std::shared_ptr<answer_cache> all, remote_cache_options options);

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "remote-cache";
  }

private:
  enum class phase : uint8_t {
    down,
    connecting,
    greeting,
    joining,
    settling,
    up
  };

  struct lookup {
    steady::time_point until;
    caf::typed_response_promise<messages::remote_found> promise;
    size_t slots = 0;
  };

  using words = std::vector<std::string_view>;

  // -- the connection ---------------------------------------------------------
  void connect();
  void moved();
  void greet();
  void introduce(const words& what);
  void greeted(std::string_view info);
  void meet();
  void met(const redis::reply& sign);
  void join(bool forgetting);
  void settle();
  void enter();
  void drop(std::string_view why);
  void give_up_lookups();
  /// Says a command; without room for it the connection is given up. `then`
  /// gets replies other than errors, which end the connection too.
  template <class F>
  void must(const words& what, F then);

  // -- what it is there for ---------------------------------------------------
  caf::result<messages::remote_found> find(const messages::find_remote& x);
  void answered(lookup& x, const redis::reply* said);
  void keep(const messages::keep_remote& x);
  void tell_changes();
  void beat();

  void check();
  void arm();
  void show();
  std::string key(std::string_view kind, std::string_view name) const;
  uint64_t new_mark();

  std::shared_ptr<answer_cache> all_;
  std::shared_ptr<cache::remote_level> level_;
  remote_cache_options options_;
  std::mt19937_64 random_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<redis_link> link_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  phase phase_ = phase::down;
  steady::time_point since_; ///< when the phase began
  std::chrono::milliseconds backoff_;
  std::string prefix_; ///< of all keys, while connected
  /// Whether this process has been in touch with what other nodes say.
  bool joined_ = false;
  steady::time_point opened_; ///< when the node began to hear of changes
  std::string met_; ///< another's sign of life, after it surely heard as much
  std::string script_; ///< what Redis calls the look-up
  std::deque<std::shared_ptr<lookup>> lookups_;
  bool armed_ = false;
  bool late_ = false;
  steady::time_point resting_until_;
  std::chrono::milliseconds rest_;
  bool complained_ = false;
};

} // namespace troupe::actors

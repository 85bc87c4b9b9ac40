#include "actors/remote_cache.hpp"

#include "actors/redis_link.hpp"
#include "base/hash.hpp"
#include "telemetry/log.hpp"

#include <boost/asio/post.hpp>
#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace troupe::actors {

namespace {

using std::chrono::milliseconds;
using reply = redis::reply;
using redis::reply_kind;

constexpr milliseconds interval{1'000};
constexpr milliseconds first_backoff{100};
constexpr milliseconds last_backoff{5'000};
/// A connection must be made in so long, and answer in so long.
constexpr milliseconds patience{2'000};
constexpr milliseconds first_rest{100};
constexpr milliseconds last_rest{10'000};
/// A sign of life is given every `interval` and there for so long.
constexpr milliseconds sign_lasts{5'000};
/// Nodes learn by so much later that they are up to date.
constexpr milliseconds slack{2'000};
constexpr size_t most_lookups = 512;
constexpr size_t keys_at_once = 256;
/// Answers wait for room behind everything else.
constexpr size_t unsent_answers = 1024 * 1024;

/// Of an entry and its counters what is there. Counters that are not are made
/// with a mark that none has had.
constexpr std::string_view look_up_script =
  "local v=redis.call('MGET',unpack(KEYS)) "
  "for i=2,#v do if not v[i] then "
  "redis.call('SET',KEYS[i],ARGV[1],'PX',ARGV[2]) v[i]=ARGV[1] end end "
  "v[#v+1]=redis.call('PTTL',KEYS[1]) return v";

std::string hex(uint64_t x) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (int i = 60; i >= 0; i -= 4)
    out += digits[(x >> i) & 15];
  return out;
}

std::string to_bytes(uint64_t x) {
  std::string out(sizeof(x), '\0');
  std::memcpy(out.data(), &x, sizeof(x));
  return out;
}

bool read_mark(const reply& x, uint64_t& to) {
  if (!x.is(reply_kind::text) || x.text.size() != sizeof(to))
    return false;
  std::memcpy(&to, x.text.data(), sizeof(to));
  return true;
}

} // namespace

remote_cache::remote_cache(caf::actor_config& cfg, reactor& home,
                           std::shared_ptr<answer_cache> all,
                           remote_cache_options options)
  : super(cfg, home),
    all_(std::move(all)),
    level_(all_->remote),
    options_(std::move(options)),
    random_(std::random_device{}() + (uint64_t{std::random_device{}()} << 32)),
    timer_(home.io()),
    backoff_(first_backoff),
    rest_(first_rest) {
  // nop
}

remote_cache::behavior_type remote_cache::make_behavior() {
  // What another before this one said may not have been heard of.
  level_->changes.lost();
  level_->changes.wake([self = messages::remote_actor{this}.address()] {
    if (auto to = caf::actor_cast<messages::remote_actor>(self))
      caf::anon_send(to, messages::remote_tick{});
  });
  send(this, messages::remote_tick{true});
  return {
    [this](const messages::find_remote& x) { return find(x); },
    [this](const messages::keep_remote& x) { keep(x); },
    [this](const messages::remote_tick& x) {
      if (x.beat)
        beat();
      else
        tell_changes();
    },
  };
}

void remote_cache::on_exit() {
  *alive_ = false;
  level_->usable = false;
  level_->changes.wake({});
  boost::system::error_code ignored;
  timer_.cancel(ignored);
  give_up_lookups();
  if (auto old = std::exchange(link_, nullptr)) {
    old->close();
    boost::asio::post(home().io(), [old] {});
  }
}

// -- the connection -----------------------------------------------------------

void remote_cache::connect() {
  redis::conversation_limits limits;
  limits.commands = 4'096;
  limits.unsent = 8 * unsent_answers;
  limits.reply = 2 * level_->options.entry_bytes + 256 * 1024;
  phase_ = phase::connecting;
  since_ = steady::now();
  link_ = std::make_shared<redis_link>(home(), options_.place, limits,
                                       [this] { moved(); });
  link_->start();
}

void remote_cache::moved() {
  if (link_->phase() == link_phase::broken)
    return drop(link_->failure());
  greet();
}

template <class F>
void remote_cache::must(const words& what, F then) {
  if (link_ == nullptr)
    return;
  bool said = link_->talk().say(what, steady::now(), [this, then](reply* x) {
    if (x == nullptr)
      return;
    if (x->is(reply_kind::error))
      return drop(x->text);
    then(*x);
  });
  if (!said)
    return drop("more waits for it than it takes");
  link_->flush_later();
}

void remote_cache::greet() {
  phase_ = phase::greeting;
  auto nothing = [](const reply&) {};
  const auto& to = options_.place;
  auto database = std::to_string(to.database);
  if (!to.user.empty())
    introduce({"AUTH", to.user, to.password});
  else if (!to.password.empty())
    introduce({"AUTH", to.password});
  if (to.database != 0)
    must({"SELECT", database}, nothing);
  must({"SCRIPT", "LOAD", look_up_script},
       [this](const reply& x) { script_ = x.text; });
  must({"INFO", "server"}, [this](const reply& x) { greeted(x.text); });
}

/// A server that does not know the command says it back, with what came along:
/// its reply is not for the log.
void remote_cache::introduce(const words& what) {
  if (link_ == nullptr)
    return;
  bool said = link_->talk().say(what, steady::now(), [this](reply* x) {
    if (x != nullptr && x->is(reply_kind::error))
      drop("it refuses the name or the password");
  });
  if (!said)
    return drop("more waits for it than it takes");
  link_->flush_later();
}

/// Another process is another Redis: what it has may be from before changes
/// that the last one was told.
void remote_cache::greeted(std::string_view info) {
  constexpr std::string_view name = "run_id:";
  auto at = info.find(name);
  auto id = at == std::string_view::npos ? std::string_view{}
                                         : info.substr(at + name.size(), 40);
  auto database = level_->database();
  if (id.size() < 40 || database == nullptr)
    return drop("it does not say its run_id");
  std::string whole{TROUPE_VERSION};
  for (auto x : {std::string_view{*database},
                 std::string_view{level_->options.name_space}, id}) {
    whole += '\0';
    whole += x;
  }
  prefix_ = "troupe:{" + hex(hash64(whole)) + "}:";
  phase_ = phase::joining;
  since_ = steady::now();
  joined_ ? settle() : meet();
}

/// What changed while no node was there, or died before it said so, nobody
/// told. A node that begins forgets all there is, unless it meets another that
/// has heard of every change up to when this one began to hear of them itself.
void remote_cache::meet() {
  if (!all_->store.open())
    return;
  auto now = steady::now();
  if (opened_ == steady::time_point{})
    opened_ = now;
  if (!options_.follows)
    return join(true);
  must({"GET", key("node", "sign")}, [this](const reply& x) { met(x); });
}

void remote_cache::met(const reply& sign) {
  auto now = steady::now();
  if (phase_ != phase::joining)
    return;
  if (sign.is(reply_kind::nil))
    return join(true);
  auto heard_enough = opened_ + level_->options.most_behind + slack;
  if (now < heard_enough)
    return;
  if (met_.empty())
    met_ = sign.text;
  else if (sign.text != met_)
    join(false);
  else if (now - heard_enough > 2 * sign_lasts)
    join(true);
}

void remote_cache::join(bool forgetting) {
  joined_ = true;
  if (forgetting)
    level_->changes.add(cache::remote_changes::everything);
  settle();
}

void remote_cache::settle() {
  phase_ = phase::settling;
  since_ = steady::now();
  tell_changes();
  must({"PING"}, [this](const reply&) { enter(); });
}

void remote_cache::enter() {
  phase_ = phase::up;
  backoff_ = first_backoff;
  complained_ = false;
  log::info("cache", "redis-up",
            "answers are shared by " + options_.place.shown);
  show();
}

void remote_cache::drop(std::string_view why) {
  auto old = std::exchange(link_, nullptr);
  if (old == nullptr)
    return;
  if (!std::exchange(complained_, true))
    log::warn("cache", "redis-down",
              "answers are not shared by " + options_.place.shown + ": "
                + std::string{why}.substr(0, 200));
  ++level_->failures;
  phase_ = phase::down;
  since_ = steady::now() + backoff_
           + milliseconds{random_() % static_cast<uint64_t>(backoff_.count())};
  backoff_ = std::min(2 * backoff_, last_backoff);
  show();
  give_up_lookups();
  old->close();
  level_->changes.lost();
  // It is in the middle of a call to us perhaps.
  boost::asio::post(home().io(), [old] {});
  arm();
}

void remote_cache::give_up_lookups() {
  for (auto& x : std::exchange(lookups_, {}))
    if (x->promise.pending())
      x->promise.deliver(messages::remote_found{});
}

// -- what it is there for -----------------------------------------------------

caf::result<messages::remote_found>
remote_cache::find(const messages::find_remote& x) {
  if (phase_ != phase::up || late_ || lookups_.size() >= most_lookups)
    return messages::remote_found{};
  tell_changes();
  if (phase_ != phase::up)
    return messages::remote_found{};
  std::vector<std::string> keys{key("answer", x.name), key("mark", "all")};
  for (auto s : x.slots)
    keys.push_back(key("mark", std::to_string(s)));
  auto count = std::to_string(keys.size());
  auto mark = to_bytes(new_mark());
  // Marks that are forgotten make answers old, nothing else.
  auto lasts = std::to_string((uint64_t{options_.ttl} + 3'600) * 1'000);
  words what{"EVALSHA", script_, count};
  what.insert(what.end(), keys.begin(), keys.end());
  what.push_back(mark);
  what.push_back(lasts);
  auto now = steady::now();
  auto asked = std::make_shared<lookup>();
  asked->until = now + level_->options.timeout;
  asked->slots = x.slots.size();
  bool said = link_->talk().say(
    what, now, [this, asked](reply* r) { answered(*asked, r); });
  if (!said)
    return messages::remote_found{};
  link_->flush_later();
  asked->promise = make_response_promise<messages::remote_found>();
  lookups_.push_back(asked);
  arm();
  return asked->promise;
}

void remote_cache::answered(lookup& x, const reply* said) {
  if (said == nullptr)
    return;
  if (said->is(reply_kind::error))
    return drop(said->text);
  if (!lookups_.empty() && lookups_.front().get() == &x)
    lookups_.pop_front();
  if (late_)
    show();
  if (!x.promise.pending())
    return;
  messages::remote_found out;
  const auto& items = said->items;
  out.marks.resize(x.slots + 1);
  bool good = items.size() == x.slots + 3;
  for (size_t i = 0; good && i <= x.slots; ++i)
    good = read_mark(items[i + 1], out.marks[i]);
  if (!good) {
    ++level_->foreign;
    out.marks.clear();
  } else if (items[0].is(reply_kind::text) && items.back().integer > 0) {
    out.value = std::make_shared<const std::string>(items[0].text);
    out.left = static_cast<uint32_t>(
      std::min<int64_t>(items.back().integer, UINT32_MAX));
  }
  x.promise.deliver(std::move(out));
}

void remote_cache::keep(const messages::keep_remote& x) {
  bool room = phase_ == phase::up && !late_
              && link_->talk().output().size() < unsent_answers;
  auto name = room ? key("answer", x.name) : std::string{};
  auto lasts = std::to_string(x.seconds);
  if (!room
      || !link_->talk().say(words{"SET", name, x.value->view(), "EX", lasts},
                            steady::now(), [this](reply* said) {
                              bool good =
                                said != nullptr && said->is(reply_kind::text);
                              ++(good ? level_->kept : level_->refused);
                            })) {
    ++level_->refused;
    return;
  }
  link_->flush_later();
}

/// Before anything else is asked.
void remote_cache::tell_changes() {
  if (phase_ != phase::up && phase_ != phase::settling)
    return;
  auto all = level_->changes.take();
  for (size_t from = 0; from < all.size(); from += keys_at_once) {
    auto count = std::min(keys_at_once, all.size() - from);
    std::vector<std::string> keys;
    for (size_t i = from; i < from + count; ++i)
      keys.push_back(key("mark", all[i] == cache::remote_changes::everything
                                   ? "all"
                                   : std::to_string(all[i])));
    words what{"DEL"};
    what.insert(what.end(), keys.begin(), keys.end());
    must(what, [this, count](const reply&) {
      level_->changes.heard(count);
      level_->told += count;
    });
  }
}

void remote_cache::beat() {
  delayed_send(this, interval, messages::remote_tick{true});
  check();
  if (phase_ == phase::joining)
    return meet();
  if (phase_ != phase::up)
    return;
  tell_changes();
  auto now = steady::now();
  if (!late_ && now - resting_until_ > last_rest)
    rest_ = first_rest;
  // Who has not heard of everything lately says nothing.
  if (!options_.follows || !all_->store.open()
      || now - level_->current.load() > level_->options.most_behind + slack)
    return;
  auto sign = to_bytes(new_mark());
  auto lasts = std::to_string(sign_lasts.count());
  must({"SET", key("node", "sign"), sign, "PX", lasts}, [](const reply&) {});
}

// -- time ---------------------------------------------------------------------

void remote_cache::check() {
  auto now = steady::now();
  if (phase_ == phase::down && now >= since_ && level_->database() != nullptr)
    connect();
  bool slow = phase_ != phase::down && phase_ != phase::up
              && phase_ != phase::joining && now - since_ > patience;
  if (link_ != nullptr
      && (slow
          || (link_->talk().waiting() > 0
              && now - link_->talk().oldest() > patience)))
    return drop("it does not answer");
  if (!lookups_.empty() && lookups_.front()->until <= now) {
    level_->late += lookups_.size();
    late_ = true;
    resting_until_ = now + rest_;
    rest_ = std::min(2 * rest_, last_rest);
    show();
    give_up_lookups();
  }
  show();
  arm();
}

/// After it was late it is asked again when it has answered everything and
/// had its rest.
void remote_cache::show() {
  if (late_ && steady::now() >= resting_until_
      && (link_ == nullptr || link_->talk().waiting() == 0))
    late_ = false;
  level_->usable = phase_ == phase::up && !late_;
}

void remote_cache::arm() {
  auto due = steady::time_point::max();
  if (!lookups_.empty())
    due = lookups_.front()->until;
  else if (phase_ == phase::down && level_->database() != nullptr)
    due = since_;
  else if (late_)
    due = std::max(resting_until_, steady::now() + first_rest);
  if (armed_ || due == steady::time_point::max())
    return;
  armed_ = true;
  timer_.expires_at(due);
  timer_.async_wait([this, alive = alive_](boost::system::error_code failed) {
    if (failed || !*alive)
      return;
    reactor::turn turn{home()};
    armed_ = false;
    check();
  });
}

std::string remote_cache::key(std::string_view kind,
                              std::string_view name) const {
  auto out = prefix_;
  out += kind;
  out += ':';
  out += name;
  return out;
}

uint64_t remote_cache::new_mark() {
  return random_();
}

} // namespace troupe::actors

#include "server/server.hpp"

#include "actors/reactor/scheduler.hpp"
#include "db/url.hpp"
#include "graphql/types/print_schema.hpp"
#include "messages/cache.hpp"
#include "messages/changes.hpp"
#include "messages/query.hpp"
#include "server/console.hpp"
#include "server/followed_models.hpp"
#include "server/tree.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <thread>
#include <unistd.h>

namespace troupe::server {

namespace {

struct system_config : caf::actor_system_config {
  explicit system_config(size_t reactors) {
    load<actors::reactor_scheduler>();
    set("scheduler.max-threads", reactors);
    set("scheduler.max-throughput", size_t{256});
    add_message_types<caf::id_block::troupe_messages>();
  }
};

bool replicates(const options& x) {
  return x.changes_source == "replication";
}

runtime::document_policy policy_of(std::string_view word) {
  return word == "trusted"     ? runtime::document_policy::trusted
         : word == "persisted" ? runtime::document_policy::persisted
                               : runtime::document_policy::any;
}

runtime::look_up_policy look_ups_of(std::string_view word) {
  return word == "always"  ? runtime::look_up_policy::always
         : word == "never" ? runtime::look_up_policy::never
                           : runtime::look_up_policy::where_it_pays;
}

runtime::engine_options engine_options_of(const options& x) {
  runtime::engine_options out;
  out.introspection = x.introspection;
  out.max_tokens = static_cast<size_t>(x.max_tokens);
  out.limits.max_depth = static_cast<size_t>(x.max_depth);
  out.limits.max_aliases = static_cast<size_t>(x.max_aliases);
  out.limits.max_root_fields = static_cast<size_t>(x.max_root_fields);
  out.limits.max_directives = static_cast<size_t>(x.max_directives);
  out.limits.max_fields = static_cast<size_t>(x.max_fields);
  out.limits.max_introspection_depth =
    static_cast<size_t>(x.max_introspection_depth);
  out.document_cache = static_cast<size_t>(x.document_cache);
  // PostgreSQL's own log needs no help.
  out.log_changes = x.changes && !replicates(x);
  out.look_ups = look_ups_of(x.look_ups);
  out.documents = policy_of(x.documents);
  out.persisted = std::make_shared<runtime::persisted_store>(
    static_cast<size_t>(x.persisted_bytes));
  out.max_cost = static_cast<uint64_t>(x.max_cost);
  out.unlimited_rows = static_cast<uint64_t>(x.unlimited_rows);
  // What the cache may keep is better whole.
  if (x.large_answer > 0)
    out.large_answer = static_cast<size_t>(
      std::max(x.large_answer, x.cache ? x.cache_entry_bytes : 0));
  out.incremental = x.incremental;
  out.idempotency_retention = x.idempotency_retention;
  return out;
}

size_t reactor_count(const options& x) {
  return x.reactors > 0 ? static_cast<size_t>(x.reactors)
                        : std::max(1u, std::thread::hardware_concurrency());
}

db::postgres::prepare_mode prepare_mode_of(std::string_view word) {
  using db::postgres::prepare_mode;
  return word == "named"     ? prepare_mode::named
         : word == "unnamed" ? prepare_mode::unnamed
                             : prepare_mode::off;
}

result<std::vector<security::session_rule>>
session_rules_of(const options& x, plan::dialect dialect) {
  std::vector<security::session_rule> out;
  for (const auto& text : x.session_variables) {
    auto rule = security::parse_session_rule(text);
    if (!rule)
      return rule.error();
    out.push_back(std::move(*rule));
  }
  if (!out.empty() && dialect != plan::dialect::postgres)
    return error{ec::invalid_config,
                 "session.variables: only PostgreSQL has session settings",
                 {}};
  return out;
}

result<actors::datasource_options> database_options_of(const options& x,
                                                       const db::url& url) {
  actors::datasource_options out;
  out.url = url;
  for (const auto& text : x.replicas) {
    auto replica = db::parse_url(text);
    if (!replica)
      return error{replica.error().code,
                   "database.replicas: " + replica.error().detail,
                   {}};
    if (url.dialect != plan::dialect::postgres
        || replica->dialect != plan::dialect::postgres)
      return error{ec::invalid_config,
                   "database.replicas: only PostgreSQL has replicas",
                   {}};
    out.replicas.push_back(std::move(*replica));
  }
  out.pool_size = static_cast<size_t>(x.pool_size);
  out.pool_min = static_cast<size_t>(x.pool_min);
  out.connect_timeout = x.connect_timeout;
  out.acquire_timeout = x.acquire_timeout;
  out.max_waiting = static_cast<size_t>(x.max_waiting);
  out.idle_timeout = x.pool_idle_timeout;
  out.lifetime = x.connection_lifetime;
  out.health_interval = x.health_interval;
  out.max_replica_lag = x.max_replica_lag;
  out.prepare = prepare_mode_of(x.prepare);
  out.merge = x.merge;
  out.coalesce = x.coalesce;
  out.jit = x.jit;
  out.streams = static_cast<size_t>(x.streams);
  out.max_result = static_cast<size_t>(x.max_result);
  return out;
}

actors::pool_options pool_options_of(const options& x, const db::url& url) {
  actors::pool_options out;
  out.database = url.shown;
  out.max_waiting = static_cast<size_t>(x.max_waiting);
  out.acquire_timeout = x.acquire_timeout;
  out.streams = x.streams > 0;
  out.breaker_failures = static_cast<size_t>(x.breaker_failures);
  return out;
}

transport::explain_access explain_access_of(std::string_view word) {
  using transport::explain_access;
  return word == "on"      ? explain_access::on
         : word == "local" ? explain_access::local
                           : explain_access::off;
}

transport::http_options http_options_of(const options& x, size_t reactors) {
  transport::http_options out;
  out.max_header_bytes = static_cast<size_t>(x.max_header_bytes);
  out.max_body_bytes = static_cast<size_t>(x.max_body_bytes);
  out.max_connections =
    std::max<size_t>(1, static_cast<size_t>(x.max_connections) / reactors);
  out.max_batch = static_cast<size_t>(x.max_batch);
  out.idle_timeout = x.idle_timeout;
  out.read_timeout = x.read_timeout;
  out.request_timeout = x.request_timeout;
  out.export_timeout = x.export_timeout;
  out.flow = x.streams > 0 && x.large_answer > 0;
  for (const auto& name : x.compression)
    if (auto known = transport::parse_coding(name))
      out.compression.codings.push_back(*known);
  out.compression.level = static_cast<int>(x.compression_level);
  out.compression.least = static_cast<size_t>(x.compression_min_bytes);
  out.cors_origins = x.cors_origins;
  out.explain = explain_access_of(x.explain);
  return out;
}

/// Whoever may not introspect the schema does not read it either.
site::sdl_writer
sdl_writer_of(const std::shared_ptr<const runtime::engine>& x) {
  if (!x->options().introspection)
    return nullptr;
  return [x] { return graphql::types::print_schema(x->schema()); };
}

/// What tells this node from others of the database: its host, and the port
/// that it listens on if it is not a free one.
std::string node_name(const options& x) {
  constexpr size_t most = 255;
  char host[most + 1] = {};
  std::string out = gethostname(host, most) == 0 ? host : "node";
  auto port = x.listen.substr(x.listen.rfind(':') + 1);
  return port == "0" ? out : out + ":" + port;
}

std::optional<actors::change_listener_options>
changes_options_of(const options& x, plan::dialect dialect) {
  if (!x.changes)
    return std::nullopt;
  actors::change_listener_options out;
  out.dialect = dialect;
  // SQLite announces nothing, and a look costs next to nothing.
  constexpr std::chrono::milliseconds often{200};
  out.poll_interval = dialect == plan::dialect::sqlite
                        ? std::min(x.changes_poll_interval, often)
                        : x.changes_poll_interval;
  out.batch = static_cast<size_t>(x.changes_batch);
  out.cursor = x.changes_cursor.empty() ? node_name(x) : x.changes_cursor;
  out.retention = x.changes_retention;
  if (replicates(x)) {
    out.source = actors::change_source::replication;
    out.replication = {x.changes_publication, x.changes_slot};
  }
  return out;
}

cache::store_options cache_options_of(const options& x) {
  auto seconds = [](std::chrono::milliseconds t) {
    constexpr int64_t ms = 1'000;
    return static_cast<uint32_t>(
      std::min<int64_t>((t.count() + ms - 1) / ms, INT32_MAX));
  };
  cache::store_options out;
  out.entries = static_cast<size_t>(x.cache_entries);
  out.bytes = static_cast<size_t>(x.cache_bytes);
  out.entry_bytes = static_cast<size_t>(x.cache_entry_bytes);
  out.ttl = seconds(x.cache_ttl);
  out.grace = seconds(x.cache_stale_while_revalidate);
  out.lists = x.cache_lists;
  return out;
}

/// Returns where answers are shared; nothing: nowhere.
result<std::optional<redis::url>> redis_of(const options& x,
                                           plan::dialect dialect) {
  std::optional<redis::url> out;
  if (x.cache_redis.empty())
    return out;
  if (!x.cache)
    return {ec::invalid_config,
            "cache.redis shares what the cache keeps: set cache.enabled=true."};
  if (dialect != plan::dialect::postgres)
    return {ec::invalid_config,
            "cache.redis is for nodes on one PostgreSQL: nobody else can open "
            "this SQLite file. Leave it empty."};
  auto url = redis::parse_url(x.cache_redis);
  if (!url)
    return url.error();
  out = std::move(*url);
  return out;
}

std::shared_ptr<cache::remote_level>
remote_level_of(const options& x, std::chrono::milliseconds most_behind) {
  cache::remote_options out;
  out.timeout = x.cache_redis_timeout;
  out.entry_bytes = static_cast<size_t>(x.cache_redis_entry_bytes);
  out.most_behind = most_behind;
  out.name_space = x.cache_redis_namespace;
  return std::make_shared<cache::remote_level>(std::move(out));
}

/// A log that is looked at seldom must not count as lost in between.
std::chrono::milliseconds most_behind_of(const options& x) {
  return std::max(x.cache_max_behind, 3 * x.changes_poll_interval);
}

} // namespace

struct server::state {
  options settings;
  std::shared_ptr<engine_slot> engine;
  std::shared_ptr<site> pages;
  std::shared_ptr<telemetry::metrics> metrics =
    std::make_shared<telemetry::metrics>();
  std::unique_ptr<system_config> config;
  std::unique_ptr<caf::actor_system> system;
  std::shared_ptr<actors::answer_cache> kept;
  messages::supervisor_actor node;
  std::string address;
  std::atomic<bool> stopping = false;
  std::atomic<bool> failed = false;

  void start_actors(actors::datasource_options database,
                    const transport::bound_socket& bound,
                    std::vector<security::session_rule> rules,
                    const std::optional<redis::url>& shared) {
    auto reactors = reactor_count(settings);
    config = std::make_unique<system_config>(reactors);
    system = std::make_unique<caf::actor_system>(*config);
    tree_plan plan;
    plan.metrics = metrics;
    plan.database = std::move(database);
    plan.pool = pool_options_of(settings, plan.database.url);
    if (!plan.database.replicas.empty())
      plan.pins =
        std::make_shared<actors::write_pins>(settings.pin_after_write);
    plan.changes = changes_options_of(settings, plan.database.url.dialect);
    if (plan.changes) {
      plan.changes->models = followed_models(engine);
      plan.changes->stats = metrics->changes();
    }
    plan.kept = kept;
    plan.keeper = {plan.database.url.dialect, settings.changes,
                   most_behind_of(settings)};
    if (shared)
      plan.remote = {*shared, settings.changes, kept->store.options().ttl};
    plan.http = http_options_of(settings, reactors);
    plan.http.session_rules = std::move(rules);
    plan.http.identify_clients = plan.pins != nullptr;
    plan.routes = [pages = pages](const transport::route_request& x) {
      return pages->answer(x);
    };
    plan.listen_handle = bound.handle;
    plan.drain_timeout = settings.drain_timeout;
    node = grow(*system, std::move(plan), engine);
    // The supervisors gave up: a node that cannot serve ends, and whoever runs
    // it starts another.
    node->attach_functor([this](const caf::error&) {
      if (stopping)
        return;
      failed = true;
      kill(getpid(), SIGTERM);
    });
  }

  void stop() {
    if (stopping.exchange(true) || system == nullptr)
      return;
    pages->drain();
    caf::anon_send_exit(node, caf::exit_reason::user_shutdown);
    node = nullptr;
    system->await_all_actors_done();
  }
};

result<std::unique_ptr<server>>
server::start(const options& settings,
              std::shared_ptr<const plan::catalog> catalog) {
  auto url = db::parse_url(settings.database_url);
  if (!url)
    return url.error();
  if (url->dialect != catalog->dialect)
    return {ec::schema_mismatch,
            "The schema was compiled for "
              + std::string{plan::to_string(catalog->dialect)}
              + ", but the database URL is of "
              + std::string{plan::to_string(url->dialect)}
              + ". Compile it with --database."};
  if (replicates(settings) && url->dialect != plan::dialect::postgres)
    return {ec::invalid_config,
            "changes.source: only PostgreSQL replicates; leave it at log"};
  auto engine =
    runtime::engine::make(std::move(catalog), engine_options_of(settings));
  if (!engine)
    return engine.error();
  auto database = database_options_of(settings, *url);
  if (!database)
    return database.error();
  auto rules = session_rules_of(settings, url->dialect);
  if (!rules)
    return rules.error();
  auto shared = redis_of(settings, url->dialect);
  if (!shared)
    return shared.error();
  auto bound = transport::bound_socket::listen(settings.listen);
  if (!bound)
    return bound.error();
  auto s = std::make_unique<state>();
  s->settings = settings;
  s->engine = std::make_shared<engine_slot>(*engine);
  s->pages =
    std::make_shared<site>(site_options{settings.console, settings.admin_token},
                           sdl_writer_of(*engine), s->metrics);
  if (settings.cache) {
    s->kept = std::make_shared<actors::answer_cache>(
      cache_options_of(settings),
      *shared ? remote_level_of(settings, most_behind_of(settings)) : nullptr);
    s->metrics->cache([kept = s->kept] { return kept->figures(); });
    s->pages->cache(s->kept);
  }
  s->address = bound->address;
  s->start_actors(std::move(*database), *bound, std::move(*rules), *shared);
  return std::unique_ptr<server>{new server{std::move(s)}};
}

server::server(std::unique_ptr<state> x) : state_(std::move(x)) {
  // nop
}

server::~server() {
  state_->stop();
}

const std::string& server::address() const noexcept {
  return state_->address;
}

result<void> server::reload(std::shared_ptr<const plan::catalog> catalog) {
  auto options = engine_options_of(state_->settings);
  options.persisted = state_->engine->load()->options().persisted;
  options.generation = state_->engine->load()->options().generation + 1;
  auto engine = runtime::engine::make(std::move(catalog), options);
  if (!engine)
    return engine.error();
  state_->engine->store(*engine);
  if (state_->kept != nullptr)
    state_->kept->store.next_generation();
  state_->pages->schema(sdl_writer_of(*engine));
  caf::anon_send(state_->node,
                 messages::tell_children{
                   "query", caf::make_message(messages::use_engine{*engine})});
  return {};
}

void server::stop() {
  state_->stop();
}

bool server::failed() const noexcept {
  return state_->failed;
}

namespace {

sigset_t stop_signals() {
  sigset_t out;
  sigemptyset(&out);
  sigaddset(&out, SIGINT);
  sigaddset(&out, SIGTERM);
  return out;
}

} // namespace

void block_signals() {
  auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A client that goes away is an error code, not a signal.
  std::signal(SIGPIPE, SIG_IGN);
}

void wait_for_stop() {
  auto set = stop_signals();
  int which = 0;
  sigwait(&set, &which);
}

} // namespace troupe::server

#include "server/settings.hpp"

#include "base/suggestions.hpp"
#include "server/setting_values.hpp"

#include <algorithm>

namespace troupe::server {

namespace {

constexpr int64_t mebibyte = 1024 * 1024;

const setting settings[] = {
  {"server.listen", &options::listen,
   "Address and port to listen on; port 0 takes a free one"},
  {"server.reactors", &options::reactors,
   "Threads that serve; 0 is one per core", 0, 256},
  {"server.drain_timeout", &options::drain_timeout,
   "How long requests in flight may take after SIGTERM"},
  {"server.console", &options::console, "Serve the console at /"},
  {"server.admin_token", &options::admin_token,
   "Opens /metrics and /admin to other machines: Authorization: Bearer TOKEN"},
  {"server.explain", &options::explain,
   "Who may see plans and SQL at /explain: off, local (this machine, without a "
   "proxy in between) or on",
   0, 0, "off|local|on"},
  {"http.max_header_bytes", &options::max_header_bytes,
   "Largest request header", 1024, mebibyte},
  {"http.max_body_bytes", &options::max_body_bytes, "Largest request body",
   1024, 1024 * mebibyte},
  {"http.max_connections", &options::max_connections,
   "Connections at the same time", 1, 1'000'000},
  {"http.max_batch", &options::max_batch,
   "Operations in one batched request; 0 refuses batches", 0, 1000},
  {"http.idle_timeout", &options::idle_timeout,
   "How long an idle connection is kept"},
  {"http.read_timeout", &options::read_timeout,
   "How long a client may take to send a request"},
  {"http.cors_origins", &options::cors_origins,
   "Origins that browsers may call from; \"*\" is any"},
  {"http.compression", &options::compression,
   "Codings for answers, the preferred one first; [] is none"},
  {"http.compression_level", &options::compression_level,
   "1 (fast) to 9 (small); 0 is what suits each coding", 0, 9},
  {"http.compression_min_bytes", &options::compression_min_bytes,
   "Smaller answers are sent as they are", 64, 1024 * mebibyte},
  {"database.url", &options::database_url,
   "postgres://user:password@host/name or sqlite:PATH"},
  {"database.pool_size", &options::pool_size,
   "Database connections of this node; 0 lets Troupe choose", 0, 10'000},
  {"database.replicas", &options::replicas,
   "URLs of read replicas; queries go to them, mutations to url"},
  {"database.pool_min", &options::pool_min,
   "Connections that are always there; more up to pool_size come under load; 0 "
   "is all",
   0, 10'000},
  {"database.acquire_timeout", &options::acquire_timeout,
   "How long a statement waits for its turn on a connection"},
  {"database.max_waiting", &options::max_waiting,
   "Statements that may wait for one connection; more are refused", 1,
   1'000'000},
  {"database.idle_timeout", &options::pool_idle_timeout,
   "After how long with little to do extra connections are closed"},
  {"database.lifetime", &options::connection_lifetime,
   "Age at which connections are replaced; 0 is never"},
  {"database.health_interval", &options::health_interval,
   "After how long without use a connection is checked; 0 is never"},
  {"database.max_replica_lag", &options::max_replica_lag,
   "Replicas further behind get no queries"},
  {"database.pin_after_write", &options::pin_after_write,
   "How long a client reads from url after it wrote"},
  {"database.breaker_failures", &options::breaker_failures,
   "Failed attempts to connect after which statements are refused at once", 1,
   1'000},
  {"database.connect_timeout", &options::connect_timeout,
   "How long connecting may take"},
  {"database.prepare", &options::prepare,
   "Prepared statements: named, unnamed, or off (for poolers)", 0, 0,
   "named|unnamed|off"},
  {"database.merge", &options::merge,
   "Merge lookups of one plan that wait together into one statement"},
  {"database.coalesce", &options::coalesce,
   "Let equal reads that wait together share one execution"},
  {"database.look_ups", &options::look_ups,
   "Ask once for what many rows of a list have in common: auto (where that "
   "was seen to pay), always or never",
   0, 0, "auto|always|never"},
  {"database.jit", &options::jit,
   "Leave PostgreSQL's JIT as the server has it; otherwise it is off, unless "
   "url says something about it"},
  {"database.max_result", &options::max_result,
   "Bytes that one result may have, or one row of an export; 0 is no limit", 0},
  {"database.streams", &options::streams,
   "Exports and long lists that may be under way at once, each over a "
   "connection of its own, made when it is needed; 0 switches them off",
   0, 1'000},
  {"session.variables", &options::session_variables,
   "Settings of each request's database session: \"app.tenant = "
   "header:X-Tenant\""},
  {"changes.enabled", &options::changes,
   "Log what mutations change and follow the change log (after `troupe "
   "migrate`)"},
  {"changes.source", &options::changes_source,
   "Where changes are read: log (the table that mutations and triggers write) "
   "or replication (PostgreSQL's own log: every writer, without triggers)",
   0, 0, "log|replication"},
  {"changes.publication", &options::changes_publication,
   "With replication: the publication to follow, made by `troupe migrate "
   "--publish`"},
  {"changes.slot", &options::changes_slot,
   "With replication: a slot of this node alone, made by `troupe migrate "
   "--slot`; empty is a temporary one"},
  {"changes.poll_interval", &options::changes_poll_interval,
   "How often to look for changes that nobody announced"},
  {"changes.batch", &options::changes_batch, "Most changes handed over at once",
   1, 100'000},
  {"changes.cursor", &options::changes_cursor,
   "Name under which the database keeps how far this node has read; empty is "
   "its host and port"},
  {"changes.retention", &options::changes_retention,
   "How long the change log is kept; 0 is for ever"},
  {"changes.idempotency_retention", &options::idempotency_retention,
   "How long the answer to an Idempotency-Key is kept"},
  {"cache.enabled", &options::cache,
   "Keep answers of queries until what they were read from changes"},
  {"cache.entries", &options::cache_entries, "Answers kept at the most", 1,
   100'000'000},
  {"cache.bytes", &options::cache_bytes, "Memory for them", mebibyte},
  {"cache.entry_bytes", &options::cache_entry_bytes,
   "Larger answers are not kept", 64, 1024 * mebibyte},
  {"cache.ttl", &options::cache_ttl,
   "How long an answer is kept if nothing changes and no @cacheControl says "
   "less"},
  {"cache.lists", &options::cache_lists, "Keep answers with lists at the root"},
  {"cache.stale_while_revalidate", &options::cache_stale_while_revalidate,
   "For how long after its time an answer is still given while it is read "
   "again; never after a change"},
  {"cache.max_behind", &options::cache_max_behind,
   "Nothing is given from the cache while the change log could not be read for "
   "so long"},
  {"cache.redis", &options::cache_redis,
   "redis://[[user]:password@]host[:port][/database] where nodes share "
   "answers; "
   "empty is nowhere"},
  {"cache.redis_timeout", &options::cache_redis_timeout,
   "How long a look-up there may take; then it was a miss"},
  {"cache.redis_entry_bytes", &options::cache_redis_entry_bytes,
   "Larger answers are not put there", 64, 64 * mebibyte},
  {"cache.redis_namespace", &options::cache_redis_namespace,
   "Keeps deployments apart that share a Redis and a copy of one database"},
  {"graphql.schema", &options::schema, "The compiled schema"},
  {"graphql.introspection", &options::introspection,
   "Answer introspection queries"},
  {"graphql.request_timeout", &options::request_timeout,
   "Deadline of a request; expiry cancels its SQL"},
  {"graphql.export_timeout", &options::export_timeout, "Deadline of an export"},
  {"graphql.max_tokens", &options::max_tokens, "Tokens in a document", 1},
  {"graphql.max_depth", &options::max_depth, "Nesting of fields", 1},
  {"graphql.max_aliases", &options::max_aliases, "Aliased fields", 1},
  {"graphql.max_root_fields", &options::max_root_fields, "Root fields", 1},
  {"graphql.max_directives", &options::max_directives, "Directives", 1},
  {"graphql.max_fields", &options::max_fields,
   "Fields after fragments are expanded", 1},
  {"graphql.max_introspection_depth", &options::max_introspection_depth,
   "Lists in lists of an introspection query", 1},
  {"graphql.max_cost", &options::max_cost,
   "Rows that an operation may be expected to read; 0 is no limit", 0},
  {"graphql.unlimited_rows", &options::unlimited_rows,
   "Rows expected of a list that has no limit", 1},
  {"graphql.large_answer", &options::large_answer,
   "Bytes of a list from which on the next answer like it is sent while its "
   "rows come in; 0 keeps answers whole",
   0},
  {"graphql.documents", &options::documents,
   "Which documents may run: any, persisted (no ad-hoc text without its "
   "hash), trusted (compiled ahead only)",
   0, 0, "any|persisted|trusted"},
  {"graphql.persisted_bytes", &options::persisted_bytes,
   "Memory for automatic persisted queries; 0 switches them off", 0},
  {"graphql.incremental", &options::incremental, "Offer @defer and @stream"},
  {"graphql.document_cache", &options::document_cache,
   "Documents whose plans each reactor keeps", 1, 1'000'000},
  {"log.level", &options::log_level, "trace, debug, info, warn, error or off",
   0, 0, "trace|debug|info|warn|error|off"},
  {"log.format", &options::log_format, "text or json", 0, 0, "text|json"},
};

const setting* find(std::string_view key) {
  for (const auto& x : settings)
    if (x.key == key)
      return &x;
  return nullptr;
}

error unknown_key(std::string_view key) {
  std::vector<std::string_view> keys;
  for (const auto& x : settings)
    keys.push_back(x.key);
  auto close = suggestions(key, keys, 3);
  // `max_depth` alone is as clear as `graphql.max_depth`.
  for (auto x : keys)
    if (close.size() < 3 && !key.empty() && x.ends_with(key)
        && x.size() > key.size() && x[x.size() - key.size() - 1] == '.')
      close.insert(close.begin(), x);
  auto hint = did_you_mean(close);
  return bad(
    "Unknown key \"" + std::string{key} + "\"."
    + (hint.empty() ? " `troupe serve --settings` lists all keys." : hint));
}

/// Such names mean the same with quotes and without.
bool plain_word(std::string_view x) noexcept {
  constexpr size_t most = 63; // NAMEDATALEN - 1
  return x.size() <= most && std::ranges::all_of(x, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

result<void> apply_table(options& out, const toml::table& table,
                         const std::string& prefix) {
  for (const auto& [key, node] : table) {
    auto full = prefix + std::string{key.str()};
    auto at = [&](error why) {
      why.locations.push_back(
        {key.source().begin.line, key.source().begin.column});
      return why;
    };
    if (const auto* inner = node.as_table();
        inner != nullptr && find(full) == nullptr) {
      bool known = false;
      for (const auto& s : settings)
        known = known || s.key.starts_with(full + ".");
      if (!known && !inner->empty())
        return at(unknown_key(full));
      if (auto done = apply_table(out, *inner, full + "."); !done)
        return done;
      continue;
    }
    const auto* s = find(full);
    if (s == nullptr)
      return at(unknown_key(full));
    if (auto done = set_from_toml(out, *s, node); !done)
      return at(done.error());
  }
  return {};
}

} // namespace

std::vector<setting_description> describe_settings() {
  std::vector<setting_description> out;
  options defaults;
  for (const auto& s : settings)
    out.push_back({s.key, s.help, show_setting(defaults, s)});
  return out;
}

result<void> apply_setting(options& out, std::string_view key,
                           std::string_view value) {
  const auto* s = find(key);
  if (s == nullptr)
    return unknown_key(key);
  return set_from_text(out, *s, value);
}

result<void> load_config(options& out, const std::string& path) {
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& why) {
    error x = bad(path + ": " + std::string{why.description()});
    if (why.source().begin)
      x.locations.push_back(
        {why.source().begin.line, why.source().begin.column});
    else
      x.code = ec::file_error;
    return x;
  }
  auto done = apply_table(out, table, "");
  if (!done) {
    auto why = done.error();
    why.detail = path + ": " + why.detail;
    return why;
  }
  return {};
}

result<void> check(const options& x) {
  if (x.max_header_bytes > x.max_body_bytes)
    return bad("\"http.max_header_bytes\" exceeds \"http.max_body_bytes\"");
  if (x.request_timeout.count() == 0)
    return bad("\"graphql.request_timeout\" must be longer than 0: every "
               "request has a deadline");
  for (const auto& name : x.compression)
    if (name != "gzip" && name != "br" && name != "zstd")
      return bad("\"http.compression\" knows gzip, br and zstd, not \"" + name
                 + "\"");
  if (!plain_word(x.changes_publication) || x.changes_publication.empty())
    return bad("\"changes.publication\" must be a name of a-z, 0-9 and _");
  if (!plain_word(x.changes_slot))
    return bad("\"changes.slot\" must be a name of a-z, 0-9 and _");
  return {};
}

} // namespace troupe::server

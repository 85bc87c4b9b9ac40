#include "server/settings.hpp"

#include "base/suggestions.hpp"

#include <charconv>
#include <cstdlib>
#include <toml++/toml.h>
#include <variant>

namespace troupe::server {

namespace {

using std::chrono::milliseconds;

using member =
  std::variant<std::string options::*, int64_t options::*, bool options::*,
               milliseconds options::*, std::vector<std::string> options::*>;

struct setting {
  std::string_view key;
  server::member member;
  std::string_view help;
  int64_t least = 0;
  int64_t most = INT64_MAX;
  /// Allowed words, separated by `|`; empty: any.
  std::string_view words = {};
};

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
  {"database.jit", &options::jit,
   "Leave PostgreSQL's JIT as the server has it; otherwise it is off, unless "
   "url says something about it"},
  {"database.max_result", &options::max_result,
   "Bytes that one result may have, or one row of an export; 0 is no limit", 0},
  {"database.streams", &options::streams,
   "Exports that may run at once, each over a connection of its own; 0 "
   "switches exports off",
   0, 1'000},
  {"session.variables", &options::session_variables,
   "Settings of each request's database session: \"app.tenant = "
   "header:X-Tenant\""},
  {"changes.enabled", &options::changes,
   "Log what mutations change and follow the change log (after `troupe "
   "migrate`)"},
  {"changes.poll_interval", &options::changes_poll_interval,
   "How often to look for changes that nobody announced"},
  {"changes.batch", &options::changes_batch, "Most changes handed over at once",
   1, 100'000},
  {"changes.cursor", &options::changes_cursor,
   "Name under which the database keeps how far this node has read"},
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

error bad(std::string detail) {
  return {ec::invalid_config, std::move(detail), {}};
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

std::string wrong_value(const setting& s, std::string_view wanted) {
  return "\"" + std::string{s.key} + "\" must be " + std::string{wanted};
}

result<void> set_number(options& out, const setting& s, int64_t options::*where,
                        int64_t x) {
  if (x < s.least || x > s.most) {
    auto range = s.most == INT64_MAX ? "at least " + std::to_string(s.least)
                                     : "between " + std::to_string(s.least)
                                         + " and " + std::to_string(s.most);
    return bad(wrong_value(s, range) + ", not " + std::to_string(x));
  }
  out.*where = x;
  return {};
}

bool among(std::string_view words, std::string_view x) {
  while (!words.empty()) {
    auto end = words.find('|');
    if (words.substr(0, end) == x)
      return true;
    words = end == std::string_view::npos ? std::string_view{}
                                          : words.substr(end + 1);
  }
  return false;
}

result<void> set_word(options& out, const setting& s,
                      std::string options::*where, std::string x) {
  if (!s.words.empty() && !among(s.words, x)) {
    std::string choices{s.words};
    for (size_t i = 0; (i = choices.find('|', i)) != std::string::npos;)
      choices.replace(i, 1, ", ");
    return bad(wrong_value(s, "one of " + choices) + ", not \"" + x + "\"");
  }
  out.*where = std::move(x);
  return {};
}

/// Replaces `${NAME}` by the environment's value.
result<std::string> expand(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    if (text.substr(i, 2) != "${") {
      out += text[i++];
      continue;
    }
    auto end = text.find('}', i);
    if (end == std::string_view::npos)
      return bad(
        "\"${\" without \"}\"; write $${ for the characters themselves");
    std::string name{text.substr(i + 2, end - i - 2)};
    const auto* value = std::getenv(name.c_str());
    if (value == nullptr)
      return bad("The environment variable " + name + " is not set");
    out += value;
    i = end + 1;
  }
  return out;
}

// -- from the command line ----------------------------------------------------

struct from_text {
  options& out;
  const setting& s;
  std::string_view text;

  result<void> operator()(std::string options::*where) {
    return set_word(out, s, where, std::string{text});
  }

  result<void> operator()(int64_t options::*where) {
    int64_t x = 0;
    auto end = std::from_chars(text.data(), text.data() + text.size(), x);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size())
      return bad(wrong_value(s, "a whole number, not \"") + std::string{text}
                 + "\"");
    return set_number(out, s, where, x);
  }

  result<void> operator()(bool options::*where) {
    if (text != "true" && text != "false")
      return bad(wrong_value(s, "true or false, not \"") + std::string{text}
                 + "\"");
    out.*where = text == "true";
    return {};
  }

  result<void> operator()(milliseconds options::*where) {
    auto x = parse_duration(text);
    if (!x)
      return bad(wrong_value(s, x.error().detail));
    out.*where = *x;
    return {};
  }

  result<void> operator()(std::vector<std::string> options::*where) {
    (out.*where).clear();
    auto rest = text;
    while (!rest.empty()) {
      auto end = rest.find(',');
      (out.*where).emplace_back(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view{}
                                           : rest.substr(end + 1);
    }
    return {};
  }
};

// -- from a file --------------------------------------------------------------

struct from_toml {
  options& out;
  const setting& s;
  const toml::node& node;

  result<void> operator()(std::string options::*where) {
    auto x = node.value_exact<std::string>();
    if (!x)
      return bad(wrong_value(s, "a string"));
    auto text = expand(*x);
    if (!text)
      return text.error();
    return set_word(out, s, where, std::move(*text));
  }

  result<void> operator()(int64_t options::*where) {
    auto x = node.value_exact<int64_t>();
    if (!x)
      return bad(wrong_value(s, "a whole number"));
    return set_number(out, s, where, *x);
  }

  result<void> operator()(bool options::*where) {
    auto x = node.value_exact<bool>();
    if (!x)
      return bad(wrong_value(s, "true or false"));
    out.*where = *x;
    return {};
  }

  result<void> operator()(milliseconds options::*where) {
    if (auto seconds = node.value_exact<int64_t>())
      return from_text{out, s, std::to_string(*seconds)}(where);
    auto x = node.value_exact<std::string>();
    if (!x)
      return bad(wrong_value(s, "a duration such as \"10s\" or \"250ms\""));
    return from_text{out, s, *x}(where);
  }

  result<void> operator()(std::vector<std::string> options::*where) {
    const auto* list = node.as_array();
    if (list == nullptr)
      return bad(wrong_value(s, "a list of strings"));
    std::vector<std::string> items;
    for (const auto& item : *list) {
      auto x = item.value_exact<std::string>();
      if (!x)
        return bad(wrong_value(s, "a list of strings"));
      items.push_back(std::move(*x));
    }
    out.*where = std::move(items);
    return {};
  }
};

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
    if (auto done = std::visit(from_toml{out, *s, node}, s->member); !done)
      return at(done.error());
  }
  return {};
}

struct to_text {
  const options& from;

  std::string operator()(std::string options::*x) const {
    return from.*x;
  }

  std::string operator()(int64_t options::*x) const {
    return std::to_string(from.*x);
  }

  std::string operator()(bool options::*x) const {
    return from.*x ? "true" : "false";
  }

  std::string operator()(milliseconds options::*x) const {
    auto ms = (from.*x).count();
    return ms % 1000 == 0 ? std::to_string(ms / 1000) + "s"
                          : std::to_string(ms) + "ms";
  }

  std::string operator()(std::vector<std::string> options::*x) const {
    std::string out;
    for (const auto& item : from.*x)
      out += (out.empty() ? "\"" : ", \"") + item + "\"";
    return "[" + out + "]";
  }
};

} // namespace

std::vector<setting_description> describe_settings() {
  std::vector<setting_description> out;
  options defaults;
  for (const auto& s : settings)
    out.push_back({s.key, s.help, std::visit(to_text{defaults}, s.member)});
  return out;
}

result<void> apply_setting(options& out, std::string_view key,
                           std::string_view value) {
  const auto* s = find(key);
  if (s == nullptr)
    return unknown_key(key);
  return std::visit(from_text{out, *s, value}, s->member);
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
  return {};
}

result<milliseconds> parse_duration(std::string_view text) {
  constexpr std::string_view wanted = "a duration such as 250ms, 10s, 5m or 1h";
  int64_t n = 0;
  auto end = std::from_chars(text.data(), text.data() + text.size(), n);
  std::string_view unit{
    end.ptr, static_cast<size_t>(text.data() + text.size() - end.ptr)};
  int64_t factor = unit == "ms"                  ? 1
                   : unit == "s" || unit.empty() ? 1000
                   : unit == "m"                 ? 60'000
                   : unit == "h"                 ? 3'600'000
                                                 : 0;
  constexpr int64_t year = int64_t{365} * 24 * 3'600'000;
  if (end.ec != std::errc{} || n < 0 || factor == 0 || n > year / factor)
    return error{ec::invalid_config,
                 std::string{wanted} + ", not \"" + std::string{text} + "\"",
                 {}};
  return milliseconds{n * factor};
}

} // namespace troupe::server

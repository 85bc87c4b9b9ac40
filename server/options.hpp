#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace troupe::server {

/// Everything an operator may set, with its defaults. `settings.cpp` gives each
/// member its key in troupe.toml and its help text.
struct options {
  // -- server --
  std::string listen = "127.0.0.1:8080";
  int64_t reactors = 0; ///< 0: one per core
  std::chrono::milliseconds drain_timeout{10'000};
  bool console = true;
  std::string admin_token;
  std::string explain = "local"; ///< off, local or on
  // -- http --
  int64_t max_header_bytes = 16 * 1024;
  int64_t max_body_bytes = 1024 * 1024;
  int64_t max_connections = 16'384;
  int64_t max_batch = 10;
  std::chrono::milliseconds idle_timeout{75'000};
  std::chrono::milliseconds read_timeout{10'000};
  std::vector<std::string> cors_origins;
  std::vector<std::string> compression{"zstd", "br", "gzip"};
  int64_t compression_level = 0; ///< 0: what suits each coding
  int64_t compression_min_bytes = 1024;
  // -- database --
  std::string database_url;
  std::vector<std::string> replicas;
  int64_t pool_size = 0; ///< connections of the node; 0: chosen by the driver
  int64_t pool_min = 0;  ///< that are always there; 0: all
  std::chrono::milliseconds acquire_timeout{2'000};
  int64_t max_waiting = 4'096;
  std::chrono::milliseconds pool_idle_timeout{60'000};
  std::chrono::milliseconds connection_lifetime{3'600'000};
  std::chrono::milliseconds health_interval{30'000};
  std::chrono::milliseconds max_replica_lag{5'000};
  std::chrono::milliseconds pin_after_write{5'000};
  int64_t breaker_failures = 4;
  std::chrono::milliseconds connect_timeout{5'000};
  std::string prepare = "named"; ///< named, unnamed or off
  bool merge = true;
  bool coalesce = true;
  std::string look_ups = "auto"; ///< auto, always or never
  bool jit = false;
  int64_t streams = 16;
  int64_t max_result = 64 * 1024 * 1024;
  std::vector<std::string> session_variables;
  // -- changes --
  bool changes = false;
  std::string changes_source = "log"; ///< log or replication
  std::string changes_publication = "troupe";
  std::string changes_slot; ///< empty: one that goes with the connection
  std::chrono::milliseconds changes_poll_interval{1'000};
  int64_t changes_batch = 500;
  std::string changes_cursor; ///< empty: host and port
  std::chrono::milliseconds changes_retention{7 * 24 * 3'600'000LL};
  std::chrono::milliseconds idempotency_retention{24 * 3'600'000LL};
  // -- cache --
  bool cache = false;
  int64_t cache_entries = 50'000;
  int64_t cache_bytes = 256 * 1024 * 1024;
  int64_t cache_entry_bytes = 1024 * 1024;
  std::chrono::milliseconds cache_ttl{24 * 3'600'000LL};
  bool cache_lists = true;
  std::chrono::milliseconds cache_stale_while_revalidate{0};
  std::chrono::milliseconds cache_max_behind{10'000};
  std::string cache_redis; ///< URL; empty: nothing is shared
  std::chrono::milliseconds cache_redis_timeout{20};
  int64_t cache_redis_entry_bytes = 256 * 1024;
  std::string cache_redis_namespace;
  // -- graphql --
  std::string schema = "schema.compiled.json";
  bool introspection = true;
  std::chrono::milliseconds request_timeout{10'000};
  std::chrono::milliseconds export_timeout{600'000};
  int64_t max_tokens = 15'000;
  int64_t max_depth = 25;
  int64_t max_aliases = 100;
  int64_t max_root_fields = 50;
  int64_t max_directives = 50;
  int64_t max_fields = 2'000;
  int64_t max_introspection_depth = 2;
  int64_t max_cost = 10'000'000;
  int64_t unlimited_rows = 100;
  int64_t large_answer = 1024 * 1024;
  std::string documents = "any"; ///< any, persisted or trusted
  int64_t persisted_bytes = 16 * 1024 * 1024;
  bool incremental = true;
  int64_t document_cache = 1'000;
  // -- log --
  std::string log_level = "info";
  std::string log_format = "text";
};

} // namespace troupe::server

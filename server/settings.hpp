#pragma once

#include "base/result.hpp"
#include "server/options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace troupe::server {

/// One key of the configuration file, for `--help`, the reference page and the
/// tests.
struct setting_description {
  std::string_view key; ///< `http.max_body_bytes`
  std::string_view help;
  std::string default_value;
};

/// Returns all settings in the order of the reference page.
std::vector<setting_description> describe_settings();

/// Applies one `key=value`, as `--set` gives it. Errors name the key, what is
/// wrong with the value, and a suggestion for an unknown key.
result<void> apply_setting(options& out, std::string_view key,
                           std::string_view value);

/// Reads a configuration file (TOML) over `out`. `${NAME}` in strings stands
/// for an environment variable, which must be set. Errors name file, line,
/// column and remedy; unknown keys are refused.
result<void> load_config(options& out, const std::string& path);

/// Checks what no single value can tell (limits that contradict each other).
result<void> check(const options& x);

/// Reads `250ms`, `10s`, `5m`, `1h`, or a number of seconds.
result<std::chrono::milliseconds> parse_duration(std::string_view text);

} // namespace troupe::server

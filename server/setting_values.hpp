#pragma once

#include "base/result.hpp"
#include "server/options.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <variant>
#include <vector>

namespace troupe::server {

using member =
  std::variant<std::string options::*, int64_t options::*, bool options::*,
               std::chrono::milliseconds options::*,
               std::vector<std::string> options::*>;

struct setting {
  std::string_view key;
  server::member member;
  std::string_view help;
  int64_t least = 0;
  int64_t most = INT64_MAX;
  /// Allowed words, separated by `|`; empty: any.
  std::string_view words = {};
};

error bad(std::string detail);

/// Sets what a setting is about from a word of the command line.
result<void> set_from_text(options& out, const setting& s,
                           std::string_view text);

/// The same from a value of a configuration file.
result<void> set_from_toml(options& out, const setting& s,
                           const toml::node& node);

/// Returns its value as text.
std::string show_setting(const options& from, const setting& s);

} // namespace troupe::server

#pragma once

#include "server/options.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace troupe::cli {

/// The flags that every command which serves has.
struct serving_flags {
  std::string config;
  std::string schema;
  std::string database;
  std::string listen;
  std::vector<std::string> set;
};

void add_serving_flags(CLI::App& command, serving_flags& to);

/// Defaults, then the configuration file, then flags. Prints what is wrong and
/// returns false with the exit code in `code`.
bool read_options(const serving_flags& flags, server::options& out, int& code);

} // namespace troupe::cli

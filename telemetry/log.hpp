#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace troupe::log {

enum class level : uint8_t { trace, debug, info, warn, error, off };

/// Sets what is written and how: `text` for people, or JSON lines.
void configure(level least, bool json);

/// Returns the level of a name such as `warn`; `info` for what is none.
level level_of(std::string_view name) noexcept;

/// Writes one event: the part of the system, a stable short name to search for,
/// and a sentence. Never a secret or SQL with values. Any thread may call it.
void write(level at, std::string_view part, std::string_view event,
           std::string_view text);

inline void debug(std::string_view part, std::string_view event,
                  std::string_view text) {
  write(level::debug, part, event, text);
}

inline void info(std::string_view part, std::string_view event,
                 std::string_view text) {
  write(level::info, part, event, text);
}

inline void warn(std::string_view part, std::string_view event,
                 std::string_view text) {
  write(level::warn, part, event, text);
}

inline void error(std::string_view part, std::string_view event,
                  std::string_view text) {
  write(level::error, part, event, text);
}

} // namespace troupe::log

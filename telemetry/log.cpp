#include "telemetry/log.hpp"

#include "base/json_write.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

namespace troupe::log {

namespace {

std::atomic<bool> json_lines{false};

spdlog::logger& logger() {
  static const auto out = [] {
    auto x = std::make_shared<spdlog::logger>(
      "troupe", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    x->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    return x;
  }();
  return *out;
}

spdlog::level::level_enum to_spdlog(level x) noexcept {
  constexpr spdlog::level::level_enum table[] = {
    spdlog::level::trace, spdlog::level::debug, spdlog::level::info,
    spdlog::level::warn,  spdlog::level::err,   spdlog::level::off};
  return table[static_cast<size_t>(x)];
}

} // namespace

void configure(level least, bool json) {
  json_lines = json;
  logger().set_level(to_spdlog(least));
  logger().set_pattern(
    json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})"
         : "%Y-%m-%dT%H:%M:%S.%e %l %v");
}

level level_of(std::string_view name) noexcept {
  constexpr std::string_view names[] = {"trace", "debug", "info",
                                        "warn",  "error", "off"};
  for (size_t i = 0; i < std::size(names); ++i)
    if (names[i] == name)
      return static_cast<level>(i);
  return level::info;
}

void write(level at, std::string_view part, std::string_view event,
           std::string_view text) {
  if (!logger().should_log(to_spdlog(at)))
    return;
  if (json_lines)
    logger().log(to_spdlog(at), "\"part\":{},\"event\":{},\"text\":{}",
                 json::quoted(part), json::quoted(event), json::quoted(text));
  else
    logger().log(to_spdlog(at), "{} {}: {}", part, event, text);
}

} // namespace troupe::log

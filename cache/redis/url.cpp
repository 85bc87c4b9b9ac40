#include "cache/redis/url.hpp"

#include <charconv>
#include <optional>

namespace troupe::redis {

namespace {

constexpr std::string_view scheme = "redis://";

error wrong(std::string_view why) {
  return {ec::invalid_config,
          "cache.redis: " + std::string{why}
            + ". Write redis://[[user]:password@]host[:port][/database], with "
              "%XX for special characters.",
          {}};
}

std::optional<std::string> decoded(std::string_view x) {
  std::string out;
  for (size_t i = 0; i < x.size(); ++i) {
    if (x[i] != '%') {
      out += x[i];
      continue;
    }
    uint8_t c = 0;
    const auto* from = x.data() + i + 1;
    if (i + 2 >= x.size()
        || std::from_chars(from, from + 2, c, 16).ptr != from + 2)
      return std::nullopt;
    out += static_cast<char>(c);
    i += 2;
  }
  return out;
}

template <class T>
bool number(std::string_view x, T& to) {
  const auto* end = x.data() + x.size();
  auto done = std::from_chars(x.data(), end, to);
  return !x.empty() && done.ec == std::errc{} && done.ptr == end;
}

/// Takes `host[:port]`, where an IPv6 address stands in brackets.
bool place(std::string_view x, url& to) {
  auto after = x.starts_with('[') ? x.find(']') : 0;
  if (after == std::string_view::npos)
    return false;
  auto colon = x.find(':', after);
  to.host = x.substr(0, colon);
  if (to.host.starts_with('['))
    to.host = to.host.substr(1, to.host.size() - 2);
  if (colon != std::string_view::npos
      && (!number(x.substr(colon + 1), to.port) || to.port == 0))
    return false;
  return !to.host.empty();
}

} // namespace

result<url> parse_url(std::string_view text) {
  if (text.starts_with("rediss://"))
    return wrong("TLS is not spoken; put stunnel or a sidecar between");
  if (!text.starts_with(scheme))
    return wrong("the URL is of another kind");
  text.remove_prefix(scheme.size());
  url out;
  if (auto at = text.rfind('@'); at != std::string_view::npos) {
    auto who = text.substr(0, at);
    text.remove_prefix(at + 1);
    auto colon = who.find(':');
    auto user = decoded(who.substr(0, colon));
    auto password =
      decoded(colon == std::string_view::npos ? std::string_view{}
                                              : who.substr(colon + 1));
    if (!user || !password)
      return wrong("% has to be followed by two hex digits");
    if (password->empty())
      return wrong("there is a user without a password");
    out.user = std::move(*user);
    out.password = std::move(*password);
  }
  auto slash = text.find('/');
  if (slash != std::string_view::npos && slash + 1 < text.size()
      && !number(text.substr(slash + 1), out.database))
    return wrong("the database is a number");
  if (!place(text.substr(0, slash), out))
    return wrong("host and port cannot be read");
  out.shown = std::string{scheme} + std::string{text};
  return out;
}

} // namespace troupe::redis

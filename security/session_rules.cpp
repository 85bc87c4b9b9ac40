#include "security/session_rules.hpp"

#include <algorithm>
#include <cctype>

namespace troupe::security {

namespace {

/// Longer ones are no tenant and no role.
constexpr size_t longest_value = 8 * 1024;

std::string_view trim(std::string_view x) {
  while (!x.empty() && x.front() == ' ')
    x.remove_prefix(1);
  while (!x.empty() && x.back() == ' ')
    x.remove_suffix(1);
  return x;
}

/// `role`, `app.tenant`: a name that PostgreSQL takes without quotes.
bool is_name(std::string_view x) {
  auto word = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
  bool first = true;
  for (auto c : x) {
    if (c == '.' && !first) {
      first = true;
      continue;
    }
    auto u = static_cast<unsigned char>(c);
    if (!word(u) || (first && std::isdigit(u)))
      return false;
    first = false;
  }
  return !first;
}

result<session_rule> wrong(std::string_view text, std::string_view why) {
  return {ec::invalid_config,
          "session.variables: \"" + std::string{text} + "\" " + std::string{why}
            + "; write NAME = header:NAME, literal:VALUE, claim:NAME, "
              "subject or role"};
}

std::string value_of(const session_rule& x, const header_lookup& header,
                     const principal* who) {
  switch (x.source) {
    case session_source::header:
      return std::string{header(x.from)};
    case session_source::literal:
      return x.from;
    case session_source::claim:
      if (who != nullptr)
        if (auto i = who->claims.find(x.from); i != who->claims.end())
          return i->second;
      return {};
    case session_source::subject:
      return who == nullptr ? std::string{} : who->subject;
    case session_source::role:
      return who == nullptr ? std::string{} : who->role;
  }
  return {};
}

} // namespace

result<session_rule> parse_session_rule(std::string_view text) {
  constexpr std::string_view sources[] = {"header", "literal", "claim",
                                          "subject", "role"};
  auto equals = text.find('=');
  if (equals == std::string_view::npos)
    return wrong(text, "has no =");
  session_rule out;
  out.name = trim(text.substr(0, equals));
  if (!is_name(out.name))
    return wrong(text, "begins with no name of a setting");
  auto from = trim(text.substr(equals + 1));
  auto colon = from.find(':');
  auto i = std::ranges::find(sources, trim(from.substr(0, colon)));
  if (i == std::end(sources))
    return wrong(text, "has no source that is known");
  out.source = static_cast<session_source>(i - std::begin(sources));
  if (colon != std::string_view::npos)
    out.from = trim(from.substr(colon + 1));
  bool needs = out.source <= session_source::claim;
  if (needs == out.from.empty())
    return wrong(text, needs ? "does not say from what" : "says too much");
  return out;
}

session_settings_ptr make_session(const std::vector<session_rule>& rules,
                                  const header_lookup& header,
                                  const principal* who) {
  if (rules.empty())
    return nullptr;
  auto out = std::make_shared<session_settings>();
  for (const auto& x : rules) {
    auto value = value_of(x, header, who);
    if (!value.empty() && value.size() <= longest_value
        && value.find('\0') == std::string::npos)
      out->list.emplace_back(x.name, std::move(value));
  }
  return out->list.empty() ? nullptr : session_settings_ptr{std::move(out)};
}

} // namespace troupe::security

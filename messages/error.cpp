#include "messages/error.hpp"

#include <caf/sec.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::messages {

namespace {

/// The constraint travels as one text: its kind, the table and the columns.
std::string pack(const error& x) {
  std::string out = std::to_string(x.part);
  if (x.broken == nullptr)
    return out;
  out += '\n' + std::to_string(x.broken->kind) + '\n' + x.broken->table;
  for (const auto& c : x.broken->columns)
    out += '\n' + c;
  return out;
}

void unpack(std::string_view text, error& out) {
  std::vector<std::string> words;
  for (size_t at = 0; at <= text.size();) {
    auto end = std::min(text.find('\n', at), text.size());
    words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  out.part = std::atoi(words[0].c_str());
  if (words.size() < 3)
    return;
  auto broken = std::make_shared<violation>();
  broken->kind = static_cast<violation::kind_type>(std::atoi(words[1].c_str()));
  broken->table = words[2];
  broken->columns.assign(words.begin() + 3, words.end());
  out.broken = std::move(broken);
}

} // namespace

caf::error to_caf(const error& x) {
  if (x.broken == nullptr && x.part < 0)
    return caf::make_error(x.code, x.detail);
  return caf::make_error(x.code, x.detail, pack(x));
}

error from_caf(const caf::error& x, ec down) {
  if (x.category() == caf::detail::error_factory<ec>::category) {
    error out{static_cast<ec>(x.code()), {}, {}};
    if (x.context().match_elements<std::string>())
      out.detail = x.context().get_as<std::string>(0);
    if (x.context().match_elements<std::string, std::string>()) {
      out.detail = x.context().get_as<std::string>(0);
      unpack(x.context().get_as<std::string>(1), out);
    }
    return out;
  }
  if (x == caf::sec::request_timeout)
    return {ec::timeout, "The deadline of the request passed", {}};
  if (x == caf::sec::request_receiver_down)
    return {down, "The service is restarting; try again", {}};
  return {ec::internal, "An actor failed", {}};
}

} // namespace troupe::messages

#include "db/postgres/server_places.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

namespace troupe::db::postgres {

namespace {

/// What a conninfo says of its servers; one port may stand for all hosts.
struct servers {
  std::vector<std::string> hosts;
  std::vector<std::string> ports;
};

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  for (;;) {
    auto comma = text.find(',');
    out.emplace_back(text.substr(0, comma));
    if (comma == std::string_view::npos)
      return out;
    text.remove_prefix(comma + 1);
  }
}

std::string_view word(const char* x) {
  return x == nullptr ? std::string_view{} : std::string_view{x};
}

/// Without hosts: libpq knows better where they are.
servers read(const std::string& conninfo) {
  std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options{
    PQconninfoParse(conninfo.c_str(), nullptr), &PQconninfoFree};
  if (options == nullptr)
    return {};
  auto option = [&](std::string_view key) {
    for (auto* x = options.get(); x->keyword != nullptr; ++x)
      if (x->keyword == key) {
        auto said = word(x->val);
        return said.empty() && x->envvar != nullptr ? word(getenv(x->envvar))
                                                    : said;
      }
    return std::string_view{};
  };
  if (!option("service").empty() || !option("hostaddr").empty()
      || option("host").empty())
    return {};
  servers out{split(option("host")), split(option("port"))};
  if (out.ports.size() != 1 && out.ports.size() != out.hosts.size())
    return {};
  return out;
}

bool is_name(const std::string& host) {
  in6_addr ignored{};
  auto digits = host.substr(0, host.find('%')); // fe80::1%eth0
  return !host.empty() && host[0] != '/' && host[0] != '@'
         && inet_pton(AF_INET, host.c_str(), &ignored) != 1
         && inet_pton(AF_INET6, digits.c_str(), &ignored) != 1;
}

} // namespace

std::vector<std::string> server_names(const std::string& conninfo) {
  std::vector<std::string> out;
  for (auto& host : read(conninfo).hosts)
    if (is_name(host) && std::ranges::find(out, host) == out.end())
      out.push_back(std::move(host));
  return out;
}

result<server_places> places_of(const std::string& conninfo,
                                const std::vector<named_host>& found) {
  auto all = read(conninfo);
  server_places out;
  bool first = true;
  auto add = [&](size_t i, const std::string& address) {
    const char* comma = std::exchange(first, false) ? "" : ",";
    out.host += comma + all.hosts[i];
    out.hostaddr += comma + address;
    out.port += comma + all.ports[all.ports.size() == 1 ? 0 : i];
  };
  for (size_t i = 0; i < all.hosts.size(); ++i) {
    auto known = std::ranges::find(found, all.hosts[i], &named_host::name);
    if (known != found.end())
      for (const auto& address : known->addresses)
        add(i, address);
    else if (!is_name(all.hosts[i]))
      add(i, {});
  }
  if (first)
    return error{
      ec::database_unavailable, "No address was found for a server", {}};
  return out;
}

} // namespace troupe::db::postgres

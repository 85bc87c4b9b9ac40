#include "graphql/validation/known_scalars.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace troupe::graphql::validation {

namespace {

bool digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

bool upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}

bool lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}

bool letter(char c) noexcept {
  return upper(c) || lower(c);
}

bool hex(char c) noexcept {
  return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

template <class F>
bool all(std::string_view x, F test) noexcept {
  return !x.empty() && std::ranges::all_of(x, test);
}

/// Cuts at `c` and tests each part; `most` parts at the most.
template <class F>
size_t parts(std::string_view x, char c, F test) noexcept {
  size_t count = 0;
  for (;;) {
    auto at = x.find(c);
    if (!test(x.substr(0, at)))
      return 0;
    ++count;
    if (at == std::string_view::npos)
      return count;
    x.remove_prefix(at + 1);
  }
}

bool host_name(std::string_view x) noexcept {
  return x.size() <= 253
         && parts(x, '.', [](std::string_view label) {
              return label.size() <= 63 && !label.starts_with('-')
                     && !label.ends_with('-') && all(label, [](char c) {
                          return letter(c) || digit(c) || c == '-';
                        });
            }) > 0;
}

bool domain_name(std::string_view x) noexcept {
  auto dot = x.rfind('.');
  return host_name(x) && dot != std::string_view::npos
         && letter(x[std::min(dot + 1, x.size() - 1)]);
}

bool email(std::string_view x) noexcept {
  auto at = x.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || x.size() > 254)
    return false;
  auto local = x.substr(0, at);
  constexpr std::string_view special = ".!#$%&'*+/=?^_`{|}~-";
  return !local.starts_with('.') && !local.ends_with('.')
         && local.find("..") == std::string_view::npos
         && all(local,
                [&](char c) {
                  return letter(c) || digit(c)
                         || static_cast<unsigned char>(c) >= 0x80
                         || special.find(c) != std::string_view::npos;
                })
         && domain_name(x.substr(at + 1));
}

bool url(std::string_view x) noexcept {
  auto colon = x.find("://");
  if (colon == std::string_view::npos || colon == 0 || !letter(x.front()))
    return false;
  auto rest = x.substr(colon + 3);
  auto blank = [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '<'
           || c == '>' || c == '\\' || c == 0x7F;
  };
  return !rest.empty() && rest.front() != '/'
         && std::ranges::none_of(rest, blank)
         && all(x.substr(0, colon), [](char c) {
              return letter(c) || digit(c) || c == '+' || c == '-' || c == '.';
            });
}

bool number_up_to(std::string_view x, int most) noexcept {
  int n = 0;
  auto parsed = std::from_chars(x.data(), x.data() + x.size(), n);
  return all(x, digit) && x.size() <= 5 && parsed.ec == std::errc{}
         && n <= most;
}

bool ipv4(std::string_view x) noexcept {
  return parts(x, '.',
               [](std::string_view p) {
                 return p.size() <= 3 && number_up_to(p, 255);
               })
         == 4;
}

bool ipv6(std::string_view x) noexcept {
  if (x.size() > 45 || x.find(":::") != std::string_view::npos)
    return false;
  auto gap = x.find("::");
  if (gap != std::string_view::npos
      && x.find("::", gap + 1) != std::string_view::npos)
    return false;
  size_t groups = 0;
  bool fine = true;
  parts(x, ':', [&](std::string_view p) {
    if (p.find('.') != std::string_view::npos) {
      fine = fine && ipv4(p) && x.ends_with(p);
      groups += 2;
    } else if (!p.empty()) {
      fine = fine && p.size() <= 4 && all(p, hex);
      ++groups;
    }
    return true;
  });
  if (gap == std::string_view::npos)
    return fine && groups == 8 && !x.starts_with(':') && !x.ends_with(':');
  bool edges = (!x.starts_with(':') || gap == 0)
               && (!x.ends_with(':') || gap + 2 == x.size());
  return fine && groups < 8 && edges;
}

bool cidr(std::string_view x) noexcept {
  auto slash = x.find('/');
  if (slash == std::string_view::npos)
    return false;
  auto address = x.substr(0, slash);
  auto bits = x.substr(slash + 1);
  return (ipv4(address) && number_up_to(bits, 32))
         || (ipv6(address) && number_up_to(bits, 128));
}

bool mac(std::string_view x) noexcept {
  auto pair = [](std::string_view p) { return p.size() == 2 && all(p, hex); };
  return parts(x, ':', pair) == 6 || parts(x, '-', pair) == 6;
}

bool phone(std::string_view x) noexcept {
  return x.size() >= 8 && x.size() <= 16 && x.front() == '+' && x[1] != '0'
         && all(x.substr(1), digit);
}

/// A number as text within bounds, e.g. a latitude.
bool between(std::string_view x, double least, double most) noexcept {
  double n = 0;
  auto parsed = std::from_chars(x.data(), x.data() + x.size(), n);
  return !x.empty() && parsed.ec == std::errc{}
         && parsed.ptr == x.data() + x.size() && n >= least && n <= most;
}

bool slug(std::string_view x) noexcept {
  return parts(x, '-',
               [](std::string_view p) {
                 return all(p, [](char c) { return lower(c) || digit(c); });
               })
         > 0;
}

bool color(std::string_view x) noexcept {
  return x.starts_with('#') && (x.size() == 4 || x.size() == 7 || x.size() == 9)
         && all(x.substr(1), hex);
}

bool semantic_version(std::string_view x) noexcept {
  auto core = x.substr(0, x.find_first_of("-+"));
  auto rest = x.substr(core.size());
  return parts(core, '.',
               [](std::string_view p) {
                 return all(p, digit) && (p.size() == 1 || p.front() != '0');
               })
           == 3
         && (rest.empty() || rest.size() > 1)
         && std::ranges::all_of(rest, [](char c) {
              return letter(c) || digit(c) || c == '-' || c == '+' || c == '.';
            });
}

/// ISO 13616: the rest of a division by 97 is 1.
bool iban(std::string_view x) noexcept {
  if (x.size() < 15 || x.size() > 34 || !upper(x[0]) || !upper(x[1])
      || !digit(x[2]) || !digit(x[3]))
    return false;
  int rest = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    auto c = x[(i + 4) % x.size()];
    if (digit(c))
      rest = (rest * 10 + (c - '0')) % 97;
    else if (upper(c))
      rest = (rest * 100 + (c - 'A' + 10)) % 97;
    else
      return false;
  }
  return rest == 1;
}

/// ISO 6166 and its Luhn digit.
bool isin(std::string_view x) noexcept {
  if (x.size() != 12 || !upper(x[0]) || !upper(x[1]) || !digit(x[11]))
    return false;
  std::array<int, 24> digits{};
  size_t count = 0;
  for (auto c : x) {
    if (!digit(c) && !upper(c))
      return false;
    auto n = digit(c) ? c - '0' : c - 'A' + 10;
    if (n >= 10)
      digits[count++] = n / 10;
    digits[count++] = n % 10;
  }
  int sum = 0;
  for (size_t i = 0; i < count; ++i) {
    auto n = digits[count - 1 - i] * (i % 2 == 1 ? 2 : 1);
    sum += n / 10 + n % 10;
  }
  return sum % 10 == 0;
}

bool language(std::string_view x) noexcept {
  return (x.size() == 2 || x.size() == 3) && all(x, lower);
}

/// BCP 47, as far as the form goes.
bool locale(std::string_view x) noexcept {
  auto dash = x.find('-');
  return language(x.substr(0, dash))
         && (dash == std::string_view::npos
             || parts(x.substr(dash + 1), '-', [](std::string_view p) {
                  return p.size() >= 2 && p.size() <= 8 && all(p, [](char c) {
                           return letter(c) || digit(c);
                         });
                }) > 0);
}

bool mime_type(std::string_view x) noexcept {
  return parts(x, '/',
               [](std::string_view p) {
                 return all(p, [](char c) {
                   return letter(c) || digit(c)
                          || std::string_view{"!#$&-^_.+"}.find(c)
                               != std::string_view::npos;
                 });
               })
         == 2;
}

struct rule {
  std::string_view scalar;
  bool (*test)(std::string_view) noexcept;
  std::string_view wanted;
};

constexpr rule rules[] = {
  {"Email", email, "an e-mail address such as ada@example.com"},
  {"EmailAddress", email, "an e-mail address such as ada@example.com"},
  {"URL", url, "a URL such as https://example.com/"},
  {"PhoneNumber", phone, "a phone number such as +441632960000"},
  {"DomainName", domain_name, "a domain name such as example.com"},
  {"Hostname", host_name, "a host name such as mail.example.com"},
  {"IPv4", ipv4, "an IPv4 address such as 192.0.2.1"},
  {"IPv6", ipv6, "an IPv6 address such as 2001:db8::1"},
  {"IPAddress", [](std::string_view x) noexcept { return ipv4(x) || ipv6(x); },
   "an IP address such as 192.0.2.1"},
  {"CIDR", cidr, "a network such as 192.0.2.0/24"},
  {"MACAddress", mac, "a MAC address such as 00:00:5e:00:53:01"},
  {"Latitude", [](std::string_view x) noexcept { return between(x, -90, 90); },
   "a number from -90 to 90"},
  {"Longitude",
   [](std::string_view x) noexcept { return between(x, -180, 180); },
   "a number from -180 to 180"},
  {"Percentage", [](std::string_view x) noexcept { return between(x, 0, 100); },
   "a number from 0 to 100"},
  {"Port", [](std::string_view x) noexcept { return number_up_to(x, 65535); },
   "a number from 0 to 65535"},
  {"Slug", slug, "lower-case words and digits joined by -"},
  {"Color", color, "a colour such as #a0b1c2"},
  {"SemanticVersion", semantic_version, "a version such as 1.2.3"},
  {"HashSHA256",
   [](std::string_view x) noexcept { return x.size() == 64 && all(x, hex); },
   "64 hex digits"},
  {"IBAN", iban, "an IBAN with the right check digits"},
  {"ISIN", isin, "an ISIN with the right check digit"},
  {"CurrencyCode",
   [](std::string_view x) noexcept { return x.size() == 3 && all(x, upper); },
   "a currency code such as EUR"},
  {"CountryCode",
   [](std::string_view x) noexcept { return x.size() == 2 && all(x, upper); },
   "a country code such as DE"},
  {"LanguageCode", language, "a language code such as de"},
  {"LocaleCode", locale, "a locale such as de-CH"},
  {"MimeType", mime_type, "a media type such as text/html"},
};

} // namespace

std::string_view known_scalar_problem(std::string_view scalar,
                                      std::string_view text) noexcept {
  for (const auto& r : rules)
    if (r.scalar == scalar)
      return r.test(text) ? std::string_view{} : r.wanted;
  return {};
}

} // namespace troupe::graphql::validation

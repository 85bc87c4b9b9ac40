#include "runtime/scalar_text.hpp"

#include "base/json_write.hpp"

#include <cstdio>
#include <cstdlib>
#include <limits>

namespace troupe::runtime {

namespace {

constexpr int64_t second = 1'000'000;
constexpr int64_t day = 86'400 * second;

void write_padded(bytes& out, int64_t x, int width) {
  char text[24];
  auto size = std::snprintf(text, sizeof(text), "%0*lld", width,
                            static_cast<long long>(x));
  out.append({text, static_cast<size_t>(size)});
}

/// `.25`: no trailing zeros, nothing for a whole second.
void write_fraction(bytes& out, int64_t microseconds) {
  if (microseconds == 0)
    return;
  char text[8];
  std::snprintf(text, sizeof(text), ".%06d", static_cast<int>(microseconds));
  std::string_view digits{text, 7};
  out.append(digits.substr(0, digits.find_last_not_of('0') + 1));
}

struct civil {
  int64_t year;
  int64_t month;
  int64_t day;
};

/// Days since 1970-01-01 to the proleptic Gregorian calendar, by eras of 400
/// years.
civil to_civil(int64_t days) {
  days += 719'468;
  auto era = (days >= 0 ? days : days - 146'096) / 146'097;
  auto of_era = days - era * 146'097;
  auto year =
    (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  auto of_year = of_era - (365 * year + year / 4 - year / 100);
  auto month = (5 * of_year + 2) / 153;
  return {year + era * 400 + (month >= 10), month < 10 ? month + 3 : month - 9,
          of_year - (153 * month + 2) / 5 + 1};
}

} // namespace

void write_numeric(bytes& out, const plan::cell& x) {
  constexpr uint16_t negative = 0x4000;
  constexpr uint16_t nan = 0xC000;
  constexpr uint16_t infinity = 0xD000;
  constexpr uint16_t minus_infinity = 0xF000;
  auto digits = plan::read_big_endian<int16_t>(x.data);
  auto weight = plan::read_big_endian<int16_t>(x.data + 2);
  auto sign = plan::read_big_endian<uint16_t>(x.data + 4);
  auto scale = plan::read_big_endian<int16_t>(x.data + 6);
  if (sign == nan)
    return out.append("NaN");
  if (sign == infinity)
    return out.append("Infinity");
  if (sign == minus_infinity)
    return out.append("-Infinity");
  auto group = [&](int i) -> int {
    return i < 0 || i >= digits
             ? 0
             : plan::read_big_endian<int16_t>(x.data + 8 + 2 * i);
  };
  if (sign == negative)
    out.push_back('-');
  if (weight < 0)
    out.push_back('0');
  for (int i = 0; i <= weight; ++i) {
    if (i == 0)
      json::write_int(out, group(i));
    else
      write_padded(out, group(i), 4);
  }
  if (scale <= 0)
    return;
  out.push_back('.');
  auto begin = out.size();
  for (int i = weight + 1; out.size() - begin < static_cast<size_t>(scale); ++i)
    write_padded(out, group(i), 4);
  out.truncate(begin + static_cast<size_t>(scale));
}

void write_date(bytes& out, int32_t days) {
  if (days == std::numeric_limits<int32_t>::max())
    return out.append("infinity");
  if (days == std::numeric_limits<int32_t>::min())
    return out.append("-infinity");
  constexpr int64_t epoch = 10'957; // 2000-01-01
  auto x = to_civil(days + epoch);
  if (x.year < 0)
    out.push_back('-');
  write_padded(out, std::llabs(x.year), 4);
  out.push_back('-');
  write_padded(out, x.month, 2);
  out.push_back('-');
  write_padded(out, x.day, 2);
}

void write_time(bytes& out, int64_t x) {
  write_padded(out, x / (3600 * second), 2);
  out.push_back(':');
  write_padded(out, x / (60 * second) % 60, 2);
  out.push_back(':');
  write_padded(out, x / second % 60, 2);
  write_fraction(out, x % second);
}

void write_timestamp(bytes& out, int64_t x) {
  if (x == std::numeric_limits<int64_t>::max())
    return out.append("infinity");
  if (x == std::numeric_limits<int64_t>::min())
    return out.append("-infinity");
  auto days = x / day;
  auto rest = x % day;
  if (rest < 0) {
    rest += day;
    --days;
  }
  write_date(out, static_cast<int32_t>(days));
  out.push_back('T');
  write_time(out, rest);
}

void write_interval(bytes& out, int64_t microseconds, int32_t days,
                    int32_t months) {
  auto part = [&](int64_t n, char unit) {
    if (n == 0)
      return;
    json::write_int(out, n);
    out.push_back(unit);
  };
  out.push_back('P');
  auto begin = out.size();
  part(months / 12, 'Y');
  part(months % 12, 'M');
  part(days, 'D');
  if (microseconds != 0) {
    out.push_back('T');
    part(microseconds / (3600 * second), 'H');
    part(microseconds / (60 * second) % 60, 'M');
    auto seconds = microseconds % (60 * second);
    if (seconds != 0) {
      if (seconds < 0)
        out.push_back('-');
      json::write_int(out, std::llabs(seconds) / second);
      write_fraction(out, std::llabs(seconds) % second);
      out.push_back('S');
    }
  }
  if (out.size() == begin)
    out.append("T0S");
}

void write_uuid(bytes& out, const char* x) {
  constexpr char hex[] = "0123456789abcdef";
  for (size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      out.push_back('-');
    auto byte = static_cast<unsigned char>(x[i]);
    out.push_back(hex[byte >> 4]);
    out.push_back(hex[byte & 15]);
  }
}

void write_base64(bytes& out, std::string_view x) {
  constexpr char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < x.size(); i += 3) {
    auto byte = [&](size_t k) -> uint32_t {
      return i + k < x.size() ? static_cast<unsigned char>(x[i + k]) : 0;
    };
    auto bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    out.push_back(letters[bits >> 18]);
    out.push_back(letters[bits >> 12 & 63]);
    out.push_back(i + 1 < x.size() ? letters[bits >> 6 & 63] : '=');
    out.push_back(i + 2 < x.size() ? letters[bits & 63] : '=');
  }
}

} // namespace troupe::runtime

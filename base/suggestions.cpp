#include "base/suggestions.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>

namespace troupe {

namespace {

std::string lower(std::string_view x) {
  std::string out{x};
  for (auto& c : out)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

/// Returns the edit distance of two lower-case words, or nothing beyond
/// `threshold`. `rows` is room to work in.
std::optional<size_t> distance(std::string_view a, std::string_view b,
                               size_t threshold, std::vector<size_t>& rows) {
  if (a.size() < b.size())
    std::swap(a, b);
  if (a.size() - b.size() > threshold)
    return std::nullopt;
  auto width = b.size() + 1;
  rows.assign(3 * width, 0);
  auto row = [&](size_t i) { return rows.data() + i % 3 * width; };
  for (size_t j = 0; j < width; ++j)
    row(0)[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    const auto* above = row(i - 1);
    auto* here = row(i);
    auto smallest = here[0] = i;
    for (size_t j = 1; j < width; ++j) {
      auto cost = a[i - 1] == b[j - 1] ? size_t{0} : size_t{1};
      auto cell =
        std::min({above[j] + 1, here[j - 1] + 1, above[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cell = std::min(cell, row(i - 2)[j - 2] + 1);
      smallest = std::min(smallest, here[j] = cell);
    }
    if (smallest > threshold)
      return std::nullopt;
  }
  auto last = row(a.size())[b.size()];
  return last <= threshold ? std::optional{last} : std::nullopt;
}

bool digit(std::string_view x, size_t i) noexcept {
  return i < x.size() && x[i] >= '0' && x[i] <= '9';
}

/// Reads the number at `i` and moves behind it. A leading zero is a number of
/// its own; very long ones are equal.
uint64_t number(std::string_view x, size_t& i) noexcept {
  uint64_t out = 0;
  do {
    out = std::min<uint64_t>(out * 10 + static_cast<uint64_t>(x[i++] - '0'),
                             1'000'000'000'000'000'000);
  } while (digit(x, i) && out > 0);
  return out;
}

} // namespace

bool natural_less(std::string_view a, std::string_view b) noexcept {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a, i) && digit(b, j)) {
      auto x = number(a, i);
      auto y = number(b, j);
      if (x != y)
        return x < y;
    } else if (a[i] != b[j]) {
      return a[i] < b[j];
    } else {
      ++i;
      ++j;
    }
  }
  return a.size() < b.size();
}

std::vector<std::string_view>
suggestions(std::string_view input, std::span<const std::string_view> options,
            size_t limit) {
  std::vector<size_t> rows;
  struct scored {
    size_t distance;
    std::string_view option;
  };
  std::vector<scored> close;
  auto wanted = lower(input);
  auto threshold =
    static_cast<size_t>(static_cast<double>(input.size()) * 0.4) + 1;
  for (auto option : options) {
    if (option == input) {
      close.push_back({0, option});
      continue;
    }
    auto candidate = lower(option);
    // A word that differs in case only is as close as one edit.
    auto found = candidate == wanted
                   ? std::optional<size_t>{1}
                   : distance(wanted, candidate, threshold, rows);
    if (found)
      close.push_back({*found, option});
  }
  std::ranges::sort(close, [](const scored& a, const scored& b) {
    return a.distance != b.distance ? a.distance < b.distance
                                    : natural_less(a.option, b.option);
  });
  std::vector<std::string_view> out;
  for (size_t i = 0; i < close.size() && i < limit; ++i)
    out.push_back(close[i].option);
  return out;
}

std::string did_you_mean(std::span<const std::string_view> names) {
  if (names.empty())
    return {};
  std::string out = " Did you mean ";
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0)
      out += names.size() > 2 ? ", " : " ";
    if (i > 0 && i + 1 == names.size())
      out += "or ";
    out += '"';
    out += names[i];
    out += '"';
  }
  out += '?';
  return out;
}

} // namespace troupe

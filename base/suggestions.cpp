#include "base/suggestions.hpp"

#include <algorithm>
#include <cctype>
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
/// `threshold`.
std::optional<size_t> distance(std::string_view a, std::string_view b,
                               size_t threshold) {
  if (a.size() < b.size())
    std::swap(a, b);
  if (a.size() - b.size() > threshold)
    return std::nullopt;
  std::vector<size_t> rows[3];
  for (auto& row : rows)
    row.assign(b.size() + 1, 0);
  for (size_t j = 0; j <= b.size(); ++j)
    rows[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    const auto& above = rows[(i - 1) % 3];
    auto& row = rows[i % 3];
    auto smallest = row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      auto cost = a[i - 1] == b[j - 1] ? size_t{0} : size_t{1};
      auto cell = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cell = std::min(cell, rows[(i - 2) % 3][j - 2] + 1);
      smallest = std::min(smallest, row[j] = cell);
    }
    if (smallest > threshold)
      return std::nullopt;
  }
  auto last = rows[a.size() % 3][b.size()];
  return last <= threshold ? std::optional{last} : std::nullopt;
}

} // namespace

std::vector<std::string_view>
suggestions(std::string_view input, std::span<const std::string_view> options,
            size_t limit) {
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
    auto found = candidate == wanted ? std::optional<size_t>{1}
                                     : distance(wanted, candidate, threshold);
    if (found)
      close.push_back({*found, option});
  }
  std::ranges::sort(close, [](const scored& a, const scored& b) {
    return a.distance != b.distance ? a.distance < b.distance
                                    : a.option < b.option;
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

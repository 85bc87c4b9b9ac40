#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Returns the options close enough to `input` to be a misspelling of it, best
/// first, at most `limit`. Distance is Damerau-Levenshtein without regard to
/// case; options further than 40 % of the length away are left out.
std::vector<std::string_view>
suggestions(std::string_view input, std::span<const std::string_view> options,
            size_t limit = 5);

/// Orders names as people do: by the value of the numbers in them, so that
/// `item2` comes before `item10`.
bool natural_less(std::string_view a, std::string_view b) noexcept;

/// Returns ` Did you mean "a", "b", or "c"?`, or nothing without suggestions.
std::string did_you_mean(std::span<const std::string_view> suggestions);

} // namespace troupe

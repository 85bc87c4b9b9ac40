#include "compiler/authoring/joined.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

std::string join(std::string text, std::span<const source_file> files,
                 std::vector<size_t>& starts) {
  for (const auto& x : files) {
    text += '\n';
    starts.push_back(text.size());
    text += x.text;
  }
  return text;
}

} // namespace

joined_files::joined_files(std::string prelude,
                           std::span<const source_file> files)
  : parsed_(
    graphql::language::parse(join(std::move(prelude), files, first_line_))) {
  if (!parsed_)
    return;
  for (auto& x : first_line_)
    x = parsed_->locate(static_cast<uint32_t>(x)).line;
}

bool joined_files::place(error& why, size_t& file) const {
  auto file_of = [&](const location& x) {
    auto next = std::ranges::upper_bound(first_line_, x.line);
    return static_cast<size_t>(next - first_line_.begin()); // 0: the prelude
  };
  std::vector<location> here;
  file = 0;
  for (auto x : why.locations) {
    auto found = file_of(x);
    if (found == 0 || (file != 0 && found != file))
      continue;
    file = found;
    x.line -= static_cast<uint32_t>(first_line_[file - 1]) - 1;
    here.push_back(x);
  }
  why.locations = std::move(here);
  if (file == 0)
    return false;
  --file;
  return true;
}

} // namespace troupe::compiler::authoring

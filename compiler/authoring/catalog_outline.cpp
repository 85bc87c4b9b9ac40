#include "compiler/authoring/catalog_outline.hpp"

#include "compiler/authoring/catalog_words.hpp"

#include <cstring>

namespace troupe::compiler::authoring {

namespace {

/// Takes lines off a text.
class lines {
public:
  explicit lines(std::string_view text) : rest_(text) {
    // nop
  }

  /// Whether there was another line, which `line` shows without its end.
  bool next() {
    if (rest_.empty())
      return false;
    auto end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view{}
                                          : rest_.substr(end + 1);
    return true;
  }

  std::string_view line;

private:
  std::string_view rest_;
};

bool take(std::string_view& from, std::string_view prefix) {
  if (!from.starts_with(prefix))
    return false;
  from.remove_prefix(prefix.size());
  return true;
}

/// The value of a string member that begins `from`. Names and words are never
/// escaped.
std::string_view taken_text(std::string_view& from) {
  auto end = from.find('"');
  auto out = from.substr(0, end);
  from.remove_prefix(end == std::string_view::npos ? from.size() : end + 1);
  return out;
}

constexpr std::string_view item_start = "  {\"name\": \"";
constexpr std::string_view answer_start = "  {\"selection\": \"";

plan::outline::root root_name(std::string_view line) {
  plan::outline::root out;
  take(line, item_start);
  out.name = taken_text(line);
  if (!take(line, ", \"operation\": \""))
    return out;
  auto word = taken_text(line);
  for (size_t i = 0; i < std::size(operations); ++i)
    if (operations[i] == word)
      out.operation = static_cast<plan::operation>(i);
  return out;
}

std::string_view model_name(std::string_view line) {
  take(line, item_start);
  return taken_text(line);
}

/// The text from the line `first` to before the line `end`, without a comma.
std::string_view between(std::string_view first, std::string_view end) {
  auto size = static_cast<size_t>(end.data() - first.data());
  std::string_view out{first.data(), size};
  while (out.ends_with('\n') || out.ends_with(','))
    out.remove_suffix(1);
  return out;
}

} // namespace

catalog_outline outline_catalog(std::string_view text) {
  catalog_outline out;
  auto names = std::make_shared<plan::outline>();
  std::vector<std::string_view>* list = nullptr;
  std::string_view item;
  auto end_item = [&](std::string_view at) {
    if (!item.empty())
      list->push_back(between(item, at));
    item = {};
  };
  for (lines x{text}; x.next();) {
    if (list != nullptr && x.line.starts_with("  ")) {
      bool answers = list == &out.introspection;
      if (!x.line.starts_with(answers ? answer_start : item_start))
        continue;
      end_item(x.line);
      item = x.line;
      if (answers)
        continue;
      if (list == &out.models)
        names->models.emplace_back(model_name(item));
      else
        names->roots.push_back(root_name(item));
      continue;
    }
    end_item(x.line);
    list = x.line == " \"models\": ["          ? &out.models
           : x.line == " \"roots\": ["         ? &out.roots
           : x.line == " \"introspection\": [" ? &out.introspection
                                               : nullptr;
    out.rest.append(x.line).push_back('\n');
  }
  out.names = std::move(names);
  return out;
}

} // namespace troupe::compiler::authoring

#include "compiler/authoring/reflect_tags.hpp"

#include "compiler/authoring/names.hpp"

#include <algorithm>

namespace troupe::compiler::authoring {

namespace {

std::vector<std::string_view> split(std::string_view x, char at) {
  std::vector<std::string_view> out;
  while (!x.empty()) {
    auto end = std::min(x.find(at), x.size());
    if (end > 0)
      out.push_back(x.substr(0, end));
    x.remove_prefix(std::min(end + 1, x.size()));
  }
  return out;
}

/// The value of `key:value` among the words of a tag.
std::string_view option(const std::vector<std::string_view>& words,
                        std::string_view key) {
  for (auto w : words)
    if (w.size() > key.size() && w.starts_with(key) && w[key.size()] == ':')
      return w.substr(key.size() + 1);
  return {};
}

/// `title>heading!`
tagged_attribute attribute(std::string_view x) {
  tagged_attribute out;
  out.required = x.ends_with('!');
  if (out.required)
    x.remove_suffix(1);
  auto arrow = x.find('>');
  out.column = x.substr(0, arrow);
  if (arrow != std::string_view::npos)
    out.field = x.substr(arrow + 1);
  return out;
}

/// Returns why the tag says nothing; null if it does.
const char* read_tag(const std::vector<std::string_view>& words,
                     table_tags& out) {
  auto tag = words.front();
  bool named = words.size() > 1 && valid_name(words[1]);
  if (tag == "@interface") {
    auto mode = option(words, "mode");
    auto type = option(words, "type");
    if (mode == "union")
      out.several = true;
    else if (mode == "single" && !type.empty())
      out.discriminator = type;
    else
      return "it needs \"mode:single type:<column>\" or \"mode:union\"";
    return nullptr;
  }
  if (tag == "@type") {
    tagged_type type;
    type.name = option(words, "name");
    if (words.size() < 2 || !valid_name(type.name))
      return "it needs \"<value> name:<Type>\"";
    type.value = words[1];
    for (auto a : split(option(words, "attributes"), ','))
      type.attributes.push_back(attribute(a));
    out.types.push_back(std::move(type));
    return nullptr;
  }
  if (!named)
    return "it needs a name";
  (tag == "@implements" ? out.implements : out.unions).emplace_back(words[1]);
  return nullptr;
}

} // namespace

table_tags read_tags(std::string_view comment) {
  constexpr std::string_view tags[] = {"@interface", "@type", "@implements",
                                       "@unionMember"};
  table_tags out;
  bool begins = true;
  while (!comment.empty()) {
    auto end = std::min(comment.find('\n'), comment.size());
    auto line = comment.substr(0, end);
    comment.remove_prefix(std::min(end + 1, comment.size()));
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    auto words = split(line, ' ');
    bool known = begins && !words.empty()
                 && std::ranges::find(tags, words.front()) != std::end(tags);
    if (!known) {
      begins = begins && !words.empty() && words.front().starts_with('@');
      out.description +=
        (out.description.empty() ? "" : "\n") + std::string{line};
    } else if (const auto* why = read_tag(words, out)) {
      out.wrong.push_back("\"" + std::string{line} + "\": " + why + ".");
    }
  }
  if (out.discriminator.empty() != out.types.empty())
    out.wrong.emplace_back("\"@interface mode:single\" and \"@type\" need each "
                           "other.");
  return out;
}

} // namespace troupe::compiler::authoring

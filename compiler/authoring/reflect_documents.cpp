#include "compiler/authoring/reflect_documents.hpp"

#include "base/json_read.hpp"
#include "compiler/authoring/facts.hpp"
#include "compiler/authoring/names.hpp"

#include <algorithm>
#include <memory>

namespace troupe::compiler::authoring {

namespace {

/// Whether a text is like a pattern: `0` is a digit, `x` a hexadecimal one.
bool like(std::string_view text, std::string_view pattern) noexcept {
  auto fits = [](char p, char c) {
    bool digit = c >= '0' && c <= '9';
    if (p == '0')
      return digit;
    if (p == 'x')
      return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    return p == c;
  };
  return text.size() == pattern.size()
         && std::ranges::equal(pattern, text, fits);
}

std::string_view text_type(std::string_view x) noexcept {
  if (like(x, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"))
    return "UUID";
  if (like(x, "0000-00-00"))
    return "Date";
  constexpr std::string_view moment = "0000-00-00T00:00:00";
  if (!like(x.substr(0, moment.size()), moment))
    return "String";
  auto rest = x.substr(moment.size());
  if (rest.starts_with('.')) {
    auto end = rest.find_first_not_of("0123456789", 1);
    rest =
      end == std::string_view::npos ? std::string_view{} : rest.substr(end);
  }
  bool zoned = rest == "Z" || like(rest, "+00:00") || like(rest, "-00:00");
  return zoned ? "DateTime" : rest.empty() ? "LocalDateTime" : "String";
}

/// All values that were seen at one place of the documents.
class place {
public:
  void see(const json::value& x) {
    switch (x.kind) {
      case json::kind::null:
        return;
      case json::kind::boolean:
        return scalar("Boolean");
      case json::kind::integer:
        return scalar(
          x.integer >= INT32_MIN && x.integer <= INT32_MAX ? "Int" : "BigInt");
      case json::kind::real:
        return scalar("Float");
      case json::kind::string:
        return scalar(text_type(x.text));
      case json::kind::list:
        list_ = true;
        if (item_ == nullptr)
          item_ = std::make_unique<place>();
        for (const auto& i : x.items)
          item_->see(i);
        return;
      case json::kind::object:
        ++objects_;
        for (const auto& m : x.members)
          member(m.key).see(m.value);
    }
  }

  /// Returns the type in GraphQL; objects are appended to `out`.
  std::string type(const std::string& name, std::vector<document_type>& out,
                   std::set<std::string>& taken) const {
    constexpr size_t most = 100; // more are keys that data has made
    bool plain = objects_ == 0 && !list_;
    if (plain && !scalar_.empty())
      return scalar_;
    if (objects_ > 0 && !list_ && scalar_.empty() && members_.size() <= most)
      return object(name, out, taken);
    if (list_ && objects_ == 0 && scalar_.empty() && item_->known()) {
      auto inner = item_->type(name, out, taken);
      if (inner != "JSON")
        return "[" + inner + "]";
    }
    return "JSON";
  }

  /// Appends the type of the objects at this place, which is not taken for the
  /// outermost.
  std::string object(const std::string& wanted, std::vector<document_type>& out,
                     std::set<std::string>& taken) const {
    auto name = wanted;
    for (int i = 2; !out.empty() && !taken.insert(name).second; ++i)
      name = wanted + std::to_string(i);
    auto at = out.size();
    out.push_back({name, {}});
    std::set<std::string> fields;
    for (const auto& [key, value] : members_) {
      auto field = camel_case(key);
      if (!valid_name(field) || !valid_step(key)
          || !fields.insert(field).second)
        continue;
      auto type = value->type(name + pascal_case(key), out, taken);
      bool always = key == "id" && value->seen_ == objects_;
      out[at].members.push_back({key, field, type + (always ? "!" : "")});
    }
    return name;
  }

  bool only_objects() const noexcept {
    return objects_ > 0 && !list_ && scalar_.empty();
  }

private:
  bool known() const noexcept {
    return objects_ > 0 || list_ || !scalar_.empty();
  }

  /// Numbers widen, other types that differ are texts or anything.
  void scalar(std::string_view x) {
    ++seen_;
    if (scalar_.empty() || scalar_ == x) {
      scalar_ = x;
      return;
    }
    constexpr std::string_view numbers[] = {"Int", "BigInt", "Float"};
    constexpr std::string_view texts[] = {"String", "UUID", "Date",
                                          "LocalDateTime", "DateTime"};
    auto rank = [&](std::string_view type) {
      return std::ranges::find(numbers, type) - std::begin(numbers);
    };
    auto text = [&](std::string_view type) {
      return std::ranges::find(texts, type) != std::end(texts);
    };
    if (rank(scalar_) < 3 && rank(x) < 3)
      scalar_ = numbers[std::max(rank(scalar_), rank(x))];
    else
      scalar_ = text(scalar_) && text(x) ? "String" : "JSON";
  }

  place& member(std::string_view key) {
    for (auto& [k, v] : members_)
      if (k == key)
        return *v;
    return *members_.emplace_back(key, std::make_unique<place>()).second;
  }

  std::string scalar_;
  size_t seen_ = 0; ///< scalars
  size_t objects_ = 0;
  bool list_ = false;
  std::unique_ptr<place> item_;
  std::vector<std::pair<std::string, std::unique_ptr<place>>> members_;
};

} // namespace

namespace {

const document_type* find_type(const std::vector<document_type>& types,
                               std::string_view name) {
  auto i = std::ranges::find(types, name, &document_type::name);
  return i == types.end() ? nullptr : &*i;
}

void walk(const std::vector<document_type>& types, const document_type& x,
          std::vector<std::string>& path, std::vector<dimension_member>& out) {
  constexpr size_t deepest = 3;
  for (const auto& m : x.members) {
    path.push_back(m.key);
    const auto* inner = find_type(types, m.type);
    if (inner != nullptr && path.size() < deepest)
      walk(types, *inner, path, out);
    else if (inner == nullptr)
      out.push_back({path, m.type});
    path.pop_back();
  }
}

} // namespace

std::vector<dimension_member>
dimension_members(const std::vector<document_type>& types,
                  std::string_view column) {
  std::vector<dimension_member> out;
  if (types.empty())
    return out;
  std::vector<std::string> path;
  for (const auto& m : types.front().members)
    if (const auto* found = find_type(types, m.type);
        m.key == column && found != nullptr)
      walk(types, *found, path, out);
  return out;
}

std::vector<document_type>
document_types(const std::vector<std::string>& documents,
               const std::string& name, std::set<std::string>& taken) {
  place all;
  for (const auto& text : documents) {
    arena memory;
    auto parsed = json::parse(text, memory);
    if (!parsed || !(*parsed)->is_object())
      return {};
    all.see(**parsed);
  }
  std::vector<document_type> out;
  if (all.only_objects())
    all.object(name, out, taken);
  if (!out.empty() && out.front().members.empty())
    out.clear();
  return out;
}

} // namespace troupe::compiler::authoring

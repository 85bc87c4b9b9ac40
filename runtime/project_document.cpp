#include "base/json_write.hpp"
#include "runtime/json_cut.hpp"
#include "runtime/project_parts.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace troupe::runtime {

namespace {

using plan::shape;
using plan::shape_kind;

bool is_null(std::string_view text) noexcept {
  return text.empty() || text == "null";
}

bool is_number(std::string_view text) noexcept {
  return text[0] == '-' || (text[0] >= '0' && text[0] <= '9');
}

/// Writes what a selection asks of a document.
class document_writer {
public:
  explicit document_writer(projection& p) : p_(p), out_(p.out()) {
    // nop
  }

  /// Members of `text` in the order of the selection, without brackets.
  /// `alone`: the text is not the object but the value of the one member that
  /// the fields are about.
  bool members(const std::vector<shape>& fields, std::string_view text,
               bool alone = false) {
    constexpr size_t few = 32;
    std::string_view local[few];
    std::vector<std::string_view> many;
    std::span<std::string_view> found{local, std::min(fields.size(), few)};
    if (fields.size() > few) {
      many.resize(fields.size());
      found = many;
    }
    if (alone)
      std::ranges::fill(found, text);
    else if (!is_null(text))
      find(fields, text, found);
    for (size_t i = 0; i < fields.size(); ++i) {
      const auto& f = fields[i];
      if (i > 0)
        out_.push_back(',');
      out_.append(f.key);
      if (f.kind == shape_kind::literal) {
        out_.append(f.literal);
        continue;
      }
      p_.enter(f.name);
      bool ok = value(f, found[i]);
      p_.leave();
      if (!ok)
        return false;
    }
    return true;
  }

  /// The whole of a row of one of several types, without brackets.
  bool row(const shape& x, std::string_view text) {
    if (is_null(text) || text.front() != '{')
      return wrong(x, "an object");
    const auto* fields = variant(x, text);
    return fields != nullptr && members(*fields, text);
  }

private:
  static void find(const std::vector<shape>& fields, std::string_view text,
                   std::span<std::string_view> found) {
    if (text.front() != '{')
      return;
    json_cut::walker walk{text};
    std::string_view key;
    std::string_view value;
    while (walk.member(key, value))
      // One key may be asked for under several names.
      for (size_t i = 0; i < fields.size(); ++i)
        if (fields[i].json_key.size() == key.size()
            && fields[i].json_key == key)
          found[i] = value;
  }

  bool value(const shape& x, std::string_view text) {
    if (is_null(text))
      return p_.write_null(x);
    auto begin = out_.size();
    bool ok = false;
    if (x.kind == shape_kind::object)
      ok = object(x, text);
    else if (x.kind == shape_kind::rows || x.list)
      ok = list(x, text);
    else
      ok = scalar(x, text);
    if (ok)
      return true;
    out_.truncate(begin);
    return x.nullable && (out_.append("null"), true);
  }

  bool object(const shape& x, std::string_view text) {
    if (text.front() != '{')
      return wrong(x, "an object");
    const auto* fields = &x.fields;
    if (fields->size() == 1 && fields->front().kind == shape_kind::variants) {
      fields = variant(x, text);
      if (fields == nullptr)
        return false;
    }
    out_.push_back('{');
    if (!members(*fields, text))
      return false;
    out_.push_back('}');
    return true;
  }

  /// Returns what is asked of the type that the object says it is of; null if
  /// it does not say or is of none of them.
  const std::vector<shape>* variant(const shape& x, std::string_view text) {
    json_cut::walker walk{text};
    std::string_view key;
    std::string_view value;
    while (walk.member(key, value))
      if (key == "__typename" && value.size() > 1) {
        auto name = value.substr(1, value.size() - 2);
        for (const auto& type : x.fields.front().fields)
          if (type.name == name)
            return &type.fields;
      }
    p_.fail(x, "The document does not say by \"__typename\" of which type "
                 + x.coordinate + " is.");
    return nullptr;
  }

  bool list(const shape& x, std::string_view text) {
    if (text.front() != '[')
      return wrong(x, "a list");
    out_.push_back('[');
    json_cut::walker walk{text};
    std::string_view item;
    for (size_t i = 0; walk.item(item); ++i) {
      if (i > 0)
        out_.push_back(',');
      p_.enter(i);
      bool ok = is_null(item)                ? null_item(x)
                : x.kind == shape_kind::rows ? object(x, item)
                                             : scalar(x, item);
      p_.leave();
      if (!ok)
        return false;
    }
    out_.push_back(']');
    return true;
  }

  bool null_item(const shape& x) {
    if (!x.items_nullable)
      return wrong(x, "a list without null");
    out_.append("null");
    return true;
  }

  bool wrong(const shape& x, std::string_view what) {
    p_.fail(x, "The document does not have " + std::string{what} + " for "
                 + x.coordinate + ".");
    return false;
  }

  bool scalar(const shape& x, std::string_view text) {
    bool string = text.front() == '"';
    switch (x.output) {
      case plan::output::json:
        return out_.append(text), true;
      case plan::output::int_:
        return whole(x, text);
      case plan::output::float_:
        return is_number(text) ? (out_.append(text), true)
                               : wrong(x, "a number");
      case plan::output::boolean:
        return text == "true" || text == "false" ? (out_.append(text), true)
                                                 : wrong(x, "true or false");
      case plan::output::enum_value:
        return enumeration(x, text);
      case plan::output::timestamp:
        if (!string)
          return wrong(x, "a date with time");
        out_.append(text);
        return true;
      default:
        break;
    }
    if (string)
      return out_.append(text), true;
    // Numbers are strings where the schema says so; objects become their text.
    if (text.front() == '{' || text.front() == '[')
      return json::write_string(out_, text), true;
    out_.push_back('"');
    out_.append(text);
    out_.push_back('"');
    return true;
  }

  bool whole(const shape& x, std::string_view text) {
    int64_t n = 0;
    auto parsed = std::from_chars(text.data(), text.data() + text.size(), n);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()
        || n < std::numeric_limits<int32_t>::min()
        || n > std::numeric_limits<int32_t>::max())
      return wrong(x, "a 32-bit whole number");
    out_.append(text);
    return true;
  }

  bool enumeration(const shape& x, std::string_view text) {
    if (text.front() != '"')
      return wrong(x, "a name");
    for (const auto& [from, to] : x.renames)
      if (from == text.substr(1, text.size() - 2)) {
        out_.push_back('"');
        out_.append(to);
        out_.push_back('"');
        return true;
      }
    out_.append(text);
    return true;
  }

  projection& p_;
  bytes& out_;
};

} // namespace

bool write_document_part(projection& p, const shape& x, const plan::cell& c) {
  std::string_view text;
  if (!c.null())
    text = c.view();
  // jsonb begins with a version byte.
  if (c.type == plan::oid::jsonb && !text.empty())
    text.remove_prefix(1);
  auto begin = text.find_first_not_of(" \t\r\n");
  text.remove_prefix(std::min(begin, text.size()));
  if (x.fields.size() == 1
      && x.fields.front().kind == plan::shape_kind::variants)
    return document_writer{p}.row(x, text);
  return document_writer{p}.members(x.fields, text, !x.json_key.empty());
}

} // namespace troupe::runtime

#include "runtime/cascade.hpp"

#include "base/bytes.hpp"
#include "base/json_write.hpp"
#include "runtime/json_cut.hpp"

#include <algorithm>

namespace troupe::runtime {

namespace {

constexpr size_t most_bytes = 5u << 20;
constexpr size_t most_entities = 500;
constexpr size_t most_depth = 16;

bool upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}

std::string snake(std::string_view key) {
  if (key == "__typename" || key == "typename")
    return "__typename";
  std::string out;
  for (auto c : key) {
    if (upper(c) && !out.empty())
      out += '_';
    out += upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string camel(std::string_view key) {
  std::string out;
  bool raise = false;
  for (auto c : key) {
    if (c == '_' && !out.empty()) {
      raise = true;
      continue;
    }
    out += raise && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    raise = false;
  }
  return out;
}

bool is(std::string_view text, char bracket) noexcept {
  return !text.empty() && text.front() == bracket;
}

class writer {
public:
  std::string run(std::string_view json) {
    out_.push_back('{');
    std::string_view metadata;
    json_cut::walker walk{json};
    std::string_view key;
    std::string_view value;
    for (std::string_view list : {"updated", "deleted", "invalidations"})
      lists(json, list);
    while (walk.member(key, value))
      if (key == "metadata")
        metadata = value;
    write_metadata(metadata);
    out_.push_back('}');
    return std::string{out_.view()};
  }

private:
  void lists(std::string_view json, std::string_view name) {
    out_.append(out_.size() > 1 ? ",\"" : "\"");
    out_.append(name);
    out_.append("\":[");
    std::string_view found;
    json_cut::walker walk{json};
    std::string_view key;
    std::string_view value;
    while (walk.member(key, value))
      if (key == name)
        found = value;
    bool first = true;
    if (is(found, '[')) {
      json_cut::walker items{found};
      while (items.item(value)) {
        bool entity = name != "invalidations";
        seen_ += entity;
        if (!is(value, '{') || (entity && seen_ > most_entities))
          continue;
        if (!first)
          out_.push_back(',');
        first = false;
        one(value);
      }
    }
    out_.push_back(']');
  }

  void one(std::string_view object) {
    out_.push_back('{');
    json_cut::walker walk{object};
    std::string_view key;
    std::string_view value;
    bool first = true;
    while (walk.member(key, value)) {
      begin(first, snake(key));
      if (key == "entity")
        entity(value, 0);
      else
        out_.append(value);
    }
    out_.push_back('}');
  }

  void begin(bool& first, std::string_view key) {
    out_.append(first ? "\"" : ",\"");
    first = false;
    out_.append(key); // it was within a JSON string before
    out_.append("\":");
  }

  /// Objects within change their names, anything else is as it is.
  void entity(std::string_view value, size_t depth) {
    bool object = is(value, '{');
    if (!object && !is(value, '['))
      return out_.append(value.empty() ? "null" : value);
    if (depth == most_depth)
      return out_.append("null");
    out_.push_back(object ? '{' : '[');
    json_cut::walker walk{value};
    std::string_view key;
    std::string_view item;
    bool first = true;
    while (object ? walk.member(key, item) : walk.item(item)) {
      if (object) {
        begin(first, camel(key));
      } else {
        out_.append(first ? "" : ",");
        first = false;
      }
      entity(item, depth + 1);
    }
    out_.push_back(object ? '}' : ']');
  }

  void write_metadata(std::string_view metadata) {
    out_.append(",\"metadata\":");
    bool cut = seen_ > most_entities;
    if (!is(metadata, '{') && !cut)
      return out_.append("null");
    out_.push_back('{');
    bool first = true;
    if (is(metadata, '{')) {
      json_cut::walker walk{metadata};
      std::string_view key;
      std::string_view value;
      while (walk.member(key, value)) {
        begin(first, snake(key));
        out_.append(value);
      }
    }
    if (cut) {
      begin(first, "truncated");
      out_.append("true");
      begin(first, "original_count");
      json::write_uint(out_, seen_);
    }
    out_.push_back('}');
  }

  bytes out_;
  size_t seen_ = 0;
};

} // namespace

std::string canonical_cascade(std::string_view json) {
  if (!is(json, '{') || json.size() > most_bytes)
    return {};
  return writer{}.run(json);
}

} // namespace troupe::runtime

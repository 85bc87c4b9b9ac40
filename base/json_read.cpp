#include "base/json_read.hpp"

#include "base/json_write.hpp"
#include "base/utf8.hpp"

#include <simdjson.h>

#include <charconv>
#include <cmath>
#include <string>
#include <vector>

namespace troupe::json {

namespace {

namespace od = simdjson::ondemand;

/// Members and items gather here until their list is complete. One a thread:
/// the memory is kept from text to text.
struct scratch {
  std::vector<member> members;
  std::vector<value> items;
};

/// Copies what the on-demand parser walks over into the arena.
class reader {
public:
  reader(arena& memory, scratch& gathered, size_t max_depth)
    : memory_(memory), gathered_(gathered), max_depth_(max_depth) {
    // nop
  }

  simdjson::error_code read(od::value& in, value& out, size_t depth) {
    if (depth > max_depth_)
      return simdjson::DEPTH_ERROR;
    od::json_type type;
    if (auto err = in.type().get(type))
      return err;
    switch (type) {
      case od::json_type::object:
        return read_object(in, out, depth);
      case od::json_type::array:
        return read_list(in, out, depth);
      case od::json_type::string: {
        std::string_view text;
        if (auto err = in.get_string().get(text))
          return err;
        out.kind = kind::string;
        out.text = memory_.copy(text);
        return simdjson::SUCCESS;
      }
      case od::json_type::number:
        return read_number(in, out);
      case od::json_type::boolean:
        out.kind = kind::boolean;
        return in.get_bool().get(out.boolean);
      case od::json_type::null: {
        out.kind = kind::null;
        return read_null(in);
      }
    }
    return simdjson::TAPE_ERROR;
  }

private:
  static simdjson::error_code read_null(od::value& in) {
    bool null = false;
    auto err = in.is_null().get(null);
    if (err)
      return err;
    return null ? simdjson::SUCCESS : simdjson::N_ATOM_ERROR;
  }

  simdjson::error_code read_object(od::value& in, value& out, size_t depth) {
    od::object object;
    if (auto err = in.get_object().get(object))
      return err;
    auto& all = gathered_.members;
    auto begin = all.size();
    for (auto entry : object) {
      od::field field;
      if (auto err = std::move(entry).get(field))
        return err;
      member m;
      std::string_view key;
      if (auto err = field.unescaped_key().get(key))
        return err;
      m.key = memory_.copy(key);
      auto child = field.value();
      if (auto err = read(child, m.value, depth + 1))
        return err;
      all.push_back(m);
    }
    out.kind = kind::object;
    out.members = memory_.copy(std::span<const member>{all}.subspan(begin));
    all.resize(begin);
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_list(od::value& in, value& out, size_t depth) {
    od::array list;
    if (auto err = in.get_array().get(list))
      return err;
    auto& all = gathered_.items;
    auto begin = all.size();
    for (auto entry : list) {
      od::value child;
      if (auto err = std::move(entry).get(child))
        return err;
      value item;
      if (auto err = read(child, item, depth + 1))
        return err;
      all.push_back(item);
    }
    out.kind = kind::list;
    out.items = memory_.copy(std::span<const value>{all}.subspan(begin));
    all.resize(begin);
    return simdjson::SUCCESS;
  }

  simdjson::error_code read_number(od::value& in, value& out) {
    auto token = in.raw_json_token();
    auto size = token.find_first_not_of("+-0123456789.eE");
    token = token.substr(0, size);
    out.text = memory_.copy(token);
    auto* first = out.text.data();
    auto* last = first + out.text.size();
    auto whole = std::from_chars(first, last, out.integer);
    if (whole.ec == std::errc{} && whole.ptr == last) {
      out.kind = kind::integer;
      out.real = static_cast<double>(out.integer);
      return valid_number(out.text) ? simdjson::SUCCESS
                                    : simdjson::NUMBER_ERROR;
    }
    out.kind = kind::real;
    auto parsed = std::from_chars(first, last, out.real);
    if (parsed.ptr != last)
      return simdjson::NUMBER_ERROR;
    if (parsed.ec == std::errc::result_out_of_range) {
      // Beyond double: the text still has it. The grammar is checked below.
      out.real = token.front() == '-' ? -HUGE_VAL : HUGE_VAL;
    }
    // The iterator walks over what no getter consumed.
    return valid_number(out.text) ? simdjson::SUCCESS : simdjson::NUMBER_ERROR;
  }

  /// number = [ minus ] int [ frac ] [ exp ], RFC 8259 §6
  static bool valid_number(std::string_view x) {
    size_t i = 0;
    auto digits = [&] {
      auto from = i;
      while (i < x.size() && x[i] >= '0' && x[i] <= '9')
        ++i;
      return i - from;
    };
    if (i < x.size() && x[i] == '-')
      ++i;
    if (i < x.size() && x[i] == '0')
      ++i;
    else if (digits() == 0)
      return false;
    if (i < x.size() && x[i] == '.') {
      ++i;
      if (digits() == 0)
        return false;
    }
    if (i < x.size() && (x[i] == 'e' || x[i] == 'E')) {
      ++i;
      if (i < x.size() && (x[i] == '+' || x[i] == '-'))
        ++i;
      if (digits() == 0)
        return false;
    }
    return i == x.size();
  }

  arena& memory_;
  scratch& gathered_;
  size_t max_depth_;
};

error parse_error(std::string_view text, simdjson::error_code code,
                  const char* at, const char* begin) {
  std::string why;
  switch (code) {
    case simdjson::UTF8_ERROR:
      why = "The text is not valid UTF-8";
      break;
    case simdjson::EMPTY:
      why = "The text is empty";
      break;
    case simdjson::DEPTH_ERROR:
      why = "The text is nested too deeply";
      break;
    case simdjson::TRAILING_CONTENT:
      why = "Unexpected content after the JSON text";
      break;
    case simdjson::UNCLOSED_STRING:
      why = "A string is not closed";
      break;
    case simdjson::NUMBER_ERROR:
      why = "A number is malformed";
      break;
    default:
      why = "The text is not valid JSON";
  }
  error out{ec::bad_request, std::move(why), {}};
  if (at != nullptr && at > begin
      && static_cast<size_t>(at - begin) <= text.size() + 1)
    out.locations.push_back(
      utf8::locate(text, static_cast<size_t>(at - begin) - 1));
  return out;
}

} // namespace

const value* value::find(std::string_view key) const noexcept {
  for (size_t i = members.size(); i > 0; --i)
    if (members[i - 1].key == key)
      return &members[i - 1].value;
  return nullptr;
}

result<const value*> parse(std::string_view text, arena& memory,
                           size_t max_depth) {
  // One parser a thread: its buffers are reused from request to request.
  thread_local od::parser parser;
  thread_local std::string padded;
  thread_local scratch gathered;
  constexpr size_t usual = 1024;
  if (gathered.members.capacity() > usual || gathered.items.capacity() > usual)
    gathered = {};
  gathered.members.clear();
  gathered.items.clear();
  if (!utf8::valid(text))
    return parse_error(text, simdjson::UTF8_ERROR, nullptr, nullptr);
  constexpr size_t keep = 1u << 20;
  if (padded.capacity() > keep && text.size() < keep)
    std::string{}.swap(padded);
  // As the one item of a list, a scalar needs no rules of its own.
  padded.reserve(text.size() + 2 + simdjson::SIMDJSON_PADDING);
  padded.assign("[").append(text).append("]");
  auto size = padded.size();
  padded.append(simdjson::SIMDJSON_PADDING, ' ');
  od::document doc;
  auto view = simdjson::padded_string_view(padded.data(), size, padded.size());
  if (auto err = parser.iterate(view).get(doc))
    return parse_error(text, err, nullptr, nullptr);
  value list;
  od::value root;
  auto err = doc.get_value().get(root);
  if (!err)
    err = reader{memory, gathered, max_depth + 1}.read(root, list, 0);
  if (!err && list.items.empty())
    err = simdjson::EMPTY;
  if (!err && list.items.size() > 1)
    err = simdjson::TRAILING_CONTENT;
  const char* at = nullptr;
  auto at_end = doc.current_location().get(at) != simdjson::SUCCESS;
  if (!err && !at_end)
    err = simdjson::TRAILING_CONTENT;
  if (!err)
    return &list.items.front();
  if (at_end)
    at = nullptr;
  return parse_error(text, err, at, padded.data());
}

void write(bytes& out, const value& x) {
  switch (x.kind) {
    case kind::null:
      return out.append("null");
    case kind::boolean:
      return out.append(x.boolean ? "true" : "false");
    case kind::integer:
    case kind::real:
      return out.append(x.text);
    case kind::string:
      return write_string(out, x.text);
    case kind::list: {
      out.push_back('[');
      for (size_t i = 0; i < x.items.size(); ++i) {
        if (i > 0)
          out.push_back(',');
        write(out, x.items[i]);
      }
      return out.push_back(']');
    }
    case kind::object: {
      out.push_back('{');
      for (size_t i = 0; i < x.members.size(); ++i) {
        if (i > 0)
          out.push_back(',');
        write_string(out, x.members[i].key);
        out.push_back(':');
        write(out, x.members[i].value);
      }
      return out.push_back('}');
    }
  }
}

} // namespace troupe::json

#include "compiler/planner/bind_opaque.hpp"

#include "base/json_read.hpp"
#include "plan/opaque.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::compiler::planner {

namespace {

using graphql::types::input;
using graphql::types::input_kind;

input to_input(const json::value& x) {
  input out;
  out.text = x.text;
  out.integer = x.integer;
  out.real = x.real;
  out.boolean = x.boolean;
  switch (x.kind) {
    case json::kind::boolean:
      out.kind = input_kind::boolean;
      break;
    case json::kind::integer:
      out.kind = input_kind::integer;
      out.real = static_cast<double>(x.integer);
      break;
    case json::kind::real:
      out.kind = input_kind::real;
      break;
    case json::kind::string:
      out.kind = input_kind::string;
      break;
    default:
      break;
  }
  return out;
}

bool is_uuid(std::string_view x) noexcept {
  constexpr size_t length = 36;
  return x.size() == length && std::ranges::all_of(x, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
                  || (c >= 'A' && c <= 'F') || c == '-';
         });
}

} // namespace

result<input> cursor_part(std::string_view text,
                          const plan::parameter& parameter, arena& memory) {
  auto cursor = plan::read_cursor(parameter.ordering, text);
  if (cursor.fault == plan::cursor_fault::other_ordering)
    return error{ec::bad_user_input,
                 "The cursor is from another list or another orderBy. Take "
                 "cursors from pages with the same arguments.",
                 {}};
  auto broken = error{ec::bad_user_input,
                      "The cursor is broken. Take cursors from an edge or from "
                      "pageInfo as they are.",
                      {}};
  if (cursor.fault != plan::cursor_fault::none)
    return broken;
  auto values = json::parse(memory.copy(cursor.values), memory);
  if (!values || (*values)->items.size() <= parameter.part)
    return broken;
  return to_input((*values)->items[parameter.part]);
}

input node_part(std::string_view text, const plan::parameter& parameter,
                std::vector<std::string>& texts) {
  input out;
  auto id = plan::read_global_id(text);
  if (id.type != parameter.scope || id.key.size() <= parameter.part)
    return out;
  auto& key = texts.emplace_back(std::move(id.key[parameter.part]));
  if (parameter.type.base == plan::base_type::uuid && !is_uuid(key))
    return out;
  out.kind = input_kind::string;
  out.text = key;
  std::from_chars(key.data(), key.data() + key.size(), out.real);
  return out;
}

} // namespace troupe::compiler::planner

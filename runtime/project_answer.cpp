#include "base/json_write.hpp"
#include "runtime/function_response.hpp"
#include "runtime/project_parts.hpp"

#include <algorithm>

namespace troupe::runtime {

namespace {

using plan::answer_member;
using plan::answer_source;

/// Lower case without what is no letter: `NotFoundError`, `not_found`.
std::string letters(std::string_view x) {
  std::string out;
  for (auto c : x)
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
      out += static_cast<char>(c | 0x20);
  return out;
}

std::string type_in(std::string_view detail) {
  constexpr std::string_view key = "\"__typename\": \"";
  auto at = detail.find(key);
  if (at == std::string_view::npos)
    return {};
  auto begin = at + key.size();
  return std::string{detail.substr(begin, detail.find('"', begin) - begin)};
}

/// The type that an error is data of: one that is named, one of its class, one
/// that is called like the class, or the first for any class. Null: none.
const answer_member* error_member(const plan::step& step,
                                  const function_response& x) {
  auto named = type_in(x.error_detail);
  auto words = letters(x.error_class);
  auto best = [&](auto fits) -> const answer_member* {
    for (const auto& m : step.members)
      if (m.source == answer_source::error && fits(m))
        return &m;
    return nullptr;
  };
  if (const auto* m = best([&](const auto& t) {
        return t.type == named || t.type == x.entity_type;
      }))
    return m;
  if (const auto* m =
        best([&](const auto& t) { return t.error_class == x.error_class; }))
    return m;
  if (const auto* m = best([&](const auto& t) {
        return t.error_class.empty()
               && letters(t.type).find(words) != std::string::npos;
      }))
    return m;
  return best([](const auto& t) { return t.error_class.empty(); });
}

const answer_member* entity_member(const plan::step& step,
                                   const function_response& x) {
  const answer_member* first = nullptr;
  for (const auto& m : step.members) {
    if (m.source == answer_source::error)
      continue;
    if (m.type == x.entity_type)
      return &m;
    if (first == nullptr)
      first = &m;
  }
  return first;
}

} // namespace

std::optional<field_error> failure_in(const plan::step& step,
                                      const plan::row_set& answer) {
  plan::cell c;
  answer.read(0, &c);
  auto x = read_response(c.view(), step.document_column);
  if (error_member(step, x) != nullptr)
    return std::nullopt;
  return failure_of(x);
}

bool write_answer(projection& p, const plan::step& step,
                  std::span<const plan::cell> tuple) {
  auto json = tuple[0].null() ? std::string_view{} : tuple[0].view();
  // jsonb begins with a version byte.
  if (tuple[0].type == plan::oid::jsonb && !json.empty())
    json.remove_prefix(1);
  if (json.empty() || json == "null")
    return p.write_null(step.shape);
  auto x = read_response(json, step.document_column);
  if (!x.broken.empty()) {
    field_error why;
    why.code = ec::schema_mismatch;
    why.message = "The function of " + step.shape.coordinate
                  + " broke the contract of its response: " + x.broken + ".";
    p.fail(step.shape, std::move(why));
    return false;
  }
  const auto* m = x.succeeded ? entity_member(step, x) : error_member(step, x);
  if (m == nullptr) {
    p.fail(step.shape, failure_of(x));
    return false;
  }
  if (m->source == answer_source::row && m->shape.column >= 0
      && tuple[static_cast<size_t>(m->shape.column)].null())
    return p.write_null(step.shape);
  std::vector<plan::cell> cells(tuple.begin(), tuple.end());
  std::string text;
  std::string_view shown = x.json;
  if (m->source == answer_source::error)
    shown = text = failure_json(x);
  else if (m->source == answer_source::entity)
    shown = x.entity;
  if (m->source == answer_source::entity
      && (shown.empty() || shown.front() != '{'))
    return p.write_null(step.shape);
  cells[0] = {shown.data(), static_cast<int32_t>(shown.size()),
              plan::oid::json};
  return p.write_object(m->shape, cells);
}

} // namespace troupe::runtime

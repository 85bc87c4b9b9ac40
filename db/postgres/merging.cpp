#include "db/postgres/merging.hpp"

#include <string>
#include <unordered_map>
#include <utility>

namespace troupe::db::postgres {

namespace {

constexpr size_t most_merged = 128;

/// The key of a point lookup, in the form that both ends are brought to.
std::string key_of(const plan::bound_value& x) {
  if (x.kind == plan::bound_kind::integer)
    return std::to_string(x.integer);
  std::string out{x.text};
  return out;
}

std::string key_of(const plan::cell& x) {
  switch (x.type) {
    case plan::oid::int2:
      return std::to_string(plan::read_big_endian<int16_t>(x.data));
    case plan::oid::int4:
      return std::to_string(plan::read_big_endian<int32_t>(x.data));
    case plan::oid::int8:
      return std::to_string(plan::read_big_endian<int64_t>(x.data));
    default:
      return std::string{x.view()};
  }
}

void append_array_item(std::string& out, const std::string& x) {
  out += out.size() > 1 ? ",\"" : "\"";
  for (auto c : x) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  out += '"';
}

} // namespace

bool is_mergeable(const job& x) {
  return !x.statement->merged_sql.empty() && x.values->values.size() == 1
         && x.values->values[0].kind != plan::bound_kind::null;
}

std::vector<job> take_alike(std::deque<job>& waiting, uint64_t statement) {
  std::vector<job> out;
  std::deque<job> rest;
  for (auto& x : waiting)
    if (x.statement->id == statement && is_mergeable(x)
        && out.size() < most_merged)
      out.push_back(std::move(x));
    else
      rest.push_back(std::move(x));
  waiting.swap(rest);
  return out;
}

plan::bound_values merge_keys(const std::vector<job>& jobs, std::string& text) {
  text.assign(1, '{');
  for (const auto& x : jobs)
    append_array_item(text, key_of(x.values->values[0]));
  text += '}';
  plan::bound_values out;
  auto& value = out.values.emplace_back();
  value.kind = plan::bound_kind::text;
  value.text = text;
  return out;
}

uint64_t merged_id(uint64_t statement) noexcept {
  return statement ^ 0x9e3779b97f4a7c15u;
}

void split_rows(std::vector<job>& jobs, const result_ptr& rows) {
  auto* r = rows.get();
  auto columns = static_cast<size_t>(PQnfields(r));
  auto count = static_cast<size_t>(PQntuples(r));
  std::unordered_map<std::string, size_t> row_of;
  row_of.reserve(count);
  auto key = static_cast<int>(columns) - 1;
  for (size_t i = 0; i < count; ++i) {
    auto row = static_cast<int>(i);
    plan::cell c{PQgetvalue(r, row, key), PQgetlength(r, row, key),
                 PQftype(r, key)};
    row_of.emplace(key_of(c), i);
  }
  for (auto& x : jobs) {
    auto i = row_of.find(key_of(x.values->values[0]));
    bool found = i != row_of.end();
    x.done(plan::row_set_ptr{std::make_shared<result_rows>(
      rows, columns - 1, found ? i->second : 0, found ? 1 : 0)});
  }
}

} // namespace troupe::db::postgres

#include "db/postgres/merging.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace troupe::db::postgres {

namespace {

template <class T>
void append_number(std::string& out, T x) {
  char digits[40];
  auto end = std::to_chars(digits, digits + sizeof(digits), x);
  out.append(digits, end.ptr);
}

void append_quoted(std::string& out, std::string_view x) {
  out += '"';
  for (auto c : x) {
    if (c == '"' || c == '\\')
      out += '\\';
    out += c;
  }
  out += '"';
}

void append_item(std::string& out, const plan::bound_value& x) {
  switch (x.kind) {
    case plan::bound_kind::null:
      out += "NULL";
      break;
    case plan::bound_kind::boolean:
      out += x.boolean ? 't' : 'f';
      break;
    case plan::bound_kind::integer:
      append_number(out, x.integer);
      break;
    case plan::bound_kind::real:
      append_number(out, x.real);
      break;
    case plan::bound_kind::text:
      append_quoted(out, x.text);
      break;
  }
}

plan::cell cell_of(const PGresult* r, size_t row, size_t column) {
  auto i = static_cast<int>(row);
  auto j = static_cast<int>(column);
  return {PQgetvalue(r, i, j), PQgetlength(r, i, j), PQftype(r, j)};
}

int64_t integer_of(const plan::cell& x) {
  switch (x.type) {
    case plan::oid::int2:
      return plan::read_big_endian<int16_t>(x.data);
    case plan::oid::int4:
      return plan::read_big_endian<int32_t>(x.data);
    default:
      return plan::read_big_endian<int64_t>(x.data);
  }
}

/// A part of the rows.
struct piece {
  size_t first = 0;
  size_t count = 0;
};

/// Rows found by their keys.
std::vector<piece> pieces_by_key(const std::vector<job>& jobs,
                                 const PGresult* r, size_t rows, size_t last) {
  std::vector<std::pair<int64_t, size_t>> known(rows);
  for (size_t i = 0; i < rows; ++i)
    known[i] = {integer_of(cell_of(r, i, last)), i};
  std::ranges::sort(known);
  std::vector<piece> out(jobs.size());
  for (size_t i = 0; i < jobs.size(); ++i) {
    auto key = jobs[i].values->values[0].integer;
    auto at = std::ranges::lower_bound(known, key, {},
                                       &std::pair<int64_t, size_t>::first);
    if (at != known.end() && at->first == key)
      out[i] = {at->second, 1};
  }
  return out;
}

/// Rows that say the number of their job.
bool pieces_by_number(std::vector<piece>& out, const PGresult* r, size_t rows,
                      size_t last) {
  for (size_t i = 0; i < rows; ++i) {
    auto number = static_cast<size_t>(integer_of(cell_of(r, i, last)));
    if (number < 1 || number > out.size())
      return false;
    auto& p = out[number - 1];
    if (p.count == 0)
      p.first = i;
    else if (p.first + p.count != i)
      return false;
    ++p.count;
  }
  return true;
}

} // namespace

bool is_mergeable(const job& x) {
  switch (x.statement->merge) {
    case plan::merge_form::none:
      return false;
    case plan::merge_form::keys:
      return x.values->values[0].kind == plan::bound_kind::integer;
    case plan::merge_form::sets:
      return true;
  }
  return false;
}

plan::bound_values merge_values(const std::vector<job>& jobs,
                                std::forward_list<std::string>& texts) {
  plan::bound_values out;
  out.values.resize(jobs.front().values->values.size());
  for (size_t i = 0; i < out.values.size(); ++i) {
    auto& text = texts.emplace_front();
    text.reserve(8 * jobs.size());
    for (const auto& x : jobs) {
      text += text.empty() ? '{' : ',';
      append_item(text, x.values->values[i]);
    }
    text += '}';
    out.values[i].kind = plan::bound_kind::text;
    out.values[i].text = text;
  }
  return out;
}

uint64_t merged_id(uint64_t statement) noexcept {
  return statement ^ 0x9e3779b97f4a7c15u;
}

bool split_rows(std::vector<job>& jobs, const result_ptr& rows) {
  const auto* r = rows.get();
  auto count = static_cast<size_t>(PQntuples(r));
  auto columns = static_cast<size_t>(PQnfields(r)) - 1;
  std::vector<piece> pieces(jobs.size());
  if (jobs.front().statement->merge == plan::merge_form::keys)
    pieces = pieces_by_key(jobs, r, count, columns);
  else if (!pieces_by_number(pieces, r, count, columns))
    return false;
  for (size_t i = 0; i < jobs.size(); ++i)
    jobs[i].done(plan::row_set_ptr{std::make_shared<result_rows>(
      rows, columns, pieces[i].first, pieces[i].count)});
  return true;
}

} // namespace troupe::db::postgres

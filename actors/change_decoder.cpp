#include "actors/change_decoder.hpp"

#include "base/json_write.hpp"
#include "db/postgres/text_json.hpp"

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

namespace troupe::actors {

namespace pg = db::postgres;

namespace {

using messages::change;
using messages::change_kind;
using pg::replicated_row;
using pg::replicated_value;

error unknown_relation() {
  return {ec::database_error,
          "The replication stream has a row of a table that it did not "
          "describe",
          {}};
}

bool present(const replicated_value& x) noexcept {
  return x.kind != replicated_value::unchanged;
}

bool same(const replicated_value& a, const replicated_value& b) noexcept {
  return a.kind == b.kind && a.bytes == b.bytes;
}

void write_value(bytes& out, const replicated_value& x, uint32_t type) {
  if (x.kind == replicated_value::null)
    out.append("null");
  else
    pg::write_text_json(out, x.bytes, type);
}

/// The identity of the n-th change of a transaction, the same whenever it comes
/// again: a UUID of the form that is ours to fill (RFC 9562 §5.8). Commits are
/// at multiples of eight, and a log has less than 2^60 bytes.
std::string identity_of(uint32_t system, pg::lsn commit, uint64_t n) {
  constexpr uint64_t most = (uint64_t{1} << 30) - 1;
  auto place = commit >> 3;
  auto rest = uint64_t{system} << 30 | (n & most);
  char out[40];
  std::snprintf(out, sizeof(out), "%08x-%04x-8%03x-%04x-%012llx",
                static_cast<unsigned>(place >> 28 & 0xffff'ffff),
                static_cast<unsigned>(place >> 12 & 0xffff),
                static_cast<unsigned>(place & 0xfff),
                static_cast<unsigned>(0x8000 | (rest >> 48 & 0x3fff)),
                static_cast<unsigned long long>(rest & 0xffff'ffff'ffff));
  return out;
}

} // namespace

void change_decoder::begin(std::string_view system, name_facts names) {
  system_ = static_cast<uint32_t>(hash64(system));
  names_ = std::move(names);
  relations_.clear();
  stranger_.reset();
  in_transaction_ = false;
  end_ = 0;
}

result<void> change_decoder::take(const pg::log_frame& x,
                                  std::vector<change>& out) {
  auto message = pg::parse_pgoutput(x.content);
  if (!message)
    return message.error();
  at_ = x.at;
  out_ = &out;
  if (const auto* begin = std::get_if<pg::begin_message>(&*message)) {
    in_transaction_ = true;
    commit_ = begin->end;
    committed_us_ = begin->committed_us + pg::postgres_epoch_us;
    count_ = 0;
  } else if (const auto* commit = std::get_if<pg::commit_message>(&*message)) {
    in_transaction_ = false;
    end_ = commit->end;
  } else if (const auto* table = std::get_if<pg::relation_message>(&*message)) {
    describe(*table);
  } else if (const auto* gone = std::get_if<pg::truncate_message>(&*message)) {
    return truncate(*gone);
  } else if (const auto* added = std::get_if<pg::insert_message>(&*message)) {
    const auto* r = find(added->relation, added->row.size());
    if (r == nullptr)
      return unknown_relation();
    if (!r->ours)
      insert(*r, *added);
  } else if (const auto* changed = std::get_if<pg::update_message>(&*message)) {
    const auto* r = find(changed->relation, changed->row.size());
    if (r == nullptr
        || (changed->kind != pg::before_kind::nothing
            && changed->before.size() != changed->row.size()))
      return unknown_relation();
    if (!r->ours)
      update(*r, *changed);
  } else if (const auto* removed = std::get_if<pg::delete_message>(&*message)) {
    const auto* r = find(removed->relation, removed->before.size());
    if (r == nullptr)
      return unknown_relation();
    if (!r->ours)
      remove(*r, *removed);
  }
  return {};
}

void change_decoder::describe(const pg::relation_message& x) {
  relation r;
  r.ours = x.schema == "troupe";
  r.identity = x.identity;
  auto root = names_.roots.find(name_facts::key_of(x.schema, x.name));
  bool part = root != names_.roots.end();
  r.schema = part ? root->second.schema : std::string{x.schema};
  r.table = part ? root->second.table : std::string{x.name};
  for (const auto& c : x.columns)
    r.columns.push_back({std::string{c.name}, c.type, c.key});
  if (!bind(r) && !part && !r.ours)
    stranger_ = x.id;
  relations_[x.id] = std::move(r);
}

/// Finds the model of a table and the columns that name its rows; returns false
/// if the schema has no such table.
bool change_decoder::bind(relation& r) const {
  auto model =
    find_(r.schema, r.table,
          std::ranges::find(names_.path, r.schema) != names_.path.end());
  std::set<std::string_view> key;
  if (model) {
    r.type = model->type;
    key.insert(model->key.begin(), model->key.end());
  }
  r.key.clear();
  for (size_t i = 0; i < r.columns.size(); ++i)
    if (model ? key.contains(r.columns[i].name)
              : r.identity == 'd' && r.columns[i].identity)
      r.key.push_back(i);
  if (model && r.key.size() != key.size())
    r.key.clear();
  r.key_logged =
    std::ranges::all_of(r.key, [&](size_t i) { return r.columns[i].identity; });
  return model.has_value();
}

void change_decoder::learn(const std::optional<table_name>& root) {
  auto id = std::exchange(stranger_, std::nullopt);
  auto i = relations_.find(id.value_or(0));
  if (!root || i == relations_.end())
    return;
  auto& r = i->second;
  names_.roots[name_facts::key_of(r.schema, r.table)] = *root;
  r.schema = root->schema;
  r.table = root->table;
  bind(r);
}

const change_decoder::relation* change_decoder::find(uint32_t id,
                                                     size_t columns) const {
  auto i = relations_.find(id);
  return i == relations_.end() || i->second.columns.size() != columns
           ? nullptr
           : &i->second;
}

change change_decoder::make(const relation& r, change_kind kind) {
  change out;
  out.number = static_cast<int64_t>(at_);
  out.id = identity_of(system_, commit_, count_++);
  out.kind = kind;
  out.type = r.type;
  out.schema = r.schema;
  out.table = r.table;
  out.created_us = committed_us_;
  return out;
}

/// Writes the key of a row; returns false if the row does not have all of it.
bool change_decoder::name_row(change& to, const relation& r,
                              const replicated_row& row,
                              const replicated_row* fallback) {
  if (r.key.empty())
    return false;
  bytes out;
  for (auto i : r.key) {
    const auto* x = &row[i];
    if (!present(*x) && fallback != nullptr)
      x = &(*fallback)[i];
    if (x->kind != replicated_value::text)
      return false;
    out.push_back(out.empty() ? '{' : ',');
    json::write_string(out, r.columns[i].name);
    out.push_back(':');
    write_value(out, *x, r.columns[i].type);
    if (r.key.size() == 1)
      to.object_id = pg::plain_text(x->bytes, r.columns[i].type);
  }
  out.push_back('}');
  to.key = std::string{out.view()};
  return true;
}

void change_decoder::insert(const relation& r, const pg::insert_message& x) {
  auto c = make(r, change_kind::inserted);
  name_row(c, r, x.row, nullptr);
  c.data = object_of(r, x.row, nullptr);
  out_->push_back(std::move(c));
}

void change_decoder::update(const relation& r, const pg::update_message& x) {
  bool whole = x.kind == pg::before_kind::row;
  const auto* before = x.kind == pg::before_kind::nothing ? nullptr : &x.before;
  change now;
  bool named = name_row(now, r, x.row, before);
  change was;
  bool moved = named && before != nullptr && name_row(was, r, *before, nullptr)
               && was.key != now.key;
  if (moved) {
    auto gone = make(r, change_kind::deleted);
    gone.key = std::move(was.key);
    gone.object_id = std::move(was.object_id);
    if (whole)
      gone.before = object_of(r, *before, nullptr);
    out_->push_back(std::move(gone));
  }
  // The key may have been another one, of which the log says nothing.
  if (named && !r.key_logged)
    out_->push_back(make(r, change_kind::custom));
  auto c = make(r, change_kind::updated);
  c.key = std::move(now.key);
  c.object_id = std::move(now.object_id);
  c.data = object_of(r, x.row, whole ? before : nullptr);
  if (whole) {
    c.before = object_of(r, *before, nullptr);
    for (size_t i = 0; i < x.row.size(); ++i)
      if (present(x.row[i]) && !same(x.row[i], (*before)[i]))
        c.updated_columns.push_back(r.columns[i].name);
  }
  out_->push_back(std::move(c));
}

void change_decoder::remove(const relation& r, const pg::delete_message& x) {
  auto c = make(r, change_kind::deleted);
  name_row(c, r, x.before, nullptr);
  if (x.kind == pg::before_kind::row)
    c.before = object_of(r, x.before, nullptr);
  out_->push_back(std::move(c));
}

result<void> change_decoder::truncate(const pg::truncate_message& x) {
  for (auto id : x.relations) {
    auto i = relations_.find(id);
    if (i == relations_.end())
      return unknown_relation();
    if (!i->second.ours)
      out_->push_back(make(i->second, change_kind::custom));
  }
  return {};
}

/// Writes a row as JSON, without what the log left out.
std::string change_decoder::object_of(const relation& r,
                                      const replicated_row& row,
                                      const replicated_row* fallback) {
  bytes out;
  for (size_t i = 0; i < row.size(); ++i) {
    const auto* x = &row[i];
    if (!present(*x) && fallback != nullptr)
      x = &(*fallback)[i];
    if (!present(*x))
      continue;
    out.push_back(out.empty() ? '{' : ',');
    json::write_string(out, r.columns[i].name);
    out.push_back(':');
    write_value(out, *x, r.columns[i].type);
  }
  return out.empty() ? "{}" : std::string{out.view()} + '}';
}

} // namespace troupe::actors

#include "base/json_write.hpp"
#include "base/suggestions.hpp"
#include "compiler/authoring/fraiseql/build.hpp"
#include "compiler/authoring/fraiseql/names.hpp"
#include "compiler/authoring/schema_generator.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::compiler::authoring::fraiseql {

namespace {

plan::argument_def made(std::string name, std::string type,
                        plan::argument_role role) {
  plan::argument_def out;
  out.name = std::move(name);
  out.type = std::move(type);
  out.role = role;
  return out;
}

} // namespace

std::string literal(const json::value& x) {
  bytes out;
  if (x.is_object()) {
    out.push_back('{');
    for (size_t i = 0; i < x.members.size(); ++i) {
      out.append(i > 0 ? ", " : "");
      out.append(x.members[i].key);
      out.append(": ");
      out.append(literal(x.members[i].value));
    }
    out.push_back('}');
  } else if (x.is_list()) {
    out.push_back('[');
    for (size_t i = 0; i < x.items.size(); ++i) {
      out.append(i > 0 ? ", " : "");
      out.append(literal(x.items[i]));
    }
    out.push_back(']');
  } else {
    json::write(out, x);
  }
  return std::string{out.view()};
}

void builder::queries() {
  auto all = items(schema_, "queries");
  for (size_t i = 0; i < all.size(); ++i)
    query(all[i], "queries[" + std::to_string(i) + "] ("
                    + std::string{text(all[i], "name")} + ")");
  node();
}

void builder::query(const json::value& x, const std::string& place) {
  plan::root_def out;
  out.name = published(text(x, "name"));
  out.description = text(x, "description");
  out.deprecation = deprecation(x);
  auto type = text(x, "return_type");
  bool several = abstracts_.contains(type);
  out.model = several ? abstract_over(x, place)
                      : model_over(type, text(x, "sql_source"),
                                   text(x, "jsonb_column"), place);
  if (out.model < 0) {
    if (!objects_.contains(type) && !several)
      fail(place, "returns \"" + std::string{type}
                    + "\", which is none of \"types\".");
    return;
  }
  auto& m = out_.catalog.models[static_cast<size_t>(out.model)];
  bool many = flag(x, "returns_list", false);
  bool pages = flag(x, "relay", false);
  if (pages && !many)
    return fail(place, "\"relay\" needs \"returns_list\".");
  if (pages && several)
    return fail(place, "\"relay\" is for rows of one type, and \""
                         + std::string{type} + "\" has several.");
  auto cursor = text(x, "relay_cursor_type");
  if (!cursor.empty() && cursor != "int64" && cursor != "uuid")
    return fail(place, "\"relay_cursor_type\" must be \"int64\" or \"uuid\".");
  if (pages)
    relay_keys(m, cursor);
  bool nullable = flag(x, "nullable", false);
  out.kind = pages  ? plan::root_kind::connection
             : many ? plan::root_kind::list
                    : plan::root_kind::one;
  out.type = pages  ? m.name + "Connection!"
             : many ? "[" + m.name + "!]" + (nullable ? "" : "!")
                    : m.name + (nullable ? "" : "!");
  if (pages)
    relay(out, m);
  else if (many)
    automatic(out, x, m);
  else if (x.find("auto_params") != nullptr)
    warn(place + ": \"auto_params\" has no effect on a query of one object.");
  declared(out, x, m, place);
  access(out, x, place);
  out.cache = kept_for(x, place);
  if (flag(x, "count", false)) {
    if (!many || pages)
      return fail(place, "\"count\" is for lists that are not \"relay\".");
    count(out, place);
  }
  out_.catalog.roots.push_back(std::move(out));
}

/// 0 is for ever, until something changes: nothing has to be said for that.
/// Only the client that asked is told, since nobody was before.
plan::cache_hint builder::kept_for(const json::value& x,
                                   const std::string& place) {
  plan::cache_hint out;
  const auto* said = x.find("cache_ttl_seconds");
  if (said == nullptr || said->kind != json::kind::integer || said->text == "0")
    return out;
  const auto* end = said->text.data() + said->text.size();
  auto read = std::from_chars(said->text.data(), end, out.max_age);
  if (read.ec != std::errc{} || read.ptr != end)
    fail(place, "\"cache_ttl_seconds\" is too large.");
  out.one_user = true;
  return out;
}

/// where, orderBy, limit and offset, unless they are switched off.
void builder::automatic(plan::root_def& out, const json::value& x,
                        const plan::model_def& m) const {
  const auto* own = x.find("auto_params");
  const auto* defaults = schema_.find("query_defaults");
  auto wanted = [&](std::string_view key) {
    if (own != nullptr)
      return flag(*own, key, false);
    return defaults == nullptr || flag(*defaults, key, true);
  };
  using plan::argument_role;
  if (wanted("where") && m.filterable)
    out.arguments.push_back(
      made("where", m.name + "WhereInput", argument_role::where));
  if (wanted("order_by") && m.filterable)
    out.arguments.push_back(made(snake_ ? "order_by" : "orderBy",
                                 "[" + m.name + "OrderByInput!]",
                                 argument_role::order_by));
  if (wanted("limit"))
    out.arguments.push_back(made("limit", "Int", argument_role::limit));
  if (wanted("offset"))
    out.arguments.push_back(made("offset", "Int", argument_role::offset));
  if (std::ranges::any_of(m.fields,
                          [&](const auto& f) { return vector_field(m, f); }))
    out.arguments.push_back(
      made("nearest", m.name + "NearestInput", argument_role::nearest));
}

void builder::relay(plan::root_def& out, const plan::model_def& m) const {
  using plan::argument_role;
  out.arguments = {made("first", "Int", argument_role::first),
                   made("after", "String", argument_role::after),
                   made("last", "Int", argument_role::last),
                   made("before", "String", argument_role::before),
                   made("where", m.name + "WhereInput", argument_role::where),
                   made(snake_ ? "order_by" : "orderBy",
                        "[" + m.name + "OrderByInput!]",
                        argument_role::order_by)};
}

/// Any other argument is an equality on the field of its name, or on the column
/// beside the document.
void builder::declared(plan::root_def& out, const json::value& x,
                       plan::model_def& m, const std::string& place) {
  for (const auto& a : items(x, "arguments")) {
    auto name = text(a, "name");
    plan::argument_def to;
    to.name = published(name);
    to.type = notation(text(a, "type"), flag(a, "nullable", false), place);
    to.description = text(a, "description");
    to.deprecation = deprecation(a);
    to.default_value = default_of(a);
    auto same = [&](const auto& b) { return b.name == to.name; };
    if (std::ranges::any_of(out.arguments, same)) {
      // An automatic one that was written out.
      continue;
    }
    auto key = document_key(name);
    auto kind = text(a, "type");
    bool native = kind == "ID" || kind == "UUID";
    auto field = std::ranges::find(m.fields, key, &plan::field_def::key);
    if (field != m.fields.end() && field->column >= 0)
      to.column = field->column;
    else if (native)
      to.column = column(m, key, "uuid");
    if (to.column < 0 && field != m.fields.end())
      to.field = static_cast<int32_t>(field - m.fields.begin());
    else if (to.column < 0)
      to.column = facts_ == nullptr ? -1 : column(m, key, "text");
    if (to.column < 0 && to.field < 0) {
      std::vector<std::string_view> names;
      for (const auto& f : m.fields)
        names.push_back(f.name);
      fail(place, "argument \"" + std::string{name} + "\" names no field of \""
                    + m.name + "\"."
                    + did_you_mean(suggestions(to.name, names, 3)));
      continue;
    }
    out.arguments.push_back(std::move(to));
  }
}

/// Who may ask is for the access rules to decide; until they do, what needs
/// them is refused.
void builder::access(plan::root_def& out, const json::value& x,
                     const std::string& place, std::string_view kind) {
  out.requires_role = text(x, "requires_role");
  auto of_type = [&](std::string_view name) {
    for (const auto& t : items(schema_, "types")) {
      auto role = text(t, "requires_role");
      if (text(t, "name") != name || role.empty() || role == out.requires_role)
        continue;
      if (!out.requires_role.empty())
        fail(place, "is for role \"" + out.requires_role + "\", but type \""
                      + std::string{name} + "\" for role \"" + std::string{role}
                      + "\".");
      out.requires_role = role;
    }
  };
  of_type(text(x, "return_type"));
  each_variant(text(x, "return_type"), of_type);
  // Of what kind whoever asks is nobody can tell yet.
  if (!items(x, "requires_actor").empty() && out.requires_role.empty())
    out.requires_role = "actor";
  if (const auto* defaults = schema_.find("inject_defaults"))
    for (const auto& d : defaults->members) {
      if (d.value.is_string())
        inject(out, *defaults, place);
      else if (d.key == kind)
        inject(out, d.value, place);
    }
  if (const auto* own = x.find("inject_params"))
    inject(out, *own, place);
}

void builder::inject(plan::root_def& out, const json::value& params,
                     const std::string& place) {
  for (const auto& p : params.members) {
    plan::inject_def to;
    to.column = p.key;
    if (p.value.is_string()) {
      auto colon = p.value.text.find(':');
      to.source = p.value.text.substr(0, colon);
      if (colon != std::string_view::npos)
        to.claim = p.value.text.substr(colon + 1);
    } else if (p.value.is_object()) {
      if (p.value.find("source") == nullptr)
        continue; // defaults of a kind of operation
      to.source = text(p.value, "source");
      to.claim = text(p.value, "claim");
    }
    if (to.source != "jwt" || to.claim.empty())
      fail(place,
           "inject_params." + std::string{p.key} + " must be \"jwt:<claim>\".");
    std::erase_if(out.inject,
                  [&](const auto& i) { return i.column == to.column; });
    out.inject.push_back(std::move(to));
  }
}

void builder::count(const plan::root_def& list, const std::string& place) {
  auto out = list;
  out.kind = plan::root_kind::count;
  out.name += snake_ ? "_count" : "Count";
  out.type = "Int!";
  out.description = "How many " + list.name + " there are.";
  std::erase_if(out.arguments, [](const auto& a) {
    return a.role == plan::argument_role::order_by
           || a.role == plan::argument_role::limit
           || a.role == plan::argument_role::offset
           || a.role == plan::argument_role::nearest;
  });
  for (const auto& r : out_.catalog.roots)
    if (r.name == out.name)
      return fail(place, "\"" + out.name + "\" exists already.");
  out_.catalog.roots.push_back(std::move(out));
}

void builder::node() {
  auto relayed = std::ranges::any_of(out_.catalog.models, [](const auto& m) {
    return !m.embedded && !m.node_key.empty()
           && std::ranges::find(m.interfaces, "Node") != m.interfaces.end();
  });
  auto taken = std::ranges::any_of(
    out_.catalog.roots, [](const auto& r) { return r.name == "node"; });
  if (!relayed || taken)
    return;
  plan::root_def out;
  out.kind = plan::root_kind::node;
  out.name = "node";
  out.type = "Node";
  out.description = "The object of a global id.";
  out.arguments = {made("id", "ID!", plan::argument_role::ids)};
  // It leads to rows that other roots show only to some.
  for (const auto& r : out_.catalog.roots) {
    bool gated = !r.requires_role.empty() || !r.inject.empty();
    if (!gated || r.model < 0 || r.operation != plan::operation::query)
      continue;
    const auto& m = out_.catalog.models[static_cast<size_t>(r.model)];
    if (std::ranges::find(m.interfaces, "Node") == m.interfaces.end())
      continue;
    out.requires_role = r.requires_role.empty() ? "principal" : r.requires_role;
    warn("\"node\" is closed, because \"" + r.name
         + "\" needs to know who is asking.");
    break;
  }
  out_.catalog.roots.push_back(std::move(out));
}

} // namespace troupe::compiler::authoring::fraiseql

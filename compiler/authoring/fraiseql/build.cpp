#include "compiler/authoring/fraiseql/build.hpp"

#include "base/json_write.hpp"
#include "base/suggestions.hpp"
#include "compiler/authoring/fraiseql/keys.hpp"
#include "compiler/authoring/fraiseql/names.hpp"
#include "compiler/authoring/names.hpp"
#include "compiler/authoring/schema.hpp"

#include <algorithm>

namespace troupe::compiler::authoring::fraiseql {

namespace {

constexpr std::string_view builtin[] = {
  "String", "Int",  "Float", "Boolean", "ID",      "DateTime",
  "Date",   "Time", "JSON",  "UUID",    "Decimal", "BigInt"};

/// Stored as text, checked by whoever writes them.
constexpr std::string_view rich[] = {"Email",
                                     "PhoneNumber",
                                     "URL",
                                     "DomainName",
                                     "Hostname",
                                     "PostalCode",
                                     "Latitude",
                                     "Longitude",
                                     "Coordinates",
                                     "Timezone",
                                     "LocaleCode",
                                     "LanguageCode",
                                     "CountryCode",
                                     "IBAN",
                                     "CUSIP",
                                     "ISIN",
                                     "SEDOL",
                                     "LEI",
                                     "MIC",
                                     "CurrencyCode",
                                     "Money",
                                     "ExchangeCode",
                                     "ExchangeRate",
                                     "StockSymbol",
                                     "Slug",
                                     "SemanticVersion",
                                     "HashSHA256",
                                     "APIKey",
                                     "LicensePlate",
                                     "VIN",
                                     "TrackingNumber",
                                     "ContainerNumber",
                                     "IPAddress",
                                     "IPv4",
                                     "IPv6",
                                     "MACAddress",
                                     "CIDR",
                                     "Port",
                                     "AirportCode",
                                     "PortCode",
                                     "FlightNumber",
                                     "Markdown",
                                     "HTML",
                                     "MimeType",
                                     "Color",
                                     "Image",
                                     "File",
                                     "LTree",
                                     "DateRange",
                                     "Duration",
                                     "Percentage"};

template <size_t N>
bool among(const std::string_view (&names)[N], std::string_view x) {
  return std::ranges::find(names, x) != std::end(names);
}

std::string at(std::string_view list, size_t i) {
  return std::string{list} + "[" + std::to_string(i) + "]";
}

} // namespace

std::string_view text(const json::value& x, std::string_view key) noexcept {
  const auto* v = x.find(key);
  return v == nullptr ? std::string_view{} : v->text;
}

bool flag(const json::value& x, std::string_view key, bool otherwise) noexcept {
  const auto* v = x.find(key);
  return v == nullptr ? otherwise : v->boolean;
}

std::span<const json::value> items(const json::value& x,
                                   std::string_view key) noexcept {
  const auto* v = x.find(key);
  return v == nullptr ? std::span<const json::value>{} : v->items;
}

std::optional<std::string> deprecation(const json::value& x) {
  const auto* d = x.find("deprecated");
  if (d == nullptr)
    return std::nullopt;
  auto reason = text(*d, "reason");
  return std::string{reason.empty() ? "No longer supported" : reason};
}

builder::builder(const source_file& file, const plan::database_facts* facts,
                 const json::value& schema)
  : file_(file), facts_(facts), schema_(schema) {
  // nop
}

void builder::fail(const std::string& place, const std::string& message) {
  out_.errors.push_back({file_.name,
                         {ec::invalid_schema,
                          place.empty() ? message : place + ": " + message,
                          {}}});
}

void builder::warn(std::string message) {
  out_.warnings.push_back(std::move(message));
}

authored builder::run() {
  auto& c = out_.catalog;
  c.dialect = facts_ != nullptr ? facts_->dialect : plan::dialect::postgres;
  c.fraiseql = true;
  constexpr int64_t page = 1000;
  c.max_limit = page;
  check_keys(schema_,
             [&](const std::string& place, const std::string& message) {
               fail(place, message);
             });
  if (schema_.find("aggregate_queries") != nullptr)
    fail("aggregate_queries", "is not taken any more; use fact_tables.");
  if (!out_.errors.empty())
    return std::move(out_);
  auto naming = text(schema_, "naming_convention");
  snake_ = naming == "snake_case";
  if (!naming.empty() && !snake_ && naming != "camelCase")
    fail("naming_convention", "must be \"camelCase\" or \"snake_case\".");
  if (auto version = text(schema_, "version");
      !version.empty() && !version.starts_with('2'))
    warn("\"version\" is \"" + std::string{version}
         + "\"; what is read is the format of 2.0.0.");
  names();
  scalars();
  enums();
  types();
  abstract_types();
  inputs();
  if (out_.errors.empty())
    roles();
  if (out_.errors.empty()) {
    queries();
    fact_tables();
  }
  if (out_.errors.empty())
    mutations();
  warn_of_ignored(schema_, out_.warnings);
  if (!out_.errors.empty())
    return std::move(out_);
  mark_paged(c);
  auto schema = build_schema(c);
  if (!schema)
    fail("", schema.error().detail);
  else if (schema->query() == nullptr)
    fail("queries", "there must be at least one query.");
  return std::move(out_);
}

std::string builder::published(std::string_view declared) const {
  return snake_ ? std::string{declared} : to_camel(declared);
}

void builder::names() {
  auto collect = [&](std::string_view list, std::set<std::string_view>& to) {
    for (const auto& x : items(schema_, list)) {
      auto name = text(x, "name");
      if (!valid_name(name))
        fail(std::string{list}, "\"" + std::string{name} + "\" is no name.");
      to.insert(name);
    }
  };
  collect("types", objects_);
  collect("enums", enums_);
  collect("custom_scalars", scalars_);
  collect("input_types", inputs_);
  collect("interfaces", abstracts_);
  collect("unions", abstracts_);
}

std::string builder::notation(std::string_view type, bool nullable,
                              const std::string& place) {
  if (type.ends_with('!')) {
    warn(place + ": \"!\" is not taken; \"nullable\" says it.");
    type.remove_suffix(1);
  }
  if (type.starts_with('[') && type.ends_with(']'))
    return "[" + notation_item(type.substr(1, type.size() - 2), place) + "]"
           + (nullable ? "" : "!");
  return notation_item(type, place) + (nullable ? "" : "!");
}

std::string builder::notation_item(std::string_view type,
                                   const std::string& place) {
  auto bare = type;
  if (bare.ends_with('!'))
    bare.remove_suffix(1);
  std::string name{bare == "Json" ? "JSON" : bare};
  if (bare == "Vector" || bare == "HalfVector")
    return "[Float!]";
  if (bare == "BitVector" || bare == "SparseVector")
    return "String";
  if (!among(builtin, name) && !objects_.contains(name)
      && !enums_.contains(name) && !scalars_.contains(name)
      && !inputs_.contains(name) && !abstracts_.contains(name)) {
    if (among(rich, name)) {
      rich_.insert(name);
    } else {
      std::vector<std::string_view> all(std::begin(builtin), std::end(builtin));
      all.insert(all.end(), objects_.begin(), objects_.end());
      all.insert(all.end(), enums_.begin(), enums_.end());
      all.insert(all.end(), std::begin(rich), std::end(rich));
      fail(place, "unknown type \"" + name + "\"."
                    + did_you_mean(suggestions(name, all, 3)));
    }
  }
  return name + (type.ends_with('!') ? "!" : "");
}

void builder::enums() {
  for (const auto& x : items(schema_, "enums")) {
    auto& e = out_.catalog.enums.emplace_back();
    e.name = text(x, "name");
    e.description = text(x, "description");
    e.type = plan::parse_column_type(plan::dialect::postgres, "text");
    for (const auto& v : items(x, "values")) {
      std::string name{text(v, "name")};
      e.values.push_back(
        {name, name, std::string{text(v, "description")}, deprecation(v)});
    }
  }
}

void builder::types() {
  auto all = items(schema_, "types");
  out_.catalog.models.resize(all.size());
  for (size_t i = 0; i < all.size(); ++i)
    model_of_.emplace(text(all[i], "name"), static_cast<int32_t>(i));
  for (size_t i = 0; i < all.size(); ++i)
    model(out_.catalog.models[i], all[i], at("types", i));
}

void builder::model(plan::model_def& m, const json::value& x,
                    const std::string& place) {
  m.name = text(x, "name");
  m.description = text(x, "description");
  // Until a source is known the objects are within those of others.
  m.embedded = true;
  if (flag(x, "is_error", false)) {
    m.answer = plan::answer_kind::error;
    m.filterable = false;
  }
  for (const auto& i : items(x, "implements"))
    m.interfaces.emplace_back(i.text);
  if (flag(x, "relay", false)
      && std::ranges::find(m.interfaces, "Node") == m.interfaces.end())
    m.interfaces.emplace_back("Node");
  auto fields = items(x, "fields");
  for (size_t i = 0; i < fields.size(); ++i)
    field(m, fields[i], place + "." + at("fields", i));
  for (size_t i = 0; i < fields.size(); ++i)
    distance(m, fields[i], place + "." + at("fields", i));
  if (auto source = text(x, "sql_source"); !source.empty())
    bind_source(m, source, "data", place);
  if (m.embedded)
    return;
  native_columns(m);
  over_.emplace(m.name + "\n" + m.schema + "." + m.table + "\ndata",
                model_of_.find(m.name)->second);
  if (flag(x, "relay", false)) {
    out_.catalog.node_id = "id";
    relay_keys(m, "");
  }
}

void builder::field(plan::model_def& m, const json::value& x,
                    const std::string& place) {
  plan::field_def out;
  auto name = text(x, "name");
  out.name = published(name);
  out.key = document_key(name);
  out.type = notation(text(x, "type"), flag(x, "nullable", true), place);
  out.description = text(x, "description");
  out.kind = plan::field_kind::document;
  for (const auto& d : items(x, "directives"))
    if (text(d, "name") == "deprecated") {
      const auto* arguments = d.find("arguments");
      auto reason =
        arguments == nullptr ? std::string_view{} : text(*arguments, "reason");
      out.deprecation = reason.empty() ? "No longer supported" : reason;
    }
  constexpr std::pair<std::string_view, std::string_view> vectors[] = {
    {"Vector", "vector"},
    {"HalfVector", "halfvec"},
    {"BitVector", "bit varying"},
    {"SparseVector", "sparsevec"}};
  for (const auto& [type, column] : vectors)
    if (type == text(x, "type"))
      vectors_[{m.name, out.key}] = column;
  if (auto of = text(x, "vector_distance"); !of.empty()) {
    out.kind = plan::field_kind::distance;
    out.key = document_key(of);
  }
  if (const auto* config = x.find("vector_config"))
    out.sql = text(*config, "distance_metric");
  if (auto of = text(x, "hierarchy"); !of.empty())
    out.sql = hierarchy(of, place);
  out.requires_scope = text(x, "requires_scope");
  // Who decides about each row is not there to be asked.
  if (flag(x, "authorize", false) && out.requires_scope.empty())
    out.requires_scope = "authorize";
  if (auto deny = text(x, "on_deny");
      !deny.empty() && deny != "mask" && deny != "reject")
    fail(place, "\"on_deny\" must be \"reject\" or \"mask\".");
  out.masked = text(x, "on_deny") == "mask";
  if (out.masked && out.requires_scope.empty())
    fail(place, "\"on_deny\" needs \"requires_scope\".");
  if (out.masked && out.type.ends_with('!'))
    out.type.pop_back();
  m.fields.push_back(std::move(out));
}

/// The distance is of a vector beside it.
void builder::distance(const plan::model_def& m, const json::value& x,
                       const std::string& place) {
  auto of = text(x, "vector_distance");
  if (of.empty())
    return;
  auto target = std::ranges::find_if(m.fields, [&](const auto& f) {
    return f.kind == plan::field_kind::document && f.key == document_key(of);
  });
  auto what = "\"vector_distance\" of \"" + std::string{of} + "\" ";
  if (text(x, "type") != "Float")
    fail(place, what + "must be a Float.");
  else if (x.find("vector_config") != nullptr)
    fail(place, what + "is no vector itself: it takes no \"vector_config\".");
  else if (target == m.fields.end())
    fail(place, what + "needs a field of that name in \"" + m.name + "\".");
  else if (!vectors_.contains({m.name, target->key}))
    fail(place, what
                  + "needs a field of type Vector, HalfVector, BitVector or "
                    "SparseVector.");
}

/// What leads to such rows by a field would show them to everybody.
void builder::roles() {
  auto role_of = [&](std::string_view type) {
    for (const auto& t : items(schema_, "types"))
      if (text(t, "name") == type)
        return text(t, "requires_role");
    return std::string_view{};
  };
  auto core = [](std::string_view type) {
    while (type.starts_with('['))
      type.remove_prefix(1);
    while (type.ends_with('!') || type.ends_with(']'))
      type.remove_suffix(1);
    return type;
  };
  auto all = items(schema_, "types");
  for (size_t i = 0; i < all.size(); ++i) {
    auto own = text(all[i], "requires_role");
    auto look = [&](std::string_view type, const std::string& place) {
      auto role = role_of(type);
      if (!role.empty() && role != own)
        fail(place, "leads to \"" + std::string{type}
                      + "\", which is for role \"" + std::string{role}
                      + "\"; give \"" + std::string{text(all[i], "name")}
                      + "\" the same \"requires_role\".");
    };
    auto fields = items(all[i], "fields");
    for (size_t k = 0; k < fields.size(); ++k) {
      auto type = core(text(fields[k], "type"));
      auto place = at("types", i) + "." + at("fields", k);
      look(type, place);
      each_variant(type, [&](std::string_view name) { look(name, place); });
    }
  }
}

void builder::each_variant(
  std::string_view abstract,
  const std::function<void(std::string_view)>& f) const {
  for (const auto& t : items(schema_, "types"))
    for (const auto& i : items(t, "implements"))
      if (i.text == abstract)
        f(text(t, "name"));
  for (const auto& u : items(schema_, "unions"))
    if (text(u, "name") == abstract)
      for (const auto& m : items(u, "member_types"))
        f(m.text);
}

std::string builder::default_of(const json::value& x) const {
  const auto* d = x.find("default");
  if (d == nullptr || d->is_null())
    return {};
  // The names of an enum are strings in JSON.
  return d->is_string() && enums_.contains(text(x, "type"))
           ? std::string{d->text}
           : literal(*d);
}

void builder::inputs() {
  auto all = items(schema_, "input_types");
  for (size_t i = 0; i < all.size(); ++i) {
    auto& in = out_.catalog.inputs.emplace_back();
    in.name = text(all[i], "name");
    in.description = text(all[i], "description");
    auto fields = items(all[i], "fields");
    for (size_t k = 0; k < fields.size(); ++k) {
      auto place = at("input_types", i) + "." + at("fields", k);
      auto& to = in.fields.emplace_back();
      to.name = published(text(fields[k], "name"));
      to.type = notation(text(fields[k], "type"),
                         flag(fields[k], "nullable", true), place);
      to.description = text(fields[k], "description");
      to.deprecation = deprecation(fields[k]);
      to.key = document_key(text(fields[k], "name"));
      to.default_value = default_of(fields[k]);
    }
  }
  for (const auto& name : rich_)
    out_.catalog.scalars.push_back(
      {name, "Text of this form.", {}, {}, "String"});
}

authored author(const source_file& file, const plan::database_facts* facts) {
  arena memory;
  auto parsed = json::parse(file.text, memory);
  if (!parsed) {
    authored out;
    out.errors.push_back({file.name, parsed.error()});
    return out;
  }
  return builder{file, facts, **parsed}.run();
}

} // namespace troupe::compiler::authoring::fraiseql

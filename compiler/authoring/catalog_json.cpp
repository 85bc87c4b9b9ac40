#include "compiler/authoring/catalog_json.hpp"

#include "base/hash.hpp"
#include "base/json_read.hpp"
#include "base/json_write.hpp"

#include <span>

namespace troupe::compiler::authoring {

namespace {

constexpr int64_t format_version = 1;

constexpr std::string_view root_kinds[] = {"list", "one", "expression",
                                           "insert_one"};
constexpr std::string_view operations[] = {"query", "mutation", "subscription"};
constexpr std::string_view field_kinds[] = {"column", "relation", "expression"};
constexpr std::string_view roles[] = {"where",  "order_by", "limit", "offset",
                                      "equals", "input",    "value"};
constexpr std::string_view dialects[] = {"sqlite", "postgres"};

// -- writing ------------------------------------------------------------------

/// Indented JSON; objects whose members fit stay on one line.
class writer {
public:
  std::string run(const plan::catalog& x, std::string_view hash) {
    open('{');
    number("format", format_version);
    text("hash", hash);
    text("dialect", dialects[static_cast<size_t>(x.dialect)]);
    text("description", x.description);
    if (x.max_limit > 0)
      number("max_limit", x.max_limit);
    if (x.default_limit > 0)
      number("default_limit", x.default_limit);
    list("scalars", x.scalars, [&](const auto& y) { scalar(y); });
    list("enums", x.enums, [&](const auto& y) { enumeration(y); });
    list("models", x.models, [&](const auto& y) { model(y); });
    list("inputs", x.inputs, [&](const auto& y) { input(y); });
    list("roots", x.roots, [&](const auto& y) { root(y); });
    text("extra_sdl", x.extra_sdl);
    close('}');
    out_.push_back('\n');
    return std::string{out_.view()};
  }

private:
  void open(char c) {
    out_.push_back(c);
    ++depth_;
    first_ = true;
  }

  void close(char c) {
    --depth_;
    if (!first_)
      line();
    out_.push_back(c);
    first_ = false;
  }

  void line() {
    out_.push_back('\n');
    for (size_t i = 0; i < depth_; ++i)
      out_.push_back(' ');
  }

  void item() {
    if (!first_)
      out_.push_back(',');
    first_ = false;
    line();
  }

  void key(std::string_view name) {
    item();
    json::write_string(out_, name);
    out_.append(": ");
  }

  void text(std::string_view name, std::string_view value) {
    if (value.empty())
      return;
    key(name);
    json::write_string(out_, value);
  }

  void optional(std::string_view name,
                const std::optional<std::string>& value) {
    if (!value)
      return;
    key(name);
    json::write_string(out_, *value);
  }

  void number(std::string_view name, int64_t value) {
    key(name);
    json::write_int(out_, value);
  }

  void index(std::string_view name, int64_t value) {
    if (value >= 0)
      number(name, value);
  }

  void flag(std::string_view name, bool value) {
    if (!value)
      return;
    key(name);
    out_.append("true");
  }

  template <class Range, class F>
  void list(std::string_view name, const Range& items, F write) {
    if (items.empty())
      return;
    key(name);
    open('[');
    for (const auto& x : items) {
      item();
      write(x);
    }
    close(']');
  }

  void numbers(std::string_view name, const std::vector<int32_t>& items) {
    if (items.empty())
      return;
    key(name);
    flat(items);
  }

  void flat(const std::vector<int32_t>& items) {
    out_.push_back('[');
    for (size_t i = 0; i < items.size(); ++i) {
      out_.append(i > 0 ? ", " : "");
      json::write_int(out_, items[i]);
    }
    out_.push_back(']');
  }

  void scalar(const plan::scalar_def& x) {
    open('{');
    text("name", x.name);
    text("description", x.description);
    text("specified_by_url", x.specified_by_url);
    close('}');
  }

  void type(const plan::column_type& x) {
    text("db", plan::to_string(x.base));
    text("db_name", x.name);
    flag("array", x.array);
    index("scale", x.scale);
  }

  void enumeration(const plan::enum_def& x) {
    open('{');
    text("name", x.name);
    text("description", x.description);
    type(x.type);
    list("values", x.values, [&](const auto& v) {
      open('{');
      text("name", v.name);
      if (v.sql != v.name)
        text("sql", v.sql);
      text("description", v.description);
      optional("deprecated", v.deprecation);
      close('}');
    });
    close('}');
  }

  void argument(const plan::argument_def& x) {
    open('{');
    text("name", x.name);
    text("type", x.type);
    text("default", x.default_value);
    text("description", x.description);
    optional("deprecated", x.deprecation);
    text("role", roles[static_cast<size_t>(x.role)]);
    index("column", x.column);
    close('}');
  }

  void arguments(const std::vector<plan::argument_def>& xs) {
    list("arguments", xs, [&](const auto& a) { argument(a); });
  }

  void column(const plan::column_def& x) {
    open('{');
    text("name", x.name);
    type(x.type);
    flag("nullable", x.nullable);
    flag("has_default", x.has_default);
    flag("generated", x.generated);
    close('}');
  }

  void field(const plan::field_def& x) {
    open('{');
    text("name", x.name);
    text("type", x.type);
    text("description", x.description);
    optional("deprecated", x.deprecation);
    if (x.kind != plan::field_kind::column)
      text("kind", field_kinds[static_cast<size_t>(x.kind)]);
    index("column", x.column);
    index("relation", x.relation);
    text("sql", x.sql);
    arguments(x.arguments);
    close('}');
  }

  void relation(const plan::relation_def& x) {
    open('{');
    number("model", x.model);
    flag("many", x.many);
    list("on", x.on, [&](const auto& p) { flat({p.local, p.remote}); });
    close('}');
  }

  void model(const plan::model_def& x) {
    open('{');
    text("name", x.name);
    text("description", x.description);
    text("schema", x.schema);
    text("table", x.table);
    list("interfaces", x.interfaces,
         [&](const auto& i) { json::write_string(out_, i); });
    numbers("primary_key", x.primary_key);
    list("unique_keys", x.unique_keys, [&](const auto& k) { flat(k); });
    list("columns", x.columns, [&](const auto& c) { column(c); });
    list("relations", x.relations, [&](const auto& r) { relation(r); });
    list("fields", x.fields, [&](const auto& f) { field(f); });
    flag("not_filterable", !x.filterable);
    close('}');
  }

  void input(const plan::input_def& x) {
    open('{');
    text("name", x.name);
    text("description", x.description);
    index("model", x.model);
    flag("one_of", x.one_of);
    list("fields", x.fields, [&](const auto& f) {
      open('{');
      text("name", f.name);
      text("type", f.type);
      text("default", f.default_value);
      text("description", f.description);
      optional("deprecated", f.deprecation);
      index("column", f.column);
      close('}');
    });
    close('}');
  }

  void root(const plan::root_def& x) {
    open('{');
    text("name", x.name);
    text("type", x.type);
    if (x.operation != plan::operation::query)
      text("operation", operations[static_cast<size_t>(x.operation)]);
    text("kind", root_kinds[static_cast<size_t>(x.kind)]);
    text("description", x.description);
    optional("deprecated", x.deprecation);
    index("model", x.model);
    text("sql", x.sql);
    arguments(x.arguments);
    close('}');
  }

  bytes out_;
  size_t depth_ = 0;
  bool first_ = true;
};

// -- reading ------------------------------------------------------------------

/// Reads an object member by member; what no one asked for is an error.
class reader {
public:
  plan::catalog run(const json::value& x) {
    plan::catalog out;
    std::string hash;
    each(x, "schema", [&](std::string_view k, const json::value& v) {
      return k == "format" || (k == "hash" && text(v, out.hash))
             || (k == "dialect" && word(v, dialects, out.dialect))
             || (k == "description" && text(v, out.description))
             || (k == "max_limit" && number(v, out.max_limit))
             || (k == "default_limit" && number(v, out.default_limit))
             || (k == "scalars" && list(v, out.scalars, &reader::scalar))
             || (k == "enums" && list(v, out.enums, &reader::enumeration))
             || (k == "models" && list(v, out.models, &reader::model))
             || (k == "inputs" && list(v, out.inputs, &reader::input))
             || (k == "roots" && list(v, out.roots, &reader::root))
             || (k == "extra_sdl" && text(v, out.extra_sdl));
    });
    return out;
  }

  const std::string& failure() const noexcept {
    return failure_;
  }

private:
  void fail(std::string why) {
    if (failure_.empty())
      failure_ = std::move(why);
  }

  template <class F>
  void each(const json::value& x, std::string_view what, F member) {
    if (!x.is_object())
      return fail("a " + std::string{what} + " must be an object");
    for (const auto& m : x.members)
      if (!member(m.key, m.value))
        return fail("\"" + std::string{m.key} + "\" of a " + std::string{what}
                    + " is unknown or has the wrong type");
  }

  static bool text(const json::value& x, std::string& out) {
    out = x.text;
    return x.is_string();
  }

  static bool text(const json::value& x, std::optional<std::string>& out) {
    out = std::string{x.text};
    return x.is_string();
  }

  template <class T>
  static bool number(const json::value& x, T& out) {
    out = static_cast<T>(x.integer);
    return x.kind == json::kind::integer;
  }

  static bool flag(const json::value& x, bool& out) {
    out = x.boolean;
    return x.kind == json::kind::boolean;
  }

  template <class T>
  static bool word(const json::value& x,
                   std::span<const std::string_view> words, T& out) {
    for (size_t i = 0; i < words.size(); ++i)
      if (x.is_string() && words[i] == x.text) {
        out = static_cast<T>(i);
        return true;
      }
    return false;
  }

  template <class T>
  bool list(const json::value& x, std::vector<T>& out,
            void (reader::*read)(const json::value&, T&)) {
    out.resize(x.items.size());
    for (size_t i = 0; i < x.items.size(); ++i)
      (this->*read)(x.items[i], out[i]);
    return x.is_list();
  }

  void scalar(const json::value& x, plan::scalar_def& out) {
    each(x, "scalar", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "description" && text(v, out.description))
             || (k == "specified_by_url" && text(v, out.specified_by_url));
    });
  }

  bool type(std::string_view k, const json::value& v, plan::column_type& out) {
    if (k == "db" && v.is_string()) {
      out.base = plan::base_type_of(v.text);
      return true;
    }
    return (k == "db_name" && text(v, out.name))
           || (k == "array" && flag(v, out.array))
           || (k == "scale" && number(v, out.scale));
  }

  void enum_value(const json::value& x, plan::enum_value_def& out) {
    each(x, "enum value", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "sql" && text(v, out.sql))
             || (k == "description" && text(v, out.description))
             || (k == "deprecated" && text(v, out.deprecation));
    });
    if (out.sql.empty())
      out.sql = out.name;
  }

  void enumeration(const json::value& x, plan::enum_def& out) {
    each(x, "enum", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "description" && text(v, out.description))
             || type(k, v, out.type)
             || (k == "values" && list(v, out.values, &reader::enum_value));
    });
  }

  void argument(const json::value& x, plan::argument_def& out) {
    each(x, "argument", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "type" && text(v, out.type))
             || (k == "default" && text(v, out.default_value))
             || (k == "description" && text(v, out.description))
             || (k == "deprecated" && text(v, out.deprecation))
             || (k == "role" && word(v, roles, out.role))
             || (k == "column" && number(v, out.column));
    });
  }

  void column(const json::value& x, plan::column_def& out) {
    out.nullable = false;
    each(x, "column", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name)) || type(k, v, out.type)
             || (k == "nullable" && flag(v, out.nullable))
             || (k == "has_default" && flag(v, out.has_default))
             || (k == "generated" && flag(v, out.generated));
    });
  }

  void field(const json::value& x, plan::field_def& out) {
    each(x, "field", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "type" && text(v, out.type))
             || (k == "description" && text(v, out.description))
             || (k == "deprecated" && text(v, out.deprecation))
             || (k == "kind" && word(v, field_kinds, out.kind))
             || (k == "column" && number(v, out.column))
             || (k == "relation" && number(v, out.relation))
             || (k == "sql" && text(v, out.sql))
             || (k == "arguments" && list(v, out.arguments, &reader::argument));
    });
  }

  void pair(const json::value& x, plan::column_pair& out) {
    if (x.items.size() != 2 || !number(x.items[0], out.local)
        || !number(x.items[1], out.remote))
      fail("\"on\" of a relation must be pairs of column numbers");
  }

  void index(const json::value& x, int32_t& out) {
    if (!number(x, out))
      fail("a key must be column numbers");
  }

  void key(const json::value& x, std::vector<int32_t>& out) {
    if (!list(x, out, &reader::index))
      fail("a key must be a list of column numbers");
  }

  void relation(const json::value& x, plan::relation_def& out) {
    each(x, "relation", [&](std::string_view k, const json::value& v) {
      return (k == "model" && number(v, out.model))
             || (k == "many" && flag(v, out.many))
             || (k == "on" && list(v, out.on, &reader::pair));
    });
  }

  void name(const json::value& x, std::string& out) {
    if (!text(x, out))
      fail("an interface must be a name");
  }

  void model(const json::value& x, plan::model_def& out) {
    bool not_filterable = false;
    each(x, "model", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "description" && text(v, out.description))
             || (k == "schema" && text(v, out.schema))
             || (k == "table" && text(v, out.table))
             || (k == "interfaces" && list(v, out.interfaces, &reader::name))
             || (k == "primary_key" && list(v, out.primary_key, &reader::index))
             || (k == "unique_keys" && list(v, out.unique_keys, &reader::key))
             || (k == "columns" && list(v, out.columns, &reader::column))
             || (k == "relations" && list(v, out.relations, &reader::relation))
             || (k == "fields" && list(v, out.fields, &reader::field))
             || (k == "not_filterable" && flag(v, not_filterable));
    });
    out.filterable = !not_filterable;
  }

  void input_field(const json::value& x, plan::input_field_def& out) {
    each(x, "input field", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "type" && text(v, out.type))
             || (k == "default" && text(v, out.default_value))
             || (k == "description" && text(v, out.description))
             || (k == "deprecated" && text(v, out.deprecation))
             || (k == "column" && number(v, out.column));
    });
  }

  void input(const json::value& x, plan::input_def& out) {
    each(x, "input", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "description" && text(v, out.description))
             || (k == "model" && number(v, out.model))
             || (k == "one_of" && flag(v, out.one_of))
             || (k == "fields" && list(v, out.fields, &reader::input_field));
    });
  }

  void root(const json::value& x, plan::root_def& out) {
    each(x, "root field", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "type" && text(v, out.type))
             || (k == "operation" && word(v, operations, out.operation))
             || (k == "kind" && word(v, root_kinds, out.kind))
             || (k == "description" && text(v, out.description))
             || (k == "deprecated" && text(v, out.deprecation))
             || (k == "model" && number(v, out.model))
             || (k == "sql" && text(v, out.sql))
             || (k == "arguments" && list(v, out.arguments, &reader::argument));
    });
  }

  std::string failure_;
};

/// Whether every index leads somewhere: the planner follows them unchecked.
bool sound(const plan::catalog& x) {
  auto within = [](int32_t i, const auto& items) {
    return i >= 0 && static_cast<size_t>(i) < items.size();
  };
  for (const auto& m : x.models) {
    for (const auto& f : m.fields)
      if ((f.kind == plan::field_kind::column && !within(f.column, m.columns))
          || (f.kind == plan::field_kind::relation
              && !within(f.relation, m.relations)))
        return false;
    for (const auto& r : m.relations) {
      if (!within(r.model, x.models) || r.on.empty())
        return false;
      const auto& target = x.models[static_cast<size_t>(r.model)];
      for (const auto& p : r.on)
        if (!within(p.local, m.columns) || !within(p.remote, target.columns))
          return false;
    }
    for (auto i : m.primary_key)
      if (!within(i, m.columns))
        return false;
  }
  for (const auto& r : x.roots) {
    if (r.kind == plan::root_kind::expression)
      continue;
    if (!within(r.model, x.models))
      return false;
    const auto& m = x.models[static_cast<size_t>(r.model)];
    for (const auto& a : r.arguments)
      if ((a.role == plan::argument_role::equals
           || a.role == plan::argument_role::value)
          && r.operation != plan::operation::subscription
          && !within(a.column, m.columns))
        return false;
  }
  return true;
}

error damaged(std::string why) {
  return {ec::invalid_schema,
          "The compiled schema is damaged: " + std::move(why)
            + ". Run `troupe compile` again.",
          {}};
}

} // namespace

std::string write_catalog(const plan::catalog& x) {
  auto content = writer{}.run(x, {});
  return writer{}.run(x, sha256_hex(content));
}

result<plan::catalog> read_catalog(std::string_view text) {
  arena memory{1u << 20};
  auto parsed = json::parse(text, memory);
  if (!parsed)
    return damaged(parsed.error().detail);
  const auto* format = (*parsed)->find("format");
  if (format == nullptr || format->integer != format_version)
    return error{ec::invalid_schema,
                 "This is no compiled schema of format "
                   + std::to_string(format_version)
                   + ". Run `troupe compile` with this version of Troupe.",
                 {}};
  reader r;
  auto out = r.run(**parsed);
  if (!r.failure().empty())
    return damaged(r.failure());
  if (!sound(out))
    return damaged("it refers to columns or types that it does not have");
  if (sha256_hex(writer{}.run(out, {})) != out.hash)
    return damaged("its hash does not fit its content");
  return out;
}

} // namespace troupe::compiler::authoring

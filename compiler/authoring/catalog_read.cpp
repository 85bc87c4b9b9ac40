#include "base/hash.hpp"
#include "base/json_read.hpp"
#include "compiler/authoring/catalog_json.hpp"
#include "compiler/authoring/catalog_outline.hpp"
#include "compiler/authoring/catalog_words.hpp"
#include "plan/plan_json.hpp"

#include <span>
#include <stdexcept>

namespace troupe::compiler::authoring {

namespace {

/// Reads an object member by member; what no one asked for is an error.
class reader {
public:
  plan::catalog run(const json::value& x) {
    plan::catalog out;
    std::string hash;
    each(x, "schema", [&](std::string_view k, const json::value& v) {
      return (k == "dialect" && word(v, dialects, out.dialect))
             || (k == "description" && text(v, out.description))
             || (k == "max_limit" && number(v, out.max_limit))
             || (k == "default_limit" && number(v, out.default_limit))
             || (k == "node_id" && text(v, out.node_id))
             || (k == "fraiseql" && flag(v, out.fraiseql))
             || (k == "scalars" && list(v, out.scalars, &reader::scalar))
             || (k == "enums" && list(v, out.enums, &reader::enumeration))
             || (k == "inputs" && list(v, out.inputs, &reader::input))
             // Their items are read when they are looked at.
             || ((k == "models" || k == "roots" || k == "introspection")
                 && v.is_list())
             || (k == "extra_sdl" && text(v, out.extra_sdl))
             || (k == "documents" && list(v, out.documents, &reader::document));
    });
    return out;
  }

  const std::string& failure() const noexcept {
    return failure_;
  }

  void item(const json::value& x, plan::model_def& out) {
    model(x, out);
  }

  void item(const json::value& x, plan::root_def& out) {
    root(x, out);
  }

  void item(const json::value& x, plan::introspection_answer& out) {
    introspection(x, out);
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
             || (k == "specified_by_url" && text(v, out.specified_by_url))
             || (k == "base" && text(v, out.base))
             || (k == "rules" && list(v, out.rules, &reader::rule));
    });
  }

  void rule(const json::value& x, plan::value_rule& out) {
    each(x, "rule", [&](std::string_view k, const json::value& v) {
      return (k == "kind" && word(v, value_rule_kinds, out.kind))
             || (k == "text" && text(v, out.text))
             || (k == "message" && text(v, out.message))
             || (k == "min" && number(v, out.min.emplace()))
             || (k == "max" && number(v, out.max.emplace()))
             || (k == "values" && list(v, out.values, &reader::name))
             || (k == "rules" && list(v, out.rules, &reader::rule));
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
             || (k == "column" && number(v, out.column))
             || (k == "field" && number(v, out.field))
             || (k == "key" && text(v, out.key));
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
             || (k == "key" && text(v, out.key))
             || (k == "requires_scope" && text(v, out.requires_scope))
             || (k == "masked" && flag(v, out.masked))
             || (k == "measure" && flag(v, out.measure))
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

  void variant(const json::value& x, plan::variant_def& out) {
    each(x, "variant", [&](std::string_view k, const json::value& v) {
      return (k == "model" && number(v, out.model))
             || (k == "value" && text(v, out.value));
    });
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
             || (k == "document" && number(v, out.document))
             || (k == "embedded" && flag(v, out.embedded))
             || (k == "answer" && word(v, answer_kinds, out.answer))
             || (k == "error_class" && text(v, out.error_class))
             || (k == "hidden" && flag(v, out.hidden))
             || (k == "node_key" && list(v, out.node_key, &reader::index))
             || (k == "not_filterable" && flag(v, not_filterable))
             || (k == "writable" && flag(v, out.writable))
             || (k == "aggregates" && flag(v, out.aggregates))
             || (k == "paged" && flag(v, out.paged))
             || (k == "abstract" && word(v, abstract_kinds, out.abstract))
             || (k == "discriminator" && number(v, out.discriminator))
             || (k == "fine" && fine(v, out.fine))
             || (k == "max_age" && number(v, out.cache.max_age))
             || (k == "one_user" && flag(v, out.cache.one_user))
             || (k == "variants" && list(v, out.variants, &reader::variant));
    });
    out.filterable = !not_filterable;
  }

  bool fine(const json::value& x, std::optional<plan::fine_rows>& to) {
    auto& out = to.emplace();
    each(x, "fine", [&](std::string_view k, const json::value& v) {
      return (k == "schema" && text(v, out.schema))
             || (k == "table" && text(v, out.table))
             || (k == "column" && number(v, out.column))
             || (k == "grain" && text(v, out.grain));
    });
    return true;
  }

  void input_field(const json::value& x, plan::input_field_def& out) {
    each(x, "input field", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "type" && text(v, out.type))
             || (k == "default" && text(v, out.default_value))
             || (k == "description" && text(v, out.description))
             || (k == "deprecated" && text(v, out.deprecation))
             || (k == "column" && number(v, out.column))
             || (k == "key" && text(v, out.key));
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

  void inject(const json::value& x, plan::inject_def& out) {
    each(x, "condition", [&](std::string_view k, const json::value& v) {
      return (k == "column" && text(v, out.column))
             || (k == "source" && text(v, out.source))
             || (k == "claim" && text(v, out.claim));
    });
  }

  bool function(const json::value& x, std::optional<plan::function_def>& to) {
    auto& out = to.emplace();
    bool not_logged = false;
    each(x, "function", [&](std::string_view k, const json::value& v) {
      return (k == "positional" && flag(v, out.positional))
             || (k == "json_input" && flag(v, out.json_input))
             || (k == "operation" && text(v, out.operation))
             || (k == "not_logged" && flag(v, not_logged))
             || (k == "effects_known" && flag(v, out.effects_known))
             || (k == "writes" && list(v, out.writes, &reader::index));
    });
    out.logged = !not_logged;
    return true;
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
             || (k == "function" && function(v, out.function))
             || (k == "requires_role" && text(v, out.requires_role))
             || (k == "max_age" && number(v, out.cache.max_age))
             || (k == "one_user" && flag(v, out.cache.one_user))
             || (k == "inject" && list(v, out.inject, &reader::inject))
             || (k == "arguments" && list(v, out.arguments, &reader::argument));
    });
  }

  void document(const json::value& x, plan::trusted_document& out) {
    each(x, "document", [&](std::string_view k, const json::value& v) {
      return (k == "id" && text(v, out.id))
             || (k == "file" && text(v, out.file))
             || (k == "text" && text(v, out.text))
             || (k == "operations"
                 && list(v, out.operations, &reader::operation));
    });
  }

  void introspection(const json::value& x, plan::introspection_answer& out) {
    each(x, "introspection", [&](std::string_view k, const json::value& v) {
      return (k == "selection" && text(v, out.selection))
             || (k == "packed" && text(v, out.packed));
    });
  }

  void operation(const json::value& x, plan::planned_operation& out) {
    each(x, "operation", [&](std::string_view k, const json::value& v) {
      return (k == "name" && text(v, out.name))
             || (k == "signature" && text(v, out.signature))
             || (k == "logged" && flag(v, out.logged))
             || (k == "parts" && flag(v, out.parts))
             || (k == "plan" && planned(v, out.plan));
    });
    if (out.plan == nullptr)
      fail("an operation must have a plan");
  }

  bool planned(const json::value& x,
               std::shared_ptr<const plan::operation_plan>& out) {
    auto read = plan::read_plan(x);
    if (read)
      out = std::move(*read);
    else
      fail(read.error().detail);
    return true;
  }

  std::string failure_;
};

error damaged(std::string why) {
  return {ec::invalid_schema,
          "The compiled schema is damaged: " + std::move(why)
            + ". Run `troupe compile` again.",
          {}};
}

error other_format() {
  return {ec::invalid_schema,
          "This is no compiled schema of format "
            + std::to_string(format_version)
            + ". Run `troupe compile` with this version of Troupe.",
          {}};
}

/// The text of a compiled schema and where things are in it.
struct source {
  std::string text;
  catalog_outline outline;
};

template <class T>
plan::lazy_list<T>
items_of(const std::shared_ptr<const source>& from,
         std::vector<std::string_view> catalog_outline::*list) {
  return {(from->outline.*list).size(), [from, list](size_t i) {
            arena memory{16 * 1024};
            T out;
            reader r;
            auto parsed = json::parse((from->outline.*list)[i], memory);
            if (parsed)
              r.item(**parsed, out);
            auto why = parsed ? r.failure() : parsed.error().detail;
            if (!why.empty())
              throw std::runtime_error(damaged(why).detail);
            return out;
          }};
}

/// Takes the hash off the text, which `write_catalog` begins with it. What does
/// not begin so is JSON of another format, or none.
result<std::string_view> take_hash(std::string_view& text) {
  auto head =
    "{\"format\": " + std::to_string(format_version) + ", \"hash\": \"";
  constexpr size_t digits = 64;
  constexpr std::string_view end = "\",\n ";
  if (text.starts_with(head)
      && text.substr(head.size() + digits).starts_with(end)) {
    auto hash = text.substr(head.size(), digits);
    text.remove_prefix(head.size() + digits + end.size());
    return hash;
  }
  arena memory{1u << 20};
  auto parsed = json::parse(text, memory);
  if (!parsed)
    return damaged(parsed.error().detail);
  const auto* format = (*parsed)->find("format");
  if (format == nullptr || format->integer != format_version)
    return other_format();
  return damaged("it does not begin as `troupe compile` writes it");
}

} // namespace

result<plan::catalog> read_catalog(std::string text) {
  auto from = std::make_shared<source>();
  from->text = std::move(text);
  std::string_view content{from->text};
  auto hash = take_hash(content);
  if (!hash)
    return hash.error();
  if (sha256_hex(content) != *hash)
    return damaged("its hash does not fit its content");
  from->outline = outline_catalog(content);
  arena memory{64 * 1024};
  // The plans of documents nest as deep as these.
  constexpr size_t most_depth = 2'000;
  auto parsed = json::parse("{" + from->outline.rest, memory, most_depth);
  if (!parsed)
    return damaged(parsed.error().detail);
  reader r;
  auto out = r.run(**parsed);
  if (!r.failure().empty())
    return damaged(r.failure());
  from->outline.rest = {};
  out.hash = *hash;
  out.outline = from->outline.names;
  out.models = items_of<plan::model_def>(from, &catalog_outline::models);
  out.roots = items_of<plan::root_def>(from, &catalog_outline::roots);
  out.introspection =
    items_of<plan::introspection_answer>(from, &catalog_outline::introspection);
  return out;
}

} // namespace troupe::compiler::authoring

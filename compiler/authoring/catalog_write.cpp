#include "base/hash.hpp"
#include "base/json_write.hpp"
#include "compiler/authoring/catalog_json.hpp"
#include "compiler/authoring/catalog_words.hpp"
#include "plan/plan_json.hpp"

#include <utility>

namespace troupe::compiler::authoring {

namespace {

/// JSON with an item of a list on each line, and the members of an object one
/// after the other. `catalog_outline.cpp` finds models and roots by their
/// lines.
class writer {
public:
  /// Writes all that the hash is about.
  std::string run(const plan::catalog& x) {
    top_ = true;
    text("dialect", dialects[static_cast<size_t>(x.dialect)]);
    text("description", x.description);
    if (x.max_limit > 0)
      number("max_limit", x.max_limit);
    if (x.default_limit > 0)
      number("default_limit", x.default_limit);
    text("node_id", x.node_id);
    flag("fraiseql", x.fraiseql);
    list("scalars", x.scalars, [&](const auto& y) { scalar(y); });
    list("enums", x.enums, [&](const auto& y) { enumeration(y); });
    list("inputs", x.inputs, [&](const auto& y) { input(y); });
    text("extra_sdl", x.extra_sdl);
    list("documents", x.documents, [&](const auto& y) { document(y); });
    list("introspection", x.introspection, [&](const auto& y) {
      open('{');
      text("selection", y.selection);
      text("packed", y.packed);
      close('}');
    });
    list("models", x.models, [&](const auto& y) { model(y); });
    list("roots", x.roots, [&](const auto& y) { root(y); });
    out_.append("\n}\n");
    return std::string{out_.view()};
  }

private:
  void open(char c) {
    out_.push_back(c);
    first_ = true;
  }

  void close(char c) {
    out_.push_back(c);
    first_ = false;
  }

  void line(size_t indent) {
    out_.push_back('\n');
    for (size_t i = 0; i < indent; ++i)
      out_.push_back(' ');
  }

  void key(std::string_view name) {
    if (!first_)
      out_.append(top_ ? "," : ", ");
    if (top_ && !first_)
      line(1);
    first_ = false;
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
    out_.push_back('[');
    bool top = std::exchange(top_, false);
    ++depth_;
    size_t n = 0;
    for (const auto& x : items) {
      out_.append(n++ > 0 ? "," : "");
      line(2 * depth_);
      write(x);
    }
    line(2 * depth_ - 1);
    out_.push_back(']');
    --depth_;
    top_ = top;
    first_ = false;
  }

  /// A list on one line.
  template <class Range, class F>
  void short_list(std::string_view name, const Range& items, F write) {
    if (items.empty())
      return;
    key(name);
    out_.push_back('[');
    size_t n = 0;
    for (const auto& x : items) {
      out_.append(n++ > 0 ? ", " : "");
      write(x);
    }
    out_.push_back(']');
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
    text("base", x.base);
    rules(x.rules);
    close('}');
  }

  void rules(const std::vector<plan::value_rule>& xs) {
    list("rules", xs, [&](const auto& r) {
      open('{');
      text("kind", value_rule_kinds[static_cast<size_t>(r.kind)]);
      text("text", r.text);
      text("message", r.message);
      if (r.min)
        number("min", *r.min);
      if (r.max)
        number("max", *r.max);
      short_list("values", r.values,
                 [&](const auto& v) { json::write_string(out_, v); });
      rules(r.rules);
      close('}');
    });
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
    index("field", x.field);
    text("key", x.key);
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
    text("key", x.key);
    text("requires_scope", x.requires_scope);
    flag("masked", x.masked);
    flag("measure", x.measure);
    text("sql", x.sql);
    arguments(x.arguments);
    close('}');
  }

  void relation(const plan::relation_def& x) {
    open('{');
    number("model", x.model);
    flag("many", x.many);
    short_list("on", x.on, [&](const auto& p) { flat({p.local, p.remote}); });
    close('}');
  }

  void model(const plan::model_def& x) {
    open('{');
    text("name", x.name);
    text("description", x.description);
    text("schema", x.schema);
    text("table", x.table);
    short_list("interfaces", x.interfaces,
               [&](const auto& i) { json::write_string(out_, i); });
    numbers("primary_key", x.primary_key);
    short_list("unique_keys", x.unique_keys, [&](const auto& k) { flat(k); });
    list("columns", x.columns, [&](const auto& c) { column(c); });
    list("relations", x.relations, [&](const auto& r) { relation(r); });
    list("fields", x.fields, [&](const auto& f) { field(f); });
    index("document", x.document);
    flag("embedded", x.embedded);
    if (x.answer != plan::answer_kind::none)
      text("answer", answer_kinds[static_cast<size_t>(x.answer)]);
    text("error_class", x.error_class);
    flag("hidden", x.hidden);
    numbers("node_key", x.node_key);
    flag("not_filterable", !x.filterable);
    flag("writable", x.writable);
    flag("aggregates", x.aggregates);
    flag("paged", x.paged);
    if (x.abstract != plan::abstract_kind::none)
      text("abstract", abstract_kinds[static_cast<size_t>(x.abstract)]);
    index("discriminator", x.discriminator);
    if (x.fine)
      fine(*x.fine);
    index("max_age", x.cache.max_age);
    flag("one_user", x.cache.one_user);
    list("variants", x.variants, [&](const auto& v) {
      open('{');
      number("model", v.model);
      text("value", v.value);
      close('}');
    });
    close('}');
  }

  void fine(const plan::fine_rows& x) {
    key("fine");
    open('{');
    text("schema", x.schema);
    text("table", x.table);
    index("column", x.column);
    text("grain", x.grain);
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
      text("key", f.key);
      close('}');
    });
    close('}');
  }

  void function(const plan::function_def& x) {
    key("function");
    open('{');
    flag("positional", x.positional);
    flag("json_input", x.json_input);
    text("operation", x.operation);
    flag("not_logged", !x.logged);
    flag("effects_known", x.effects_known);
    numbers("writes", x.writes);
    close('}');
  }

  void root(const plan::root_def& x) {
    open('{');
    text("name", x.name);
    // Right behind the name: the outline takes it from there.
    if (x.operation != plan::operation::query)
      text("operation", operations[static_cast<size_t>(x.operation)]);
    text("type", x.type);
    text("kind", root_kinds[static_cast<size_t>(x.kind)]);
    text("description", x.description);
    optional("deprecated", x.deprecation);
    index("model", x.model);
    text("sql", x.sql);
    if (x.function)
      function(*x.function);
    text("requires_role", x.requires_role);
    index("max_age", x.cache.max_age);
    flag("one_user", x.cache.one_user);
    list("inject", x.inject, [&](const auto& i) {
      open('{');
      text("column", i.column);
      text("source", i.source);
      text("claim", i.claim);
      close('}');
    });
    arguments(x.arguments);
    close('}');
  }

  void document(const plan::trusted_document& x) {
    open('{');
    text("id", x.id);
    text("file", x.file);
    text("text", x.text);
    list("operations", x.operations, [&](const auto& o) { operation(o); });
    close('}');
  }

  void operation(const plan::planned_operation& x) {
    open('{');
    text("name", x.name);
    text("signature", x.signature);
    flag("logged", x.logged);
    flag("parts", x.parts);
    key("plan");
    plan::write_plan(out_, *x.plan);
    close('}');
  }

  bytes out_;
  size_t depth_ = 0; ///< of lists
  bool top_ = false; ///< each member has a line
  bool first_ = true;
};

} // namespace

std::string write_catalog(const plan::catalog& x) {
  auto content = writer{}.run(x);
  return "{\"format\": " + std::to_string(format_version) + ", \"hash\": \""
         + sha256_hex(content) + "\",\n " + content;
}

} // namespace troupe::compiler::authoring

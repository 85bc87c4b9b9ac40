#include "base/hash.hpp"
#include "base/json_write.hpp"
#include "compiler/authoring/catalog_json.hpp"
#include "compiler/authoring/catalog_words.hpp"

namespace troupe::compiler::authoring {

namespace {

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
    text("node_id", x.node_id);
    flag("fraiseql", x.fraiseql);
    list("scalars", x.scalars, [&](const auto& y) { scalar(y); });
    list("enums", x.enums, [&](const auto& y) { enumeration(y); });
    list("models", x.models, [&](const auto& y) { model(y); });
    list("inputs", x.inputs, [&](const auto& y) { input(y); });
    list("roots", x.roots, [&](const auto& y) { root(y); });
    text("extra_sdl", x.extra_sdl);
    list("documents", x.documents, [&](const auto& y) { document(y); });
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
    index("field", x.field);
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
    index("document", x.document);
    flag("embedded", x.embedded);
    flag("hidden", x.hidden);
    numbers("node_key", x.node_key);
    flag("not_filterable", !x.filterable);
    flag("writable", x.writable);
    flag("aggregates", x.aggregates);
    if (x.abstract != plan::abstract_kind::none)
      text("abstract", abstract_kinds[static_cast<size_t>(x.abstract)]);
    index("discriminator", x.discriminator);
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
    list("statements", x.statements,
         [&](const auto& s) { json::write_string(out_, s); });
    close('}');
  }

  bytes out_;
  size_t depth_ = 0;
  bool first_ = true;
};

} // namespace

std::string write_catalog(const plan::catalog& x) {
  auto content = writer{}.run(x, {});
  return writer{}.run(x, sha256_hex(content));
}

std::string catalog_hash(const plan::catalog& x) {
  return sha256_hex(writer{}.run(x, {}));
}

} // namespace troupe::compiler::authoring

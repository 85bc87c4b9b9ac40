#include "compiler/authoring/author.hpp"

#include "base/suggestions.hpp"
#include "compiler/authoring/directives.hpp"
#include "compiler/authoring/names.hpp"
#include "compiler/authoring/schema.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/sdl_specs.hpp"

#include <algorithm>
#include <charconv>
#include <deque>
#include <map>
#include <set>

namespace troupe::compiler::authoring {

namespace {

using namespace graphql;
using language::type_definition;
using language::type_definition_kind;

std::string_view text_of(const language::value* x) noexcept {
  return x == nullptr ? std::string_view{} : x->text;
}

std::string_view core_name(const language::type_reference& x) noexcept {
  const auto* at = &x;
  while (at->inner != nullptr)
    at = at->inner;
  return at->name.text;
}

bool is_list(const language::type_reference& x) noexcept {
  return x.kind == language::type_kind::list
         || (x.inner != nullptr && is_list(*x.inner));
}

std::optional<std::string>
deprecation(std::span<const language::directive> directives) {
  const auto* x = find_directive(directives, "deprecated");
  if (x == nullptr)
    return std::nullopt;
  auto reason = argument_text(x, "reason");
  return std::string{reason.empty() ? "No longer supported" : reason};
}

/// A definition and the file it stands in.
struct placed {
  const type_definition* definition;
  size_t file;
};

class author_run {
public:
  author_run(std::span<const source_file> files,
             const plan::database_facts* facts)
    : files_(files), facts_(facts) {
    if (facts_ != nullptr)
      out_.catalog.dialect = facts_->dialect;
  }

  authored run() {
    parse_files();
    if (out_.errors.empty())
      sort_definitions();
    if (out_.errors.empty())
      enums_and_scalars();
    if (out_.errors.empty())
      models();
    if (out_.errors.empty())
      relations();
    if (out_.errors.empty())
      inputs();
    if (out_.errors.empty())
      roots();
    if (out_.errors.empty())
      verify();
    return std::move(out_);
  }

private:
  void report(size_t file, uint32_t at, std::string message) {
    error why{ec::invalid_schema, std::move(message), {}};
    if (file < documents_.size())
      why.locations.push_back(documents_[file].locate(at));
    out_.errors.push_back({files_[file].name, std::move(why)});
  }

  void parse_files() {
    for (size_t i = 0; i < files_.size(); ++i) {
      auto parsed = language::parse(files_[i].text);
      if (!parsed) {
        auto why = parsed.error();
        why.code = ec::invalid_schema;
        out_.errors.push_back({files_[i].name, std::move(why)});
        documents_.emplace_back();
        documents_.back().source = std::make_unique<const std::string>();
        continue;
      }
      documents_.push_back(std::move(*parsed));
    }
  }

  // -- what there is ----------------------------------------------------------

  void sort_definitions() {
    for (size_t i = 0; i < documents_.size(); ++i)
      for (const auto& x : documents_[i].definitions) {
        if (x.operation != nullptr || x.fragment != nullptr)
          report(i,
                 x.operation != nullptr ? x.operation->at.begin
                                        : x.fragment->at.begin,
                 "A schema holds type definitions only; put operations into "
                 "files of their own.");
        else if (x.schema != nullptr)
          schema(*x.schema, i);
        else if (x.directive != nullptr)
          keep_as_written(i, x.directive->at);
        else
          type(*x.type, i);
      }
  }

  void keep_as_written(size_t file, language::span at) {
    out_.catalog.extra_sdl +=
      documents_[file].text().substr(at.begin, at.end - at.begin);
    out_.catalog.extra_sdl += '\n';
  }

  void schema(const language::schema_definition& x, size_t file) {
    check(x.directives, file);
    if (x.description != nullptr)
      out_.catalog.description = x.description->text;
    for (const auto& root : x.operations)
      root_names_[static_cast<size_t>(root.kind)] = root.type.text;
    const auto* db = find_directive(x.directives, "database");
    if (db == nullptr)
      return;
    auto dialect = argument_text(db, "dialect");
    if (dialect != "postgres" && dialect != "sqlite")
      report(file, db->at.begin,
             "\"dialect\" must be \"postgres\" or \"sqlite\", not \""
               + std::string{dialect} + "\".");
    if (facts_ == nullptr)
      out_.catalog.dialect =
        dialect == "postgres" ? plan::dialect::postgres : plan::dialect::sqlite;
    number(db, "maxLimit", out_.catalog.max_limit);
    number(db, "defaultLimit", out_.catalog.default_limit);
  }

  static void number(const language::directive* x, std::string_view name,
                     int64_t& out) {
    auto text = argument_text(x, name);
    std::from_chars(text.data(), text.data() + text.size(), out);
  }

  void check(std::span<const language::directive> directives, size_t file) {
    for (const auto& x : directives)
      check_directive(x, [&](uint32_t at, std::string message) {
        report(file, at, std::move(message));
      });
  }

  void type(const type_definition& x, size_t file) {
    check(x.directives, file);
    for (const auto& f : x.fields) {
      check(f.directives, file);
      for (const auto& a : f.arguments)
        check(a.directives, file);
    }
    for (const auto& f : x.input_fields)
      check(f.directives, file);
    for (const auto& v : x.values)
      check(v.directives, file);
    if (x.name.text.starts_with("__"))
      report(file, x.name.begin,
             "Name \"" + std::string{x.name.text}
               + "\" must not begin with \"__\".");
    if (x.extension) {
      extensions_.push_back({&x, file});
      return;
    }
    auto [i, fresh] = types_.emplace(x.name.text, placed{&x, file});
    if (!fresh)
      report(file, x.name.begin,
             "There can be only one type named \"" + std::string{x.name.text}
               + "\".");
    else
      order_.push_back(x.name.text);
  }

  bool root_name(std::string_view name) const {
    return std::ranges::find(root_names_, name) != std::end(root_names_);
  }

  // -- enums and scalars ------------------------------------------------------

  void enums_and_scalars() {
    for (auto name : order_) {
      const auto& [x, file] = types_.at(name);
      if (x->kind == type_definition_kind::enum_)
        enumeration(*x);
      else if (x->kind == type_definition_kind::scalar)
        out_.catalog.scalars.push_back(
          {std::string{name}, std::string{text_of(x->description)},
           std::string{argument_text(
             find_directive(x->directives, "specifiedBy"), "url")}});
      else if (x->kind
                 == type_definition_kind::
                   interface || x->kind == type_definition_kind::union_)
        keep_as_written(file, x->at);
    }
  }

  void enumeration(const type_definition& x) {
    auto& e = out_.catalog.enums.emplace_back();
    e.name = x.name.text;
    e.description = text_of(x.description);
    auto database = argument_text(find_directive(x.directives, "enum"), "type");
    e.type.base =
      database.empty() ? plan::base_type::text : plan::base_type::enumeration;
    e.type.name = database.empty() ? "text" : std::string{database};
    for (const auto& v : x.values) {
      auto sql = argument_text(find_directive(v.directives, "value"), "sql");
      e.values.push_back(
        {std::string{v.name.text}, std::string{sql.empty() ? v.name.text : sql},
         std::string{text_of(v.description)}, deprecation(v.directives)});
    }
  }

  const plan::enum_def* find_enum(std::string_view name) const {
    for (const auto& x : out_.catalog.enums)
      if (x.name == name)
        return &x;
    return nullptr;
  }

  // -- models -----------------------------------------------------------------

  void models() {
    for (auto name : order_) {
      const auto& [x, file] = types_.at(name);
      if (x->kind != type_definition_kind::object || root_name(name))
        continue;
      model_of_.emplace(name, static_cast<int32_t>(model_of_.size()));
      sources_.push_back({x, file});
    }
    out_.catalog.models.resize(sources_.size());
    for (size_t i = 0; i < sources_.size(); ++i)
      model(out_.catalog.models[i], *sources_[i].definition, sources_[i].file);
  }

  void model(plan::model_def& m, const type_definition& x, size_t file) {
    m.name = x.name.text;
    m.description = text_of(x.description);
    const auto* table = find_directive(x.directives, "table");
    m.table = argument_text(table, "name");
    m.schema = argument_text(table, "schema");
    if (m.table.empty())
      m.table = snake_case(m.name);
    for (const auto& i : x.interfaces)
      m.interfaces.emplace_back(i.text);
    const auto* facts = find_table(m, x, file);
    tables_.push_back(facts);
    for (const auto& f : x.fields)
      if (!model_of_.contains(core_name(*f.type)))
        scalar_field(m, f, file, facts);
    keys(m, x, table, file, facts);
  }

  const plan::table_facts* find_table(const plan::model_def& m,
                                      const type_definition& x, size_t file) {
    if (facts_ == nullptr)
      return nullptr;
    std::vector<std::string_view> names;
    for (const auto& t : facts_->tables) {
      bool in_default = std::ranges::find(facts_->default_schemas, t.schema)
                        != facts_->default_schemas.end();
      if (t.name == m.table
          && (m.schema.empty() ? in_default || t.schema.empty()
                               : t.schema == m.schema))
        return &t;
      names.push_back(t.name);
    }
    const auto* table = find_directive(x.directives, "table");
    report(file, table != nullptr ? table->at.begin : x.name.begin,
           "The database has no table or view \""
             + (m.schema.empty() ? "" : m.schema + ".") + m.table
             + "\" for type \"" + m.name + "\"."
             + did_you_mean(suggestions(m.table, names, 3))
             + " @table(name:) names another one.");
    return nullptr;
  }

  void scalar_field(plan::model_def& m, const language::field_definition& f,
                    size_t file, const plan::table_facts* facts) {
    plan::field_def out;
    out.name = f.name.text;
    out.type = types::notation(*f.type);
    out.description = text_of(f.description);
    out.deprecation = deprecation(f.directives);
    if (const auto* e = find_directive(f.directives, "expression")) {
      out.kind = plan::field_kind::expression;
      out.sql = argument_text(e, "sql");
      if (out.sql.empty())
        report(file, e->at.begin, "@expression needs the argument \"sql\".");
    } else {
      const auto* c = find_directive(f.directives, "column");
      auto name = argument_text(c, "name");
      out.column =
        column(m, name.empty() ? snake_case(f.name.text) : std::string{name}, f,
               argument_text(c, "type"), file, facts);
    }
    m.fields.push_back(std::move(out));
  }

  int32_t column(plan::model_def& m, const std::string& name,
                 const language::field_definition& f, std::string_view type,
                 size_t file, const plan::table_facts* facts) {
    plan::column_def out;
    out.name = name;
    out.nullable = f.type->kind != language::type_kind::non_null;
    out.generated = find_directive(f.directives, "generated") != nullptr;
    out.has_default = find_directive(f.directives, "default") != nullptr;
    out.type = type_of(core_name(*f.type), type, is_list(*f.type));
    if (facts != nullptr) {
      const auto* found = find_column(*facts, name);
      if (found == nullptr) {
        std::vector<std::string_view> names;
        for (const auto& c : facts->columns)
          names.push_back(c.name);
        report(file, f.name.begin,
               "Table \"" + facts->name + "\" has no column \"" + name
                 + "\" for field \"" + m.name + "." + std::string{f.name.text}
                 + "\"." + did_you_mean(suggestions(name, names, 3))
                 + " @column(name:) names another one.");
        return 0;
      }
      take_facts(out, *found);
    }
    m.columns.push_back(std::move(out));
    return static_cast<int32_t>(m.columns.size() - 1);
  }

  static void take_facts(plan::column_def& out,
                         const plan::column_facts& found) {
    out.type = found.type;
    out.nullable = found.nullable;
    out.has_default = found.has_default;
    out.generated = found.generated;
  }

  static const plan::column_facts* find_column(const plan::table_facts& table,
                                               std::string_view name) {
    for (const auto& c : table.columns)
      if (c.name == name)
        return &c;
    return nullptr;
  }

  plan::column_type type_of(std::string_view scalar, std::string_view declared,
                            bool list) const {
    plan::column_type out;
    if (!declared.empty()) {
      out = plan::parse_column_type(out_.catalog.dialect, declared);
    } else if (const auto* e = find_enum(scalar)) {
      out = e->type;
    } else {
      constexpr std::pair<std::string_view, std::string_view> defaults[] = {
        {"Int", "integer"},
        {"BigInt", "bigint"},
        {"Float", "double precision"},
        {"Boolean", "boolean"},
        {"Decimal", "numeric"},
        {"UUID", "uuid"},
        {"Date", "date"},
        {"Time", "time"},
        {"LocalDateTime", "timestamp"},
        {"DateTime", "timestamptz"},
        {"Duration", "interval"},
        {"Bytes", "bytea"},
        {"JSON", "jsonb"},
      };
      std::string_view name = "text";
      for (const auto& [from, to] : defaults)
        if (from == scalar)
          name = to;
      out = plan::parse_column_type(plan::dialect::postgres, name);
    }
    out.array = out.array || list;
    return out;
  }

  /// Returns the column's index, adding one that no field shows.
  int32_t hidden_column(plan::model_def& m, const std::string& name,
                        const plan::column_type& type,
                        const plan::table_facts* facts) {
    for (size_t i = 0; i < m.columns.size(); ++i)
      if (m.columns[i].name == name)
        return static_cast<int32_t>(i);
    plan::column_def out;
    out.name = name;
    out.type = type;
    if (facts != nullptr) {
      const auto* found = find_column(*facts, name);
      if (found == nullptr)
        return -1;
      take_facts(out, *found);
    }
    m.columns.push_back(std::move(out));
    return static_cast<int32_t>(m.columns.size() - 1);
  }

  void keys(plan::model_def& m, const type_definition& x,
            const language::directive* table, size_t file,
            const plan::table_facts* facts) {
    auto names = argument_list(table, "key");
    if (names.empty() && facts != nullptr)
      names = facts->primary_key;
    if (names.empty() && facts == nullptr)
      for (const auto& c : m.columns)
        if (c.name == "id")
          names.push_back("id");
    auto integer = plan::parse_column_type(plan::dialect::postgres, "integer");
    auto find = [&](const std::string& name, uint32_t at) {
      bool declared =
        facts == nullptr && std::ranges::none_of(m.columns, [&](const auto& c) {
          return c.name == name;
        });
      auto i = declared ? -1 : hidden_column(m, name, integer, facts);
      if (i < 0)
        report(file, at,
               "Key column \"" + name + "\" is no column of \"" + m.table
                 + "\".");
      return i;
    };
    auto at = table != nullptr ? table->at.begin : x.name.begin;
    for (const auto& name : names)
      if (auto i = find(name, at); i >= 0)
        m.primary_key.push_back(i);
    for (const auto& d : x.directives) {
      if (d.name.text != "unique")
        continue;
      auto& key = m.unique_keys.emplace_back();
      for (const auto& name : argument_list(&d, "columns"))
        if (auto i = find(name, d.at.begin); i >= 0)
          key.push_back(i);
    }
  }

  // -- relations --------------------------------------------------------------

  void relations() {
    for (bool many : {false, true})
      for (size_t i = 0; i < sources_.size(); ++i)
        for (const auto& f : sources_[i].definition->fields)
          if (model_of_.contains(core_name(*f.type))
              && is_list(*f.type) == many)
            relation(i, f, many);
    // Fields were added as they resolved; clients see them as written.
    for (size_t i = 0; i < sources_.size(); ++i) {
      std::map<std::string_view, size_t> position;
      for (const auto& f : sources_[i].definition->fields)
        position.emplace(f.name.text, position.size());
      std::ranges::stable_sort(
        out_.catalog.models[i].fields, {},
        [&](const auto& f) { return position.at(f.name); });
    }
  }

  void relation(size_t index, const language::field_definition& f, bool many) {
    auto& m = out_.catalog.models[index];
    auto file = sources_[index].file;
    plan::relation_def r;
    r.model = model_of_.at(core_name(*f.type));
    r.many = many;
    const auto* d = find_directive(f.directives, "relation");
    auto from = argument_list(d, "from");
    auto to = argument_list(d, "to");
    auto& target = out_.catalog.models[static_cast<size_t>(r.model)];
    if (many && from.empty() && to.empty()) {
      if (!reverse(r, index, target))
        return report(file, f.name.begin,
                      "The relation of field \"" + m.name + "."
                        + std::string{f.name.text} + "\" is not clear: type \""
                        + target.name + "\" has no single field of type \""
                        + m.name
                        + "\" to turn round. Write @relation(from: "
                          "[\"column\"], to: [\"column of "
                        + target.table + "\"]).");
    } else if (!pair_columns(r, index, f, std::move(from), std::move(to))) {
      return;
    }
    plan::field_def out;
    out.name = f.name.text;
    out.type = types::notation(*f.type);
    out.description = text_of(f.description);
    out.deprecation = deprecation(f.directives);
    out.kind = plan::field_kind::relation;
    out.relation = static_cast<int32_t>(m.relations.size());
    for (const auto& a : f.arguments)
      out.arguments.push_back(argument(a, target, file));
    if (many && f.arguments.empty())
      out.arguments = list_arguments(target);
    m.relations.push_back(std::move(r));
    m.fields.push_back(std::move(out));
  }

  /// Turns the only to-one relation of `target` to this model round.
  bool reverse(plan::relation_def& r, size_t index,
               const plan::model_def& target) const {
    const plan::relation_def* found = nullptr;
    for (const auto& x : target.relations)
      if (!x.many && x.model == static_cast<int32_t>(index)) {
        if (found != nullptr)
          return false;
        found = &x;
      }
    if (found == nullptr)
      return false;
    for (const auto& p : found->on)
      r.on.push_back({p.remote, p.local});
    return true;
  }

  bool pair_columns(plan::relation_def& r, size_t index,
                    const language::field_definition& f,
                    std::vector<std::string> from,
                    std::vector<std::string> to) {
    auto& m = out_.catalog.models[index];
    auto& target = out_.catalog.models[static_cast<size_t>(r.model)];
    auto file = sources_[index].file;
    if (to.empty())
      for (auto i : target.primary_key)
        to.push_back(target.columns[static_cast<size_t>(i)].name);
    if (from.empty() && to.size() == 1)
      from.push_back(snake_case(f.name.text) + "_id");
    if (from.size() != to.size() || from.empty()) {
      report(file, f.name.begin,
             "The relation of field \"" + m.name + "."
               + std::string{f.name.text}
               + "\" needs as many columns on both sides. Write "
                 "@relation(from: [...], to: [...]).");
      return false;
    }
    for (size_t i = 0; i < from.size(); ++i) {
      auto integer =
        plan::parse_column_type(plan::dialect::postgres, "integer");
      auto remote = hidden_column(target, to[i], integer,
                                  tables_[static_cast<size_t>(r.model)]);
      auto type =
        remote < 0 ? integer : target.columns[static_cast<size_t>(remote)].type;
      auto local = hidden_column(m, from[i], type, tables_[index]);
      if (local < 0 || remote < 0) {
        report(file, f.name.begin,
               "Table \"" + (local < 0 ? m.table : target.table)
                 + "\" has no column \"" + (local < 0 ? from[i] : to[i])
                 + "\" for the relation of field \"" + m.name + "."
                 + std::string{f.name.text}
                 + "\". @relation(from:, to:) names the columns.");
        return false;
      }
      r.on.push_back({local, remote});
    }
    return true;
  }

  static std::vector<plan::argument_def>
  list_arguments(const plan::model_def& target) {
    std::vector<plan::argument_def> out(4);
    out[0] = {"where", target.name + "Where",      {}, "Which rows to take.",
              {},      plan::argument_role::where, -1};
    out[1] = {
      "orderBy", "[" + target.name + "OrderBy!]", {}, "How to order them.",
      {},        plan::argument_role::order_by,   -1};
    out[2] = {"limit", "Int",
              {},      "How many rows at the most.",
              {},      plan::argument_role::limit,
              -1};
    out[3] = {"offset", "Int",
              {},       "How many rows to leave out first.",
              {},       plan::argument_role::offset,
              -1};
    return out;
  }

  // -- inputs and arguments ---------------------------------------------------

  static int32_t column_named(const plan::model_def& m, std::string_view name) {
    for (size_t i = 0; i < m.columns.size(); ++i)
      if (m.columns[i].name == name)
        return static_cast<int32_t>(i);
    return -1;
  }

  /// The column that an argument or input field of this name means.
  template <class T>
  int32_t column_for(const T& x, const plan::model_def& m, size_t file) {
    auto name = argument_text(find_directive(x.directives, "column"), "name");
    if (name.empty()) {
      for (const auto& f : m.fields)
        if (f.name == x.name.text && f.column >= 0)
          return f.column;
    }
    auto wanted = name.empty() ? snake_case(x.name.text) : std::string{name};
    auto found = column_named(m, wanted);
    if (found < 0) {
      std::vector<std::string_view> names;
      for (const auto& c : m.columns)
        names.push_back(c.name);
      report(file, x.name.begin,
             "\"" + std::string{x.name.text} + "\" names no column of type \""
               + m.name + "\"." + did_you_mean(suggestions(wanted, names, 3))
               + " @column(name:) names one.");
    }
    return found;
  }

  plan::argument_def argument(const language::input_value_definition& a,
                              const plan::model_def& m, size_t file) {
    plan::argument_def out;
    out.name = a.name.text;
    out.type = types::notation(*a.type);
    if (a.default_value != nullptr)
      out.default_value = documents_[file].text().substr(
        a.default_value->at.begin,
        a.default_value->at.end - a.default_value->at.begin);
    out.description = text_of(a.description);
    out.deprecation = deprecation(a.directives);
    constexpr std::pair<std::string_view, plan::argument_role> roles[] = {
      {"where", plan::argument_role::where},
      {"orderBy", plan::argument_role::order_by},
      {"limit", plan::argument_role::limit},
      {"offset", plan::argument_role::offset},
    };
    for (const auto& [name, role] : roles)
      if (a.name.text == name) {
        out.role = role;
        return out;
      }
    out.column = column_for(a, m, file);
    return out;
  }

  void inputs() {
    for (auto name : order_) {
      const auto& [x, file] = types_.at(name);
      if (x->kind != type_definition_kind::input_object)
        continue;
      auto& in = out_.catalog.inputs.emplace_back();
      in.name = name;
      in.description = text_of(x->description);
      in.one_of = find_directive(x->directives, "oneOf") != nullptr;
      for (const auto& f : x->input_fields) {
        auto& to = in.fields.emplace_back();
        to.name = f.name.text;
        to.type = types::notation(*f.type);
        to.description = text_of(f.description);
        to.deprecation = deprecation(f.directives);
        if (f.default_value != nullptr)
          to.default_value = documents_[file].text().substr(
            f.default_value->at.begin,
            f.default_value->at.end - f.default_value->at.begin);
      }
    }
  }

  // -- root fields ------------------------------------------------------------

  void roots() {
    for (size_t op = 0; op < 3; ++op) {
      std::set<std::string_view> written;
      auto fields = [&](const type_definition& x, size_t file) {
        for (const auto& f : x.fields) {
          written.insert(f.name.text);
          root(f, static_cast<plan::operation>(op), file);
        }
      };
      if (auto i = types_.find(root_names_[op]); i != types_.end())
        fields(*i->second.definition, i->second.file);
      for (const auto& [x, file] : extensions_)
        if (x->name.text == root_names_[op])
          fields(*x, file);
      if (op == 0)
        generated_roots(written);
    }
    for (const auto& [x, file] : extensions_)
      if (!root_name(x->name.text))
        report(file, x->name.begin,
               "Only root types can be extended; write the fields of \""
                 + std::string{x->name.text} + "\" where it is defined.");
  }

  void generated_roots(const std::set<std::string_view>& written) {
    for (size_t i = 0; i < sources_.size(); ++i) {
      const auto* table =
        find_directive(sources_[i].definition->directives, "table");
      if (argument_text(table, "generate") == "false")
        continue;
      const auto& m = out_.catalog.models[i];
      auto name = camel_case(m.name);
      plan::root_def list;
      list.name = name;
      list.type = "[" + m.name + "!]!";
      list.description = "Rows of " + m.name + ".";
      list.model = static_cast<int32_t>(i);
      list.arguments = list_arguments(m);
      plan::root_def one;
      one.kind = plan::root_kind::one;
      one.name = name + "ByPk";
      one.type = m.name;
      one.description = "One row of " + m.name + " by its key.";
      one.model = list.model;
      if (!written.contains(list.name))
        out_.catalog.roots.push_back(std::move(list));
      if (m.primary_key.empty() || written.contains(one.name))
        continue;
      for (auto key : m.primary_key)
        one.arguments.push_back(key_argument(m, key));
      out_.catalog.roots.push_back(std::move(one));
    }
  }

  static plan::argument_def key_argument(const plan::model_def& m,
                                         int32_t key) {
    const auto& c = m.columns[static_cast<size_t>(key)];
    plan::argument_def out;
    out.name = camel_case(c.name);
    out.type = std::string{plan::scalar_name(c.type.base)} + "!";
    for (const auto& f : m.fields)
      if (f.column == key) {
        out.name = f.name;
        out.type = f.type.ends_with('!') ? f.type : f.type + "!";
      }
    out.column = key;
    return out;
  }

  void root(const language::field_definition& f, plan::operation op,
            size_t file) {
    plan::root_def out;
    out.operation = op;
    out.name = f.name.text;
    out.type = types::notation(*f.type);
    out.description = text_of(f.description);
    out.deprecation = deprecation(f.directives);
    auto model = model_of_.find(core_name(*f.type));
    if (const auto* e = find_directive(f.directives, "expression")) {
      out.kind = plan::root_kind::expression;
      out.sql = argument_text(e, "sql");
      for (const auto& a : f.arguments)
        out.arguments.push_back(plain_argument(a, file));
    } else if (model == model_of_.end()) {
      return report(file, f.name.begin,
                    "Field \"" + std::string{f.name.text}
                      + "\" is bound to nothing: its type \"" + out.type
                      + "\" is no table's. Write @expression(sql: \"...\").");
    } else {
      out.model = model->second;
      bind_root(out, f, op, file);
    }
    out_.catalog.roots.push_back(std::move(out));
  }

  void bind_root(plan::root_def& out, const language::field_definition& f,
                 plan::operation op, size_t file) {
    const auto& m = out_.catalog.models[static_cast<size_t>(out.model)];
    bool writes = find_directive(f.directives, "insert") != nullptr;
    if (op == plan::operation::mutation && !writes)
      return report(file, f.name.begin,
                    "Mutation field \"" + out.name
                      + "\" does nothing yet. Write @insert "
                        "behind its type.");
    out.kind = writes             ? plan::root_kind::insert_one
               : is_list(*f.type) ? plan::root_kind::list
                                  : plan::root_kind::one;
    for (const auto& a : f.arguments) {
      if (op == plan::operation::subscription)
        out.arguments.push_back(plain_argument(a, file));
      else if (!writes)
        out.arguments.push_back(argument(a, m, file));
      else
        out.arguments.push_back(written_argument(a, out.model, file));
    }
    bool found_by = std::ranges::any_of(out.arguments, [](const auto& a) {
      return a.role == plan::argument_role::equals
             || a.role == plan::argument_role::where;
    });
    if (out.kind == plan::root_kind::one && !found_by
        && op == plan::operation::query)
      report(file, f.name.begin,
             "Field \"" + out.name
               + "\" answers one row but has no argument to find it by. Add "
                 "the key as an argument, or make it a list.");
  }

  plan::argument_def plain_argument(const language::input_value_definition& a,
                                    size_t file) {
    plan::model_def none;
    none.columns.push_back({std::string{snake_case(a.name.text)},
                            type_of(core_name(*a.type), {}, is_list(*a.type))});
    return argument(a, none, file);
  }

  plan::argument_def written_argument(const language::input_value_definition& a,
                                      int32_t model, size_t file) {
    auto& m = out_.catalog.models[static_cast<size_t>(model)];
    for (auto& in : out_.catalog.inputs) {
      if (in.name != core_name(*a.type))
        continue;
      in.model = model;
      const auto& [x, input_file] = types_.at(in.name);
      for (size_t i = 0; i < in.fields.size(); ++i)
        in.fields[i].column = column_for(x->input_fields[i], m, input_file);
      plan::argument_def out;
      out.name = a.name.text;
      out.type = types::notation(*a.type);
      out.description = text_of(a.description);
      out.role = plan::argument_role::input;
      return out;
    }
    auto out = argument(a, m, file);
    out.role = plan::argument_role::value;
    return out;
  }

  /// The whole must make a schema: unknown types and names that clash show
  /// here.
  void verify() {
    auto schema = build_schema(out_.catalog);
    if (schema && schema->query() != nullptr)
      return;
    error why = schema ? error{ec::invalid_schema,
                               "The schema has no query fields: define a type "
                               "with @table, or type Query.",
                               {}}
                       : schema.error();
    out_.errors.push_back({files_.empty() ? "" : files_.front().name, why});
  }

  std::span<const source_file> files_;
  const plan::database_facts* facts_;
  authored out_;
  std::deque<language::document> documents_;
  std::map<std::string_view, placed> types_;
  std::vector<std::string_view> order_;
  std::vector<placed> extensions_;
  std::string_view root_names_[3] = {"Query", "Mutation", "Subscription"};
  std::map<std::string_view, int32_t> model_of_;
  std::vector<placed> sources_;
  std::vector<const plan::table_facts*> tables_;
};

} // namespace

authored author(std::span<const source_file> files,
                const plan::database_facts* facts) {
  return author_run{files, facts}.run();
}

} // namespace troupe::compiler::authoring

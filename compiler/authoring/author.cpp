#include "compiler/authoring/author.hpp"

#include "compiler/authoring/author_run.hpp"
#include "compiler/authoring/schema.hpp"

#include <algorithm>
#include <charconv>

namespace troupe::compiler::authoring {

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

plan::cache_hint
cache_hint_of(std::span<const language::directive> directives) {
  plan::cache_hint out;
  const auto* x = find_directive(directives, "cacheControl");
  if (x == nullptr)
    return out;
  auto age = argument_text(x, "maxAge");
  std::from_chars(age.data(), age.data() + age.size(), out.max_age);
  out.one_user = argument_text(x, "scope") == "PRIVATE";
  return out;
}

std::optional<std::string>
deprecation(std::span<const language::directive> directives) {
  const auto* x = find_directive(directives, "deprecated");
  if (x == nullptr)
    return std::nullopt;
  auto reason = argument_text(x, "reason");
  return std::string{reason.empty() ? "No longer supported" : reason};
}

author_run::author_run(std::span<const source_file> files,
                       const plan::database_facts* facts)
  : files_(files), facts_(facts) {
  if (facts_ != nullptr)
    out_.catalog.dialect = facts_->dialect;
}

authored author_run::run() {
  parse_files();
  if (out_.errors.empty())
    check_rules();
  if (out_.errors.empty())
    sort_definitions();
  if (out_.errors.empty())
    enums_and_scalars();
  if (out_.errors.empty())
    models();
  if (out_.errors.empty())
    relations();
  if (out_.errors.empty())
    variant_columns();
  if (out_.errors.empty())
    relay();
  if (out_.errors.empty())
    aggregate_fields();
  if (out_.errors.empty())
    inputs();
  if (out_.errors.empty())
    roots();
  if (out_.errors.empty())
    verify();
  return std::move(out_);
}

void author_run::report(size_t file, uint32_t at, std::string message) {
  error why{ec::invalid_schema, std::move(message), {}};
  if (file < documents_.size())
    why.locations.push_back(documents_[file].locate(at));
  out_.errors.push_back({files_[file].name, std::move(why)});
}

void author_run::parse_files() {
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

void author_run::sort_definitions() {
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

void author_run::keep_as_written(size_t file, language::span at) {
  out_.catalog.extra_sdl +=
    documents_[file].text().substr(at.begin, at.end - at.begin);
  out_.catalog.extra_sdl += '\n';
}

void author_run::schema(const language::schema_definition& x, size_t file) {
  check(x.directives, file);
  if (x.description != nullptr)
    out_.catalog.description = x.description->text;
  for (const auto& root : x.operations)
    root_names_[static_cast<size_t>(root.kind)] = root.type.text;
  relay_settings(x, file);
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
  mutations_ = argument_text(db, "mutations") != "false";
  number(db, "maxLimit", out_.catalog.max_limit);
  number(db, "defaultLimit", out_.catalog.default_limit);
}

void author_run::number(const language::directive* x, std::string_view name,
                        int64_t& out) {
  auto text = argument_text(x, name);
  std::from_chars(text.data(), text.data() + text.size(), out);
}

void author_run::check(std::span<const language::directive> directives,
                       size_t file) {
  for (const auto& x : directives)
    check_directive(x, [&](uint32_t at, std::string message) {
      report(file, at, std::move(message));
    });
}

void author_run::type(const type_definition& x, size_t file) {
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

bool author_run::root_name(std::string_view name) const {
  return std::ranges::find(root_names_, name) != std::end(root_names_);
}

void author_run::verify() {
  mark_paged(out_.catalog);
  auto schema = build_schema(out_.catalog);
  check_types(schema);
  if (!out_.errors.empty() || (schema && schema->query() != nullptr))
    return;
  error why = schema ? error{ec::invalid_schema,
                             "The schema has no query fields: define a type "
                             "with @table, or type Query.",
                             {}}
                     : schema.error();
  out_.errors.push_back({files_.empty() ? "" : files_.front().name, why});
}

authored author(std::span<const source_file> files,
                const plan::database_facts* facts) {
  return author_run{files, facts}.run();
}

} // namespace troupe::compiler::authoring

#include "cli/operations.hpp"

#include "base/hash.hpp"
#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "base/utf8.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "compiler/authoring/schema.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/validation/validate.hpp"
#include "runtime/plan_ahead.hpp"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fnmatch.h>
#include <iostream>
#include <map>
#include <set>

namespace troupe::cli {

namespace {

using namespace graphql;
namespace fs = std::filesystem;

/// Matches path components one by one; `**` stands for any number of them.
bool matches(fs::path::iterator pattern, const fs::path::iterator& pattern_end,
             fs::path::iterator path, const fs::path::iterator& path_end) {
  for (; pattern != pattern_end; ++pattern, ++path) {
    if (*pattern == "**") {
      auto rest = std::next(pattern);
      for (auto from = path;; ++from) {
        if (matches(rest, pattern_end, from, path_end))
          return true;
        if (from == path_end)
          return false;
      }
    }
    if (path == path_end
        || fnmatch(pattern->c_str(), path->c_str(), FNM_PERIOD) != 0)
      return false;
  }
  return path == path_end;
}

/// Returns the files that a pattern names, sorted.
std::vector<std::string> expand(const std::string& pattern) {
  auto first = pattern.find_first_of("*?[");
  if (first == std::string::npos)
    return {pattern};
  auto folder = fs::path{pattern.substr(0, first)}.parent_path();
  std::vector<std::string> out;
  std::error_code failed;
  fs::path wanted{pattern};
  for (fs::recursive_directory_iterator i{
         folder.empty() ? fs::path{"."} : folder,
         fs::directory_options::skip_permission_denied, failed};
       !failed && i != fs::recursive_directory_iterator{};
       i.increment(failed)) {
    if (!i->is_regular_file(failed))
      continue;
    auto path = folder.empty() ? i->path().lexically_relative(".") : i->path();
    if (matches(wanted.begin(), wanted.end(), path.begin(), path.end()))
      out.push_back(path.string());
  }
  std::ranges::sort(out);
  return out;
}

struct source {
  std::string path;
  std::string text;
};

/// A definition in its file.
struct definition {
  const source* file = nullptr;
  language::span at;
};

/// A text that was put together from definitions, and where they stand in it.
struct assembled {
  std::string text;
  struct piece {
    uint32_t begin;
    definition from;
  };
  std::vector<piece> pieces;

  void add(const definition& x) {
    if (!text.empty())
      text += "\n\n";
    pieces.push_back({static_cast<uint32_t>(text.size()), x});
    text +=
      std::string_view{x.file->text}.substr(x.at.begin, x.at.end - x.at.begin);
  }

  /// Moves the places of an error into the file that they come from.
  const source& move(error& why) const {
    const auto* owner = &pieces.front();
    for (size_t i = 0; i < why.locations.size(); ++i) {
      auto at = offset(why.locations[i]);
      const auto* p = &pieces.front();
      for (const auto& x : pieces)
        if (x.begin <= at)
          p = &x;
      why.locations[i] =
        utf8::locate(p->from.file->text, p->from.at.begin + at - p->begin);
      if (i == 0)
        owner = p;
    }
    return *owner->from.file;
  }

  uint32_t offset(location at) const {
    size_t i = 0;
    for (uint32_t line = 1; line < at.line && i < text.size(); ++i)
      if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n'))
        ++line;
    for (uint32_t column = 1; column < at.column && i < text.size(); ++column)
      do
        ++i;
      while (i < text.size()
             && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80);
    return static_cast<uint32_t>(i);
  }
};

class collector {
public:
  collector(plan::catalog& catalog, const types::schema& schema)
    : catalog_(catalog), schema_(schema) {
    // nop
  }

  void read(const std::string& path) {
    auto text = read_file(path);
    if (!text)
      return fail(text.error(), {}, {});
    auto& file = sources_.emplace_back(source{path, std::move(*text)});
    if (path.ends_with(".json"))
      return manifest(file);
    auto parsed = language::parse(file.text);
    if (!parsed)
      return fail(parsed.error(), file.path, file.text);
    auto& document = documents_.emplace_back(std::move(*parsed));
    for (const auto& d : document.definitions) {
      if (d.operation != nullptr)
        operations_.push_back({{&file, d.operation->at}, d.operation});
      else if (d.fragment != nullptr)
        fragment(file, *d.fragment);
      else
        fail({ec::validation_failed,
              "Only operations and fragments can be trusted documents.",
              {utf8::locate(file.text, offset_of(d))}},
             file.path, file.text);
    }
  }

  bool finish() {
    for (const auto& x : operations_)
      operation(x);
    return errors_ == 0;
  }

  size_t errors() const noexcept {
    return errors_;
  }

private:
  struct known_operation {
    definition where;
    const language::operation_definition* node;
  };

  struct known_fragment {
    definition where;
    const language::fragment_definition* node;
  };

  static uint32_t offset_of(const language::definition& x) noexcept {
    return x.type != nullptr     ? x.type->at.begin
           : x.schema != nullptr ? x.schema->at.begin
                                 : x.directive->at.begin;
  }

  void fail(const error& why, std::string_view file, std::string_view text) {
    ++errors_;
    print_error(std::cerr, why, file, text);
  }

  void fragment(const source& file, const language::fragment_definition& x) {
    auto [known, fresh] =
      fragments_.emplace(x.name.text, known_fragment{{&file, x.at}, &x});
    if (!fresh)
      fail({ec::validation_failed,
            "There can be only one fragment named \"" + std::string{x.name.text}
              + "\"; the other is in " + known->second.where.file->path + ".",
            {utf8::locate(file.text, x.name.begin)}},
           file.path, file.text);
  }

  void operation(const known_operation& x) {
    assembled document;
    document.add(x.where);
    std::set<std::string_view> seen;
    spread(x.node->selections, document, seen);
    auto parsed = language::parse(document.text);
    if (!parsed)
      return fail(parsed.error(), x.where.file->path, document.text);
    auto errors = validation::validate(schema_, *parsed);
    for (auto& why : errors) {
      const auto& file = document.move(why);
      fail(why, file.path, file.text);
    }
    if (errors.empty())
      add(sha256_hex(document.text), x.where.file->path, document.text,
          *parsed);
  }

  void spread(const language::selection_set& set, assembled& document,
              std::set<std::string_view>& seen) {
    for (const auto& x : set.items) {
      spread(x.selections, document, seen);
      if (x.kind != language::selection_kind::fragment_spread)
        continue;
      auto known = fragments_.find(x.name.text);
      if (known == fragments_.end() || !seen.insert(x.name.text).second)
        continue;
      document.add(known->second.where);
      spread(known->second.node->selections, document, seen);
    }
  }

  void add(std::string id, const std::string& path, std::string text,
           const language::document& document) {
    for (const auto& known : catalog_.documents)
      if (known.id == id) {
        if (known.text != text)
          fail({ec::validation_failed,
                "The id " + id + " stands for another document too, of "
                  + known.file + ".",
                {}},
               path, {});
        return;
      }
    auto planned = runtime::plan_ahead(catalog_, schema_, document);
    if (!planned)
      return fail(planned.error(), path, text);
    catalog_.documents.push_back(
      {std::move(id), path, std::move(text), std::move(*planned)});
  }

  // -- manifests --------------------------------------------------------------

  void manifest(const source& file) {
    arena memory;
    auto parsed = json::parse(file.text, memory);
    if (!parsed)
      return fail(parsed.error(), file.path, {});
    const auto& root = **parsed;
    if (const auto* list = root.find("operations");
        list != nullptr && list->is_list()) {
      for (const auto& x : list->items) {
        const auto* id = x.find("id");
        const auto* body = x.find("body");
        if (id == nullptr || body == nullptr || !id->is_string()
            || !body->is_string())
          return fail({ec::bad_request,
                       "Each of \"operations\" must have an \"id\" and a "
                       "\"body\".",
                       {}},
                      file.path, {});
        entry(file, id->text, body->text);
      }
      return;
    }
    if (!root.is_object())
      return fail({ec::bad_request, "A manifest is a JSON object.", {}},
                  file.path, {});
    for (const auto& x : root.members) {
      if (!x.value.is_string())
        return fail({ec::bad_request,
                     "\"" + std::string{x.key}
                       + "\" of the manifest must be the text of a document.",
                     {}},
                    file.path, {});
      entry(file, x.key, x.value.text);
    }
  }

  void entry(const source& file, std::string_view id, std::string_view text) {
    auto where = file.path + " (" + std::string{id} + ")";
    constexpr std::string_view prefix = "sha256:";
    if (id.starts_with(prefix))
      id.remove_prefix(prefix.size());
    auto document = language::parse(std::string{text});
    if (!document)
      return fail(document.error(), where, text);
    auto errors = validation::validate(schema_, *document);
    for (const auto& why : errors)
      fail(why, where, text);
    if (errors.empty())
      add(std::string{id}, file.path, std::string{text}, *document);
  }

  plan::catalog& catalog_;
  const types::schema& schema_;
  std::deque<source> sources_;
  std::deque<language::document> documents_;
  std::vector<known_operation> operations_;
  std::map<std::string_view, known_fragment> fragments_;
  size_t errors_ = 0;
};

} // namespace

bool add_operations(plan::catalog& catalog,
                    const std::vector<std::string>& patterns) {
  auto schema = compiler::authoring::build_schema(catalog, true);
  if (!schema) {
    print_error(std::cerr, schema.error());
    return false;
  }
  collector all{catalog, *schema};
  std::set<std::string> seen;
  for (const auto& pattern : patterns) {
    auto paths = expand(pattern);
    if (paths.empty()) {
      print_error(
        std::cerr,
        {ec::file_error, "No file matches --operations " + pattern, {}});
      return false;
    }
    for (const auto& path : paths)
      if (seen.insert(path).second)
        all.read(path);
  }
  if (all.errors() == 0 && all.finish())
    return true;
  std::cerr << all.errors() << (all.errors() == 1 ? " error\n" : " errors\n");
  return false;
}

std::string manifest_of(const plan::catalog& catalog) {
  bytes out;
  out.append("{");
  for (size_t i = 0; i < catalog.documents.size(); ++i) {
    out.append(i > 0 ? ",\n  " : "\n  ");
    json::write_string(out, catalog.documents[i].id);
    out.append(": ");
    json::write_string(out, catalog.documents[i].text);
  }
  out.append("\n}\n");
  return std::string{out.view()};
}

} // namespace troupe::cli

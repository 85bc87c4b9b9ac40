#include "cli/files.hpp"

#include "cli/report.hpp"
#include "compiler/authoring/catalog_json.hpp"
#include "compiler/authoring/database_checks.hpp"
#include "compiler/authoring/fraiseql/fraiseql.hpp"
#include "db/postgres/introspect.hpp"
#include "db/sqlite/introspect.hpp"
#include "db/url.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace troupe::cli {

using compiler::authoring::severity;

result<std::string> read_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return {ec::file_error, path + " is a folder, not a file"};
  std::ifstream in{path, std::ios::binary};
  if (!in)
    return {ec::file_error,
            "Cannot read " + path + ": " + std::strerror(errno)};
  auto size = std::filesystem::file_size(path, ignored);
  if (std::filesystem::is_regular_file(path, ignored)) {
    std::string out(size, '\0');
    in.read(out.data(), static_cast<std::streamsize>(size));
    out.resize(static_cast<size_t>(in.gcount()));
    return out;
  }
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

result<void> write_file(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::cout << text;
    return {};
  }
  // A file is there as a whole or not at all. What is no file (/dev/null, a
  // pipe) is not replaced by one, and a link stays one.
  std::error_code ignored;
  auto real = std::filesystem::weakly_canonical(path, ignored).string();
  bool device = std::filesystem::exists(path, ignored)
                && !std::filesystem::is_regular_file(path, ignored);
  if (real.empty())
    real = path;
  auto scratch = device ? path : real + ".tmp";
  std::ofstream out{scratch, std::ios::binary};
  out << text;
  out.close();
  if (device && out)
    return {};
  if (device)
    return {ec::file_error,
            "Cannot write " + path + ": " + std::strerror(errno)};
  if (!out || std::rename(scratch.c_str(), real.c_str()) != 0) {
    auto why = std::string{std::strerror(errno)};
    std::remove(scratch.c_str());
    return {ec::file_error, "Cannot write " + path + ": " + why};
  }
  return {};
}

result<plan::database_facts> read_facts(const std::string& text,
                                        bool documents) {
  auto url = db::parse_url(text);
  if (!url)
    return url.error();
  return url->dialect == plan::dialect::sqlite
           ? db::sqlite::introspect(url->path, documents)
           : db::postgres::introspect(url->conninfo, documents);
}

namespace {

/// Prints warnings, and after some only how many more there are.
class warning_printer {
public:
  explicit warning_printer(bool all) : all_(all) {
    // nop
  }

  ~warning_printer() {
    if (count_ > most)
      std::cerr << "and " << count_ - most << " more warning"
                << (count_ == most + 1 ? "" : "s")
                << " (troupe compile --verbose shows all)\n";
  }

  warning_printer(const warning_printer&) = delete;
  warning_printer& operator=(const warning_printer&) = delete;

  void print(const std::string& text) {
    if (all_ || ++count_ <= most)
      std::cerr << "warning: " << text << '\n';
  }

private:
  static constexpr size_t most = 20;

  bool all_;
  size_t count_ = 0;
};

/// Prints what does not fit the database; returns how much of it is in the way.
size_t report_checks(const plan::catalog& catalog,
                     const plan::database_facts& facts,
                     const compile_report& report, warning_printer& warnings) {
  size_t errors = 0;
  auto findings = compiler::authoring::check_database(catalog, facts);
  for (const auto& x : findings) {
    auto text = x.coordinate + ": " + x.message;
    bool error = x.kind == severity::error
                 || (report.strict && x.kind == severity::warning);
    if (error) {
      ++errors;
      std::cerr << "error: " << text << '\n';
    } else if (x.kind == severity::warning || report.advice) {
      warnings.print(text);
    }
  }
  return errors;
}

} // namespace

std::optional<plan::catalog>
compile_files(const std::vector<std::string>& paths, const std::string& url,
              int& code, const compile_report& report) {
  std::vector<compiler::authoring::source_file> files;
  for (const auto& path : paths) {
    auto text = read_file(path);
    if (!text) {
      print_error(std::cerr, text.error());
      code = invalid_input;
      return std::nullopt;
    }
    files.push_back({path, std::move(*text)});
  }
  bool json = files.size() == 1 && files[0].name.ends_with(".json");
  std::optional<plan::database_facts> facts;
  if (!url.empty()) {
    // Documents tell whether a field is in them, and rows of a fact table what
    // it does not say itself.
    bool samples = json || std::ranges::any_of(files, [](const auto& f) {
                     return f.text.find("@document") != std::string::npos;
                   });
    auto read = read_facts(url, samples);
    if (!read) {
      print_error(std::cerr, read.error());
      code = code_of(read.error());
      return std::nullopt;
    }
    facts = std::move(*read);
  }
  const auto* known = facts ? &*facts : nullptr;
  auto made = json ? compiler::authoring::fraiseql::author(files[0], known)
                   : compiler::authoring::author(files, known);
  warning_printer warnings{report.verbose};
  for (const auto& x : made.warnings)
    warnings.print(x);
  for (const auto& x : made.errors) {
    std::string_view text;
    for (const auto& f : files)
      if (f.name == x.file)
        text = f.text;
    print_error(std::cerr, x.why, x.file, text);
  }
  auto errors = made.errors.size();
  if (errors == 0 && facts)
    errors = report_checks(made.catalog, *facts, report, warnings);
  if (errors == 0)
    return std::move(made.catalog);
  std::cerr << errors << (errors == 1 ? " error\n" : " errors\n");
  code = invalid_input;
  return std::nullopt;
}

std::shared_ptr<const plan::catalog>
load_schema(const std::string& path, const std::string& url, int& code) {
  if (path.ends_with(".graphql") || path.ends_with(".graphqls")
      || path.ends_with(".gql")) {
    auto made = compile_files({path}, url, code);
    return made ? std::make_shared<const plan::catalog>(std::move(*made))
                : nullptr;
  }
  auto text = read_file(path);
  if (!text) {
    auto why = text.error();
    why.detail += ". `troupe compile` writes it; --schema names another file";
    print_error(std::cerr, why);
    code = invalid_input;
    return nullptr;
  }
  auto made = compiler::authoring::read_catalog(std::move(*text));
  if (!made) {
    print_error(std::cerr, made.error(), path);
    code = invalid_input;
    return nullptr;
  }
  return std::make_shared<const plan::catalog>(std::move(*made));
}

} // namespace troupe::cli

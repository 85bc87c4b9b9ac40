#include "graphql/types/diff.hpp"

#include "base/json_write.hpp"
#include "cli/commands/commands.hpp"
#include "cli/files.hpp"
#include "cli/report.hpp"
#include "compiler/authoring/schema.hpp"
#include "graphql/types/build.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

namespace troupe::cli {

namespace {

using graphql::types::severity;

struct diff_flags {
  std::string before;
  std::string after;
  std::string fail_on = "breaking";
  bool sdl = false;
  bool json = false;
};

/// Reads what clients see of a file: a compiled schema, SDL with bindings, or
/// with `sdl` SDL as it stands.
std::optional<graphql::types::schema> read(const std::string& path, bool sdl,
                                           int& code) {
  auto made = [&]() -> result<graphql::types::schema> {
    if (!sdl || path.ends_with(".json")) {
      auto catalog = load_schema(path, {}, code);
      if (catalog == nullptr)
        return {ec::invalid_schema, {}};
      return compiler::authoring::build_schema(*catalog);
    }
    auto text = read_file(path);
    if (!text)
      return text.error();
    return graphql::types::build_schema(std::move(*text));
  }();
  if (made)
    return std::move(*made);
  if (!made.error().detail.empty())
    print_error(std::cerr, made.error(), path);
  else if (path.ends_with(".graphql"))
    std::cerr << "If " << path
              << " is a schema as clients see it, without bindings, add "
                 "--sdl.\n";
  code = invalid_input;
  return std::nullopt;
}

void print_json(const std::vector<graphql::types::change>& changes,
                const size_t (&counts)[3]) {
  bytes out;
  for (size_t i = 0; i < std::size(counts); ++i) {
    out.append(i == 0 ? "{" : ",");
    json::write_string(out, to_string(static_cast<severity>(i)));
    out.push_back(':');
    json::write_uint(out, counts[i]);
  }
  out.append(",\"changes\":[");
  for (size_t i = 0; i < changes.size(); ++i) {
    const auto& x = changes[i];
    out.append(i > 0 ? ",\n" : "\n");
    out.append("{\"severity\":");
    json::write_string(out, to_string(x.severity));
    out.append(",\"kind\":");
    json::write_string(out, x.kind);
    out.append(",\"coordinate\":");
    json::write_string(out, x.coordinate);
    out.append(",\"message\":");
    json::write_string(out, x.message);
    out.push_back('}');
  }
  out.append("]}\n");
  std::cout << out.view();
}

void print_text(const std::vector<graphql::types::change>& changes,
                const size_t (&counts)[3]) {
  for (const auto& x : changes)
    std::cout << to_string(x.severity) << ": " << x.message << '\n';
  std::cout << counts[0] << " breaking, " << counts[1] << " dangerous, "
            << counts[2] << " safe\n";
}

int diff(const diff_flags& f) {
  int code = ok;
  auto before = read(f.before, f.sdl, code);
  auto after = read(f.after, f.sdl, code);
  if (!before || !after)
    return code;
  auto changes = graphql::types::diff(*before, *after);
  size_t counts[3] = {};
  for (const auto& x : changes)
    ++counts[static_cast<size_t>(x.severity)];
  f.json ? print_json(changes, counts) : print_text(changes, counts);
  bool bad = f.fail_on != "none" && counts[0] > 0;
  bad = bad || (f.fail_on == "dangerous" && counts[1] > 0);
  return bad ? failed : ok;
}

} // namespace

void add_diff(CLI::App& app, int& code) {
  auto f = std::make_shared<diff_flags>();
  auto* command = app.add_subcommand(
    "diff", "Say what a new schema breaks for clients of the old one");
  command->add_option("before", f->before, "Compiled schema or SDL")
    ->required();
  command->add_option("after", f->after, "Compiled schema or SDL")->required();
  command
    ->add_option("--fail-on", f->fail_on,
                 "Exit with 1 from this severity on: breaking, dangerous, none")
    ->check(CLI::IsMember({"breaking", "dangerous", "none"}))
    ->capture_default_str();
  command->add_flag("--sdl", f->sdl,
                    "SDL files are schemas as clients see them, without "
                    "bindings");
  command->add_flag("--json", f->json, "Write JSON");
  command->callback([f, &code] { code = diff(*f); });
}

} // namespace troupe::cli

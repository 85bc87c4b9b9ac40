#include "cli/commands/validate_lines.hpp"

#include "base/json_read.hpp"
#include "base/json_write.hpp"
#include "cli/report.hpp"
#include "graphql/language/lexer.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/types/build.hpp"
#include "graphql/validation/validate.hpp"
#include "graphql/validation/validate_sdl.hpp"

#include <algorithm>
#include <istream>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace troupe::cli {

namespace {

namespace language = graphql::language;
namespace types = graphql::types;
namespace validation = graphql::validation;

struct question {
  const json::value& all;
  bytes& out;

  std::string text(std::string_view key) const {
    const auto* x = all.find(key);
    return x != nullptr && x->is_string() ? std::string{x->text}
                                          : std::string{};
  }
};

void failed(question& q, std::string_view why) {
  q.out.append(",\"failed\":");
  json::write_string(q.out, why);
}

void errors(question& q, std::span<const error> list) {
  q.out.append(",\"errors\":");
  write_json_errors(q.out, list);
}

void parse(question& q) {
  language::parse_limits limits;
  const auto* options = q.all.find("options");
  const auto* most = options == nullptr ? nullptr : options->find("maxTokens");
  if (most != nullptr && most->kind == json::kind::integer)
    limits.max_tokens =
      static_cast<size_t>(std::max<int64_t>(1, most->integer));
  auto done = language::parse(q.text("document"), limits);
  errors(q, done ? std::span<const error>{} : std::span{&done.error(), 1});
}

std::string_view name_of(language::token_kind x) noexcept {
  auto text = language::describe(x);
  if (text.size() > 2 && text.front() == '"')
    return text.substr(1, text.size() - 2);
  return text;
}

void lex(question& q) {
  arena memory;
  auto text = q.text("document");
  language::lexer lexer{text, memory};
  q.out.append(",\"tokens\":[");
  language::token t;
  bool good = true;
  bool first = true;
  auto line = size_t{1};
  auto counted = size_t{0};
  while ((good = lexer.next(t))) {
    for (; counted < t.begin; ++counted)
      line += text[counted] == '\n'
              || (text[counted] == '\r'
                  && (counted + 1 == text.size() || text[counted + 1] != '\n'));
    if (!std::exchange(first, false))
      q.out.push_back(',');
    q.out.append("{\"kind\":");
    json::write_string(q.out, name_of(t.kind));
    q.out.append(",\"value\":");
    if (t.kind >= language::token_kind::name)
      json::write_string(q.out, t.text);
    else
      q.out.append("null");
    q.out.append(",\"line\":");
    json::write_uint(q.out, line);
    q.out.push_back('}');
    if (t.kind == language::token_kind::end_of_file)
      break;
  }
  q.out.push_back(']');
  errors(q, good ? std::span<const error>{} : std::span{&lexer.failure(), 1});
}

/// Many questions share a schema; the last ones stay built.
class schemas {
public:
  const result<types::schema>& find(const std::string& sdl) {
    constexpr size_t most = 64;
    auto i = built_.find(sdl);
    if (i != built_.end())
      return *i->second;
    if (built_.size() >= most)
      built_.clear();
    return *built_
              .emplace(sdl, std::make_unique<result<types::schema>>(
                              types::build_schema(sdl)))
              .first->second;
  }

private:
  std::map<std::string, std::unique_ptr<result<types::schema>>> built_;
};

/// Reads the rules that a question names. Fails on names of no rule.
bool read_rules(question& q, validation::rule_set& out) {
  const auto* names = q.all.find("rules");
  if (names == nullptr || !names->is_list())
    return true;
  out = {};
  for (const auto& x : names->items) {
    auto found = validation::find_rule(x.text);
    if (!found) {
      failed(q, "There is no rule " + std::string{x.text});
      return false;
    }
    out.insert(*found);
  }
  return true;
}

void validate(question& q, schemas& known) {
  const auto& schema = known.find(q.text("schema"));
  if (!schema)
    return failed(q, "the schema: " + to_string(schema.error()));
  validation::validation_options options;
  options.rules = validation::reference_rules();
  if (!read_rules(q, options.rules))
    return;
  auto document = language::parse(q.text("document"));
  if (!document)
    return errors(q, std::span{&document.error(), 1});
  errors(q, validation::validate(*schema, *document, options));
}

void validate_sdl(question& q, schemas& known) {
  const types::schema* extended = nullptr;
  if (q.all.find("schema") != nullptr) {
    const auto& schema = known.find(q.text("schema"));
    if (!schema)
      return failed(q, "the schema: " + to_string(schema.error()));
    extended = &*schema;
  }
  auto rules = validation::sdl_rules();
  if (!read_rules(q, rules))
    return;
  auto document = language::parse(q.text("document"));
  if (!document)
    return errors(q, std::span{&document.error(), 1});
  errors(q, validation::validate_sdl(*document, extended, rules));
}

void validate_schema(question& q) {
  std::vector<language::document> parsed;
  std::vector<std::string> texts{q.text("document")};
  if (const auto* more = q.all.find("extensions"))
    for (const auto& x : more->items)
      texts.emplace_back(x.text);
  for (auto& text : texts) {
    auto document = language::parse(std::move(text));
    if (!document)
      return errors(q, std::span{&document.error(), 1});
    parsed.push_back(std::move(*document));
  }
  std::vector<const language::document*> all;
  for (const auto& x : parsed)
    all.push_back(&x);
  errors(q, validation::validate_schema(all));
}

void capabilities(question& q) {
  q.out.append(",\"ops\":[\"parse\",\"validate\",\"validate-sdl\","
               "\"validate-schema\",\"lex\"],\"rules\":[");
  for (size_t i = 0; i < validation::rule_count; ++i) {
    if (i > 0)
      q.out.push_back(',');
    json::write_string(q.out,
                       validation::name_of(static_cast<validation::rule>(i)));
  }
  q.out.push_back(']');
}

void answer(const json::value& all, bytes& out, schemas& known) {
  question q{all, out};
  out.append("{\"id\":");
  if (const auto* id = all.find("id"))
    json::write(out, *id);
  else
    out.append("null");
  auto op = q.text("op");
  if (op == "capabilities")
    capabilities(q);
  else if (op == "parse")
    parse(q);
  else if (op == "validate")
    validate(q, known);
  else if (op == "validate-sdl")
    validate_sdl(q, known);
  else if (op == "validate-schema")
    validate_schema(q);
  else if (op == "lex")
    lex(q);
  else
    out.append(",\"unsupported\":true");
  out.append("}\n");
}

} // namespace

void validate_lines(std::istream& in, std::ostream& out) {
  schemas known;
  std::string line;
  while (std::getline(in, line)) {
    if (line.find_first_not_of(" \t\r") == std::string::npos)
      continue;
    arena memory;
    bytes text;
    auto read = json::parse(line, memory);
    if (read) {
      answer(**read, text, known);
    } else {
      text.append("{\"id\":null,\"failed\":");
      json::write_string(text, "the line is not JSON: " + read.error().detail);
      text.append("}\n");
    }
    out << text.view() << std::flush;
  }
}

} // namespace troupe::cli

#include "graphql/types/print_schema.hpp"

#include "base/json_write.hpp"

#include <algorithm>

namespace troupe::graphql::types {

namespace {

bool standard(std::string_view name) noexcept {
  constexpr std::string_view names[] = {
    "String", "Int",        "Float",       "Boolean", "ID",
    "skip",   "deprecated", "specifiedBy", "include", "oneOf"};
  return name.starts_with("__")
         || std::ranges::find(names, name) != std::end(names);
}

/// Returns whether a block string gives back a text: it takes away blank lines
/// around and the indentation that all lines share, and knows no escapes.
bool block_keeps(std::string_view text) noexcept {
  bool indented = true;
  bool blank = true;
  bool first = true;
  while (true) {
    auto line = text.substr(0, text.find('\n'));
    for (char c : line)
      if (static_cast<unsigned char>(c) < ' ' && c != '\t')
        return false;
    blank = line.find_first_not_of(" \t") == std::string_view::npos;
    if (first && blank)
      return false;
    first = false;
    indented =
      indented && (blank || line.front() == ' ' || line.front() == '\t');
    if (line.size() == text.size())
      return !blank && !indented;
    text.remove_prefix(line.size() + 1);
  }
}

class printer {
public:
  std::string run(const schema& x) {
    for (const auto* d : x.directives())
      if (!standard(d->name))
        directive(*d);
    for (const auto* t : x.types())
      if (!standard(t->name))
        type(*t);
    return std::move(out_);
  }

private:
  void separate() {
    if (!out_.empty())
      out_ += '\n';
  }

  void description(bool described, std::string_view text,
                   std::string_view indent) {
    if (!described)
      return;
    out_ += indent;
    if (text.find_first_of("\n\"\\") == std::string_view::npos
        || !block_keeps(text)) {
      out_ += json::quoted(text);
    } else {
      out_ += "\"\"\"\n";
      while (true) {
        auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (!line.empty())
          out_ += indent;
        for (size_t i = 0; i < line.size();) {
          constexpr std::string_view quotes = "\"\"\"";
          bool escape = line.substr(i).starts_with(quotes);
          out_ += escape ? "\\\"\"\"" : std::string{line[i]};
          i += escape ? quotes.size() : 1;
        }
        out_ += '\n';
        if (end == std::string_view::npos)
          break;
        text.remove_prefix(end + 1);
      }
      out_ += indent;
      out_ += "\"\"\"";
    }
    out_ += '\n';
  }

  void deprecation(bool deprecated, std::string_view reason) {
    if (!deprecated)
      return;
    out_ += " @deprecated";
    if (reason != "No longer supported")
      out_ += "(reason: " + json::quoted(reason) + ")";
  }

  void input(const input_value& x) {
    out_ += x.name;
    out_ += ": " + to_string(*x.type);
    if (x.default_value != nullptr)
      out_ += " = " + print_value(*x.default_value);
    deprecation(x.deprecated, x.deprecation_reason);
  }

  void arguments(std::span<const input_value> items, std::string_view indent) {
    if (items.empty())
      return;
    bool described =
      std::ranges::any_of(items, [](const auto& x) { return x.described; });
    out_ += described ? "(\n" : "(";
    for (size_t i = 0; i < items.size(); ++i) {
      if (described) {
        auto deeper = std::string{indent} + "  ";
        description(items[i].described, items[i].description, deeper);
        out_ += deeper;
      } else if (i > 0) {
        out_ += ", ";
      }
      input(items[i]);
      if (described)
        out_ += '\n';
    }
    if (described)
      out_ += indent;
    out_ += ')';
  }

  void directive(const types::directive& x) {
    separate();
    description(x.described, x.description, "");
    out_ += "directive @";
    out_ += x.name;
    arguments(x.arguments, "");
    out_ += x.repeatable ? " repeatable on " : " on ";
    for (size_t i = 0; i < x.locations.size(); ++i) {
      if (i > 0)
        out_ += " | ";
      out_ += x.locations[i];
    }
    out_ += '\n';
  }

  void names(std::string_view before, std::string_view between,
             std::span<const types::type* const> items) {
    for (size_t i = 0; i < items.size(); ++i) {
      out_ += i == 0 ? before : between;
      out_ += items[i]->name;
    }
  }

  void type(const types::type& x) {
    separate();
    description(x.described, x.description, "");
    constexpr std::string_view keywords[] = {"scalar ", "type ", "interface ",
                                             "union ",  "enum ", "input "};
    out_ += keywords[static_cast<size_t>(x.kind)];
    out_ += x.name;
    if (x.kind == kind::union_) {
      names(" = ", " | ", x.possible());
      out_ += '\n';
      return;
    }
    names(" implements ", " & ", x.interfaces);
    if (!x.specified_by_url.empty())
      out_ += " @specifiedBy(url: " + json::quoted(x.specified_by_url) + ")";
    if (x.one_of)
      out_ += " @oneOf";
    if (x.kind == kind::scalar) {
      out_ += '\n';
      return;
    }
    out_ += " {\n";
    members(x);
    out_ += "}\n";
  }

  void members(const types::type& x) {
    for (const auto& f : x.fields()) {
      description(f.described, f.description, "  ");
      out_ += "  ";
      out_ += f.name;
      arguments(f.arguments, "  ");
      out_ += ": " + to_string(*f.type);
      deprecation(f.deprecated, f.deprecation_reason);
      out_ += '\n';
    }
    for (const auto& v : x.values) {
      description(v.described, v.description, "  ");
      out_ += "  ";
      out_ += v.name;
      deprecation(v.deprecated, v.deprecation_reason);
      out_ += '\n';
    }
    for (const auto& f : x.input_fields) {
      description(f.described, f.description, "  ");
      out_ += "  ";
      input(f);
      out_ += '\n';
    }
  }

  std::string out_;
};

} // namespace

std::string print_value(const language::value& x) {
  std::string out;
  switch (x.kind) {
    case language::value_kind::null:
      return "null";
    case language::value_kind::variable:
      return "$" + std::string{x.text};
    case language::value_kind::string:
      return json::quoted(x.text);
    case language::value_kind::list:
      out = "[";
      for (size_t i = 0; i < x.items.size(); ++i)
        out += (i > 0 ? ", " : "") + print_value(x.items[i]);
      return out + "]";
    case language::value_kind::object:
      out = "{";
      for (size_t i = 0; i < x.fields.size(); ++i)
        out += (i > 0 ? ", " : "") + std::string{x.fields[i].name.text} + ": "
               + print_value(x.fields[i].value);
      return out + "}";
    default:
      return std::string{x.text};
  }
}

std::string print_schema(const schema& x) {
  return printer{}.run(x);
}

} // namespace troupe::graphql::types

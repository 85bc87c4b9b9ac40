#include "compiler/authoring/value_rules.hpp"

#include "base/utf8.hpp"
#include "graphql/validation/known_scalars.hpp"

#include <algorithm>
#include <charconv>
#include <re2/re2.h>
#include <vector>

namespace troupe::compiler::authoring {

namespace {

using plan::value_rule;
using plan::value_rule_kind;

/// A value is part of a request: nobody may give one that takes long to check.
/// RE2 takes time in proportion to its length.
constexpr int64_t most_memory = 1 << 20;

size_t characters(std::string_view text) noexcept {
  return static_cast<size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

/// The digits of a number with separators; empty if there is something else.
std::vector<int> digits_of(std::string_view text, bool letters) {
  std::vector<int> out;
  for (auto c : text) {
    if (c == ' ' || c == '-')
      continue;
    bool upper = letters && c >= 'A' && c <= 'Z';
    if ((c < '0' || c > '9') && !upper)
      return {};
    out.push_back(upper ? c - 'A' + 10 : c - '0');
  }
  return out;
}

/// ISO/IEC 7812: every second digit from the right counts twice.
bool luhn(std::string_view text) {
  auto digits = digits_of(text, false);
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    auto n = digits[digits.size() - 1 - i] * (i % 2 == 1 ? 2 : 1);
    sum += n / 10 + n % 10;
  }
  return digits.size() > 1 && sum % 10 == 0;
}

/// ISO 7064, as an IBAN has it: the first four characters go to the end.
bool mod97(std::string_view text) {
  auto digits = digits_of(text, true);
  constexpr size_t head = 4;
  if (digits.size() <= head)
    return false;
  std::ranges::rotate(digits, digits.begin() + head);
  int rest = 0;
  for (auto n : digits)
    rest = (rest * (n < 10 ? 10 : 100) + n) % 97;
  return rest == 1;
}

class checker final : public graphql::types::value_check {
public:
  result<void> start(std::span<const value_rule> rules) {
    for (const auto& rule : rules) {
      auto& to = rules_.emplace_back();
      to.rule = rule;
      if (rule.kind == value_rule_kind::pattern) {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(most_memory);
        to.pattern = std::make_unique<RE2>(rule.text, options);
        if (!to.pattern->ok())
          return error{ec::invalid_schema,
                       "\"" + rule.text + "\" is no regular expression: "
                         + to.pattern->error() + ".",
                       {}};
      }
      if (rule.rules.empty())
        continue;
      to.inner = std::make_unique<checker>();
      to.inner->any_ = rule.kind == value_rule_kind::any;
      if (auto started = to.inner->start(rule.rules); !started)
        return started;
    }
    return {};
  }

  std::string problem(std::string_view text) const override {
    std::string first;
    for (const auto& x : rules_) {
      auto why = problem_of(x, text);
      if (why.empty() && any_)
        return {};
      if (!why.empty() && !x.rule.message.empty())
        why = "is not right (" + x.rule.message + ")";
      if (!why.empty() && !any_)
        return why;
      if (first.empty())
        first = std::move(why);
    }
    return first;
  }

private:
  struct entry {
    value_rule rule;
    std::unique_ptr<RE2> pattern;
    std::unique_ptr<checker> inner;
  };

  static std::string bounds(const value_rule& x, std::string_view what) {
    std::string out = "must have ";
    if (x.min && x.max)
      out += "from " + std::to_string(*x.min) + " to " + std::to_string(*x.max);
    else
      out += (x.min ? "at least " : "at most ")
             + std::to_string(x.min ? *x.min : *x.max);
    return out + std::string{what};
  }

  static std::string problem_of(const entry& x, std::string_view text) {
    const auto& r = x.rule;
    auto unless = [](bool fine, std::string why) {
      return fine ? std::string{} : why;
    };
    using graphql::validation::known_scalar_problem;
    switch (r.kind) {
      case value_rule_kind::pattern:
        return unless(RE2::PartialMatch({text.data(), text.size()}, *x.pattern),
                      "must match " + r.text);
      case value_rule_kind::length: {
        auto n = static_cast<int64_t>(characters(text));
        return unless((!r.min || n >= *r.min) && (!r.max || n <= *r.max),
                      bounds(r, " characters"));
      }
      case value_rule_kind::range:
        return range(r, text);
      case value_rule_kind::one_of: {
        std::string all;
        for (const auto& v : r.values)
          all += (all.empty() ? "" : ", ") + v;
        return unless(std::ranges::find(r.values, text) != r.values.end(),
                      "must be one of " + all);
      }
      case value_rule_kind::checksum:
        return unless(r.text == "luhn" ? luhn(text) : mod97(text),
                      "must have the right check digits");
      case value_rule_kind::email:
      case value_rule_kind::phone: {
        auto wanted = known_scalar_problem(
          r.kind == value_rule_kind::email ? "Email" : "PhoneNumber", text);
        return unless(wanted.empty(), "must be " + std::string{wanted});
      }
      case value_rule_kind::all:
      case value_rule_kind::any:
        return x.inner == nullptr ? std::string{} : x.inner->problem(text);
    }
    return {};
  }

  static std::string range(const value_rule& r, std::string_view text) {
    double n = 0;
    const auto* end = text.data() + text.size();
    auto read = std::from_chars(text.data(), end, n);
    bool number = !text.empty() && read.ec == std::errc{} && read.ptr == end;
    if (number && (!r.min || n >= static_cast<double>(*r.min))
        && (!r.max || n <= static_cast<double>(*r.max)))
      return {};
    if (r.min && r.max)
      return "must be a number from " + std::to_string(*r.min) + " to "
             + std::to_string(*r.max);
    if (!r.min && !r.max)
      return "must be a number";
    return std::string{"must be a number of at "} + (r.min ? "least " : "most ")
           + std::to_string(r.min ? *r.min : *r.max);
  }

  std::vector<entry> rules_;
  bool any_ = false;
};

} // namespace

result<std::shared_ptr<const graphql::types::value_check>>
make_value_check(std::span<const value_rule> rules) {
  auto out = std::make_shared<checker>();
  if (auto started = out->start(rules); !started)
    return started.error();
  return std::shared_ptr<const graphql::types::value_check>{std::move(out)};
}

} // namespace troupe::compiler::authoring

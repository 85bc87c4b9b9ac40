#include "runtime/document_cache.hpp"

#include "graphql/validation/validate.hpp"

namespace troupe::runtime {

namespace {

/// Source texts kept at the most, whatever their number.
constexpr size_t most_bytes = 16 * 1024 * 1024;

} // namespace

const prepared_document::plan_ptr* prepared_document::find_plan(
  const graphql::language::operation_definition& operation,
  const graphql::types::variable_values& variables) const {
  for (const auto& x : plans_)
    if (x.operation == &operation && x.signature == variables.signature)
      return &x.plan;
  return nullptr;
}

void prepared_document::keep_plan(
  const graphql::language::operation_definition& operation,
  const graphql::types::variable_values& variables, plan_ptr plan,
  size_t most) {
  if (plans_.size() >= most)
    plans_.clear();
  plans_.push_back(
    {&operation, std::string{variables.signature}, std::move(plan)});
}

document_cache::document_cache(std::shared_ptr<const engine> engine)
  : engine_(std::move(engine)) {
  // nop
}

void document_cache::reset(std::shared_ptr<const engine> engine) {
  by_text_.clear();
  entries_.clear();
  bytes_ = 0;
  last_ = {};
  engine_ = std::move(engine);
}

document_cache::entry document_cache::make(std::string_view query) const {
  auto out = std::make_shared<prepared_document>();
  out->owner = engine_;
  graphql::language::parse_limits limits;
  limits.max_tokens = engine_->options().max_tokens;
  auto parsed = graphql::language::parse(std::string{query}, limits);
  if (!parsed) {
    out->document.source = std::make_unique<const std::string>(query);
    out->errors.push_back(parsed.error());
    return out;
  }
  out->document = std::move(*parsed);
  graphql::validation::validation_options options;
  options.introspection = engine_->options().introspection;
  out->errors =
    graphql::validation::validate(engine_->schema(), out->document, options);
  for (const auto& x : out->document.definitions) {
    if (!out->errors.empty())
      break;
    if (x.operation == nullptr)
      continue;
    auto fits = graphql::validation::check_limits(out->document, *x.operation,
                                                  engine_->options().limits);
    if (!fits)
      out->errors.push_back(fits.error());
  }
  out->conditional =
    graphql::validation::find_conditional_variables(out->document);
  return out;
}

std::shared_ptr<prepared_document>
document_cache::prepare(std::string_view query) {
  if (!entries_.empty() && entries_.front()->document.text() == query)
    return entries_.front();
  auto known = by_text_.find(query);
  if (known != by_text_.end()) {
    entries_.splice(entries_.begin(), entries_, known->second);
    return *known->second;
  }
  auto made = make(query);
  entries_.push_front(made);
  by_text_.emplace(made->document.text(), entries_.begin());
  bytes_ += query.size();
  while (entries_.size() > engine_->options().document_cache
         || (bytes_ > most_bytes && entries_.size() > 1)) {
    bytes_ -= entries_.back()->document.text().size();
    by_text_.erase(entries_.back()->document.text());
    entries_.pop_back();
  }
  return made;
}

} // namespace troupe::runtime

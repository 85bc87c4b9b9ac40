#include "runtime/document_cache.hpp"

#include "graphql/validation/validate.hpp"

#include <algorithm>
#include <cstdint>

namespace troupe::runtime {

namespace {

/// Source texts kept at the most, whatever their number.
constexpr size_t most_bytes = 16 * 1024 * 1024;

} // namespace

const prepared_document::plan_ptr* prepared_document::find_plan(
  const graphql::language::operation_definition& operation,
  std::string_view signature, bool parts) const {
  for (const auto& x : plans_)
    if (x.operation == &operation && x.parts == parts
        && x.signature == signature)
      return &x.plan;
  return nullptr;
}

void prepared_document::keep_plan(
  const graphql::language::operation_definition& operation,
  std::string_view signature, bool parts, plan_ptr plan, size_t most) {
  if (plans_.size() >= most) {
    plans_.clear();
    large_ = 0;
  }
  plans_.push_back(
    {&operation, std::string{signature}, parts, std::move(plan)});
}

bool prepared_document::is_large(const plan_ptr& x) const noexcept {
  return std::ranges::any_of(
    plans_, [&](const auto& p) { return p.plan == x && p.large; });
}

void prepared_document::note_size(const plan_ptr& x, bool large) {
  for (auto& p : plans_)
    if (p.plan == x && p.large != large) {
      p.large = large;
      large_ += large ? 1 : -1;
    }
}

look_up_history* prepared_document::look_ups(const plan_ptr& x) noexcept {
  auto known = std::ranges::find(plans_, x, &known_plan::plan);
  return known == plans_.end() ? nullptr : &known->look_ups;
}

document_cache::document_cache(std::shared_ptr<const engine> engine)
  : engine_(std::move(engine)) {
  prepare_trusted();
}

void document_cache::reset(std::shared_ptr<const engine> engine) {
  by_text_.clear();
  entries_.clear();
  bytes_ = 0;
  persisted_.clear();
  trusted_text_.clear();
  trusted_.clear();
  last_ = {};
  engine_ = std::move(engine);
  prepare_trusted();
}

void document_cache::prepare_trusted() {
  const auto& documents = engine_->catalog().documents;
  for (const auto& document : documents) {
    auto made = make(document.text, true);
    for (const auto& x : document.operations)
      for (const auto& d : made->document.definitions)
        if (d.operation != nullptr && d.operation->name.text == x.name
            && x.logged == logs(*d.operation))
          made->keep_plan(*d.operation, x.signature, x.parts, x.plan, SIZE_MAX);
    trusted_text_.emplace(made->document.text(), made);
    trusted_.emplace(document.id, std::move(made));
  }
}

/// Whether the plans of an operation write the change log (`plan_ahead` makes
/// them with and without).
bool document_cache::logs(
  const graphql::language::operation_definition& x) const {
  return engine_->options().log_changes
         && engine_->catalog().dialect == plan::dialect::postgres
         && x.kind == graphql::language::operation_kind::mutation;
}

document_cache::entry document_cache::find_id(std::string_view id) {
  if (auto i = trusted_.find(id); i != trusted_.end())
    return i->second;
  const auto& options = engine_->options();
  if (options.documents == document_policy::trusted)
    return nullptr;
  if (auto i = persisted_.find(id); i != persisted_.end())
    return i->second;
  auto text =
    options.persisted == nullptr ? nullptr : options.persisted->find(id);
  if (text == nullptr)
    return nullptr;
  auto made = prepare(*text);
  made->hash = id;
  persisted_.insert_or_assign(made->hash, made);
  return made;
}

/// A client sends a text together with its hash: others may ask by the hash.
result<document_cache::entry> document_cache::keep(const document_key& x) {
  const auto& options = engine_->options();
  if (auto i = persisted_.find(x.id);
      i != persisted_.end() && i->second->document.text() == x.query)
    return i->second;
  if (sha256_hex(x.query) != x.id)
    return error{
      ec::persisted_query_mismatch, "provided sha does not match query", {}};
  auto made = prepare(x.query);
  // What cannot run is not worth its place.
  if (made->errors.empty()) {
    options.persisted->keep(x.id, x.query);
    made->hash = x.id;
    persisted_.insert_or_assign(made->hash, made);
  }
  return made;
}

result<document_cache::entry> document_cache::resolve(const document_key& x) {
  const auto& options = engine_->options();
  if (!x.query.empty()) {
    if (options.documents == document_policy::any && x.id.empty())
      return prepare(x.query);
    if (auto i = trusted_text_.find(x.query); i != trusted_text_.end())
      return i->second;
    if (options.documents == document_policy::trusted)
      return error{ec::document_not_trusted,
                   "This server runs only documents that were compiled ahead.",
                   {}};
    bool keeps =
      x.persist && options.persisted != nullptr && options.persisted->enabled();
    if (options.documents == document_policy::persisted && !keeps)
      return error{ec::document_not_trusted,
                   "This server runs only persisted documents: send the hash "
                   "of the document with it.",
                   {}};
    return keeps ? keep(x) : result<entry>{prepare(x.query)};
  }
  if (auto known = find_id(x.id))
    return known;
  if (!x.persist)
    return error{ec::persisted_query_not_found,
                 "There is no document with the id that was given.",
                 {}};
  // Apollo's clients know these words and send the text once.
  if (options.persisted == nullptr || !options.persisted->enabled())
    return error{
      ec::persisted_query_unsupported, "PersistedQueryNotSupported", {}};
  return error{ec::persisted_query_not_found, "PersistedQueryNotFound", {}};
}

/// What was compiled ahead was checked then and has no limits.
document_cache::entry document_cache::make(std::string_view query,
                                           bool trusted) const {
  auto out = std::make_shared<prepared_document>();
  out->owner = engine_;
  out->trusted = trusted;
  graphql::language::parse_limits limits;
  if (!trusted)
    limits.max_tokens = engine_->options().max_tokens;
  auto parsed = graphql::language::parse(std::string{query}, limits);
  if (!parsed) {
    out->document.source = std::make_unique<const std::string>(query);
    out->errors.push_back(parsed.error());
    return out;
  }
  out->document = std::move(*parsed);
  graphql::validation::validation_options options;
  options.introspection = engine_->options().introspection || trusted;
  out->errors =
    graphql::validation::validate(engine_->schema(), out->document, options);
  for (const auto& x : out->document.definitions) {
    if (!out->errors.empty() || trusted)
      break;
    if (x.operation == nullptr)
      continue;
    auto fits = graphql::validation::check_limits(out->document, *x.operation,
                                                  engine_->options().limits);
    if (!fits)
      out->errors.push_back(fits.error());
  }
  out->incremental = query.find("@defer") != std::string_view::npos
                     || query.find("@stream") != std::string_view::npos;
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
  auto made = make(query, false);
  entries_.push_front(made);
  by_text_.emplace(made->document.text(), entries_.begin());
  bytes_ += query.size();
  while (entries_.size() > engine_->options().document_cache
         || (bytes_ > most_bytes && entries_.size() > 1)) {
    bytes_ -= entries_.back()->document.text().size();
    persisted_.erase(entries_.back()->hash);
    by_text_.erase(entries_.back()->document.text());
    entries_.pop_back();
  }
  return made;
}

} // namespace troupe::runtime

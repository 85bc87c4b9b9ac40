#include "graphql/types/build.hpp"

#include "graphql/types/builtin.hpp"
#include "graphql/types/schema_state.hpp"
#include "graphql/types/sdl_specs.hpp"

namespace troupe::graphql::types {

schema_builder::schema_builder()
  : owned_(std::make_unique<schema_state>()), state_(owned_.get()) {
  // nop
}

schema_builder::~schema_builder() = default;

void schema_builder::part(uint32_t number, bool sorted) {
  state_->now = {number, sorted};
}

uint32_t schema_builder::part() const noexcept {
  return state_->now.number;
}

void schema_builder::add(const type_spec& x) {
  state_->add(x, nullptr);
}

void schema_builder::add(const type_spec& x,
                         const std::vector<std::string_view>& names) {
  state_->add(x, &names);
}

void schema_builder::add(const directive_spec& x) {
  state_->add(x);
}

bool schema_builder::has(std::string_view name) const noexcept {
  return state_->look_up(name) != nullptr;
}

void schema_builder::roots(std::string_view query, std::string_view mutation,
                           std::string_view subscription) {
  roots_[0] = state_->keep(query);
  roots_[1] = state_->keep(mutation);
  roots_[2] = state_->keep(subscription);
}

void schema_builder::description(std::string_view text) {
  state_->description = state_->keep(text);
  state_->described = true;
}

void schema_builder::add(const language::document& sdl) {
  auto& x = state_->from_sdl.emplace_back(specs_of(sdl));
  if (x.failure.code != ec::none)
    state_->fail(x.failure.detail);
  for (const auto& spec : x.types)
    add(spec);
  for (const auto& spec : x.directives)
    add(spec);
  if (x.has_schema)
    roots(x.roots[0], x.roots[1], x.roots[2]);
  if (x.description)
    description(*x.description);
}

void schema_builder::begin_finish() {
  // The built-in half comes last, unless the author brought his own.
  part(builtin_part);
  auto builtin = language::parse(std::string{builtin_sdl()});
  auto standard = specs_of(*builtin);
  for (const auto& spec : standard.types)
    if (!has(spec.name))
      add(spec);
  for (const auto& spec : standard.directives)
    if (state_->find_directive(spec.name) == nullptr)
      add(spec);
  state_->finish(roots_);
}

result<schema> schema_builder::finish() {
  begin_finish();
  if (const auto& why = state_->complete_all(); why.code != ec::none)
    return why;
  schema out;
  out.state_ = std::move(owned_);
  return out;
}

result<schema> schema_builder::finish(std::unique_ptr<type_source> source,
                                      bool later) {
  state_->source = std::move(source);
  begin_finish();
  // The source, and this builder in it, go once all is there.
  auto* state = state_;
  auto owned = std::move(owned_);
  if (!later)
    if (const auto& why = state->complete_all(); why.code != ec::none)
      return why;
  schema out;
  out.state_ = std::move(owned);
  return out;
}

result<schema> build_schema(std::string sdl) {
  auto document = language::parse(std::move(sdl));
  if (!document)
    return document.error();
  schema_builder builder;
  builder.add(*document);
  return builder.finish();
}

} // namespace troupe::graphql::types

#include "runtime/engine.hpp"

#include "compiler/authoring/schema.hpp"

namespace troupe::runtime {

namespace {

/// What runs must be what was compiled and perhaps reviewed. The statements
/// that mutations add for the change log depend on the database, so the
/// compiled schema is without them.
result<void> as_compiled(const engine& x,
                         const plan::trusted_document& document,
                         const std::vector<planned_operation>& planned) {
  auto same = [&](const std::vector<planned_operation>& found) {
    return statements_of(found) == document.statements
           && plans_of(found) == document.plans;
  };
  if (same(planned))
    return {};
  if (x.options().log_changes) {
    auto plain = plan_document(x.catalog(), x.schema(), document.text);
    if (!plain)
      return plain.error();
    if (same(*plain))
      return {};
  }
  return {
    ec::invalid_schema,
    "Its plan or SQL is not what the compiled schema says: another version of "
    "Troupe compiled it."};
}

} // namespace

result<std::shared_ptr<const engine>>
engine::make(std::shared_ptr<const plan::catalog> catalog,
             const engine_options& options) {
  auto schema =
    compiler::authoring::build_schema(*catalog, options.incremental);
  if (!schema)
    return schema.error();
  auto out = std::make_shared<engine>();
  out->catalog_ = std::move(catalog);
  out->schema_ = std::move(*schema);
  out->options_ = options;
  for (const auto& x : out->catalog_->documents) {
    auto planned = plan_document(*out->catalog_, out->schema_, x.text,
                                 {options.log_changes});
    auto same =
      planned ? as_compiled(*out, x, *planned) : result<void>{planned.error()};
    if (!same)
      return error{ec::invalid_schema,
                   "The trusted document " + x.id + " (" + x.file
                     + ") does not fit the schema: " + same.error().detail
                     + " Run `troupe compile` again.",
                   {}};
    out->ahead_.push_back(std::move(*planned));
  }
  return std::shared_ptr<const engine>{std::move(out)};
}

} // namespace troupe::runtime

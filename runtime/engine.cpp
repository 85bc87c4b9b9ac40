#include "runtime/engine.hpp"

#include "compiler/authoring/schema.hpp"

namespace troupe::runtime {

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
    if (!planned)
      return error{ec::invalid_schema,
                   "The trusted document " + x.id + " (" + x.file
                     + ") does not fit the schema: " + planned.error().detail
                     + " Run `troupe compile` again.",
                   {}};
    out->ahead_.push_back(std::move(*planned));
  }
  return std::shared_ptr<const engine>{std::move(out)};
}

} // namespace troupe::runtime

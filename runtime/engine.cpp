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
  return std::shared_ptr<const engine>{std::move(out)};
}

} // namespace troupe::runtime

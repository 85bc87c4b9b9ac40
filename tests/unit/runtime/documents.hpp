#pragma once

#include "compiler/authoring/author.hpp"
#include "runtime/execution.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace troupe::tests {

/// Documents of a schema that was compiled from SDL with binding directives.
inline std::unique_ptr<runtime::document_cache> documents_of(std::string sdl) {
  std::vector<compiler::authoring::source_file> files{
    {"a.graphql", std::move(sdl)}};
  auto made = compiler::authoring::author(files, nullptr);
  REQUIRE(made.errors.empty());
  auto engine = runtime::engine::make(
    std::make_shared<const plan::catalog>(made.catalog), {});
  REQUIRE(engine);
  return std::make_unique<runtime::document_cache>(*engine);
}

} // namespace troupe::tests

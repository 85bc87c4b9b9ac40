// First sight of a document: parse and validate, over and over, in one process.
// Prints nanoseconds of CPU per document as JSON. benches/language/run puts the
// same documents to npm's graphql.

#include "graphql/types/build.hpp"
#include "graphql/validation/validate.hpp"

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

using namespace troupe;

/// CPU time of this process: other work on the machine does not count.
double cpu_ns() {
  timespec x{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &x);
  return static_cast<double>(x.tv_sec) * 1e9 + static_cast<double>(x.tv_nsec);
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

bool first_sight(const graphql::types::schema& schema, const std::string& text,
                 bool validate) {
  auto document = graphql::language::parse(text);
  if (!document) {
    std::fprintf(stderr, "%s\n", to_string(document.error()).c_str());
    return false;
  }
  if (!validate)
    return true;
  auto errors = graphql::validation::validate(schema, *document);
  for (const auto& x : errors)
    std::fprintf(stderr, "%s\n", to_string(x).c_str());
  return errors.empty();
}

/// Returns nanoseconds of CPU per run, over about `seconds`.
double measure(const graphql::types::schema& schema, const std::string& text,
               bool validate, double seconds) {
  size_t runs = 0;
  auto start = cpu_ns();
  double spent = 0;
  do {
    for (int i = 0; i < 16; ++i)
      first_sight(schema, text, validate);
    runs += 16;
    spent = cpu_ns() - start;
  } while (spent < seconds * 1e9);
  return spent / static_cast<double>(runs);
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: %s SECONDS SCHEMA DOCUMENT...\n", argv[0]);
    return 2;
  }
  auto seconds = std::stod(argv[1]);
  auto schema = graphql::types::build_schema(read(argv[2]));
  if (!schema) {
    std::fprintf(stderr, "%s\n", to_string(schema.error()).c_str());
    return 1;
  }
  std::printf("{");
  for (int i = 3; i < argc; ++i) {
    auto text = read(argv[i]);
    if (!first_sight(*schema, text, true))
      return 1;
    measure(*schema, text, true, seconds / 5);
    std::printf("%s\"%s\":{\"parse\":%.0f,\"both\":%.0f}", i > 3 ? "," : "",
                std::filesystem::path{argv[i]}.stem().c_str(),
                measure(*schema, text, false, seconds),
                measure(*schema, text, true, seconds));
  }
  std::printf("}\n");
}

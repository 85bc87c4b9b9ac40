// What it costs to cut a selection from the bytes of documents: the projection
// of the server, over rows of one cell.
//
//   bench_documents FILE FIELD...     a document a line; `title`, `lines.no`
//
// Prints nanoseconds of CPU for one document, the least of several rounds, and
// the bytes that are written for one.

#include "base/bytes.hpp"
#include "graphql/language/parser.hpp"
#include "runtime/project.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

using namespace troupe;

namespace {

class document_rows final : public plan::row_set {
public:
  explicit document_rows(std::vector<std::string> documents)
    : documents_(std::move(documents)) {
    // nop
  }

  size_t rows() const noexcept override {
    return documents_.size();
  }

  size_t columns() const noexcept override {
    return 1;
  }

  void read(size_t row, plan::cell* out) const noexcept override {
    const auto& text = documents_[row];
    *out = {text.data(), static_cast<int32_t>(text.size()), plan::oid::json};
  }

private:
  std::vector<std::string> documents_;
};

plan::shape member(const std::string& name) {
  plan::shape out;
  out.key = "\"" + name + "\":";
  out.name = name;
  out.json_key = name;
  out.output = plan::output::json;
  return out;
}

/// The shape of a list of root; `a.b` is member `b` of the objects in list `a`.
plan::step step_of(int count, char** fields) {
  plan::step out;
  out.shape.kind = plan::shape_kind::object;
  auto& part = out.shape.fields.emplace_back();
  part.kind = plan::shape_kind::document_part;
  part.column = 0;
  for (int i = 0; i < count; ++i) {
    std::string name = fields[i];
    auto dot = name.find('.');
    if (dot == std::string::npos) {
      part.fields.push_back(member(name));
      continue;
    }
    auto list = name.substr(0, dot);
    if (part.fields.empty() || part.fields.back().json_key != list) {
      part.fields.push_back(member(list));
      part.fields.back().kind = plan::shape_kind::rows;
    }
    part.fields.back().fields.push_back(member(name.substr(dot + 1)));
  }
  return out;
}

/// Nanoseconds of CPU of this thread.
double cpu() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fputs("usage: bench_documents FILE FIELD...\n", stderr);
    return 2;
  }
  std::vector<std::string> documents;
  std::ifstream in{argv[1]};
  for (std::string line; std::getline(in, line);)
    documents.push_back(line);
  auto count = static_cast<double>(documents.size());
  document_rows rows{std::move(documents)};
  auto step = step_of(argc - 2, argv + 2);
  auto document = graphql::language::parse("{ a }");
  double least = 0;
  size_t written = 0;
  constexpr int rounds = 20;
  for (int i = 0; i < rounds; ++i) {
    std::vector<runtime::field_error> errors;
    bytes out;
    auto begin = cpu();
    runtime::project(out, step, rows, *document, errors);
    auto took = (cpu() - begin) / count;
    least = i == 0 ? took : std::min(least, took);
    written = out.size();
    if (!errors.empty()) {
      std::fprintf(stderr, "%s\n", errors[0].message.c_str());
      return 1;
    }
  }
  std::printf("ns=%.0f bytes=%.0f\n", least,
              static_cast<double>(written) / count);
  return 0;
}

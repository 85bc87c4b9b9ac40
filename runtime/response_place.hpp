#pragma once

#include "graphql/language/parser.hpp"
#include "plan/rows.hpp"
#include "plan/shape.hpp"
#include "runtime/delivery.hpp"
#include "runtime/field_error.hpp"

#include <span>
#include <string>
#include <vector>

namespace troupe::runtime {

/// How many elements an array has.
size_t array_size(const plan::cell& c) noexcept;

/// Where in the response the projection is: what goes wrong there is recorded
/// with its path, and so is what begins there and comes later.
class response_place {
public:
  /// `base`: what stands before the path; may be null, as `found` may.
  response_place(const graphql::language::document& document,
                 std::vector<field_error>& errors,
                 std::vector<occurrence>* found, const response_path* base)
    : document_(document), errors_(errors), found_(found), base_(base) {
    // nop
  }

  void enter(const std::string& name) {
    path_.push_back({&name, 0});
  }

  void enter(size_t index) {
    path_.push_back({nullptr, index});
  }

  /// Goes to another item of the list.
  void at(size_t index) noexcept {
    path_.back().index = index;
  }

  void leave() {
    path_.pop_back();
  }

  /// Records an error here, unless there are many already.
  void fail(const plan::shape& x, field_error why);

  /// How many parts were found so far.
  size_t seen() const noexcept {
    return found_ == nullptr ? 0 : found_->size();
  }

  /// Takes back the parts that were found since `seen` was that.
  void forget(size_t seen) {
    if (found_ != nullptr)
      found_->resize(seen);
  }

  /// A part begins at this object.
  void later(const plan::shape& mark, std::span<const plan::cell> tuple);

private:
  struct step {
    const std::string* name = nullptr;
    size_t index = 0;
  };

  response_path here() const;

  const graphql::language::document& document_;
  std::vector<field_error>& errors_;
  std::vector<occurrence>* found_;
  const response_path* base_;
  std::vector<step> path_;
};

} // namespace troupe::runtime

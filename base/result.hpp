#pragma once

#include "base/error.hpp"

#include <type_traits>
#include <utility>
#include <variant>

namespace troupe {

/// A value or the error that stands in its place. Pure code returns it instead
/// of throwing. Reading the wrong side is a bug and throws bad_variant_access.
template <class T>
class [[nodiscard]] result {
public:
  result(T value) : state_(std::in_place_index<0>, std::move(value)) {
    // nop
  }

  result(troupe::error why) : state_(std::in_place_index<1>, std::move(why)) {
    // nop
  }

  result(ec code, std::string detail)
    : state_(std::in_place_index<1>,
             troupe::error{code, std::move(detail), {}}) {
    // nop
  }

  explicit operator bool() const noexcept {
    return state_.index() == 0;
  }

  T& value() & {
    return std::get<0>(state_);
  }

  const T& value() const& {
    return std::get<0>(state_);
  }

  T&& value() && {
    return std::get<0>(std::move(state_));
  }

  T& operator*() & {
    return value();
  }

  const T& operator*() const& {
    return value();
  }

  T&& operator*() && {
    return std::move(*this).value();
  }

  T* operator->() {
    return &value();
  }

  const T* operator->() const {
    return &value();
  }

  troupe::error& error() {
    return std::get<1>(state_);
  }

  const troupe::error& error() const {
    return std::get<1>(state_);
  }

private:
  std::variant<T, troupe::error> state_;
};

/// Success without a value, or an error.
template <>
class [[nodiscard]] result<void> {
public:
  result() = default;

  result(troupe::error why) : why_(std::move(why)), failed_(true) {
    // nop
  }

  result(ec code, std::string detail)
    : why_{code, std::move(detail), {}}, failed_(true) {
    // nop
  }

  explicit operator bool() const noexcept {
    return !failed_;
  }

  const troupe::error& error() const {
    return why_;
  }

  troupe::error& error() {
    return why_;
  }

private:
  troupe::error why_{ec::none, {}, {}};
  bool failed_ = false;
};

} // namespace troupe

#include "db/sqlite/connection_state.hpp"

#include <utility>

namespace troupe::db::sqlite {

result<void>
connection::begin_rows(const plan::statement& statement,
                       std::shared_ptr<const plan::bound_values> values,
                       troupe::deadline deadline,
                       const std::atomic<bool>& unwanted) {
  end_rows();
  auto prepared = state_->prepare(statement);
  if (!prepared)
    return prepared.error();
  state::bind((*prepared)->handle, *values);
  state_->open = *prepared;
  state_->open_values = std::move(values);
  state_->deadline = deadline;
  state_->unwanted = &unwanted;
  return {};
}

result<connection::some_rows>
connection::read_rows(size_t most, std::chrono::milliseconds patience) {
  const auto* open = state_->open;
  if (open == nullptr)
    return error{ec::internal, "No rows were asked for", {}};
  auto begun = steady::now();
  auto out = std::make_shared<encoded_rows>(open->tuples.size());
  int code = SQLITE_ROW;
  while (out->bytes_used() < most
         && (code = sqlite3_step(open->handle)) == SQLITE_ROW) {
    state::read(*open, *out);
    // The clock is looked at now and then.
    constexpr size_t often = 16;
    if (out->rows() % often == 1 && steady::now() - begun >= patience)
      break;
  }
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    auto why = state_->failure();
    end_rows();
    return why;
  }
  bool last = code == SQLITE_DONE;
  if (last)
    end_rows();
  return some_rows{std::move(out), last};
}

void connection::end_rows() {
  state_->stop_rows();
}

void connection::state::stop_rows() {
  if (open == nullptr)
    return;
  sqlite3_reset(open->handle);
  sqlite3_clear_bindings(open->handle);
  open = nullptr;
  open_values.reset();
  deadline = troupe::deadline::max();
  unwanted = nullptr;
}

} // namespace troupe::db::sqlite

#include "actors/sqlite_stream.hpp"

#include "messages/error.hpp"

#include <chrono>
#include <utility>

namespace troupe::actors {

namespace {

using pointer = messages::stream_actor::stateful_pointer<sqlite_stream_state>;
using some_rows = result<db::sqlite::connection::some_rows>;

constexpr size_t most_bytes = 64 * 1024;
/// Who waits for slow rows gets what is there.
constexpr std::chrono::milliseconds patience{5};

void end(pointer self) {
  if (self->state.connection != nullptr)
    self->state.connection->end_rows();
  if (auto ticket = std::exchange(self->state.ticket, nullptr))
    self->send(self->state.pool, messages::stream_ended{std::move(ticket)});
}

caf::result<messages::stream_rows> answer(pointer self, some_rows x) {
  if (!x) {
    end(self);
    return messages::to_caf(x.error());
  }
  if (x->last)
    end(self);
  return messages::stream_rows{std::move(x->rows), x->last};
}

} // namespace

some_rows sqlite_stream_state::begin(const messages::open_stream& x) {
  ticket = x.ticket;
  if (connection == nullptr) {
    auto opened = db::sqlite::connection::open(options);
    if (!opened)
      return opened.error();
    connection = std::move(*opened);
  }
  auto begun = connection->begin_rows(*x.statement, x.values, x.deadline,
                                      ticket->unwanted);
  if (!begun)
    return begun.error();
  return connection->read_rows(most_bytes, patience);
}

messages::stream_actor::behavior_type
sqlite_stream(pointer self, db::sqlite::connection_options options,
              size_t number, messages::pool_actor pool) {
  self->state.options = std::move(options);
  self->state.pool = std::move(pool);
  self->send(self->state.pool,
             messages::join_streams{number, messages::stream_actor{self}});
  return {
    [self](const messages::open_stream& x) {
      return answer(self, self->state.begin(x));
    },
    [self](const messages::next_rows& x) -> caf::result<messages::stream_rows> {
      if (x.ticket != self->state.ticket)
        return messages::to_caf({ec::canceled, "The stream was closed", {}});
      return answer(self,
                    self->state.connection->read_rows(most_bytes, patience));
    },
    [self](const messages::close_stream& x) {
      if (x.ticket == self->state.ticket)
        end(self);
    },
  };
}

} // namespace troupe::actors

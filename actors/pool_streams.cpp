#include "actors/pool.hpp"
#include "messages/error.hpp"

namespace troupe::actors {

/// A stream has a connection to itself, or waits for one.
caf::result<messages::stream_rows>
pool::begin_stream(const messages::open_stream& x) {
  if (const auto* free = streams_.take(x.ticket)) {
    show();
    return delegate(*free, placed(x));
  }
  // Those that are not there yet are on their way.
  bool full = !options_.streams || streams_.waiting_count() >= most_streams;
  if (full) {
    options_.stats->refused.add();
    return messages::to_caf({ec::overloaded, {}, {}});
  }
  auto answer = make_response_promise<messages::stream_rows>();
  streams_.wait(x, answer, steady::now());
  check_later();
  return answer;
}

caf::result<messages::stream_rows>
pool::next_of_stream(const messages::next_rows& x) {
  if (const auto* who = streams_.find(x.ticket))
    return delegate(*who, x);
  return messages::to_caf(
    {ec::database_unavailable, "The connection to the database was lost", {}});
}

void pool::end_stream(const messages::close_stream& x) {
  x.ticket->unwanted = true;
  if (const auto* who = streams_.find(x.ticket))
    send(*who, x);
  else
    check_streams();
}

void pool::join(const messages::join_streams& x) {
  watch_over(x.connection);
  streams_.put(x);
  check_streams();
}

void pool::ended(const messages::stream_ended& x) {
  streams_.free(x.ticket);
  check_streams();
}

/// Replicas that take queries take streams too, in turn.
messages::open_stream pool::placed(messages::open_stream x) {
  const auto& all = replicas_.members;
  if (!x.fresh && !all.empty())
    x.replica = all[replicas_.next++ % all.size()].replica;
  return x;
}

void pool::check_streams() {
  auto now = steady::now();
  while (auto late = streams_.next_late(now - options_.acquire_timeout, now)) {
    bool unwanted = late->what.ticket->unwanted;
    if (!unwanted)
      options_.stats->timeouts.add();
    late->answer.deliver(
      messages::to_caf({unwanted ? ec::canceled : ec::overloaded, {}, {}}));
  }
  while (auto next = streams_.next())
    next->first.answer.delegate(next->second,
                                placed(std::move(next->first.what)));
  if (streams_.waiting_count() > 0)
    check_later();
  show();
}

} // namespace troupe::actors

#include "actors/query.hpp"
#include "messages/error.hpp"

#include <caf/send.hpp>
#include <caf/typed_response_promise.hpp>

namespace troupe::actors {

/// An answer in lines or pieces. Between two parts it belongs to the session
/// that sends it; whoever drops it closes the stream.
struct query::lines {
  lines(std::shared_ptr<runtime::document_cache> all,
        std::shared_ptr<const messages::graphql_request> x)
    : request(std::move(x)),
      documents(std::move(all)),
      execution(*documents,
                {request->query, request->operation_name, request->variables,
                 request->read_only, request->document_id, request->persist}) {
    // nop
  }

  ~lines() {
    if (promise.pending())
      promise.deliver(
        messages::to_caf({ec::internal, "The query actor ended", {}}));
    close();
  }

  lines(const lines&) = delete;
  lines& operator=(const lines&) = delete;

  void close() {
    if (open)
      caf::anon_send(pool, messages::close_stream{ticket});
    open = false;
  }

  std::shared_ptr<const messages::graphql_request> request;
  std::shared_ptr<runtime::document_cache> documents;
  runtime::execution execution;
  caf::typed_response_promise<messages::request_done> promise;
  /// Whom the rows are asked of, and by which ticket.
  messages::pool_actor pool;
  messages::stream_ticket_ptr ticket;
  std::optional<runtime::pending_statement> statement; ///< not sent yet
  bool open = false;   ///< the stream may have more
  bool pieces = false; ///< of one answer, rather than lines
};

std::shared_ptr<messages::graphql_response> query::ended(lines& x) {
  auto out = take(x.execution, *x.request);
  stats_->requests[0][static_cast<size_t>(out->outcome)].add();
  stats_->duration.observe(steady::now() - x.request->started);
  return out;
}

/// The rows are asked for when the session wants the first of them: from then
/// on it can say that its client has gone.
caf::result<messages::request_done>
query::run_lines(const messages::run_request& x) {
  auto state = std::make_shared<lines>(documents_, x.request);
  state->statement = state->execution.begin_lines();
  if (!state->statement)
    return messages::request_done{ended(*state)};
  state->pool = pool_;
  auto out = std::make_shared<messages::graphql_response>();
  out->rest = std::move(state);
  return messages::request_done{std::move(out)};
}

/// The rows of its lists go out as they come in.
messages::request_done
query::in_pieces(std::shared_ptr<const messages::graphql_request> x) {
  auto state = std::make_shared<lines>(documents_, std::move(x));
  state->pieces = true;
  state->statement = state->execution.begin_pieces();
  if (!state->statement)
    return {ended(*state)};
  state->pool = pool_;
  auto out = std::make_shared<messages::graphql_response>();
  out->rest = std::move(state);
  out->in_pieces = true;
  return {std::move(out)};
}

caf::result<messages::request_done>
query::more_lines(const messages::next_lines& x) {
  auto state = std::static_pointer_cast<lines>(x.rest);
  state->promise = make_response_promise<messages::request_done>();
  if (state->statement)
    open(state);
  else
    pull(state, messages::next_rows{state->ticket});
  return state->promise;
}

void query::open(const std::shared_ptr<lines>& x) {
  auto what = std::move(*x->statement);
  x->statement.reset();
  x->ticket = std::make_shared<messages::stream_ticket>();
  x->open = true;
  pull(x, messages::open_stream{
            std::move(what.statement), std::move(what.values),
            x->pieces ? x->request->flow_deadline : x->request->deadline,
            x->request->session, x->ticket, wrote_lately(*x->request)});
}

void query::drop(const messages::drop_lines& x) {
  std::static_pointer_cast<lines>(x.rest)->close();
}

void query::write(lines& x, const messages::stream_rows& some) {
  auto& to = x.execution;
  if (!x.pieces) {
    if (some.rows != nullptr)
      to.write_lines(*some.rows);
    if (some.last)
      to.end_lines();
    return;
  }
  bool wanted = some.rows == nullptr || to.write_piece(some.rows);
  if (wanted && !some.last)
    return;
  if (wanted)
    to.end_rows();
  else
    x.close();
  x.statement = to.next_piece();
}

template <class Message>
void query::pull(const std::shared_ptr<lines>& x, Message what) {
  request(x->pool, caf::infinite, std::move(what))
    .then(
      [this, x](const messages::stream_rows& some) {
        x->open = !some.last;
        write(*x, some);
        answer(x);
      },
      [this, x](caf::error& why) {
        x->open = false;
        auto failure = messages::from_caf(why, ec::database_unavailable);
        if (x->pieces) {
          x->execution.cut_pieces(failure);
          x->statement = x->execution.next_piece();
        } else {
          x->execution.cut_lines(failure);
        }
        answer(x);
      });
}

void query::answer(const std::shared_ptr<lines>& x) {
  if (!x->promise.pending())
    return;
  if (!x->open && x->statement)
    return open(x); // the next field; nothing to send may be there yet
  if (!x->open) {
    bool cut = x->execution.lines_cut();
    auto out = ended(*x);
    out->cut_short = cut;
    x->promise.deliver(messages::request_done{std::move(out)});
    return;
  }
  auto out = std::make_shared<messages::graphql_response>();
  out->body = x->pieces ? x->execution.take_piece() : x->execution.take_lines();
  out->rest = x;
  x->promise.deliver(messages::request_done{std::move(out)});
}

} // namespace troupe::actors

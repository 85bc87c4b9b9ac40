#pragma once

#include "actors/reactor/pinned.hpp"
#include "actors/read_rules.hpp"
#include "actors/route_chooser.hpp"
#include "actors/write_pins.hpp"
#include "messages/query.hpp"
#include "messages/sql.hpp"
#include "runtime/execution.hpp"
#include "telemetry/stats.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <memory>
#include <string_view>
#include <unordered_map>

namespace troupe::actors {

/// Runs operations for the sessions of one reactor: pure steps of
/// `runtime::execution`, and statements to the pool in between. Alone it owns
/// the documents and plans that its reactor has seen.
class query : public pinned<messages::query_actor::base> {
public:
  using super = pinned<messages::query_actor::base>;

  query(caf::actor_config& cfg, reactor& home,
        std::shared_ptr<const runtime::engine> engine,
        messages::pool_actor pool, std::shared_ptr<write_pins> pins,
        std::shared_ptr<telemetry::request_stats> stats,
        std::shared_ptr<answer_cache> kept = nullptr);

  behavior_type make_behavior() override;

  void on_exit() override;

  const char* name() const override {
    return "query";
  }

private:
  struct running;
  struct lines;

  /// A request that waits for the answer to an equal one.
  struct follower {
    std::shared_ptr<const messages::graphql_request> request;
    caf::typed_response_promise<messages::request_done> promise;
  };

  std::shared_ptr<messages::graphql_response>
  take(runtime::execution& x, const messages::graphql_request& request);
  messages::request_done finished(running& x);
  caf::result<messages::request_done> run(const messages::run_request& x);
  caf::result<messages::request_done> more(const messages::next_part& x);
  bool wrote_lately(const messages::graphql_request& x) const;
  void advance(const std::shared_ptr<running>& x);
  bool flows_on(running& x);
  void run_again(follower& x);
  size_t most_of(const running& x, size_t step) const;
  void watch(messages::pool_actor pool);

  // Answers that are kept (query_cache.cpp).
  bool join(const messages::run_request& x,
            caf::typed_response_promise<messages::request_done>& promise);
  void before(running& x, const std::vector<runtime::pending_statement>& all);
  void note_reads(running& x,
                  const std::vector<runtime::pending_statement>& all);
  void keep(running& x, messages::graphql_response& out);
  void hand_on(running& x, const messages::request_done& out);

  // Answers that nodes share (query_remote.cpp).
  bool look_further(const std::shared_ptr<running>& x,
                    std::vector<runtime::pending_statement>& all);
  bool take_shared(running& x, const messages::remote_found& found);
  void share(running& x, const messages::graphql_response& out,
             const cache::reading& from);
  void end(running& x, const messages::request_done& out);
  void send_all(const std::shared_ptr<running>& x,
                std::vector<runtime::pending_statement>& all);

  // An answer in lines (query_lines.cpp): its rows are pulled from a stream.
  caf::result<messages::request_done> run_lines(const messages::run_request& x);
  caf::result<messages::request_done> more_lines(const messages::next_lines& x);
  void drop(const messages::drop_lines& x);
  messages::request_done
  in_pieces(std::shared_ptr<const messages::graphql_request> x);
  void open(const std::shared_ptr<lines>& x);
  void write(lines& x, const messages::stream_rows& some);
  template <class Message>
  void pull(const std::shared_ptr<lines>& x, Message what);
  void answer(const std::shared_ptr<lines>& x);
  std::shared_ptr<messages::graphql_response> ended(lines& x);
  // Mutations with an idempotency key (query_idempotency.cpp).
  caf::result<messages::request_done> claim(const std::shared_ptr<running>& x);
  void claimed(const std::shared_ptr<running>& x, const plan::row_set& rows);
  static void guard(running& x, runtime::pending_statement& p);
  void settle(const std::shared_ptr<running>& x);
  void settle(const std::shared_ptr<running>& x,
              const messages::request_done& answer, troupe::deadline deadline,
              int tries);
  template <class Done, class Failed>
  void ask_own(runtime::pending_statement x, troupe::deadline deadline,
               Done then, Failed failed);

  /// An answer in parts may be finished by this actor's successor, and holds
  /// them as well.
  std::shared_ptr<runtime::document_cache> documents_;

  template <class Handle>
  void ask(const Handle& whom, const std::shared_ptr<running>& x,
           runtime::pending_statement& p);

  messages::pool_actor pool_;
  route_chooser routes_;
  /// Null: there are no replicas.
  std::shared_ptr<write_pins> pins_;
  std::shared_ptr<telemetry::request_stats> stats_;
  /// Null: nothing is kept.
  std::shared_ptr<answer_cache> kept_;
  /// Null: nothing is shared.
  messages::remote_actor remote_;
  plan_reader reader_;
  /// Reads under way whose answers may be kept, by their keys: who asks the
  /// same waits for them. Requests hold it too; they may end later.
  using reads = std::unordered_map<std::string_view, running*, string_hash,
                                   std::equal_to<>>;
  std::shared_ptr<reads> reads_ = std::make_shared<reads>();
};

} // namespace troupe::actors

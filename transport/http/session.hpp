#pragma once

#include "base/bytes.hpp"
#include "transport/http/envelope.hpp"
#include "transport/http/listener.hpp"
#include "transport/http/request_reader.hpp"
#include "transport/http/stream_compression.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <functional>
#include <memory>
#include <unordered_set>
#include <vector>

namespace troupe::transport {

class session;

/// What the sessions of a listener share: its options, the way to the query
/// actor, and who is there. Lives on one reactor's thread.
struct session_owner : std::enable_shared_from_this<session_owner> {
  using tcp_socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp,
                                     boost::asio::io_context::executor_type>;
  listener* self = nullptr;
  actors::reactor* home = nullptr;
  http_options options;
  messages::query_actor query;
  route_handler routes;
  std::unordered_set<session*> sessions;
  bool draining = false;
  /// Called when the last session has gone.
  std::function<void()> last_gone;
  /// Moves on by the second; sessions compare their deadlines with it.
  steady::time_point now = steady::now();
  /// Made when the first client asks for it.
  std::unique_ptr<compressor> squeeze;
  /// What this reactor knows of operations; null: nothing is kept.
  std::unique_ptr<cache::known_operations> operations;
  bytes key; ///< of the last request

  /// Asks the query actor; `who` gets the answer to its request `index`.
  void ask(std::shared_ptr<const messages::graphql_request> request,
           std::shared_ptr<session> who, size_t index);

  /// Asks the query actor for an answer that is to be kept, and for nobody yet.
  void refresh(std::shared_ptr<const messages::graphql_request> request);

  /// Asks for the next part of an answer; null if that cannot be had.
  void ask_next(std::shared_ptr<void> rest, std::shared_ptr<session> who);

  /// Asks for more of an answer in lines.
  void ask_lines(std::shared_ptr<void> rest, std::shared_ptr<session> who);

  /// Gives up an answer that more was asked of.
  void drop_lines(std::shared_ptr<void> rest);
};

/// One connection: reads a request, has it answered, writes the response, in
/// this order, as long as the client likes.
class session : public std::enable_shared_from_this<session> {
public:
  /// `place` is kept as long as the session lives.
  session(std::shared_ptr<session_owner> owner,
          session_owner::tcp_socket socket, std::shared_ptr<void> place);

  ~session();

  void start();

  /// Closes if the connection is idle, or once the answer in flight is written.
  void drain();

  /// Closes if the deadline of what it does has passed.
  void check(steady::time_point now);

  void close();

private:
  friend struct session_owner;

  using response_ptr = std::shared_ptr<const messages::graphql_response>;

  struct head {
    unsigned status = 200;
    std::string_view content_type;
    size_t size = 0;
    uint32_t retry_after = 0;
    std::string_view allow = {};
    std::string_view etag = {};
    std::string_view cache_control = {};
    uint32_t age = 0; ///< seconds; 0: it is new
    std::string_view encoding = {};
    bool vary = false; ///< another client may get another coding
    bool immutable = false;
    bool chunked = false;  ///< without a length
    bool replayed = false; ///< the answer to an earlier request
  };

  void next();
  void step();
  void read_more();
  void on_bytes(boost::system::error_code failed, size_t size);
  void take_bytes();
  void refuse_broken(boost::system::error_code why);
  void dispatch();
  bool one_host() const;
  http_request envelope_of_request() const;
  void graphql(messages::explanation explain = messages::explanation::none);
  void prepare(envelope& e);
  void run(envelope e, std::chrono::milliseconds patience);
  // session_explain.cpp
  bool from_loopback() const;
  bool may_explain() const;
  void explain();
  bool take_idempotency_key(const envelope& e);
  void answered(size_t index, response_ptr response);
  void answer(const messages::graphql_response& x);

  // Answers that are kept (session_cache.cpp).
  bool find_kept(const std::shared_ptr<messages::graphql_request>& request,
                 size_t index);
  void respond_kept(const cache::entry_ptr& x, uint64_t hash);
  void pack_kept(head x, coding how, uint64_t hash);
  void answer_route(std::string_view path);
  void refuse(unsigned status, const error& why, std::string_view allow = {},
              media_type media = media_type::json);
  void finish_batch();

  // Writing (session_write.cpp).
  void respond(head x, std::string_view body);
  coding coding_for(std::string_view body) const;
  bool tag(head& x, std::string_view body, bool said, uint32_t max_age,
           bool one_user);

  // An answer in parts (session_parts.cpp): the next is asked for once the last
  // has been sent.
  void begin_parts(const messages::graphql_response& first);
  void send_part(const messages::graphql_response& x, bool first);
  void next_part();
  void part_done(const response_ptr& x);
  void watch_client();

  // An export (session_lines.cpp): the rows of a list, a line each. A long list
  // of an answer goes the same way.
  void export_lines();
  void begin_lines(const messages::graphql_response& x);
  void next_lines();
  void lines_done(const response_ptr& x);
  void begin_chunks(std::string_view content_type);
  void send_lines(response_ptr x);
  void lines_sent(boost::system::error_code failed);

  void write_head(const head& x);
  void write(std::string_view body);
  void write_rest(std::string_view body, size_t sent);
  void on_written(boost::system::error_code failed);
  void linger();
  void drop_input();

  std::shared_ptr<session_owner> owner_;
  std::shared_ptr<void> place_;
  session_owner::tcp_socket socket_;
  boost::beast::flat_buffer buffer_;
  request_reader request_;
  steady::time_point deadline_;
  bool busy_ = false; ///< a request is being answered
  bool stepping_ = false;
  bool again_ = false;
  bool keep_alive_ = true;
  bool head_only_ = false;
  bool closed_ = false;
  uint64_t client_ = 0;    ///< a hash of its address
  bool lingering_ = false; ///< refused: the client may not have finished
  std::string origin_;     ///< allowed by CORS; empty: none
  bytes header_;
  bool get_ = false; ///< its answer may be kept by the client
  std::string tag_;
  std::string cache_control_;
  cache::entry_ptr kept_; ///< what is being sent comes from there
  // What is being sent, kept until it is.
  std::shared_ptr<const void> body_owner_;
  std::vector<response_ptr> batch_;
  size_t batch_waiting_ = 0;
  bool batched_ = false;
  media_type media_ = media_type::json;
  // An answer in parts: how, what comes, and what is being sent.
  messages::incremental_format parts_ = messages::incremental_format::none;
  std::shared_ptr<void> rest_;
  std::unique_ptr<stream_compressor> squeeze_; ///< null: as it is
  bytes chunk_;
  bool asking_lines_ = false; ///< more of `rest_` was asked for
  bool head_sent_ = false;    ///< of an answer in lines or pieces
  bool in_pieces_ = false;
};

} // namespace troupe::transport

#pragma once

#include "base/bytes.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::transport {

/// Reads one HTTP request after the other from the bytes of a connection. Beast
/// parses; what it finds goes into buffers that the next request uses again, so
/// that a usual request allocates nothing. All views end with `reset`.
class request_reader {
public:
  using field = boost::beast::http::field;
  using verb = boost::beast::http::verb;

  /// Begins a new request; larger ones end with Beast's `header_limit` or
  /// `body_limit`.
  void reset(size_t header_limit, size_t body_limit);

  /// Takes bytes and returns how many of them were used. The body may be left
  /// where it is: as long as the request is looked at, the bytes must stay.
  size_t put(std::string_view data, boost::system::error_code& failed);

  /// Whether a byte has come.
  bool started() const noexcept {
    return parser_->got_some();
  }

  bool done() const noexcept {
    return parser_->is_done();
  }

  /// Returns how many bytes of the body are still to come, as far as known.
  size_t expected() const;

  verb method() const noexcept {
    return method_;
  }

  std::string_view method_string() const noexcept {
    return view(method_text_);
  }

  std::string_view target() const noexcept {
    return view(target_);
  }

  /// Returns the value of a header field, the first if it repeats, or an empty
  /// view.
  std::string_view operator[](field name) const noexcept;

  /// The same by name, for fields that Beast has no number for.
  std::string_view operator[](std::string_view name) const noexcept;

  bool has(field name) const noexcept;

  /// Returns how many fields have that name.
  size_t count(field name) const noexcept;

  /// Returns 11 for HTTP/1.1.
  int version() const noexcept {
    return version_;
  }

  bool keep_alive() const {
    return parser_->keep_alive();
  }

  std::string_view body() const noexcept {
    return body_.empty() ? whole_body_ : body_.view();
  }

private:
  /// A piece of `text_`.
  struct piece {
    uint32_t at = 0;
    uint32_t size = 0;
  };

  struct entry {
    field name;
    piece text; ///< of a name without a number
    piece value;
  };

  class sink final : public boost::beast::http::basic_parser<true> {
  public:
    explicit sink(request_reader& to) : to_(to) {
      // nop
    }

  private:
    using error_code = boost::beast::error_code;
    using text = boost::beast::string_view;

    void on_request_impl(verb method, text method_string, text target,
                         int version, error_code&) override;
    void on_response_impl(int, text, int, error_code&) override;
    void on_field_impl(field name, text, text value, error_code&) override;
    void on_header_impl(error_code&) override;
    void on_body_init_impl(const boost::optional<uint64_t>& size,
                           error_code&) override;
    size_t on_body_impl(text part, error_code&) override;
    void on_chunk_header_impl(uint64_t, text, error_code&) override;
    size_t on_chunk_body_impl(uint64_t, text part, error_code&) override;
    void on_finish_impl(error_code&) override;

    request_reader& to_;
  };

  std::string_view view(piece x) const noexcept {
    return std::string_view{text_}.substr(x.at, x.size);
  }

  piece keep(boost::beast::string_view x);

  std::optional<sink> parser_;
  std::string text_;
  std::vector<entry> fields_;
  verb method_ = verb::unknown;
  int version_ = 0;
  piece method_text_;
  piece target_;
  size_t body_size_ = 0;
  std::string_view whole_body_; ///< came in one piece
  bytes body_;                  ///< came in several
};

} // namespace troupe::transport

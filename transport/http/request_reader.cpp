#include "transport/http/request_reader.hpp"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>

#include <algorithm>

namespace troupe::transport {

void request_reader::reset(size_t header_limit, size_t body_limit) {
  // What an unusually large request took is given back.
  constexpr size_t usual = 4 * 1024;
  if (text_.capacity() > usual)
    text_ = {};
  if (body_.capacity() > usual)
    body_ = {};
  text_.clear();
  fields_.clear();
  body_.clear();
  whole_body_ = {};
  method_ = verb::unknown;
  method_text_ = target_ = {};
  parser_.emplace(*this);
  parser_->eager(true);
  parser_->header_limit(static_cast<std::uint32_t>(header_limit));
  parser_->body_limit(body_limit);
}

size_t request_reader::put(std::string_view data,
                           boost::system::error_code& failed) {
  size_t used = 0;
  while (used < data.size() && !done() && !failed) {
    auto n = parser_->put({data.data() + used, data.size() - used}, failed);
    used += n;
    if (n == 0)
      break;
  }
  if (failed == boost::beast::http::error::need_more)
    failed = {};
  return used;
}

size_t request_reader::expected() const {
  auto left = parser_->content_length_remaining();
  return left ? static_cast<size_t>(*left) : 0;
}

std::string_view request_reader::operator[](field name) const noexcept {
  for (const auto& x : fields_)
    if (x.name == name)
      return view(x.value);
  return {};
}

std::string_view
request_reader::operator[](std::string_view name) const noexcept {
  auto number = boost::beast::http::string_to_field({name.data(), name.size()});
  if (number != field::unknown)
    return (*this)[number];
  for (const auto& x : fields_) {
    auto text = view(x.text);
    if (x.name == field::unknown
        && boost::beast::iequals({text.data(), text.size()},
                                 {name.data(), name.size()}))
      return view(x.value);
  }
  return {};
}

bool request_reader::has(field name) const noexcept {
  return std::ranges::find(fields_, name, &entry::name) != fields_.end();
}

size_t request_reader::count(field name) const noexcept {
  return static_cast<size_t>(std::ranges::count(fields_, name, &entry::name));
}

request_reader::piece request_reader::keep(boost::beast::string_view x) {
  piece out{static_cast<uint32_t>(text_.size()),
            static_cast<uint32_t>(x.size())};
  text_.append(x.data(), x.size());
  return out;
}

// -- what Beast finds ---------------------------------------------------------

void request_reader::sink::on_request_impl(verb method, text method_string,
                                           text target, int version,
                                           error_code&) {
  to_.version_ = version;
  to_.method_ = method;
  to_.method_text_ = to_.keep(method_string);
  to_.target_ = to_.keep(target);
}

void request_reader::sink::on_response_impl(int, text, int, error_code&) {
  // nop
}

void request_reader::sink::on_field_impl(field name, text name_text, text value,
                                         error_code&) {
  auto kept = name == field::unknown ? to_.keep(name_text) : piece{};
  to_.fields_.push_back({name, kept, to_.keep(value)});
}

void request_reader::sink::on_header_impl(error_code&) {
  // nop
}

void request_reader::sink::on_body_init_impl(
  const boost::optional<uint64_t>& size, error_code&) {
  to_.body_size_ = size ? static_cast<size_t>(*size) : 0;
}

size_t request_reader::sink::on_body_impl(text part, error_code&) {
  if (part.size() == to_.body_size_)
    to_.whole_body_ = {part.data(), part.size()};
  else
    to_.body_.append({part.data(), part.size()});
  return part.size();
}

void request_reader::sink::on_chunk_header_impl(uint64_t, text, error_code&) {
  // nop
}

size_t request_reader::sink::on_chunk_body_impl(uint64_t, text part,
                                                error_code&) {
  to_.body_.append({part.data(), part.size()});
  return part.size();
}

void request_reader::sink::on_finish_impl(error_code&) {
  // nop
}

} // namespace troupe::transport

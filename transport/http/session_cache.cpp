#include "base/hash.hpp"
#include "cache/key.hpp"
#include "transport/http/etag.hpp"
#include "transport/http/session.hpp"

#include <boost/beast/http/field.hpp>

namespace troupe::transport {

namespace {

namespace http = boost::beast::http;

/// Whether it cannot be a query, by its first letters. What slips through is
/// looked for in vain, nothing else.
bool writes(std::string_view query) noexcept {
  auto first = query.find_first_not_of(" \t\r\n,");
  return first != std::string_view::npos
         && (query.substr(first).starts_with("mutation")
             || query.substr(first).starts_with("subscription"));
}

/// Everything that the answer depends on but the data. Null: it is not to be
/// kept.
const cache::operation_ptr* write_key(session_owner& owner,
                                      const messages::graphql_request& x) {
  // To bring a text under its hash is more than a read.
  bool both = !x.query.empty() && !x.document_id.empty();
  bool other = x.as_lines || x.explain != messages::explanation::none;
  if (x.wants_cost || both || other || writes(x.query))
    return nullptr;
  const auto& operation =
    owner.operations->find({x.query.empty() ? x.document_id : x.query,
                            x.operation_name, x.query.empty()});
  cache::key_writer key{owner.key};
  key.number(operation->id);
  key.number(x.cache_generation);
  key.session(x.session.get());
  if (x.principal == nullptr) {
    key.number(0);
  } else {
    key.number(1 + x.principal->claims.size());
    key.text(x.principal->subject);
    key.text(x.principal->role);
    for (const auto& [name, value] : x.principal->claims) {
      key.text(name);
      key.text(value);
    }
  }
  key.variables(x.variables);
  return &operation;
}

} // namespace

void session_owner::refresh(
  std::shared_ptr<const messages::graphql_request> request) {
  self->request(query, caf::infinite, messages::run_request{std::move(request)})
    .then([](const messages::request_done&) {}, [](caf::error&) {});
}

/// Answers from what is kept. Otherwise the request says under which key its
/// answer may be.
bool session::find_kept(
  const std::shared_ptr<messages::graphql_request>& request, size_t index) {
  auto& x = *request;
  auto& all = *owner_->options.kept;
  auto control = request_[http::field::cache_control];
  if (!all.open() || control.find("no-store") != std::string_view::npos)
    return false;
  x.cache_generation = all.generation();
  const auto* operation = write_key(*owner_, x);
  if (operation == nullptr)
    return false;
  auto key = owner_->key.view();
  x.cache_hash = hash64(key);
  cache::found_entry found;
  x.skips_cache = control.find("no-cache") != std::string_view::npos;
  if (!x.skips_cache)
    found = all.find(x.cache_hash, key, cache::store::seconds(x.started));
  auto& count = found.entry ? (*operation)->hits : (*operation)->misses;
  count.fetch_add(1, std::memory_order_relaxed);
  if (!found.entry || found.refresh)
    x.cache_key = x.memory.copy(key);
  if (!found.entry)
    return false;
  auto& stats = *owner_->options.stats;
  stats.requests[0][0].add();
  if (found.refresh)
    owner_->refresh(request);
  auto hash = x.cache_hash;
  stats.duration.observe(steady::now() - x.started);
  if (!batched_) {
    batch_waiting_ = 0;
    respond_kept(found.entry, hash);
    return true;
  }
  auto copy = std::make_shared<messages::graphql_response>();
  copy->body.append(found.entry->body());
  answered(index, std::move(copy));
  return true;
}

/// Sends an entry from where it is. Packed forms are kept with it.
void session::respond_kept(const cache::entry_ptr& x, uint64_t hash) {
  kept_ = x;
  head h{.status = 200, .content_type = to_string(media_)};
  auto body = x->body();
  auto age = cache::store::seconds(steady::now()) - x->born();
  auto left = x->ttl() > age ? x->ttl() - age : 0;
  if (get_) {
    h.age = x->age_said() ? age : 0;
    if (tag(h, body, x->age_said(), left + h.age,
            x->reach() == cache::reach::one_user))
      return;
  }
  const auto& options = owner_->options.compression;
  if (body.size() >= options.least && !options.codings.empty()) {
    h.vary = true;
    auto how = coding_for(body);
    auto packed = x->packed(static_cast<size_t>(how));
    if (how != coding::identity && packed.empty())
      return pack_kept(h, how, hash);
    if (how != coding::identity) {
      body = packed;
      h.encoding = to_string(how);
    }
  }
  h.size = body.size();
  write_head(h);
  write(body);
}

/// The first client that reads this coding has it made for all.
void session::pack_kept(head h, coding how, uint64_t hash) {
  if (owner_->squeeze == nullptr)
    owner_->squeeze =
      std::make_unique<compressor>(owner_->options.compression.level);
  bytes small;
  auto body = kept_->body();
  if (owner_->squeeze->run(how, body, small)) {
    bytes exact{small.size()};
    exact.append(small.view());
    owner_->options.kept->pack(hash, kept_, static_cast<size_t>(how),
                               std::move(exact));
    h.encoding = to_string(how);
    body = kept_->packed(static_cast<size_t>(how));
    if (body.empty()) { // it was dropped meanwhile
      auto own = std::make_shared<bytes>(std::move(small));
      body = own->view();
      body_owner_ = std::move(own);
    }
  }
  h.size = body.size();
  write_head(h);
  write(body);
}

/// Adds what lets a client keep the answer to a GET. If it has this very one
/// already, says so and returns true.
bool session::tag(head& x, std::string_view body, bool said, uint32_t max_age,
                  bool one_user) {
  tag_ = etag_of(body);
  bool known = owner_->options.session_rules.empty();
  cache_control_ = one_user || !known ? "private" : said ? "public" : "private";
  cache_control_ +=
    said ? ", max-age=" + std::to_string(max_age) : std::string{", no-cache"};
  x.etag = tag_;
  x.cache_control = cache_control_;
  if (!etag_matches(request_[http::field::if_none_match], tag_))
    return false;
  x.status = 304;
  x.content_type = {};
  write_head(x);
  write({});
  return true;
}

} // namespace troupe::transport

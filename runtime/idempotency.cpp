#include "runtime/idempotency.hpp"

#include "base/hash.hpp"

#include <random>
#include <variant>
#include <vector>

namespace troupe::runtime {

namespace {

/// The first is null.
using value = std::variant<std::monostate, int64_t, std::string_view>;

/// The texts of one dialect.
struct texts {
  std::string_view patience, trim, claim, look, answer, keep, keep_done,
    release;
};

constexpr texts postgres{
  // The row is locked from the answer to the commit.
  "SELECT set_config('lock_timeout', '100ms', true)",
  "DELETE FROM troupe.idempotency WHERE ctid = ANY(ARRAY(SELECT ctid FROM "
  "troupe.idempotency WHERE expires_at < now() ORDER BY expires_at LIMIT 10 "
  "FOR UPDATE SKIP LOCKED))",
  "INSERT INTO troupe.idempotency AS i (scope, key, fingerprint, claim, "
  "expires_at) VALUES ($1, $2, $3, $4::uuid, now() + $5::bigint * interval "
  "'1 millisecond') ON CONFLICT (scope, key) DO UPDATE SET fingerprint = "
  "excluded.fingerprint, claim = excluded.claim, claimed_at = now(), committed "
  "= false, status = NULL, response = NULL, expires_at = excluded.expires_at "
  "WHERE i.expires_at < now() OR (NOT i.committed AND i.response IS NULL AND "
  "i.fingerprint = excluded.fingerprint AND i.claimed_at < now() - $6::bigint "
  "* interval '1 millisecond')",
  "SELECT (claim = $4::uuid)::int::int8, (fingerprint = $3)::int::int8, "
  "committed::int::int8, "
  "(claimed_at < now() - $5::bigint * interval '1 millisecond')::int::int8, "
  // Without the function nothing may run.
  "status::int8, response, 'troupe.answer_key(text, text, uuid, bigint, text)'"
  "::regprocedure FROM troupe.idempotency WHERE scope = $1 AND key = $2",
  "SELECT troupe.answer_key($1, $2, $3::uuid, $4::bigint, $5)",
  "UPDATE troupe.idempotency SET status = $4::bigint, response = $5 WHERE "
  "scope = $1 AND key = $2 AND claim = $3::uuid AND status IS NULL",
  "UPDATE troupe.idempotency SET status = $4::bigint, response = $5 WHERE "
  "scope = $1 AND key = $2 AND claim = $3::uuid AND status IS NULL AND "
  "committed",
  "DELETE FROM troupe.idempotency WHERE scope = $1 AND key = $2 AND claim = "
  "$3::uuid AND NOT committed"};

constexpr texts sqlite{
  {},
  "DELETE FROM troupe_idempotency WHERE (scope, key) IN (SELECT scope, key "
  "FROM troupe_idempotency WHERE expires_at < unixepoch() ORDER BY expires_at "
  "LIMIT 10)",
  "INSERT INTO troupe_idempotency (scope, key, fingerprint, claim, expires_at) "
  "VALUES (?1, ?2, ?3, ?4, unixepoch() + ?5 / 1000) ON CONFLICT (scope, key) "
  "DO UPDATE SET fingerprint = excluded.fingerprint, claim = excluded.claim, "
  "claimed_at = unixepoch(), committed = 0, status = NULL, response = NULL, "
  "expires_at = excluded.expires_at WHERE troupe_idempotency.expires_at < "
  "unixepoch() OR (NOT troupe_idempotency.committed AND "
  "troupe_idempotency.response IS NULL AND troupe_idempotency.fingerprint = "
  "excluded.fingerprint AND troupe_idempotency.claimed_at < unixepoch() - ?6 / "
  "1000)",
  "SELECT claim = ?4, fingerprint = ?3, committed, claimed_at < unixepoch() - "
  "?5 / 1000, status, response, 0 FROM troupe_idempotency WHERE scope = ?1 AND "
  "key = ?2",
  "UPDATE troupe_idempotency SET committed = troupe_expect(claim = ?3), status "
  "= ?4, response = ?5 WHERE scope = ?1 AND key = ?2",
  "UPDATE troupe_idempotency SET status = ?4, response = ?5 WHERE scope = ?1 "
  "AND key = ?2 AND claim = ?3 AND status IS NULL",
  "UPDATE troupe_idempotency SET status = ?4, response = ?5 WHERE scope = ?1 "
  "AND key = ?2 AND claim = ?3 AND status IS NULL AND committed",
  "DELETE FROM troupe_idempotency WHERE scope = ?1 AND key = ?2 AND claim = ?3 "
  "AND NOT committed"};

const texts& of(plan::dialect x) noexcept {
  return x == plan::dialect::postgres ? postgres : sqlite;
}

/// A UUID of version 4.
std::string fresh_claim() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
  for (auto& c : out)
    if (c == 'x')
      c = digits[random() % digits.size()];
  return out;
}

void bind(plan::bound_values& to, const std::vector<value>& values) {
  for (const auto& v : values) {
    auto& x = to.values.emplace_back();
    if (const auto* n = std::get_if<int64_t>(&v)) {
      x.kind = plan::bound_kind::integer;
      x.integer = *n;
    } else if (const auto* text = std::get_if<std::string_view>(&v)) {
      x.kind = plan::bound_kind::text;
      x.text = to.texts.emplace_front(*text);
    }
  }
}

using last_values = decltype(plan::bound_values::last_part);

/// Statements that run as one transaction, with their values.
class script {
public:
  explicit script(plan::dialect dialect) : dialect_(dialect) {
    // nop
  }

  void add(std::string_view sql, const std::vector<value>& values) {
    add_part(sql, values.size());
    bind(*values_, values);
  }

  /// A last part whose values are made of what the others bring.
  void add_last(std::string_view sql, size_t values, last_values make) {
    add_part(sql, values);
    values_->last_part = std::move(make);
  }

  /// Statements that were planned come first.
  void add(const plan::statement& x, std::shared_ptr<const plan::statement> own,
           const std::shared_ptr<const plan::bound_values>& values) {
    if (x.parts.empty())
      parts_.push_back(std::move(own));
    else
      parts_.insert(parts_.end(), x.parts.begin(), x.parts.end());
    values_->values = values->values;
    values_->memory = values;
  }

  pending_statement finish(size_t answer) {
    auto out = std::make_shared<plan::statement>();
    out->dialect = dialect_;
    out->writes = true;
    out->answer = answer;
    for (const auto& p : parts_)
      out->sql += (out->sql.empty() ? "" : ";\n") + p->sql;
    out->id = hash64(out->sql);
    out->parts = std::move(parts_);
    return {0, std::move(out), std::move(values_)};
  }

private:
  void add_part(std::string_view sql, size_t values) {
    auto part = std::make_shared<plan::statement>();
    part->dialect = dialect_;
    part->sql = sql;
    part->parameters.resize(values);
    part->writes = true;
    part->id = hash64(sql);
    parts_.push_back(std::move(part));
  }

  plan::dialect dialect_;
  std::vector<std::shared_ptr<const plan::statement>> parts_;
  std::shared_ptr<plan::bound_values> values_ =
    std::make_shared<plan::bound_values>();
};

/// Of what `look` selects; the last is of no interest.
constexpr size_t columns = 7;

int64_t number(const plan::cell& x) noexcept {
  return x.size == 8 ? plan::read_big_endian<int64_t>(x.data) : 0;
}

} // namespace

idempotency_claim::idempotency_claim(plan::dialect dialect, std::string scope,
                                     std::string key, std::string fingerprint,
                                     std::chrono::milliseconds lease,
                                     std::chrono::milliseconds retention)
  : dialect_(dialect),
    scope_(std::move(scope)),
    key_(std::move(key)),
    fingerprint_(std::move(fingerprint)),
    claim_(fresh_claim()),
    lease_ms_(lease.count()),
    retention_ms_(retention.count()) {
  // nop
}

pending_statement idempotency_claim::claim() const {
  const auto& t = of(dialect_);
  script out{dialect_};
  if (!t.patience.empty())
    out.add(t.patience, {});
  out.add(t.trim, {});
  out.add(t.claim,
          {scope_, key_, fingerprint_, claim_, retention_ms_, lease_ms_});
  out.add(t.look, {scope_, key_, fingerprint_, claim_, lease_ms_});
  return out.finish(t.patience.empty() ? 2 : 3);
}

claim_verdict idempotency_claim::read(const plan::row_set& rows) {
  // Whoever had it has just given it free.
  if (rows.rows() != 1)
    return claim_verdict::running;
  plan::cell c[columns];
  rows.read(0, c);
  if (number(c[0]) == 1)
    return claim_verdict::mine;
  if (number(c[1]) != 1)
    return claim_verdict::other;
  bool waits = number(c[3]) != 1;
  if (!c[5].null())
    body_ = c[5].view();
  if (!c[4].null()) {
    status_ = static_cast<uint16_t>(number(c[4]));
    return claim_verdict::replay;
  }
  if (number(c[2]) != 1 || waits)
    return claim_verdict::running;
  return c[5].null() ? claim_verdict::lost : claim_verdict::interrupted;
}

void idempotency_claim::guard(pending_statement& x, answer_maker make) const {
  script out{dialect_};
  out.add(*x.statement, x.statement, x.values);
  // A claim may end before the statement does.
  out.add_last(of(dialect_).answer, 5,
               [scope = scope_, key = key_, claim = claim_,
                make = std::move(make)](const plan::row_set_ptr& rows) {
                 auto answer = make(rows);
                 value status;
                 if (answer.complete)
                   status = static_cast<int64_t>(answer.outcome);
                 auto values = std::make_shared<plan::bound_values>();
                 bind(*values, {scope, key, claim, status, answer.body.view()});
                 return std::shared_ptr<const plan::bound_values>{
                   std::move(values)};
               });
  auto made = out.finish(x.statement->answer);
  x.statement = std::move(made.statement);
  x.values = std::move(made.values);
}

pending_statement idempotency_claim::keep(std::string_view body,
                                          uint16_t status) const {
  const auto& t = of(dialect_);
  script out{dialect_};
  out.add(t.keep, {scope_, key_, claim_, int64_t{status}, body});
  out.add(t.look, {scope_, key_, fingerprint_, claim_, lease_ms_});
  return out.finish(1);
}

pending_statement idempotency_claim::release(std::string_view body,
                                             uint16_t status) const {
  const auto& t = of(dialect_);
  script out{dialect_};
  out.add(t.keep_done, {scope_, key_, claim_, int64_t{status}, body});
  out.add(t.release, {scope_, key_, claim_});
  out.add(t.look, {scope_, key_, fingerprint_, claim_, lease_ms_});
  return out.finish(2);
}

bool idempotency_claim::stored(const plan::row_set& rows) {
  if (rows.rows() != 1)
    return false;
  plan::cell c[columns];
  rows.read(0, c);
  if (number(c[0]) != 1 || c[4].null())
    return false;
  status_ = static_cast<uint16_t>(number(c[4]));
  body_ = c[5].view();
  return true;
}

bool worth_retrying(ec code) noexcept {
  return code == ec::transaction_conflict || code == ec::rate_limited
         || code == ec::canceled || code >= ec::overloaded;
}

} // namespace troupe::runtime

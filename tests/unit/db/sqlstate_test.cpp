#include "db/sqlstate.hpp"

#include <catch2/catch.hpp>

using namespace troupe;

TEST_CASE("an SQLSTATE says who can act on it") {
  CHECK(db::from_sqlstate("23505") == ec::conflict);
  CHECK(db::from_sqlstate("23503") == ec::constraint_violation);
  CHECK(db::from_sqlstate("22P02") == ec::bad_user_input);
  CHECK(db::from_sqlstate("40001") == ec::transaction_conflict);
  CHECK(db::from_sqlstate("40P01") == ec::transaction_conflict);
  CHECK(db::from_sqlstate("53100") == ec::database_error);
  CHECK(db::from_sqlstate("53200") == ec::overloaded);
  CHECK(db::from_sqlstate("53300") == ec::database_unavailable);
  CHECK(db::from_sqlstate("57014") == ec::timeout);
  CHECK(db::from_sqlstate("57P01") == ec::database_unavailable);
  CHECK(db::from_sqlstate("42P01") == ec::schema_mismatch);
  CHECK(db::from_sqlstate("XX000") == ec::database_error);
  CHECK(db::from_sqlstate("") == ec::database_error);
}

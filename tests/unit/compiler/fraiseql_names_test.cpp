#include "compiler/authoring/fraiseql/names.hpp"

#include <catch2/catch.hpp>

using namespace troupe::compiler::authoring::fraiseql;

TEST_CASE("names are published in camel case") {
  CHECK(to_camel("created_at") == "createdAt");
  CHECK(to_camel("phone_1") == "phone1");
  CHECK(to_camel("s3_key") == "s3Key");
  CHECK(to_camel("title") == "title");
  CHECK(to_camel("alreadyCamel") == "alreadyCamel");
  CHECK(to_camel("_private") == "_private");
  CHECK(to_camel("trailing_") == "trailing_");
}

TEST_CASE("snake case knows acronyms and digits") {
  CHECK(to_snake("createdAt") == "created_at");
  CHECK(to_snake("userID") == "user_id");
  CHECK(to_snake("HTMLParser") == "html_parser");
  CHECK(to_snake("phone1") == "phone_1");
  CHECK(to_snake("line12Text") == "line_12_text");
  CHECK(to_snake("s3Key") == "s3_key");
  CHECK(to_snake("ipv4Address") == "ipv4_address");
  CHECK(to_snake("oauth2Token") == "oauth2_token");
  CHECK(to_snake("snake_case_1") == "snake_case_1");
}

TEST_CASE("a declared name with underscores is the key") {
  CHECK(document_key("shelf_no1") == "shelf_no1");
  CHECK(document_key("shelfNo") == "shelf_no");
  CHECK(document_key("title") == "title");
}

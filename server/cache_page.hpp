#pragma once

#include "actors/answer_cache.hpp"
#include "transport/http/routes.hpp"

#include <string>

namespace troupe::server {

/// `GET /admin/cache`: what is kept, and the hit rate of the busiest
/// operations.
std::string describe_answers(actors::answer_cache& all);

/// `POST /admin/cache`: `{"forget": "all"}`, `{"forget": "view", "view":
/// "orders"}` or `{"forget": "entity", "view": "orders", "key": {"id": 7}}`;
/// views are named as in the database.
transport::reply forget_answers(actors::answer_cache& all,
                                const transport::route_request& x);

} // namespace troupe::server

#pragma once

namespace troupe::messages {

struct describe_pool;
struct graphql_request;
struct graphql_response;
struct pool_status;
struct request_done;
struct run_request;
struct run_statement;
struct statement_rows;
struct use_engine;

} // namespace troupe::messages

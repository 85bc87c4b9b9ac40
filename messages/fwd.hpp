#pragma once

namespace troupe::messages {

struct drain;
struct drained;
struct graphql_request;
struct graphql_response;
struct ping;
struct pong;
struct pool_status;
struct request_done;
struct run_request;
struct run_statement;
struct statement_rows;
struct describe_pool;

} // namespace troupe::messages

#pragma once

namespace troupe::messages {

struct count_connections;
struct describe_pool;
struct drain;
struct graphql_request;
struct graphql_response;
struct open_connections;
struct pool_status;
struct request_done;
struct run_request;
struct run_statement;
struct statement_rows;
struct use_engine;

} // namespace troupe::messages

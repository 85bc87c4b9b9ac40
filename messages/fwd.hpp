#pragma once

namespace troupe::messages {

struct cache_tick;
struct change;
struct change_batch;
struct changes_arrived;
struct changes_lost;
struct changes_status;
struct changes_taken;
struct check_waiting;
struct children;
struct close_stream;
struct describe_changes;
struct describe_children;
struct describe_pool;
struct drop_lines;
struct find_remote;
struct graphql_request;
struct graphql_response;
struct join_pool;
struct join_streams;
struct keep_remote;
struct leave_pool;
struct next_lines;
struct next_part;
struct next_rows;
struct open_stream;
struct pool_pressed;
struct pool_status;
struct read_changes;
struct remote_found;
struct remote_tick;
struct request_done;
struct restart_due;
struct run_request;
struct run_statement;
struct share_waiting;
struct statement_rows;
struct stop_due;
struct stream_ended;
struct stream_rows;
struct subscribe_changes;
struct tell_children;
struct use_engine;
struct use_listener;
struct use_pool;
struct use_query;
struct use_listeners;
struct adopt_connection;
struct use_reader;
struct use_remote;
struct use_routes;
struct wake_connection;
struct watch_routes;

} // namespace troupe::messages

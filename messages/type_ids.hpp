#pragma once

#include "base/error.hpp"
#include "messages/fwd.hpp"

#include <caf/error.hpp>
#include <caf/make_message.hpp>
#include <caf/message.hpp>
#include <caf/type_id.hpp>

/// The register of all message types, sorted.
CAF_BEGIN_TYPE_ID_BLOCK(troupe_messages, caf::first_custom_type_id)

  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::cache_tick))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::changes_arrived))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::changes_lost))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::changes_status))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::changes_taken))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::check_waiting))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::children))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::describe_changes))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::describe_children))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::describe_pool))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::join_pool))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::leave_pool))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::next_part))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::pool_pressed))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::pool_status))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::read_changes))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::request_done))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::restart_due))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::run_request))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::run_statement))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::statement_rows))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::stop_due))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::subscribe_changes))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::tell_children))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::use_engine))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::use_listener))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::use_pool))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::use_query))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::use_reader))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::use_routes))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::wake_connection))
  CAF_ADD_TYPE_ID(troupe_messages, (troupe::messages::watch_routes))

CAF_END_TYPE_ID_BLOCK(troupe_messages)

CAF_ERROR_CODE_ENUM(troupe::ec, "troupe")

// These carry pointers to immutable data and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::cache_tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::changes_arrived)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::changes_lost)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::changes_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::changes_taken)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::check_waiting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::children)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::describe_changes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::describe_children)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::describe_pool)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::join_pool)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::leave_pool)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::next_part)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::pool_pressed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::pool_status)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::read_changes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::request_done)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::restart_due)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::run_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::run_statement)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::statement_rows)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::stop_due)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::subscribe_changes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::tell_children)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::use_engine)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::use_listener)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::use_pool)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::use_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::use_reader)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::use_routes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::wake_connection)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(troupe::messages::watch_routes)

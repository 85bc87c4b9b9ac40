#pragma once

#include <string>
#include <string_view>

namespace troupe::compiler::authoring::fraiseql {

/// `created_at` -> `createdAt`, `phone_1` -> `phone1`. What has no underscore
/// stays.
std::string to_camel(std::string_view name);

/// `createdAt` -> `created_at`, `userID` -> `user_id`, `phone1` -> `phone_1`,
/// but `s3Key` -> `s3_key`: digits belong to an acronym that has them.
std::string to_snake(std::string_view name);

/// The key in a document of a field that was declared with this name.
std::string document_key(std::string_view declared);

} // namespace troupe::compiler::authoring::fraiseql

#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What comments of tables say about interfaces and unions, in the words of
/// PostGraphile's smart tags.
namespace troupe::compiler::authoring {

struct tagged_attribute {
  std::string column;
  std::string field; ///< empty: named after the column
  bool required = false;
};

/// `@type TOPIC name:Topic attributes:title>heading!,body`
struct tagged_type {
  std::string value; ///< of the discriminator
  std::string name;
  std::vector<tagged_attribute> attributes;
};

struct table_tags {
  std::string description; ///< the comment without its tags
  /// `@interface mode:single type:kind`: the column that tells the type.
  std::string discriminator;
  /// `@interface mode:union`: the tables that implement it have the rows.
  bool several = false;
  std::vector<tagged_type> types;
  std::vector<std::string> implements; ///< `@implements Name`
  std::vector<std::string> unions;     ///< `@unionMember Name`
  /// Tags that cannot be read, each with the reason.
  std::vector<std::string> wrong;
};

/// Reads the tags at the beginning of a comment, one a line.
table_tags read_tags(std::string_view comment);

} // namespace troupe::compiler::authoring

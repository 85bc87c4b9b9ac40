#pragma once

#include "compiler/authoring/reflect_documents.hpp"
#include "compiler/authoring/reflect_tags.hpp"
#include "plan/facts.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What the files reflect*.cpp share while SDL of one database is written.
namespace troupe::compiler::authoring {

/// `["a", "b"]`
std::string name_list(const std::vector<std::string>& names);

class reflector {
public:
  explicit reflector(const plan::database_facts& facts);

  std::string run();

private:
  struct relation {
    std::string field;
    size_t target;
    bool many;
    bool nullable;
    std::vector<std::string> from;
    std::vector<std::string> to;
  };

  /// Returns `name`, or the first of `name2`, `name3`, ... that is free.
  static std::string unused(std::set<std::string>& taken, std::string name);

  bool in_default(std::string_view schema) const;

  void name_types();

  /// Documents are found by a key, or by `id` beside them.
  static bool has_key(const plan::table_facts& t);

  bool holds_rows(std::string_view name) const;

  size_t find_table(std::string_view schema, std::string_view name) const;

  static const plan::column_facts* find_column(const plan::table_facts& t,
                                               std::string_view name);

  /// `author_id` -> author; `reports_to` -> reportsToEmployee; composite keys
  /// are called like the table they lead to.
  std::string forward_name(const plan::foreign_key_facts& key,
                           size_t target) const;

  void plan_relations(size_t index);

  void description(std::string_view text, std::string_view indent);

  void enumeration(const plan::enum_facts& e);

  void table(size_t index);

  /// ` @table(...)`
  std::string bound(const plan::table_facts& t) const;

  void relation_field(const relation& r);

  /// What the rows of a fact table have in their JSON columns.
  void dimensions(size_t index);

  void members(const document_type& x);

  /// A column with the value of a member serves its filters.
  static bool in_document(const document_type& x, std::string_view column);

  std::string enum_of(const plan::column_type& type) const;

  std::string type_of(const plan::column_type& x) const;

  /// `named`: a field without @column is one of a document.
  void column(const plan::column_facts& c, const std::string& field,
              bool named);

  /// Whether the GraphQL type alone leads back to this database type.
  static bool obvious(const plan::column_type& x) noexcept;

  // -- reflect_abstract.cpp ---------------------------------------------------

  /// Types that comments name; those of one table that are taken lose.
  /// Leaves out interfaces and unions that cannot be.
  void settle_interfaces(std::set<std::string>& taken);

  std::string common(const std::string& name, std::vector<size_t> tables) const;

  void name_interfaces(size_t index, std::set<std::string>& taken);

  std::string implemented(size_t index) const;

  /// Rows of several types in one table: what no type has for itself is what
  /// all have.
  void one_table(size_t index);

  void fields_of(size_t index, const std::set<std::string>& own,
                 const tagged_type* type);

  /// Interfaces and unions of tables. An interface has the columns that all of
  /// them have.
  void several_tables();

  const plan::database_facts& facts_;
  std::string out_;
  std::vector<std::string> names_;
  std::map<std::string, std::string> enum_names_;
  std::vector<std::set<std::string>> fields_;
  std::vector<std::vector<std::string>> columns_;
  std::vector<std::vector<relation>> relations_;
  std::vector<table_tags> tags_;
  /// Tables of each interface and union, by its name.
  std::map<std::string, std::vector<size_t>> interfaces_, unions_;
  std::vector<std::vector<document_type>> documents_; ///< empty: columns only
};

} // namespace troupe::compiler::authoring

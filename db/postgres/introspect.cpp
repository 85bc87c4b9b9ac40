#include "db/postgres/introspect.hpp"

#include "db/postgres/link.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <vector>

namespace troupe::db::postgres {

namespace {

using row = std::vector<std::string>;

// Partitions are read through their parents; what `troupe migrate` installed is
// nobody's data.
constexpr auto tables_sql = R"sql(
select n.nspname, c.relname, c.relkind::text, coalesce(obj_description(c.oid, 'pg_class'), ''), c.reltuples::text
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
  and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'troupe')
  and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
order by 1, 2)sql";

constexpr auto parents_sql = R"sql(
select n.nspname, c.relname, pn.nspname || '.' || p.relname
from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_namespace n on n.oid = c.relnamespace
join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
where c.relkind = 'r' and not c.relispartition
order by 1, 2, i.inhseqno)sql";

// A domain is what it is based on.
constexpr auto columns_sql = R"sql(
select n.nspname, c.relname, a.attname, a.attnotnull::text, a.atthasdef::text,
       a.attidentity::text, a.attgenerated::text,
       format_type(case when t.typtype = 'd' then t.typbasetype else a.atttypid end,
                   case when t.typtype = 'd' then t.typtypmod else a.atttypmod end),
       coalesce(et.typtype, t.typtype)::text, coalesce(col_description(c.oid, a.attnum), '')
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
join pg_type t on t.oid = a.atttypid left join pg_type et on et.oid = t.typelem and t.typcategory = 'A'
where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by 1, 2, a.attnum)sql";

constexpr auto keys_sql = R"sql(
select n.nspname, c.relname, i.relname, x.indisprimary::text, x.indisunique::text, (x.indpred is not null)::text,
       coalesce(a.attname, '')
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
join pg_namespace n on n.oid = c.relnamespace
cross join lateral generate_series(0, x.indnkeyatts - 1) k
left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[k] and a.attnum > 0
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and x.indisvalid
order by 1, 2, 3, k)sql";

constexpr auto foreign_sql = R"sql(
select n.nspname, c.relname, k.conname, tn.nspname, tc.relname, a.attname, ta.attname
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
join pg_class tc on tc.oid = k.confrelid join pg_namespace tn on tn.oid = tc.relnamespace
cross join lateral generate_subscripts(k.conkey, 1) s
join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[s]
join pg_attribute ta on ta.attrelid = k.confrelid and ta.attnum = k.confkey[s]
where k.contype = 'f' and k.conparentid = 0
order by 1, 2, k.conkey, 3, s)sql";

constexpr auto enums_sql = R"sql(
select n.nspname, t.typname, e.enumlabel, coalesce(obj_description(t.oid, 'pg_type'), '')
from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace
where n.nspname <> 'troupe' and (n.nspname, t.typname) <> ('app', 'mutation_error_class')
order by 1, 2, e.enumsortorder)sql";

// Functions that cannot write, whose arguments all have names and whose rows
// are those of a table.
constexpr auto row_functions_sql = R"sql(
select n.nspname, p.proname, coalesce(obj_description(p.oid, 'pg_proc'), ''), tn.nspname, tc.relname, p.proretset::text,
       coalesce(a.name, ''), coalesce(format_type(a.type, null), ''), (a.n > p.pronargs - p.pronargdefaults)::text
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
join pg_type t on t.oid = p.prorettype join pg_class tc on tc.oid = t.typrelid join pg_namespace tn on tn.oid = tc.relnamespace
left join lateral unnest(p.proargtypes::oid[], p.proargnames) with ordinality as a(type, name, n) on a.type is not null
where p.prokind = 'f' and p.provolatile in ('i', 's') and p.provariadic = 0 and p.proargmodes is null
  and tc.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'troupe')
  and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  and not exists (select 1 from pg_proc o where o.pronamespace = p.pronamespace and o.proname = p.proname and o.oid <> p.oid)
order by 1, 2, a.n)sql";

// One row for each parameter, or one without a name; then the columns of the
// result, in one text each.
constexpr auto functions_sql = R"sql(
select n.nspname, p.proname, p.oid::text, coalesce(a.name, ''), coalesce(format_type(a.type, null), ''),
       (a.i > p.pronargs - p.pronargdefaults)::text, pg_get_function_result(p.oid),
       (t.typtype = 'c' or p.prorettype = 'record'::regtype)::text, p.proretset::text, (p.provolatile = 'v')::text,
       coalesce(case when t.typtype = 'c'
                     then (select string_agg(c.attname, ',' order by c.attnum) from pg_attribute c
                           where c.attrelid = t.typrelid and c.attnum > 0 and not c.attisdropped)
                     else (select string_agg(p.proargnames[k], ',' order by k) from generate_subscripts(p.proargmodes, 1) k
                           where p.proargmodes[k] in ('o', 'b', 't')) end, '')
from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_type t on t.oid = p.prorettype
left join lateral (
  select row_number() over (order by k) as i, p.proargnames[k] as name, coalesce(p.proallargtypes[k], p.proargtypes[k - 1]) as type
  from generate_series(1, coalesce(array_length(p.proallargtypes, 1), p.pronargs)) k
  where coalesce(p.proargmodes[k], 'i') in ('i', 'b', 'v')) a on true
where p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
  and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'troupe')
  and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
order by 1, 2, 3, a.i)sql";

class introspector {
public:
  explicit introspector(const std::string& conninfo)
    : c_(PQconnectdb(conninfo.c_str()), &PQfinish) {
    drop_notices(c_.get());
  }

  result<plan::database_facts> run(bool documents) {
    if (PQstatus(c_.get()) != CONNECTION_OK)
      return error{ec::database_unavailable,
                   "Cannot connect to the database: "
                     + std::string{PQerrorMessage(c_.get())},
                   {}};
    plan::database_facts out;
    out.dialect = plan::dialect::postgres;
    for (const auto& r : query("select unnest(current_schemas(false))::text"))
      out.default_schemas.push_back(r[0]);
    for (const auto& r : query(tables_sql)) {
      auto& t = out.tables.emplace_back();
      t.schema = r[0];
      t.name = r[1];
      t.kind = r[2] == "v"   ? plan::table_kind::view
               : r[2] == "m" ? plan::table_kind::materialized_view
                             : plan::table_kind::table;
      t.description = r[3];
      if (t.kind != plan::table_kind::view)
        t.rows = std::strtod(r[4].c_str(), nullptr);
    }
    for (auto& t : out.tables)
      by_name_[t.schema + "." + t.name] = &t;
    for (const auto& r : query(parents_sql))
      if (auto t = by_name_.find(r[0] + "." + r[1]); t != by_name_.end())
        t->second->parents.push_back(r[2]);
    columns();
    keys();
    foreign_keys();
    for (const auto& r : query(enums_sql)) {
      if (out.enums.empty() || out.enums.back().schema != r[0]
          || out.enums.back().name != r[1])
        out.enums.push_back({r[0], r[1], {}, r[3]});
      out.enums.back().values.push_back(r[2]);
    }
    functions(out);
    row_functions(out.row_functions);
    if (documents)
      for (auto& t : out.tables)
        sample(t);
    if (!failure_.empty())
      return error{
        ec::database_error, "Cannot read the catalogue: " + failure_, {}};
    return out;
  }

private:
  std::vector<row> query(const char* sql) {
    std::vector<row> out;
    std::unique_ptr<PGresult, void (*)(PGresult*)> r{PQexec(c_.get(), sql),
                                                     &PQclear};
    if (PQresultStatus(r.get()) != PGRES_TUPLES_OK) {
      failure_ = PQerrorMessage(c_.get());
      return out;
    }
    for (int i = 0; i < PQntuples(r.get()); ++i) {
      auto& to = out.emplace_back();
      for (int k = 0; k < PQnfields(r.get()); ++k)
        to.emplace_back(PQgetvalue(r.get(), i, k));
    }
    return out;
  }

  /// A view that cannot be read, or not in time, has none.
  void sample(plan::table_facts& t) {
    auto quoted = [&](const std::string& name) {
      std::unique_ptr<char, void (*)(void*)> out{
        PQescapeIdentifier(c_.get(), name.c_str(), name.size()), &PQfreemem};
      return std::string{out.get()};
    };
    auto value = plan::document_column(t) != nullptr
                   ? std::string{"\"data\"::text"}
                   : dimensions(t, quoted);
    if (value.empty())
      return;
    auto before = failure_;
    query("set statement_timeout = '5s'");
    for (auto& r :
         query(("select " + value + " from " + quoted(t.schema) + "."
                + quoted(t.name) + " where " + value + " is not null limit 100")
                 .c_str()))
      t.documents.push_back(std::move(r[0]));
    failure_ = before;
  }

  /// The JSON columns of a fact table as members of one object; empty without.
  template <class F>
  std::string dimensions(const plan::table_facts& t, F quoted) {
    std::string out;
    for (const auto* c : plan::dimension_columns(t)) {
      std::unique_ptr<char, void (*)(void*)> name{
        PQescapeLiteral(c_.get(), c->name.c_str(), c->name.size()), &PQfreemem};
      out += (out.empty() ? "" : ", ") + std::string{name.get()} + ", "
             + quoted(c->name);
    }
    return out.empty() ? out : "json_build_object(" + out + ")::text";
  }

  plan::table_facts* table(const row& r) {
    auto i = by_name_.find(r[0] + "." + r[1]);
    return i == by_name_.end() ? nullptr : i->second;
  }

  void columns() {
    for (const auto& r : query(columns_sql)) {
      auto* t = table(r);
      if (t == nullptr)
        continue;
      auto& c = t->columns.emplace_back();
      c.name = r[2];
      c.nullable = r[3] != "true";
      c.generated = !r[6].empty();
      c.has_default = !c.generated && (r[4] == "true" || !r[5].empty());
      c.type = plan::parse_column_type(plan::dialect::postgres, r[7]);
      if (r[8] == "e")
        c.type.base = plan::base_type::enumeration;
      c.description = r[9];
    }
  }

  void keys() {
    struct index {
      plan::table_facts* table;
      plan::key_facts key;
      bool primary, unique, partial;
    };
    std::vector<index> all;
    for (const auto& r : query(keys_sql)) {
      auto* t = table(r);
      if (t == nullptr)
        continue;
      if (all.empty() || all.back().table != t || all.back().key.name != r[2])
        all.push_back(
          {t, {r[2], {}}, r[3] == "true", r[4] == "true", r[5] == "true"});
      all.back().key.columns.push_back(r[6]);
    }
    for (auto& x : all) {
      // An expression is no column.
      if (std::ranges::find(x.key.columns, "") != x.key.columns.end())
        continue;
      x.table->indexes.push_back(x.key);
      if (x.primary)
        x.table->primary_key = x.key.columns;
      else if (x.unique && !x.partial)
        x.table->unique_keys.push_back(x.key);
    }
  }

  void row_functions(std::vector<plan::row_function_facts>& to) {
    for (const auto& r : query(row_functions_sql)) {
      if (to.empty() || to.back().schema != r[0] || to.back().name != r[1])
        to.push_back({r[0], r[1], r[2], {}, r[3], r[4], r[5] == "true"});
      if (!r[7].empty())
        to.back().arguments.push_back(
          {r[6], plan::parse_column_type(plan::dialect::postgres, r[7]),
           r[8] == "true"});
    }
  }

  void foreign_keys() {
    for (const auto& r : query(foreign_sql)) {
      auto* t = table(r);
      if (t == nullptr)
        continue;
      if (t->foreign_keys.empty() || t->foreign_keys.back().name != r[2]) {
        auto& k = t->foreign_keys.emplace_back();
        k.name = r[2];
        k.target_schema = r[3];
        k.target_table = r[4];
      }
      t->foreign_keys.back().columns.push_back(r[5]);
      t->foreign_keys.back().target_columns.push_back(r[6]);
    }
  }

  void functions(plan::database_facts& out) {
    std::string last;
    for (const auto& r : query(functions_sql)) {
      if (r[2] != last) {
        last = r[2];
        auto& f = out.functions.emplace_back();
        f.schema = r[0];
        f.name = r[1];
        f.result = r[6];
        f.composite = r[7] == "true";
        f.many = r[8] == "true";
        f.changes = r[9] == "true";
        for (size_t at = 0; at < r[10].size();) {
          auto end = std::min(r[10].find(',', at), r[10].size());
          f.columns.push_back(r[10].substr(at, end - at));
          at = end + 1;
        }
      }
      if (!r[4].empty())
        out.functions.back().parameters.push_back({r[3], r[4], r[5] == "true"});
    }
  }

  std::unique_ptr<PGconn, void (*)(PGconn*)> c_;
  std::map<std::string, plan::table_facts*> by_name_;
  std::string failure_;
};

} // namespace

result<plan::database_facts> introspect(const std::string& conninfo,
                                        bool documents) {
  return introspector{conninfo}.run(documents);
}

} // namespace troupe::db::postgres

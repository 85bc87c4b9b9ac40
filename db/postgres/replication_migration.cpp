#include "db/postgres/migration_session.hpp"

#include <vector>

namespace troupe::db::postgres {

namespace {

/// A table that is asked for, or that a view which is asked for reads.
struct candidate {
  std::string name;   ///< `schema.table`, quoted
  std::string reason; ///< why it cannot be published; empty: it can
  bool published = false;
};

/// The tables behind relations, and what stands against publishing them. An
/// update of a published table without a replica identity fails, whoever makes
/// it; so such a table must not be published.
constexpr std::string_view candidates_sql = R"sql(
WITH RECURSIVE behind AS (
  SELECT to_regclass(x)::oid AS oid FROM unnest(ARRAY[$T]::text[]) AS x
  UNION
  SELECT d.refobjid FROM behind b JOIN pg_rewrite r ON r.ev_class = b.oid AND r.rulename = '_RETURN'
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> b.oid)
SELECT format('%I.%I', n.nspname, c.relname),
  CASE WHEN c.relpersistence <> 'p' THEN 'it is not in PostgreSQL''s log (unlogged or temporary)'
    WHEN i.usable IS FALSE THEN 'it has no replica identity, so PostgreSQL would refuse updates of it: add a primary key, or ALTER TABLE '
      || format('%I.%I', n.nspname, c.relname) || ' REPLICA IDENTITY FULL' ELSE '' END,
  EXISTS (SELECT FROM pg_publication_rel p JOIN pg_publication u ON u.oid = p.prpubid WHERE u.pubname = $P AND p.prrelid = c.oid)
    OR EXISTS (SELECT FROM pg_publication u WHERE u.pubname = $P AND u.puballtables)
FROM (SELECT DISTINCT oid FROM behind) AS b JOIN pg_class c ON c.oid = b.oid JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
  SELECT bool_and(l.relreplident = 'f'
    OR (l.relreplident = 'd' AND EXISTS (SELECT FROM pg_index x WHERE x.indrelid = l.oid AND x.indisprimary))
    OR (l.relreplident = 'i' AND EXISTS (SELECT FROM pg_index x WHERE x.indrelid = l.oid AND x.indisreplident))) AS usable
  FROM pg_class l WHERE l.oid = c.oid AND l.relkind = 'r' OR l.oid IN (SELECT t.relid FROM pg_partition_tree(c.oid) t WHERE t.isleaf)) AS i
WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'troupe')
ORDER BY 1)sql";

/// What to do to publication and slots; one call for each.
class replication_migration {
public:
  replication_migration(migration_session& s, const migration_request& x)
    : s_(s), x_(x) {
    // nop
  }

  void run() {
    check_server();
    if (!x_.drop_slot.empty())
      drop_slot();
    if (!x_.unpublish.empty())
      unpublish();
    if (!x_.publish.empty())
      publish();
    if (!x_.slot.empty())
      make_slot();
  }

private:
  std::string one(const std::string& sql) {
    if (s_.failed())
      return {};
    auto r = s_.execute(sql);
    return PQntuples(r.get()) == 1 ? PQgetvalue(r.get(), 0, 0) : "";
  }

  void check_server() {
    if (x_.publish.empty() && x_.slot.empty())
      return;
    auto level = one("SELECT current_setting('wal_level')");
    if (level != "logical" && !s_.dry_run())
      s_.fail("The database's wal_level is " + level
              + ". Run ALTER SYSTEM SET wal_level = 'logical', restart "
                "PostgreSQL, and run this again.");
    auto role = one("SELECT rolname FROM pg_roles WHERE rolname = current_user "
                    "AND NOT rolreplication AND NOT rolsuper");
    if (role.empty() || s_.failed())
      return;
    auto hint = "the role " + role + " may not replicate: ALTER ROLE "
                + s_.identifier(role) + " REPLICATION";
    if (x_.slot.empty())
      s_.report.notes.push_back(hint + ", if it is the one that nodes use");
    else
      s_.fail(hint);
  }

  std::vector<candidate>
  candidates(const std::vector<watched_table>& relations) {
    std::string names;
    for (const auto& t : relations)
      names += (names.empty() ? "" : ", ") + s_.literal(s_.qualified(t));
    std::string sql;
    for (size_t i = 0; i < candidates_sql.size(); ++i)
      if (candidates_sql.substr(i, 2) == "$T")
        sql += names, ++i;
      else if (candidates_sql.substr(i, 2) == "$P")
        sql += s_.literal(x_.publication), ++i;
      else
        sql += candidates_sql[i];
    std::vector<candidate> out;
    auto r = s_.execute(sql);
    for (int i = 0; i < PQntuples(r.get()); ++i)
      out.push_back({PQgetvalue(r.get(), i, 0), PQgetvalue(r.get(), i, 1),
                     *PQgetvalue(r.get(), i, 2) == 't'});
    return out;
  }

  bool publication_exists() {
    return !one("SELECT 1 FROM pg_publication WHERE pubname = "
                + s_.literal(x_.publication))
              .empty();
  }

  void publish() {
    if (s_.failed())
      return;
    std::string list;
    for (const auto& t : candidates(x_.publish)) {
      if (!t.reason.empty() && !t.published) {
        if (!x_.publish_all)
          return s_.fail("The table " + t.name
                         + " cannot be published: " + t.reason);
        s_.report.notes.push_back("left out " + t.name + ": " + t.reason);
        continue;
      }
      s_.report.notes.push_back("publishing " + t.name);
      if (!t.published)
        list += (list.empty() ? "" : ", ") + t.name;
    }
    auto name = s_.identifier(x_.publication);
    if (!publication_exists()) {
      if (list.empty())
        return s_.fail("There is no table to publish.");
      s_.apply("create publication " + name + " for table " + list + ";\n");
    } else if (!list.empty()) {
      s_.apply("alter publication " + name + " add table " + list + ";\n");
    }
  }

  void unpublish() {
    std::string list;
    for (const auto& t : candidates(x_.unpublish))
      if (t.published) {
        list += (list.empty() ? "" : ", ") + t.name;
        s_.report.notes.push_back("no longer publishing " + t.name);
      }
    if (!list.empty())
      s_.apply("alter publication " + s_.identifier(x_.publication)
               + " drop table " + list + ";\n");
  }

  void make_slot() {
    // What a slot keeps from before the publication cannot be decoded.
    if (!s_.failed() && !s_.dry_run() && !publication_exists())
      return s_.fail("There is no publication " + x_.publication
                     + " yet; add --publish all.");
    auto state = one("SELECT CASE WHEN plugin IS DISTINCT FROM 'pgoutput' OR "
                     "database <> current_database() THEN 'other' WHEN "
                     "wal_status = 'lost' THEN 'lost' ELSE 'fine' END FROM "
                     "pg_replication_slots WHERE slot_name = "
                     + s_.literal(x_.slot));
    if (s_.failed())
      return;
    if (state == "other")
      return s_.fail("The replication slot " + x_.slot
                     + " is there, but of another database or plugin.");
    if (state == "lost" && x_.drop_slot != x_.slot)
      return s_.fail("The replication slot " + x_.slot
                     + " was invalidated; add --drop-slot " + x_.slot + ".");
    if (state != "fine" || x_.drop_slot == x_.slot)
      s_.apply("select pg_create_logical_replication_slot("
               + s_.literal(x_.slot) + ", 'pgoutput');\n");
    s_.report.notes.push_back("slot " + x_.slot);
    if (one("SELECT current_setting('max_slot_wal_keep_size')") == "-1")
      s_.report.notes.push_back(
        "nothing bounds the log that the slot keeps while its node is away: "
        "set max_slot_wal_keep_size");
  }

  void drop_slot() {
    auto there = one("SELECT 1 FROM pg_replication_slots WHERE slot_name = "
                     + s_.literal(x_.drop_slot));
    if (there.empty())
      return s_.fail("There is no replication slot " + x_.drop_slot + ".");
    s_.apply("select pg_drop_replication_slot(" + s_.literal(x_.drop_slot)
             + ");\n");
    s_.report.notes.push_back("dropped slot " + x_.drop_slot);
  }

  migration_session& s_;
  const migration_request& x_;
};

} // namespace

void apply_replication(migration_session& s, const migration_request& x) {
  replication_migration{s, x}.run();
}

} // namespace troupe::db::postgres

"""Random schemas, data and queries."""

import dataclasses
import datetime
from decimal import Decimal

from model import Database

WORDS = ["", "a", "A", "ab", "Abc", "äöü", "ÄÖ", "100%", "a_b", "a\\b", "O'Brien", '"quoted"', "b", "Zebra", "zebra", "日本", "x y", "-- drop"]


@dataclasses.dataclass
class Column:
    kind: str
    nullable: bool

    def output(self, value):
        if value is not None and self.kind == "Decimal":
            return f"{value:.2f}"
        return value


@dataclasses.dataclass
class Relation:
    target: str
    many: bool
    local: str
    remote: str


@dataclasses.dataclass
class Table:
    columns: dict
    relations: dict
    rows: list


def value_of(rng, kind):
    if kind == "Int":
        return rng.choice([0, 1, -1, rng.randint(-20, 20), rng.randint(-1000, 1000)])
    if kind == "Float":
        return rng.randint(-200, 200) / 8
    if kind == "Decimal":
        return Decimal(rng.randint(-400, 400)) / 4
    if kind == "Boolean":
        return rng.random() < 0.5
    if kind == "Date":
        return (datetime.date(2023, 12, 20) + datetime.timedelta(days=rng.randint(0, 500))).isoformat()
    return rng.choice(WORDS) + rng.choice(["", "", "x", "é"])


def database(rng):
    names = ["Alpha", "Beta", "Gamma", "Delta"][:rng.randint(2, 4)]
    tables = {}
    for i, name in enumerate(names):
        columns = {"id": Column("Int", False)}
        for n in range(rng.randint(2, 5)):
            kind = rng.choice(["Int", "String", "String", "Float", "Decimal", "Boolean", "Date"])
            columns[f"{kind.lower()[0]}{n}"] = Column(kind, rng.random() < 0.5)
        tables[name] = Table(columns, {}, [])
        # Every table but the first leads to earlier ones, or to itself.
        for n in range(rng.randint(1, 2) if i else 0):
            target = rng.choice(names[:i + 1])
            key = f"r{n}Id"
            columns[key] = Column("Int", True)
            tables[name].relations[f"r{n}"] = Relation(target, False, key, "id")
            tables[target].relations[f"{name.lower()}R{n}"] = Relation(name, True, "id", key)
    for name, table in tables.items():
        for row_id in range(1, rng.choice([0, 3, 12, 30]) + 1):
            row = {}
            for column, c in table.columns.items():
                row[column] = None if c.nullable and rng.random() < 0.25 else value_of(rng, c.kind)
            row["id"] = row_id
            table.rows.append(row)
        for r in table.relations.values():
            if not r.many:
                many = [x["id"] for x in tables[r.target].rows] + [999]
                for row in table.rows:
                    row[r.local] = None if rng.random() < 0.2 else rng.choice(many)
    return Database(tables)


def sdl(db):
    out = ""
    types = {"Decimal": "Decimal"}
    for name, t in db.tables.items():
        out += f'type {name} @table(name: "{name.lower()}", key: ["id"]) {{\n'
        for column, c in t.columns.items():
            extra = ', type: "numeric(10,2)"' if c.kind == "Decimal" else ""
            out += f'  {column}: {types.get(c.kind, c.kind)}{"" if c.nullable else "!"} @column(name: "{column.lower()}"{extra})\n'
        for field, r in t.relations.items():
            kind = f"[{r.target}!]!" if r.many else r.target
            out += f'  {field}: {kind} @relation(from: ["{r.local.lower()}"], to: ["{r.remote.lower()}"])\n'
        out += "}\n"
    return out


def literal(x):
    if x is None:
        return "NULL"
    if isinstance(x, bool):
        return "true" if x else "false"
    if isinstance(x, str):
        return "'" + x.replace("'", "''") + "'"
    return str(x)


def script(db, dialect):
    types = {"Int": "integer", "Float": "double precision", "Decimal": "numeric(10,2)", "Boolean": "boolean", "Date": "date", "String": "text"}
    out = "BEGIN;\n"
    for name, t in db.tables.items():
        columns = ", ".join(f"{c.lower()} {types[x.kind]}{'' if x.nullable else ' NOT NULL'}" for c, x in t.columns.items())
        out += f"CREATE TABLE {name.lower()} ({columns}, PRIMARY KEY (id));\n"
        for row in t.rows:
            out += f"INSERT INTO {name.lower()} VALUES ({', '.join(literal(row[c]) for c in t.columns)});\n"
    if dialect == "postgres":
        # E'' is not used: a backslash is a backslash.
        out = "SET standard_conforming_strings = on;\n" + out
    return out + "COMMIT;\n"


class Queries:
    """Queries over one database."""

    def __init__(self, rng, db):
        self.rng, self.db = rng, db

    def some(self, items, least, most):
        items = list(items)
        return self.rng.sample(items, min(len(items), self.rng.randint(least, most)))

    def chance(self, p):
        return self.rng.random() < p

    def sample(self, table, column):
        """A value that occurs, or any."""
        rows = self.db.tables[table].rows
        found = self.rng.choice(rows)[column] if rows and self.chance(0.7) else None
        return value_of(self.rng, self.db.tables[table].columns[column].kind) if found is None else found

    def comparison(self, kind, value):
        """Operators for a kind; `value()` gives operands."""
        out = {}
        for _ in range(1 if self.chance(0.8) else 2):
            operators = ["eq", "neq", "in", "nin", "isNull"]
            if kind != "Boolean":
                operators += ["lt", "lte", "gt", "gte"]
            if kind == "String":
                operators += ["like", "nlike", "ilike", "nilike", "startsWith", "endsWith", "contains", "iStartsWith", "iEndsWith", "iContains"] * 2
            if kind == "Date":
                operators += ["year", "quarter", "month", "day", "dayOfWeek", "dayOfYear"]
            op = self.rng.choice(operators)
            if op == "isNull":
                out[op] = self.chance(0.5)
            elif op in ("in", "nin"):
                out[op] = [value() for _ in range(self.rng.randint(0, 4))]
            elif op in ("eq", "neq") and self.chance(0.1):
                out[op] = None
            elif op in ("year", "quarter", "month", "day", "dayOfWeek", "dayOfYear"):
                out[op] = self.comparison("Int", lambda: self.rng.choice([2024, 1, 2, 3, 4, 5, 7, 12, 20, 31, 100]))
            elif "like" in op:
                text = value()
                out[op] = self.rng.choice(["%" + text, text + "%", "%" + text[:1] + "%", "_" + text[1:], text, "\\%%", "%"])
            elif op.lower().endswith("with") or op.lower().endswith("contains"):
                text = value()
                out[op] = self.rng.choice([text, text[:1], text[-1:], "%", "_", "\\"])
            else:
                out[op] = value()
        return out

    def where(self, table, depth=2):
        t = self.db.tables[table]
        out = {}
        for _ in range(self.rng.randint(0 if depth < 2 else 1, 2)):
            kind = self.rng.random()
            if kind < 0.15 and depth:
                out[self.rng.choice(["and", "or"])] = [self.where(table, depth - 1) for _ in range(self.rng.randint(0, 3))]
            elif kind < 0.25 and depth:
                out["not"] = self.where(table, depth - 1)
            elif kind < 0.45 and depth and t.relations:
                name = self.rng.choice(list(t.relations))
                r = t.relations[name]
                inner = self.where(r.target, depth - 1)
                out[name] = {self.rng.choice(["some", "every", "none"]): inner} if r.many else inner
            elif kind < 0.55 and depth and any(r.many for r in t.relations.values()):
                name = self.rng.choice([n for n, r in t.relations.items() if r.many])
                out[name + "Aggregate"] = self.having(t.relations[name].target, depth - 1)
            else:
                column = self.rng.choice(list(t.columns))
                out[column] = self.comparison(t.columns[column].kind, lambda: self.sample(table, column))
        return out

    NUMBERS = {"sum": ("Int", "Float", "Decimal"), "avg": ("Int", "Float", "Decimal"), "stddev": ("Int", "Float", "Decimal"),
               "variance": ("Int", "Float", "Decimal"), "min": ("Int", "Float", "Decimal", "String", "Date"),
               "max": ("Int", "Float", "Decimal", "String", "Date"), "boolAnd": ("Boolean",), "boolOr": ("Boolean",)}

    def function(self, table, without=()):
        """A function and a field for it; id is always there."""
        name = self.rng.choice([f for f in self.NUMBERS if f not in without])
        fields = [c for c, x in self.db.tables[table].columns.items() if x.kind in self.NUMBERS[name]]
        return (name, self.rng.choice(fields)) if fields else ("sum", "id")

    def having(self, table, depth=1):
        out = {}
        if self.chance(0.6):
            out["count"] = self.comparison("Int", lambda: self.rng.randint(0, 5))
        else:
            # Averages are equal up to rounding only, so nothing compares with them.
            function, field = self.function(table, ("avg", "stddev", "variance"))
            column = self.db.tables[table].columns[field]
            sample = lambda: self.sample(table, field)  # noqa: E731
            # Of text, only what makes sense of a function: no patterns.
            kind = "Int" if column.kind in ("String", "Date") else column.kind
            out[function] = {field: self.comparison(kind, sample)}
        if self.chance(0.3) and depth:
            out["where"] = self.where(table, 0)
        return out

    def direction(self):
        return self.rng.choice(["ASC", "DESC", "ASC_NULLS_FIRST", "ASC_NULLS_LAST", "DESC_NULLS_FIRST", "DESC_NULLS_LAST"])

    def order(self, table, depth=1):
        t = self.db.tables[table]
        out = []
        for _ in range(self.rng.randint(1, 3)):
            kind = self.rng.random()
            one = [n for n, r in t.relations.items() if not r.many]
            many = [n for n, r in t.relations.items() if r.many]
            if kind < 0.2 and one and depth:
                name = self.rng.choice(one)
                out += [{name: x} for x in self.order(t.relations[name].target, depth - 1)[:1]]
            elif kind < 0.4 and many and depth:
                name = self.rng.choice(many)
                if self.chance(0.5):
                    out.append({name + "Aggregate": {"count": self.direction()}})
                else:
                    function, field = self.function(t.relations[name].target, ("avg", "stddev", "variance"))
                    out.append({name + "Aggregate": {function: {field: self.direction()}}})
            else:
                out.append({self.rng.choice(list(t.columns)): self.direction()})
        return out

    def groupings(self, table):
        out = []
        for name, c in self.db.tables[table].columns.items():
            out.append(name)
            if c.kind == "Date":
                out += [name + b for b in ("Year", "Quarter", "Month", "Week", "Day")]
        return out

    def cut(self, out):
        if self.chance(0.4):
            out["limit"] = self.rng.randint(0, 6)
        if self.chance(0.3):
            out["offset"] = self.rng.randint(0, 5)
        return out

    def list(self, table, depth=2, name=None):
        a = {}
        if self.chance(0.6):
            a["where"] = self.where(table, min(depth, 2))
        if self.chance(0.6):
            a["orderBy"] = self.order(table)
        if self.chance(0.2):
            a["distinctOn"] = self.some(self.groupings(table), 1, 2)
        self.cut(a)
        return {"name": name or table[:1].lower() + table[1:], "arguments": a, "fields": self.fields(table, depth, "distinctOn" not in a)}

    def leaf(self, name):
        return {"name": name, "arguments": {}, "fields": {}}

    def fields(self, table, depth, windows=True):
        t = self.db.tables[table]
        out = {c: self.leaf(c) for c in self.some(t.columns, 1, 4)}
        if self.chance(0.1):
            out["__typename"] = self.leaf("__typename")
        if windows and self.chance(0.15):
            out["w"] = self.window(table)
        for name in self.some(t.relations, 0, 2) if depth else []:
            r = t.relations[name]
            if r.many:
                out[name] = self.list(r.target, depth - 1, name)
                if self.chance(0.5):
                    a = {"where": self.where(r.target, 1)} if self.chance(0.5) else {}
                    out["x" + name] = {"name": name + "Aggregate", "arguments": a, "fields": self.functions(r.target)}
            else:
                out["one" + name] = {"name": name, "arguments": {}, "fields": self.fields(r.target, depth - 1, False)}
        return out

    def functions(self, table, groups=()):
        out = {}
        if groups:
            out["group"] = {"name": "group", "arguments": {}, "fields": {g: self.leaf(g) for g in groups}}
        if self.chance(0.7):
            out["count"] = self.leaf("count")
        if self.chance(0.2):
            out["different"] = {"name": "count", "arguments": {"distinct": [self.rng.choice(self.groupings(table))]}, "fields": {}}
        for n in range(self.rng.randint(0 if out else 1, 2)):
            function, field = self.function(table)
            out[f"f{n}"] = {"name": function, "arguments": {}, "fields": {field: self.leaf(field)}}
        return out

    def aggregate(self, table):
        a = {}
        groups = self.some(self.groupings(table), 1, 2) if self.chance(0.7) else []
        if self.chance(0.5):
            a["where"] = self.where(table)
        if groups:
            a["groupBy"] = groups
            if self.chance(0.4):
                a["having"] = self.having(table)
            if self.chance(0.6):
                function, field = self.function(table, ("avg", "stddev", "variance"))
                a["orderBy"] = self.some([{"count": self.direction()}, {"group": {self.rng.choice(groups): self.direction()}},
                                          {function: {field: self.direction()}}], 1, 2)
            self.cut(a)
        return {"name": table[:1].lower() + table[1:] + "Aggregate", "arguments": a, "fields": self.functions(table, groups)}

    def window(self, table):
        a = {"orderBy": [{self.rng.choice(list(self.db.tables[table].columns)): self.direction()}, {"id": "ASC"}]}
        if self.chance(0.5):
            a["partitionBy"] = self.some(self.groupings(table), 1, 1)
        fields = {"rowNumber": self.leaf("rowNumber")}
        if self.chance(0.5):
            column = self.rng.choice(list(self.db.tables[table].columns))
            fields["near"] = {"name": self.rng.choice(["lag", "lead"]), "arguments": {"offset": self.rng.randint(1, 2)}, "fields": {column: self.leaf(column)}}
        if self.chance(0.5):
            if self.chance(0.5):
                a["frame"] = {"preceding": self.rng.choice([None, 0, 2]), "following": self.rng.choice([None, 0, 1])}
            numbers = [c for c, x in self.db.tables[table].columns.items() if x.kind in ("Int", "Decimal", "Float")]
            field = self.rng.choice(numbers)
            fields["running"] = {"name": self.rng.choice(["sum", "min", "max", "avg"]), "arguments": {}, "fields": {field: self.leaf(field)}}
        return {"name": "window", "arguments": a, "fields": fields}

    def root(self):
        table = self.rng.choice(list(self.db.tables))
        if self.chance(0.3):
            return table, self.aggregate(table)
        return table, self.list(table)


# -- GraphQL text ---------------------------------------------------------------

ENUMS = {"orderBy", "distinctOn", "groupBy", "partitionBy", "distinct"}


def written(x, enum=False):
    """A value as a GraphQL literal."""
    import json
    if x is None:
        return "null"
    if isinstance(x, bool):
        return "true" if x else "false"
    if isinstance(x, Decimal):
        return f'"{x}"'
    if isinstance(x, str):
        return x if enum else json.dumps(x, ensure_ascii=False)
    if isinstance(x, list):
        return "[" + ", ".join(written(y, enum) for y in x) + "]"
    if isinstance(x, dict):
        return "{" + ", ".join(f"{k}: {written(v, enum)}" for k, v in x.items()) + "}"
    return str(x)


def field(alias, f):
    arguments = ", ".join(f"{k}: {written(v, k in ENUMS)}" for k, v in f["arguments"].items())
    name = f["name"] if alias == f["name"] else f"{alias}: {f['name']}"
    inner = " ".join(field(k, v) for k, v in f["fields"].items())
    return name + (f"({arguments})" if arguments else "") + (f" {{ {inner} }}" if inner else "")

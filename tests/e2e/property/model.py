"""A naive evaluator: what a query over lists of dictionaries must answer.

Three-valued logic as the database has it: None is unknown. Nothing here is clever, so that it can be
read beside docs/reading.md."""

import datetime
import functools
import math
import re
from decimal import Decimal


def text_key(x):
    return x.encode() if isinstance(x, str) else x


def compare(a, b):
    a, b = text_key(a), text_key(b)
    return (a > b) - (a < b)


def both(values):
    """AND: false wins over unknown."""
    values = list(values)
    return False if any(v is False for v in values) else None if None in values else True


def either(values):
    values = list(values)
    return True if any(v is True for v in values) else None if None in values else False


def like(text, pattern, fold):
    out, i = "", 0
    while i < len(pattern):
        c = pattern[i]
        if c == "\\" and i + 1 < len(pattern):
            i += 1
            out += re.escape(pattern[i])
        else:
            out += {"%": ".*", "_": "."}.get(c) or re.escape(c)
        i += 1
    return re.fullmatch(out, text, re.S | (re.I if fold else 0)) is not None


TEXT = {
    "like": lambda a, b: like(a, b, False), "nlike": lambda a, b: not like(a, b, False),
    "ilike": lambda a, b: like(a, b, True), "nilike": lambda a, b: not like(a, b, True),
    "startsWith": lambda a, b: a.startswith(b), "endsWith": lambda a, b: a.endswith(b), "contains": lambda a, b: b in a,
    "iStartsWith": lambda a, b: a.lower().startswith(b.lower()), "iEndsWith": lambda a, b: a.lower().endswith(b.lower()),
    "iContains": lambda a, b: b.lower() in a.lower(),
}
ORDER = {"lt": lambda c: c < 0, "lte": lambda c: c <= 0, "gt": lambda c: c > 0, "gte": lambda c: c >= 0}
PARTS = {
    "year": lambda d: d.year, "month": lambda d: d.month, "day": lambda d: d.day, "quarter": lambda d: (d.month + 2) // 3,
    "dayOfWeek": lambda d: d.isoweekday(), "dayOfYear": lambda d: d.timetuple().tm_yday,
}


def holds(value, ops):
    """A comparison input over a value."""
    return both(r for r in (one(value, op, x) for op, x in ops.items()) if r is not ...)


def one(value, op, x):
    if op == "isNull":
        return ... if x is None else (value is None) == x
    if x is None:
        return value is None if op == "eq" else value is not None if op == "neq" else ...
    if op == "neq":
        return value is None or compare(value, x) != 0
    if op == "in":
        return False if not x else None if value is None else any(compare(value, y) == 0 for y in x)
    if op == "nin":
        return value is None or all(compare(value, y) != 0 for y in x)
    if op in PARTS:
        return holds(None if value is None else PARTS[op](datetime.date.fromisoformat(value)), x)
    if value is None:
        return None
    if op == "eq":
        return compare(value, x) == 0
    if op in ORDER:
        return ORDER[op](compare(value, x))
    return TEXT[op](value, x)


class Database:
    """Tables of rows; `tables[name]` has `columns`, `relations` and `rows`."""

    def __init__(self, tables):
        self.tables = tables

    def related(self, table, row, name):
        r = self.tables[table].relations[name]
        if row[r.local] is None:
            return []
        return [x for x in self.tables[r.target].rows if x[r.remote] == row[r.local]]

    # -- filters ---------------------------------------------------------------

    def where(self, table, row, x):
        parts = []
        for key, value in x.items():
            if value is None:
                continue
            if key == "and":
                parts.append(both(self.where(table, row, y) for y in value))
            elif key == "or":
                parts.append(either(self.where(table, row, y) for y in value))
            elif key == "not":
                parts.append(self.where(table, row, value) is not True)
            elif key in self.tables[table].columns:
                parts.append(holds(row[key], value))
            elif key in self.tables[table].relations:
                parts.append(self.relation(table, row, key, value))
            else:
                parts.append(self.related_aggregate(table, row, key.removesuffix("Aggregate"), value))
        return both(parts)

    def relation(self, table, row, key, x):
        r = self.tables[table].relations[key]
        rows = self.related(table, row, key)
        if not r.many:
            return any(self.where(r.target, y, x) is True for y in rows)
        tests = {"some": lambda w: any(self.where(r.target, y, w) is True for y in rows),
                 "none": lambda w: not any(self.where(r.target, y, w) is True for y in rows),
                 "every": lambda w: all(self.where(r.target, y, w) is True for y in rows)}
        return both(tests[k](w) for k, w in x.items() if w is not None)

    def related_aggregate(self, table, row, key, x):
        r = self.tables[table].relations[key]
        rows = [y for y in self.related(table, row, key) if self.where(r.target, y, x.get("where") or {}) is True]
        if not set(x) - {"where"}:
            return True
        return self.having(rows, {k: v for k, v in x.items() if k != "where"}) is True

    def having(self, rows, x, table=None):
        if x.get("where"):
            rows = [y for y in rows if self.where(table, y, x["where"]) is True]
        parts = []
        for function, value in x.items():
            if function == "count":
                parts.append(holds(len(rows), value))
            elif function != "where":
                for field, ops in value.items():
                    parts.append(holds(aggregate(function, [y[field] for y in rows]), ops))
        return both(parts)

    # -- order -------------------------------------------------------------------

    def sort_values(self, table, row, order):
        """The values of one orderBy entry, each with its direction."""
        for key, value in order.items():
            t = self.tables[table]
            if key in t.columns:
                yield (None if row is None else row[key]), value
            elif key in t.relations:
                r = t.relations[key]
                found = self.related(table, row, key) if row is not None else []
                yield from self.sort_values(r.target, found[0] if found else None, value)
            else:
                r = t.relations[key.removesuffix("Aggregate")]
                found = self.related(table, row, key.removesuffix("Aggregate")) if row is not None else []
                for function, inner in value.items():
                    if function == "count":
                        yield len(found), inner
                    else:
                        for field, direction in inner.items():
                            yield aggregate(function, [y[field] for y in found]), direction

    def keys(self, table, row, orders):
        return [x for order in orders or [] for x in self.sort_values(table, row, order)] + [(row["id"], "ASC")]

    def sorted(self, table, rows, orders):
        return ordered(rows, lambda row: self.keys(table, row, orders))

    # -- queries -----------------------------------------------------------------

    def list(self, table, query, among=None):
        a = query["arguments"]
        rows = [r for r in (self.tables[table].rows if among is None else among) if self.where(table, r, a.get("where") or {}) is True]
        rows = self.sorted(table, rows, a.get("orderBy"))
        if a.get("distinctOn"):
            seen, kept = set(), []
            for row in rows:
                key = tuple(self.group_value(table, row, g) for g in a["distinctOn"])
                if key not in seen:
                    seen.add(key)
                    kept.append(row)
            rows = kept
        whole = rows
        rows = cut(rows, a)
        return [self.select(table, row, query["fields"], whole) for row in rows]

    def select(self, table, row, fields, whole):
        out = {}
        t = self.tables[table]
        for alias, f in fields.items():
            name = f["name"]
            if name == "__typename":
                out[alias] = table
            elif name in t.columns:
                out[alias] = t.columns[name].output(row[name])
            elif name == "window":
                out[alias] = self.window(table, row, f, whole)
            elif name in t.relations:
                r = t.relations[name]
                rows = self.related(table, row, name)
                if r.many:
                    out[alias] = self.list(r.target, f, rows)
                else:
                    out[alias] = self.select(r.target, rows[0], f["fields"], rows) if rows else None
            else:
                r = t.relations[name.removesuffix("Aggregate")]
                rows = [y for y in self.related(table, row, name.removesuffix("Aggregate"))
                        if self.where(r.target, y, f["arguments"].get("where") or {}) is True]
                out[alias] = self.functions(r.target, rows, f["fields"], {})
        return out

    def functions(self, table, rows, fields, group):
        out = {}
        for alias, f in fields.items():
            if f["name"] == "count":
                distinct = f["arguments"].get("distinct")
                if distinct:
                    values = {tuple(self.group_value(table, y, g) for g in distinct) for y in rows}
                    out[alias] = len([v for v in values if v != (None,)])
                else:
                    out[alias] = len(rows)
            elif f["name"] == "group":
                out[alias] = group and {k: group.get(k) for k in f["fields"]} or None
            else:
                out[alias] = {k: self.result(table, f["name"], k, [y[k] for y in rows]) for k in f["fields"]}
        return out

    def result(self, table, function, field, values):
        column = self.tables[table].columns[field]
        value = aggregate(function, values)
        if value is None or function in ("avg", "stddev", "variance"):
            return value
        if function == "sum" and column.kind == "Int":
            return str(value)
        return column.output(value)

    def group_value(self, table, row, name):
        t = self.tables[table]
        if name in t.columns:
            return row[name]
        field, bucket = re.fullmatch(r"(\w+?)(Year|Month|Quarter|Day|Week)", name).groups()
        if row[field] is None:
            return None
        d = datetime.date.fromisoformat(row[field])
        d = {"Year": d.replace(month=1, day=1), "Month": d.replace(day=1), "Day": d, "Week": d - datetime.timedelta(days=d.weekday()),
             "Quarter": d.replace(month=(d.month - 1) // 3 * 3 + 1, day=1)}[bucket]
        return d.isoformat()

    def aggregate(self, table, query):
        a = query["arguments"]
        rows = [r for r in self.tables[table].rows if self.where(table, r, a.get("where") or {}) is True]
        keys = a.get("groupBy") or []
        groups = {}
        for row in rows:
            groups.setdefault(tuple(self.group_value(table, row, g) for g in keys), []).append(row)
        if not keys and not rows:
            groups[()] = []
        found = [(dict(zip(keys, k)), members) for k, members in groups.items() if self.having(members, a.get("having") or {}, table) is True]

        def order(item):
            group, members = item
            out = []
            for entry in a.get("orderBy") or []:
                for function, value in entry.items():
                    if function == "count":
                        out.append((len(members), value))
                    elif function == "group":
                        out += [(group[k], d) for k, d in value.items()]
                    else:
                        out += [(aggregate(function, [y[k] for y in members]), d) for k, d in value.items()]
            return out + [(group[k], "ASC") for k in keys]

        columns = self.tables[table].columns
        shown = lambda group: {k: columns[k].output(v) if k in columns else v for k, v in group.items()}  # noqa: E731
        return [self.functions(table, members, query["fields"], shown(group)) for group, members in cut(ordered(found, order), a)]

    def window(self, table, row, f, whole):
        a = f["arguments"]
        part = lambda r: tuple(self.group_value(table, r, g) for g in a.get("partitionBy") or [])  # noqa: E731
        rows = ordered([r for r in whole if part(r) == part(row)],
                       lambda r: [x for o in a["orderBy"] for x in self.sort_values(table, r, o)])
        at = next(i for i, r in enumerate(rows) if r is row)
        out = {}
        for alias, g in f["fields"].items():
            if g["name"] == "rowNumber":
                out[alias] = at + 1
            elif g["name"] in ("lag", "lead"):
                to = at + g["arguments"]["offset"] * (1 if g["name"] == "lead" else -1)
                out[alias] = self.select(table, rows[to], g["fields"], whole) if 0 <= to < len(rows) else None
            else:
                frame = a.get("frame")
                first = 0 if not frame or frame["preceding"] is None else max(0, at - frame["preceding"])
                last = at if not frame else len(rows) - 1 if frame["following"] is None else at + frame["following"]
                seen = rows[first:last + 1]
                out[alias] = len(seen) if g["name"] == "count" else {
                    k: self.result(table, g["name"], k, [y[k] for y in seen]) for k in g["fields"]}
        return out


def cut(rows, arguments):
    offset, limit = arguments.get("offset") or 0, arguments.get("limit")
    return rows[offset:] if limit is None else rows[offset:offset + limit]


def ordered(items, keys):
    """Sorts; `keys` gives values with directions. Nulls are last going up and first going down, or as told."""

    def before(a, b):
        for (x, direction), (y, _) in zip(a[0], b[0]):
            down = direction.startswith("DESC")
            first = direction.endswith("FIRST") or (down and not direction.endswith("LAST"))
            if x is None or y is None:
                if (x is None) != (y is None):
                    return -1 if (x is None) == first else 1
                continue
            c = compare(x, y)
            if c:
                return -c if down else c
        return 0

    decorated = [(keys(item), item) for item in items]
    return [item for _, item in sorted(decorated, key=functools.cmp_to_key(before))]


def aggregate(function, values):
    values = [v for v in values if v is not None]
    n = len(values)
    if not n:
        return None
    if function in ("min", "max"):
        return functools.reduce(lambda a, b: a if (compare(a, b) < 0) == (function == "min") else b, values)
    if function == "boolAnd":
        return all(values)
    if function == "boolOr":
        return any(values)
    if function == "sum":
        return sum(values[1:], values[0])
    numbers = [float(v) for v in values]
    if function == "avg":
        return math.fsum(numbers) / n
    if n < 2:
        return None
    mean = math.fsum(numbers) / n
    variance = math.fsum((v - mean) ** 2 for v in numbers) / (n - 1)
    return variance if function == "variance" else math.sqrt(variance)


def same(a, b):
    """Equality, floating point numbers up to rounding."""
    if isinstance(a, float) or isinstance(b, float):
        return a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b and type(a) is type(b)


__all__ = ["Database", "Decimal", "same"]

-- renumber
SELECT set_config('troupe.k0', (SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]')::text FROM "renumber_posts"() AS r), true);
SELECT "t0"."id", "t1"."id", "t1"."username" FROM (SELECT row_number() OVER () AS troupe_n, p.* FROM jsonb_populate_recordset(NULL::"blog"."posts", current_setting('troupe.k0')::jsonb) AS p) AS "t0" LEFT JOIN "users" AS "t1" ON "t1"."id" = "t0"."author_id" ORDER BY "t0".troupe_n;

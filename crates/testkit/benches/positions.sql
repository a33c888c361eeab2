-- Monthly positions by team, from the flat views alone: what someone with SQL and no Mainstay would write.
-- :council, :first (a date) and :months are given by the caller. Same rules as `workforce::position`.
WITH RECURSIVE
days(day, n) AS (
    SELECT :first, 1
    UNION ALL
    SELECT date(:first, '+' || n || ' months'), n + 1 FROM days WHERE n < :months
),
posts AS MATERIALIZED (
    SELECT post, "from", "to", team, fte, funding_to FROM current_posts WHERE council = :council
),
moves AS MATERIALIZED (
    SELECT post, "on", to_team FROM current_transfers WHERE council = :council AND to_team IS NOT NULL
),
spells AS MATERIALIZED (
    SELECT worker, started, "left" FROM current_spells WHERE council = :council
),
-- The end of the spell ends the occupancy; agency workers have none.
stays AS MATERIALIZED (
    SELECT o.worker, o.post, o.team, o.fte, o."from", o.basis, o.cover,
        min(coalesce(o."to", '9999-12-31'), coalesce((
            SELECT s."left" FROM spells s
            WHERE o.basis <> 'agency' AND s.worker = o.worker AND s.started <= o."from"
                AND (s."left" IS NULL OR s."left" > o."from")
            ORDER BY s.started LIMIT 1
        ), '9999-12-31')) AS ends
    FROM current_occupancies o WHERE o.council = :council
),
-- The row of each post that is nearest to the day: the last to have begun, or the first that will.
placed AS MATERIALIZED (
    SELECT d.day, p.post,
        coalesce((
            SELECT m.to_team FROM moves m
            WHERE m.post = p.post AND m."on" <= d.day AND m."on" >= p."from"
            ORDER BY m."on" DESC LIMIT 1
        ), p.team) AS team,
        CASE WHEN p."from" <= d.day AND (p."to" IS NULL OR p."to" > d.day)
            AND (p.funding_to IS NULL OR p.funding_to > d.day) THEN p.fte ELSE 0 END AS funded
    FROM days d JOIN posts p ON p."from" = coalesce(
        (SELECT max(q."from") FROM posts q WHERE q.post = p.post AND q."from" <= d.day),
        (SELECT min(q."from") FROM posts q WHERE q.post = p.post)
    )
),
present AS MATERIALIZED (
    SELECT d.day, s.post, s.team, s.fte,
        CASE
            WHEN s.basis IN ('substantive', 'fixed-term') THEN 'holds'
            WHEN s.basis = 'supernumerary' OR s.cover IN ('additional-workload', 'skill-mix') THEN 'beyond'
            WHEN s.cover IS NULL OR s.cover = 'vacancy' THEN 'vacancy'
            ELSE 'absent'
        END AS part,
        s.basis = 'agency' AS is_agency
    FROM days d JOIN stays s ON s."from" <= d.day AND s.ends > d.day
),
in_posts AS (
    SELECT day, post,
        sum(CASE WHEN part = 'holds' THEN fte ELSE 0 END) AS held,
        sum(CASE WHEN part = 'vacancy' THEN fte ELSE 0 END) AS vacancy,
        sum(CASE WHEN part = 'absent' THEN fte ELSE 0 END) AS absent,
        sum(CASE WHEN part = 'beyond' THEN fte ELSE 0 END) AS beyond,
        sum(CASE WHEN is_agency THEN fte ELSE 0 END) AS agency
    FROM present WHERE post IS NOT NULL GROUP BY day, post
),
lines AS (
    SELECT l.day, l.team, l.funded,
        coalesce(i.held, 0) AS substantive,
        max(l.funded - coalesce(i.held, 0), 0) AS vacant,
        min(coalesce(i.vacancy, 0), max(l.funded - coalesce(i.held, 0), 0)) AS covered,
        min(coalesce(i.absent, 0), coalesce(i.held, 0)) AS absent_cover,
        max(coalesce(i.held, 0) - l.funded, 0)
            + max(coalesce(i.vacancy, 0) - max(l.funded - coalesce(i.held, 0), 0), 0)
            + max(coalesce(i.absent, 0) - coalesce(i.held, 0), 0)
            + coalesce(i.beyond, 0) AS above_establishment,
        coalesce(i.agency, 0) AS agency
    FROM placed l LEFT JOIN in_posts i ON i.day = l.day AND i.post = l.post
    WHERE l.funded > 0 OR i.post IS NOT NULL
    UNION ALL
    SELECT day, team, 0, CASE WHEN part = 'holds' THEN fte ELSE 0 END, 0, 0, 0, fte,
        CASE WHEN is_agency THEN fte ELSE 0 END
    FROM present WHERE post IS NULL
)
SELECT day, coalesce(team, 'none') AS team, sum(funded), sum(substantive), sum(vacant), sum(covered),
    sum(vacant) - sum(covered), sum(absent_cover), sum(above_establishment), sum(agency)
FROM lines GROUP BY day, team ORDER BY day, team;

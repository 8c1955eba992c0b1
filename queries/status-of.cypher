// Twin of status-of.rq: same parameters, columns, rows and order.
MATCH (a:Agreement {id: $agreement})
OPTIONAL MATCH (a)-[:HAS_PERIOD]->(p:ForcePeriod)
WITH a, p,
     coalesce($date >= p.endLatest, false) AS over,
     coalesce($date >= p.startEarliest, true) AS begun,
     coalesce($date >= p.startLatest, false) AND coalesce($date < p.endEarliest, p.endBasis = 'noneKnown') AS sure
ORDER BY size(p.id), p.id
WITH a, count(p) AS number, coalesce(max(p.knownUntil), a.knownUntil) AS known,
     collect(CASE WHEN p.mode <> 'suspended' AND begun AND NOT over AND sure THEN p END)[0] AS surely,
     collect(CASE WHEN p.mode <> 'suspended' AND begun AND NOT over THEN p END)[0] AS maybe,
     collect(CASE WHEN p.mode = 'suspended' AND begun AND NOT over THEN p END)[0] AS suspended,
     collect(CASE WHEN over THEN p END)[-1] AS ended
WITH a, number, known, suspended, surely, maybe, coalesce(surely, maybe, suspended, ended) AS period,
     coalesce(a.endedLatest <= $date, false) AS gone
WITH a, number, known, period, gone, surely, maybe, maybe IS NULL AND suspended IS NOT NULL AS stopped,
     coalesce(toString(period.startEarliest), '') AS start, coalesce(toString(period.startLatest), '') AS started,
     coalesce(toString(period.endEarliest), '') AS end, coalesce(toString(period.endLatest), '') AS close
RETURN CASE WHEN surely IS NOT NULL THEN 'yes' WHEN maybe IS NOT NULL THEN 'possibly'
            WHEN number > 0 OR gone THEN 'no' ELSE 'not known' END AS status,
       CASE WHEN stopped THEN 'suspended' WHEN period IS NOT NULL THEN period.endBasis
            WHEN number > 0 AND coalesce($date < a.signedEarliest, false) THEN 'notYetSigned'
            WHEN number > 0 THEN 'notYetInForce' WHEN gone THEN 'endedByAct' ELSE 'nothingRecorded' END AS basis,
       CASE WHEN $date <= known THEN 'established' WHEN $date > known THEN 'presumed' END AS ground,
       period.mode AS mode,
       CASE WHEN start + started = '' THEN null WHEN start = started THEN start ELSE start + '..' + started END AS since,
       CASE WHEN end + close = '' THEN null WHEN end = close THEN end ELSE end + '..' + close END AS until

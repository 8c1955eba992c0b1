// Twin of expiring.rq: same parameters, columns, rows and order.
MATCH (a:Agreement)-[:HAS_PERIOD]->(p:ForcePeriod)
WHERE p.nextExpiry IS NOT NULL AND p.startEarliest IS NOT NULL AND a.termStatedIn IS NOT NULL
  AND ($pair IS NULL OR EXISTS { (a)-[:BETWEEN]->(:Pair {id: $pair}) })
WITH a, p, p.nextExpiry AS due, (p.nextExpiry.year - p.startEarliest.year) * 12 + p.nextExpiry.month - p.startEarliest.month AS run
WITH a, p, due, run, p.startEarliest + duration({months: run}) = due AS whole
WITH a, p, due, CASE WHEN whole THEN p.startEarliest ELSE due END AS low, CASE WHEN whole THEN p.startLatest ELSE due END AS high,
     CASE WHEN whole THEN run ELSE 0 END AS length
WITH *, CASE WHEN p.endBasis = 'presumedRenewed' AND high IS NOT NULL THEN coalesce(a.renewalMonths, 0) ELSE 0 END AS step,
     ($from.year - due.year) * 12 + $from.month - due.month AS behind
WITH *, CASE WHEN step > 0 AND behind > 0 THEN behind / step ELSE 0 END AS passed
WITH *, CASE WHEN step > 0 AND high + duration({months: length + passed * step}) < $from THEN passed + 1 ELSE passed END AS times
WITH *, duration({months: length + times * step}) AS away
WITH *, low + away AS first, high + away AS last
WITH *, CASE WHEN p.noticeBy IS NOT NULL THEN first - duration({months: a.noticeMonths}) END AS notice
WHERE (first <= $to AND coalesce(last >= $from, true)) OR coalesce($from <= notice <= $to, false)
CALL (a) {
  UNWIND [key IN ['en', 'es', 'ru'] | a['title_' + key] + '@' + key] + coalesce(a.titles, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
CALL (a) {
  MATCH (record:Record)-[:FROM]->(source:Source) WHERE record.id IN a.termStatedIn
  WITH DISTINCT source.title AS name ORDER BY name
  WITH collect(name) AS names
  RETURN reduce(text = head(names), name IN tail(names) | text + '; ' + name) AS sources
}
WITH *, toString(first) AS start, coalesce(toString(last), '') AS end
RETURN a.id AS agreement, title, CASE WHEN start = end THEN start ELSE start + '..' + end END AS expiry, notice AS notice_by,
       p.endBasis AS basis, a.renewal AS renewal, a.renewalMonths AS renewal_months, a.noticeMonths AS notice_months,
       times AS renewals, CASE WHEN first <= p.knownUntil THEN 'established' ELSE 'presumed' END AS ground, sources
ORDER BY start, agreement, end

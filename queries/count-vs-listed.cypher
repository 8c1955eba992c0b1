// Twin of count-vs-listed.rq: same parameters, columns, rows and order.
MATCH (c:Count)-[:COUNTS]->(pair:Pair {id: $pair})
MATCH (c)-[:STATED_IN]->(:Record)-[:FROM]->(source:Source)
OPTIONAL MATCH (a:Agreement)-[between:BETWEEN]->(pair)
WHERE (c.countsTopic IS NULL OR EXISTS { (a)-[:ABOUT]->(:Topic)-[:BROADER*0..]->(:Topic {id: c.countsTopic}) })
  AND (c.countedThing <> 'memoranda' OR a.instrumentKind = 'memorandum')
  AND (c.countedThing <> 'contracts' OR a.instrumentKind IN ['contract', 'licence'])
  AND (c.countsFrom IS NULL OR coalesce(a.signedLatest >= c.countsFrom, true))
  AND (c.countsTo IS NULL OR coalesce(a.signedEarliest <= c.countsTo, true))
WITH c, source, a, between.how = 'publicBodies' AS public,
     (c.countsFrom IS NULL OR coalesce(a.signedEarliest >= c.countsFrom, false))
     AND (c.countsTo IS NULL OR coalesce(a.signedLatest <= c.countsTo, false)) AS surely
WITH c, source, c.countedThing IN ['projects', 'actions'] AS elsewhere, count(CASE WHEN NOT public AND surely THEN a END) AS listed,
     count(CASE WHEN NOT public AND NOT surely THEN a END) AS listed_possibly, count(CASE WHEN public THEN a END) AS public_bodies
RETURN substring(c.id, size('count/')) AS count, c.number AS number, c.comparator AS comparator, c.countedThing AS counted,
       c.population AS population, c.countsTopic AS topic, c.countsFrom AS from, c.countsTo AS to, c.claimant AS claimant,
       c.saidOn AS said_on, CASE WHEN elsewhere THEN null ELSE listed END AS listed,
       CASE WHEN elsewhere THEN null ELSE listed_possibly END AS listed_possibly,
       CASE WHEN elsewhere THEN null ELSE public_bodies END AS public_bodies, source.title AS source
ORDER BY said_on, count

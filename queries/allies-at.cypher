// Twin of allies-at.rq: same parameters, columns, rows and order.
CALL () {
  MATCH (:Country {id: $country})<-[:IN_LINE]-(mine:Polity)-[:OWES]->(c:Commitment)-[:TO]->(theirs:Polity)
  RETURN c, mine AS by, theirs AS whom
  UNION
  MATCH (:Country {id: $country})<-[:IN_LINE]-(mine:Polity)<-[:TO]-(c:Commitment)<-[:OWES]-(theirs:Polity)
  RETURN c, CASE WHEN c.directionKnown THEN theirs ELSE mine END AS by, CASE WHEN c.directionKnown THEN mine ELSE theirs END AS whom
}
WITH c, by, whom
WHERE ($kind = 'all' OR c.commitmentKind = $kind) AND (c.startEarliest IS NULL OR c.startEarliest <= $date)
  AND (c.endLatest IS NULL OR $date < c.endLatest)
MATCH (pact:Alliance)-[:COMMITS]->(c)-[:STATED_IN]->(:Record)-[:FROM]->(dataset:Source)
WITH c, by, whom, pact, dataset,
     coalesce(toString(c.startEarliest), '') AS start, coalesce(toString(c.startLatest), '') AS started,
     coalesce(toString(c.endEarliest), '') AS end, coalesce(toString(c.endLatest), '') AS ended
RETURN DISTINCT by.id AS bound, whom.id AS to, c.commitmentKind AS kind, c.directionKnown AS direction_known,
       CASE WHEN c.startLatest <= $date AND $date < c.endEarliest THEN 'yes' ELSE 'possibly' END AS status,
       CASE WHEN start + started = '' THEN null WHEN start = started THEN start ELSE start + '..' + started END AS since,
       CASE WHEN end + ended = '' THEN null WHEN end = ended THEN end ELSE end + '..' + ended END AS until,
       substring(pact.id, size('alliance/')) AS alliance, dataset.title AS source
ORDER BY kind, bound, to, since IS NULL, since, alliance

// Twin of one-sided-commitments.rq: same parameters, columns, rows and order.
MATCH (a:Polity)-[:OWES]->(c:Commitment {directionKnown: true})-[:TO]->(b:Polity)
WHERE ($country IS NULL OR EXISTS { (a)-[:IN_LINE]->(:Country {id: $country}) } OR EXISTS { (b)-[:IN_LINE]->(:Country {id: $country}) })
  AND ($kind = 'all' OR c.commitmentKind = $kind)
MATCH (pact:Alliance)-[:COMMITS]->(c)
WITH pact, c.commitmentKind AS kind, CASE WHEN a.id < b.id THEN a.id + '+' + b.id ELSE b.id + '+' + a.id END AS both,
     collect({by: a, whom: b, what: c}) AS owed
UNWIND owed AS one
WITH pact, kind, one.by AS a, one.whom AS b, one.what AS c, owed
WHERE none(back IN owed WHERE back.by = b AND coalesce(back.what.startEarliest < c.endLatest, true)
                               AND coalesce(c.startEarliest < back.what.endLatest, true))
  AND ($date IS NULL OR (coalesce(c.startEarliest <= $date, true) AND coalesce($date < c.endLatest, true)))
MATCH (c)-[:STATED_IN]->(:Record)-[:FROM]->(dataset:Source)
CALL (a, b, c) {
  OPTIONAL MATCH (b)-[:OWES]->(same:Commitment {commitmentKind: c.commitmentKind, directionKnown: true})-[:TO]->(a)
  WHERE coalesce(same.startEarliest < c.endLatest, true) AND coalesce(c.startEarliest < same.endLatest, true)
  OPTIONAL MATCH (other:Alliance)-[:COMMITS]->(same)
  WITH DISTINCT substring(other.id, size('alliance/')) AS name ORDER BY name
  RETURN collect(name) AS names
}
WITH DISTINCT a, b, kind, pact, names, dataset,
     coalesce(toString(c.startEarliest), '') AS start, coalesce(toString(c.startLatest), '') AS started,
     coalesce(toString(c.endEarliest), '') AS end, coalesce(toString(c.endLatest), '') AS ended
RETURN a.id AS bound, b.id AS to, kind,
       CASE WHEN start + started = '' THEN null WHEN start = started THEN start ELSE start + '..' + started END AS since,
       CASE WHEN end + ended = '' THEN null WHEN end = ended THEN end ELSE end + '..' + ended END AS until,
       substring(pact.id, size('alliance/')) AS alliance,
       CASE WHEN names <> [] THEN reduce(text = head(names), name IN tail(names) | text + '+' + name) END AS elsewhere,
       dataset.title AS source
ORDER BY bound, to, kind, since IS NULL, since, alliance, until

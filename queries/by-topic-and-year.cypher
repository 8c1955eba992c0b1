// Twin of by-topic-and-year.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
CALL () {
  MATCH (a:Agreement)-[between:BETWEEN]->(:Pair {id: $pair})
  WHERE between.how <> 'publicBodies' OR $how <> 'bilateral'
  RETURN a
  UNION
  MATCH (:Country {id: $one})<-[:IN_LINE]-(mine:Polity)-[part:PARTY_TO {role: 'contracting'}]->(a:Agreement)
        <-[twin:PARTY_TO {role: 'contracting'}]-(theirs:Polity)-[:IN_LINE]->(:Country {id: $other})
  WHERE $how = 'all' AND part.countsFor = mine.id AND twin.countsFor = theirs.id
  RETURN a
}
OPTIONAL MATCH (a)-[:ABOUT]->(given:Topic)
OPTIONAL MATCH (given)-[:BROADER]->(wider:Topic) WHERE $level = 'top'
OPTIONAL MATCH (wider)-[:BROADER]->(widest:Topic)
UNWIND ['all', coalesce(widest.id, wider.id, given.id)] AS topic
WITH a, topic, CASE $by WHEN 'year' THEN 4 ELSE 3 END AS digits, CASE $by WHEN 'year' THEN '' ELSE '0s' END AS ending
WITH a, topic, coalesce(left(toString(a.signedEarliest), digits) + ending, '') AS first,
     coalesce(left(toString(a.signedLatest), digits) + ending, '') AS last
WITH CASE WHEN first + last = '' THEN null WHEN first = last THEN first ELSE first + '..' + last END AS period,
     topic, count(DISTINCT a) AS agreements
RETURN period, topic, agreements
ORDER BY period IS NULL, period, coalesce(topic, '') <> 'all', topic IS NULL, topic

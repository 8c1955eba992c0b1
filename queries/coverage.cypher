// Twin of coverage.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
CALL () {
  CALL () {
    MATCH (a:Agreement)-[:BETWEEN]->(:Pair {id: $pair}) RETURN a
    UNION
    MATCH (:Country {id: $one})<-[:IN_LINE]-(mine:Polity)-[part:PARTY_TO {role: 'contracting'}]->(a:Agreement)
          <-[twin:PARTY_TO {role: 'contracting'}]-(theirs:Polity)-[:IN_LINE]->(:Country {id: $other})
    WHERE part.countsFor = mine.id AND twin.countsFor = theirs.id
    RETURN a
  }
  MATCH (a)<-[:DESCRIBES]-(r:Record {recordKind: 'agreementRecord'})-[:IN_DATASET]->(s:Source)<-[:OF_SOURCE]-(c:Coverage)
  WHERE coalesce(coalesce(a.signedEarliest, c.coversFrom) <= $date, true)
    AND ($topic IS NULL OR EXISTS { (a)-[:ABOUT]->(:Topic)-[:BROADER*0..]->(:Topic {id: $topic}) })
  RETURN s.id AS by, r.id AS record
  UNION
  MATCH (:Country {id: $one})<-[:IN_LINE]-(:Polity)-[by:OWES|TO]-(x:Commitment)-[to:OWES|TO]-(:Polity)
        -[:IN_LINE]->(:Country {id: $other})
  MATCH (x)-[:STATED_IN]->(r:Record {recordKind: 'allianceRecord'})-[:IN_DATASET]->(s:Source)
  WHERE type(by) <> type(to) AND coalesce(x.startEarliest <= $date, true)
    AND ($topic IS NULL OR EXISTS { (:Topic {id: 'alliance'})-[:BROADER*0..]->(:Topic {id: $topic}) })
  RETURN s.id AS by, r.id AS record
}
WITH collect(DISTINCT [by, record]) AS known
MATCH (c:Coverage)-[:OF_SOURCE]->(s:Source)
WITH c, s, size([one IN known WHERE one[0] = s.id]) AS found, c.coversFrom AS first, coalesce(c.coversTo, s.horizon) AS last,
     coalesce(c.coversTopic, []) AS keeps,
     NOT EXISTS { (c)-[:COVERS]->(there) WHERE there:Pair OR there:Country }
       OR EXISTS { (c)-[:COVERS]->(here) WHERE here.id IN [$pair, $one, $other] } AS named,
     coalesce(c.coversKind, []) = ['documentRecord'] AS papers
WITH *, $topic IS NULL OR keeps = [] AS any,
     EXISTS { (:Topic {id: $topic})-[:BROADER*0..]->(wide:Topic) WHERE wide.id IN keeps } AS within,
     EXISTS { (narrow:Topic)-[:BROADER*0..]->(:Topic {id: $topic}) WHERE narrow.id IN keeps } AS partly
WITH *, CASE WHEN NOT named THEN 'other countries'
             WHEN NOT any AND NOT within AND NOT partly THEN 'other topics'
             WHEN $date < first THEN 'before its first day'
             WHEN $date > last THEN 'after its last day'
             WHEN papers THEN 'its papers name no parties'
             WHEN NOT any AND NOT within THEN 'only part of the topic'
             WHEN first IS NULL THEN 'its first day is not stated' END AS why
WITH *, CASE WHEN why IS NULL THEN 'yes'
             WHEN why IN ['other countries', 'other topics', 'before its first day', 'after its last day'] THEN 'no'
             ELSE 'cannot tell' END AS covers
RETURN substring(s.id, size('source/')) AS source, covers, why, first, last,
       CASE WHEN keeps <> [] THEN reduce(text = head(keeps), one IN tail(keeps) | text + '+' + one) END AS topics,
       CASE WHEN covers = 'yes' AND coalesce(c.complete, false) THEN 'means absence' ELSE 'means nothing' END AS silence, found,
       CASE WHEN found > 0 THEN toString(found) + ' found' WHEN covers = 'yes' THEN 'none found, though covered'
            WHEN covers = 'no' THEN 'not covered' ELSE 'none found, coverage not known' END AS answer
ORDER BY source

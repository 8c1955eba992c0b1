// Twin of only-in-source.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
CALL () {
  MATCH (a:Agreement)-[between:BETWEEN]->(:Pair {id: $pair})
  WHERE between.how <> 'publicBodies' OR $how <> 'bilateral'
  RETURN a, between.how AS how
  UNION
  MATCH (:Country {id: $one})<-[:IN_LINE]-(mine:Polity)-[part:PARTY_TO {role: 'contracting'}]->(a:Agreement)
        <-[twin:PARTY_TO {role: 'contracting'}]-(theirs:Polity)-[:IN_LINE]->(:Country {id: $other})
  WHERE $how = 'all' AND part.countsFor = mine.id AND twin.countsFor = theirs.id
    AND NOT EXISTS { (a)-[:BETWEEN]->(:Pair {id: $pair}) }
  RETURN DISTINCT a, 'multilateral' AS how
}
CALL (a) {
  CALL (a) {
    RETURN a AS listed
    UNION
    MATCH (a)<-[:FOUNDED_ON]-(listed:Alliance) RETURN listed
  }
  MATCH (listed)-[:STATED_IN]->(:Record)-[:IN_DATASET]->(dataset:Source)
  WITH DISTINCT substring(dataset.id, size('source/')) AS name ORDER BY name
  RETURN collect(name) AS sets
}
WITH a, how, sets WHERE $listed_in IS NULL OR $listed_in IN sets
CALL (a) {
  UNWIND [key IN ['en', 'es', 'ru'] | a['title_' + key] + '@' + key] + coalesce(a.titles, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
CALL (a) {
  OPTIONAL MATCH (a)-[:HAS_ACT]->(signature:Act {actType: 'signature'})
  RETURN min(signature.date) AS signed
}
MATCH (c:Coverage)-[:OF_SOURCE]->(s:Source)
WITH a, how, sets, title, signed, c, s, substring(s.id, size('source/')) AS name, c.coversFrom AS opens, coalesce(c.coversTo, s.horizon) AS closes,
     coalesce(c.coversTopic, []) AS keeps, coalesce(c.coversKind, []) AS kinds, coalesce(a.topic, []) AS themes
WHERE NOT name IN sets AND ($not_in IS NULL OR name = $not_in)
WITH *, EXISTS { (c)-[:COVERS]->(there) WHERE there:Pair OR there:Country }
        AND NOT EXISTS { (c)-[:COVERS]->(here) WHERE here.id IN [$pair, $one, $other] } AS foreign,
     CASE WHEN keeps = [] THEN null WHEN themes = [] THEN 1
          WHEN EXISTS { (a)-[:ABOUT]->(:Topic)-[:BROADER*0..]->(wide:Topic) WHERE wide.id IN keeps } THEN 3
          WHEN EXISTS { (a)-[:ABOUT]->(:Topic)<-[:BROADER*0..]-(narrow:Topic) WHERE narrow.id IN keeps } THEN 2 ELSE 0 END AS fit
WITH *, CASE WHEN foreign THEN 'other countries'
             WHEN fit = 0 THEN 'other topics'
             WHEN a.signedLatest < opens THEN 'before its first day'
             WHEN a.signedEarliest > closes THEN 'after its last day'
             WHEN kinds = ['documentRecord'] THEN 'its papers name no parties'
             WHEN kinds = ['allianceRecord'] THEN 'it lists alliances'
             WHEN fit = 2 THEN 'only part of the topic'
             WHEN fit = 1 THEN 'its topic is not known'
             WHEN opens IS NULL THEN 'its first day is not stated'
             WHEN NOT coalesce(opens <= a.signedEarliest AND a.signedLatest <= closes, false) THEN 'its day of signature is not known' END AS why
RETURN name AS not_in,
       CASE WHEN why IS NULL THEN 'missing'
            WHEN why IN ['other countries', 'other topics', 'before its first day', 'after its last day'] THEN 'outside its coverage'
            ELSE 'cannot tell' END AS finding,
       why, CASE WHEN why IS NULL AND coalesce(c.complete, false) THEN 'means absence' ELSE 'means nothing' END AS silence,
       a.id AS agreement, title, signed, how, reduce(text = head(sets), set IN tail(sets) | text + '+' + set) AS listed_in
ORDER BY not_in, finding, a.signedEarliest, agreement

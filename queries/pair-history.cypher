// Twin of pair-history.rq: same parameters, columns, rows and order. $one and $other are the two lines of $pair.
CALL () {
  MATCH (a:Agreement)-[between:BETWEEN]->(:Pair {id: $pair}) WHERE between.how <> 'publicBodies' OR $how <> 'bilateral'
  OPTIONAL MATCH (a)-[:HAS_ACT]->(act:Act)
  OPTIONAL MATCH (actor:Polity)-[:DID]->(act)
  WITH a, between, coalesce(act, a) AS thing, act, actor
  RETURN a AS node, a.id AS about, thing, act.actType AS type, act.plane AS plane, act.date AS date, act.earliest AS earliest, act.latest AS latest,
         actor.id AS by, between.concludedBy AS states, [] AS kinds
  UNION
  MATCH (event:Event)-[:OF_PAIR]->(:Pair {id: $pair})
  RETURN event AS node, substring(event.id, size('event/')) AS about, event AS thing, event.actType AS type, null AS plane, event.date AS date,
         event.earliest AS earliest, event.latest AS latest, null AS by, [] AS states, [] AS kinds
  UNION
  MATCH (:Country {id: $one})<-[:IN_LINE]-(mine:Polity)-[by:OWES|TO]-(c:Commitment)-[to:OWES|TO]-(theirs:Polity)-[:IN_LINE]->(:Country {id: $other})
  WHERE type(by) <> type(to)
  MATCH (pact:Alliance)-[:COMMITS]->(c)
  UNWIND ['obligationsBegin', 'obligationsEnd'] AS type
  WITH pact, c, mine, theirs, type WHERE type = 'obligationsBegin' OR c.endLatest IS NOT NULL
  WITH pact, c.commitmentKind AS kind, mine, theirs, type, CASE type WHEN 'obligationsBegin' THEN c.startEarliest ELSE c.endEarliest END AS earliest,
       CASE type WHEN 'obligationsBegin' THEN c.startLatest ELSE c.endLatest END AS latest
  ORDER BY kind
  WITH pact, type, earliest, latest, collect(DISTINCT kind) AS kinds, collect(DISTINCT mine.id) + collect(DISTINCT theirs.id) AS states,
       coalesce(toString(earliest), '') AS start, coalesce(toString(latest), '') AS stop
  RETURN pact AS node, substring(pact.id, size('alliance/')) AS about, pact AS thing, type, null AS plane,
         CASE WHEN start + stop = '' THEN null WHEN start = stop THEN start ELSE start + '..' + stop END AS date, earliest, latest, null AS by, states, kinds
}
WITH *, coalesce(earliest, latest) AS on
WHERE ($from IS NULL OR latest >= $from) AND ($to IS NULL OR earliest <= $to)
CALL (on, earliest, latest, states) {
  UNWIND [$one, $other] AS line
  MATCH (:Country {id: line})<-[:IN_LINE]-(heir:Polity)
  WITH line, heir, on, earliest, latest, [state IN states WHERE EXISTS { (:Polity {id: state})-[:IN_LINE]->(:Country {id: line}) }] AS mine
  UNWIND CASE WHEN mine = [] THEN [line] ELSE mine END AS state
  WITH line, heir, on, earliest, latest, heir.id = state AND mine <> [] AS own,
       mine <> [] AND EXISTS { (heir)-[:CONTINUES|SUCCEEDS*1..20]->(:Polity {id: state}) } AS went_on
  WITH line, CASE WHEN CASE WHEN on IS NULL THEN own ELSE coalesce(latest >= heir.existsFrom, true) AND coalesce(earliest <= heir.existsTo, true) END
                  THEN CASE WHEN own THEN '0' WHEN went_on THEN '1' WHEN heir.id = line THEN '2' ELSE '3' END
                  WHEN own THEN '4' ELSE '9' END + coalesce(heir['prefLabel_' + $lang], heir.prefLabel_en) AS called
  WITH line, min(called) AS called
  WITH collect({line: line, name: CASE WHEN NOT called STARTS WITH '9' THEN substring(called, 1) END}) AS names
  RETURN [known IN names WHERE known.line = $one | known.name][0] AS one, [known IN names WHERE known.line = $other | known.name][0] AS other
}
CALL (node) {
  UNWIND [key IN ['en', 'es', 'ru'] | coalesce(node['title_' + key], node['label_' + key]) + '@' + key] + coalesce(node.titles, [])
         + coalesce(node.labels, []) + [node.label + '@'] AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN language, left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
CALL (thing) {
  OPTIONAL MATCH (thing)-[:STATED_IN]->(:Record)-[:FROM]->(source:Source)
  RETURN count(DISTINCT source) AS sources
}
RETURN date, type, plane, one, other, by, about,
       title + CASE WHEN kinds = [] THEN '' ELSE ': ' + reduce(text = head(kinds), kind IN tail(kinds) | text + '+' + kind) END AS title, sources
ORDER BY on, type, about, date, thing.id

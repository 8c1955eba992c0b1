// Twin of signed-not-in-force.rq: same parameters, columns, rows and order.
CALL () {
  MATCH (:Pair {id: $pair})<-[:BETWEEN]-(a:Agreement)-[:HAS_PERIOD]->(p:ForcePeriod) RETURN a, p
  UNION
  MATCH (a:Agreement)-[:HAS_PERIOD]->(p:ForcePeriod) WHERE $pair IS NULL RETURN a, p
}
WITH a, p
WHERE p.mode = 'definitive' AND p.endBasis IN ['noEntryIntoForce', 'endedByAct', 'superseded'] AND p.startLatest IS NULL
WITH a, max(CASE p.endBasis WHEN 'noEntryIntoForce' THEN 0 ELSE 1 END) AS over, min(p.startEarliest) AS opens
WHERE NOT EXISTS { (a)-[:HAS_ACT]->(:Act {actType: 'entryIntoForce'}) }
CALL (a) {
  MATCH (a)-[:HAS_ACT]->(act:Act)
  OPTIONAL MATCH (who:Polity)-[:DID]->(act)
  WITH act, who, act.actType IN ['ratification', 'acceptance', 'approval', 'formalConfirmation', 'accession', 'succession',
                                 'notificationOfCompletion', 'exchangeOfRatifications', 'deposit'] AS consenting
  ORDER BY who.id
  RETURN min(CASE act.actType WHEN 'signature' THEN act.date END) AS signed,
         min(CASE act.actType WHEN 'provisionalApplication' THEN coalesce(act.date, '?') END) AS provisional,
         max(act.actType = 'entryIntoForceForParty') AS single, max(consenting) AS consent,
         collect(DISTINCT CASE WHEN consenting THEN who.id END) AS consented,
         collect(DISTINCT CASE act.plane WHEN 'domestic' THEN who.id END) AS stepped
}
CALL (a) {
  OPTIONAL MATCH (a)<-[part:PARTY_TO {role: 'contracting'}]-()
  WITH DISTINCT part.countsFor AS code ORDER BY code
  WITH collect(code) AS codes
  RETURN reduce(text = head(codes), code IN tail(codes) | text + '+' + code) AS parties
}
CALL (a) {
  MATCH (a)<-[:DESCRIBES]-(:Record)-[:IN_DATASET]->(source:Source)
  WITH DISTINCT substring(source.id, size('source/')) AS name ORDER BY name
  WITH collect(name) AS names
  RETURN reduce(text = head(names), name IN tail(names) | text + '+' + name) AS sources
}
CALL (a) {
  UNWIND [key IN ['en', 'es', 'ru'] | a['title_' + key] + '@' + key] + coalesce(a.titles, []) AS told
  WITH told, split(told, '@')[-1] AS language WHERE told IS NOT NULL
  RETURN left(told, size(told) - size(language) - 1) AS title
  ORDER BY CASE language WHEN $lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, language, title LIMIT 1
}
WITH *, CASE WHEN opens > a.signedEarliest THEN ['said not to be in force before ' + toString(opens)] ELSE [] END
     + CASE WHEN provisional IS NULL THEN [] WHEN provisional = '?' THEN ['applied provisionally']
            ELSE ['applied provisionally from ' + provisional] END
     + CASE WHEN single THEN ['in force for single parties'] ELSE [] END
     + CASE WHEN NOT consent THEN [] WHEN consented = [] THEN ['consent recorded']
            ELSE ['consent recorded of ' + reduce(text = head(consented), code IN tail(consented) | text + '+' + code)] END
     + CASE WHEN consent OR stepped = [] THEN []
            ELSE ['steps at home only of ' + reduce(text = head(stepped), code IN tail(stepped) | text + '+' + code)] END
     + CASE WHEN over = 0 THEN [] ELSE [coalesce('ended by ' + toString(a.endedLatest), 'ended')] END AS reasons
RETURN a.id AS agreement, title, signed, parties,
       CASE reasons WHEN [] THEN 'nothing after the signature is recorded'
            ELSE reduce(text = head(reasons), one IN tail(reasons) | text + '; ' + one) END AS reason, sources
ORDER BY a.signedEarliest, agreement

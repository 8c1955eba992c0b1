// Twin of timeline.rq: same parameters, columns, rows and order.
MATCH (:Agreement {id: $agreement})-[:HAS_ACT]->(act:Act)
OPTIONAL MATCH (state:Polity)-[:DID]->(act)
OPTIONAL MATCH (:Record)-[says:SAYS {field: 'date'}]->(act)
OPTIONAL MATCH (act)-[:STATED_IN]->(:Record)-[:FROM]->(source:Source)
WITH act, state, head(collect(says.level)) AS level, count(DISTINCT source) AS sources
RETURN act.date AS date, act.actType AS type, act.plane AS plane, state.id AS actor, act.body AS body, act.placeName AS place,
       act.effect AS effect, CASE WHEN act.date IS NULL THEN null ELSE coalesce(level, 'single') END AS level, sources
ORDER BY act.earliest, type, act.id

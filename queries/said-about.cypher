// Twin of said-about.rq: same parameters, columns, rows and order.
MATCH (thing:Agreement|Event|Pair {id: $about})<-[:DESCRIBES]-(record:Record {recordKind: 'statementRecord'})-[:FROM]->(source:Source)
WHERE record.says IS NOT NULL OR record.quote IS NOT NULL
RETURN record.claimant AS who, record.claimantOffice AS office, record.saidOn AS said_on, record.stance AS stance,
       record.attribution AS attribution, record.says AS says, record.quote AS quote,
       coalesce(record.quoteLang, record.saysLang) AS language, source.title AS source, source.url AS url
ORDER BY said_on, record.id

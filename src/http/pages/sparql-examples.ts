import type { Label } from './language.ts'

/** Queries to start from; each is about what a DCAT-AP.de catalogue is asked most. */
export const sparqlExamples: readonly { title: Label; query: string }[] = [
  {
    title: { de: 'Zuletzt geänderte Datensätze', en: 'Datasets changed last' },
    query: `PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>

SELECT ?dataset ?title ?modified WHERE {
  ?dataset a dcat:Dataset ;
    dct:title ?title ;
    dct:modified ?modified .
  FILTER(LANG(?title) IN ("de", ""))
}
ORDER BY DESC(STR(?modified))
LIMIT 10`,
  },
  {
    title: { de: 'Anzahl der Datensätze je Herausgeber', en: 'Number of datasets per publisher' },
    query: `PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>

SELECT ?name (COUNT(DISTINCT ?dataset) AS ?datasets) WHERE {
  ?dataset a dcat:Dataset ;
    dct:publisher/foaf:name ?name .
}
GROUP BY ?name
ORDER BY DESC(?datasets)`,
  },
  {
    title: { de: 'CSV-Dateien zum Thema Umwelt', en: 'CSV files about the environment' },
    query: `PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX theme: <http://publications.europa.eu/resource/authority/data-theme/>
PREFIX filetype: <http://publications.europa.eu/resource/authority/file-type/>

SELECT ?dataset ?file ?licence WHERE {
  ?dataset dcat:theme theme:ENVI ;
    dcat:distribution ?distribution .
  ?distribution dct:format filetype:CSV ;
    dcat:downloadURL ?file .
  OPTIONAL { ?distribution dct:license ?licence }
}
LIMIT 100`,
  },
]

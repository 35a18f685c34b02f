/** What an office collects: the words from which titles, descriptions and keywords are put together. */
export type Subject = {
  title: string
  english: string
  content: string
  keywords: readonly string[]
  themes: readonly string[]
  office: string
}

const subject = (
  [title, english]: [string, string],
  content: string,
  [keywords, themes, office]: [string, string, string],
): Subject => ({
  title,
  english,
  content,
  keywords: keywords.split(', '),
  themes: themes.split(' '),
  office,
})

const statistics = 'Amt für Statistik und Wahlen'
const survey = 'Vermessungs- und Katasteramt'
const green = 'Grünflächenamt'
const environment = 'Umweltamt'
const traffic = 'Amt für Straßen und Verkehr'
const finance = 'Kämmerei'
const schools = 'Schulverwaltungsamt'
const youth = 'Jugendamt'
const health = 'Gesundheitsamt'
const registration = 'Kraftfahrzeugzulassungsstelle'
const planning = 'Stadtplanungsamt'
const residents = 'Einwohnermeldeamt'
const culture = 'Kulturamt'
const safety = 'Amt für Brand- und Katastrophenschutz'

export const subjects: readonly Subject[] = [
  subject(
    ['Straßenverzeichnis', 'Street directory'],
    'alle amtlich benannten Straßen, Wege und Plätze mit Straßenschlüssel, Postleitzahl und Stadtbezirk',
    ['Straßen, Straßennamen, Postleitzahl, Adressen, Straßenschlüssel', 'REGI TRAN', survey],
  ),
  subject(
    ['Zugelassene Kraftfahrzeuge nach Farbe und Marke', 'Registered vehicles by colour and make'],
    'die Zahl der zugelassenen Personenkraftwagen nach Farbe, Marke, Kraftstoffart und Erstzulassung',
    ['Kraftfahrzeuge, Zulassung, Fahrzeugbestand, Pkw, Elektromobilität', 'TRAN', registration],
  ),
  subject(
    ['Baumkataster', 'Tree register'],
    'die Standorte der städtischen Bäume mit Baumart, Pflanzjahr, Stammumfang und Kronendurchmesser',
    ['Bäume, Baumkataster, Straßenbäume, Stadtgrün, Baumarten', 'ENVI', green],
  ),
  subject(
    ['Spielplätze', 'Playgrounds'],
    'die öffentlichen Spielplätze und Bolzplätze mit Lage, Altersgruppe und Ausstattung',
    ['Spielplätze, Kinder, Bolzplätze, Freizeit, Spielgeräte', 'EDUC SOCI', green],
  ),
  subject(
    ['Ergebnisse der Bundestagswahl', 'Results of the federal election'],
    'die amtlichen Endergebnisse nach Wahlbezirken mit Wahlberechtigten, Wählern, Erst- und Zweitstimmen',
    ['Wahlen, Bundestagswahl, Wahlergebnisse, Wahlbezirke, Zweitstimmen', 'GOVE', statistics],
  ),
  subject(
    ['Ergebnisse der Kommunalwahl', 'Results of the local election'],
    'die Stimmen je Partei und Wahlvorschlag für den Rat in allen Stimmbezirken einschließlich Briefwahl',
    ['Wahlen, Kommunalwahl, Rat, Stimmbezirke, Briefwahl', 'GOVE', statistics],
  ),
  subject(
    ['Haushaltsplan', 'Budget'],
    'die Erträge und Aufwendungen des Ergebnisplans nach Produktgruppen und Sachkonten',
    ['Haushalt, Finanzen, Haushaltsplan, Ausgaben, Einnahmen', 'ECON GOVE', finance],
  ),
  subject(
    ['Zuwendungen an Vereine', 'Grants to associations'],
    'die gewährten Zuschüsse mit Empfänger, Zweck, Rechtsgrundlage und Betrag',
    ['Zuwendungen, Vereine, Förderung, Transparenz, Zuschüsse', 'ECON', finance],
  ),
  subject(
    ['Luftqualität', 'Air quality'],
    'die Stundenmittelwerte für Stickstoffdioxid, Ozon und Feinstaub an den städtischen Messstellen',
    ['Luft, Luftqualität, Feinstaub, Stickstoffdioxid, Messwerte', 'ENVI HEAL', environment],
  ),
  subject(
    ['Lärmkartierung', 'Noise mapping'],
    'die Lärmindizes für Straßen- und Schienenverkehr nach der Umgebungslärmrichtlinie',
    ['Lärm, Umgebungslärm, Lärmkarte, Verkehrslärm, Isophonen', 'ENVI TRAN', environment],
  ),
  subject(
    ['Einwohner nach Altersgruppen und Stadtteilen', 'Residents by age group and district'],
    'die Einwohner mit Hauptwohnung nach Altersgruppen, Geschlecht und Stadtteil aus dem Melderegister',
    ['Bevölkerung, Einwohner, Altersstruktur, Stadtteile, Melderegister', 'SOCI', residents],
  ),
  subject(
    ['Beliebteste Vornamen', 'Most popular first names'],
    'die bei der Geburt vergebenen Vornamen mit Häufigkeit, Geschlecht und Stelle des Namens',
    ['Vornamen, Geburten, Standesamt, Namen, Statistik', 'SOCI', residents],
  ),
  subject(
    ['Wanderungsbewegungen', 'Migration flows'],
    'die Zuzüge und Fortzüge nach Herkunfts- und Zielgebiet sowie Altersgruppe',
    ['Wanderung, Zuzüge, Fortzüge, Bevölkerungsbewegung, Demografie', 'SOCI', statistics],
  ),
  subject(
    ['Schulverzeichnis', 'School directory'],
    'die allgemein- und berufsbildenden Schulen mit Anschrift, Schulform, Träger und Schülerzahl',
    ['Schulen, Bildung, Schulform, Schülerzahlen, Adressen', 'EDUC', schools],
  ),
  subject(
    ['Kindertagesstätten', 'Day-care centres'],
    'die Kindertageseinrichtungen mit Anschrift, Träger, Öffnungszeiten und Zahl der genehmigten Plätze',
    ['Kita, Kinderbetreuung, Kindergarten, Betreuungsplätze, Träger', 'EDUC SOCI', youth],
  ),
  subject(
    ['Fahrradzählstellen', 'Bicycle counters'],
    'die Zählwerte der automatischen Radverkehrszählstellen in Abständen von fünfzehn Minuten',
    ['Radverkehr, Fahrrad, Zählstellen, Verkehrszählung, Mobilität', 'TRAN', traffic],
  ),
  subject(
    ['Radwegenetz', 'Cycle network'],
    'die Radwege, Radfahrstreifen und Fahrradstraßen mit Breite, Belag und Baulastträger',
    ['Radwege, Fahrradstraßen, Radverkehr, Wegenetz, Verkehr', 'TRAN', traffic],
  ),
  subject(
    ['Baustellen', 'Roadworks'],
    'die laufenden und geplanten Baustellen im Straßennetz mit Zeitraum, Art der Einschränkung und Umleitung',
    ['Baustellen, Sperrungen, Verkehr, Umleitung, Straßenbau', 'TRAN', traffic],
  ),
  subject(
    ['Parkhäuser und Parkplätze', 'Car parks'],
    'die öffentlichen Parkhäuser und Parkplätze mit Lage, Stellplatzzahl, Gebühren und Ladesäulen',
    ['Parken, Parkhaus, Stellplätze, Ladesäulen, Parkgebühren', 'TRAN', traffic],
  ),
  subject(
    ['Verkehrsunfälle', 'Road accidents'],
    'die polizeilich aufgenommenen Unfälle mit Personenschaden nach Ort, Zeit, Beteiligung und Unfalltyp',
    ['Unfälle, Verkehrssicherheit, Personenschaden, Unfallatlas, Verkehr', 'TRAN SOCI', traffic],
  ),
  subject(
    ['Fahrplandaten', 'Timetable data'],
    'die Soll-Fahrpläne der Bus- und Straßenbahnlinien mit Haltestellen, Fahrten und Verkehrstagen',
    ['Fahrplan, ÖPNV, Haltestellen, GTFS, Nahverkehr', 'TRAN', traffic],
  ),
  subject(
    ['Bebauungspläne', 'Development plans'],
    'die Geltungsbereiche der rechtskräftigen Bebauungspläne mit Plannummer, Rechtsstand und Satzungsbeschluss',
    ['Bebauungsplan, Bauleitplanung, XPlanung, Stadtplanung, Satzung', 'REGI GOVE', planning],
  ),
  subject(
    ['Flächennutzungsplan', 'Land-use plan'],
    'die Darstellungen des wirksamen Flächennutzungsplans mit allen Änderungen und Berichtigungen',
    ['Flächennutzung, Bauleitplanung, Stadtplanung, Landnutzung, Planung', 'REGI', planning],
  ),
  subject(
    ['Bodenrichtwerte', 'Standard land values'],
    'die vom Gutachterausschuss beschlossenen Bodenrichtwerte mit Zone, Nutzungsart und Erschließungszustand',
    [
      'Bodenrichtwerte, Grundstücke, Gutachterausschuss, Immobilien, Wertermittlung',
      'ECON REGI',
      survey,
    ],
  ),
  subject(
    ['Digitales Geländemodell', 'Digital terrain model'],
    'die Höhen der Geländeoberfläche als Gitter mit einem Meter Weite aus Laserscan-Befliegung',
    ['Geländemodell, Höhendaten, DGM, Laserscan, Geobasisdaten', 'REGI ENVI', survey],
  ),
  subject(
    ['Hausumringe', 'Building footprints'],
    'die Grundrisse der Gebäude aus dem Liegenschaftskataster ohne Bezug zu Personen',
    ['Gebäude, Hausumringe, Liegenschaftskataster, ALKIS, Geobasisdaten', 'REGI', survey],
  ),
  subject(
    ['Stadtteilgrenzen', 'District boundaries'],
    'die Grenzen der Stadtbezirke, Stadtteile und statistischen Viertel als Flächen',
    ['Stadtteile, Verwaltungsgrenzen, Stadtbezirke, Gebietsgliederung, Grenzen', 'REGI', survey],
  ),
  subject(
    ['Denkmalliste', 'Monument list'],
    'die eingetragenen Bau- und Bodendenkmäler mit Anschrift, Kurzbeschreibung und Tag der Eintragung',
    ['Denkmal, Baudenkmal, Denkmalschutz, Kulturerbe, Architektur', 'EDUC', culture],
  ),
  subject(
    ['Museen und Theater', 'Museums and theatres'],
    'die Kultureinrichtungen mit Anschrift, Öffnungszeiten, Barrierefreiheit und Besucherzahl',
    ['Kultur, Museen, Theater, Besucherzahlen, Veranstaltungen', 'EDUC', culture],
  ),
  subject(
    ['Ausleihen der Stadtbibliothek', 'Loans of the public library'],
    'die Entleihungen nach Zweigstelle, Mediengruppe und Monat ohne Bezug zu Personen',
    ['Bibliothek, Ausleihe, Medien, Kultur, Zweigstellen', 'EDUC', culture],
  ),
  subject(
    ['Badegewässerqualität', 'Bathing water quality'],
    'die Messwerte und Einstufungen der überwachten Badestellen nach der Badegewässerrichtlinie',
    ['Badegewässer, Wasserqualität, Badestellen, Gesundheit, Messwerte', 'ENVI HEAL', health],
  ),
  subject(
    ['Meldepflichtige Infektionskrankheiten', 'Notifiable infectious diseases'],
    'die übermittelten Fälle nach Krankheit, Meldewoche und Altersgruppe',
    [
      'Infektionskrankheiten, Gesundheit, Meldepflicht, Fallzahlen, Infektionsschutz',
      'HEAL',
      health,
    ],
  ),
  subject(
    ['Krankenhäuser und Notaufnahmen', 'Hospitals and emergency rooms'],
    'die Krankenhäuser mit Anschrift, Fachabteilungen, Bettenzahl und Stufe der Notfallversorgung',
    ['Krankenhaus, Gesundheit, Notaufnahme, Betten, Versorgung', 'HEAL', health],
  ),
  subject(
    ['Abfallmengen', 'Amounts of waste'],
    'die eingesammelten Mengen an Restmüll, Bioabfall, Papier und Wertstoffen nach Monaten',
    ['Abfall, Recycling, Restmüll, Wertstoffe, Entsorgung', 'ENVI', environment],
  ),
  subject(
    ['Standorte der Altglascontainer', 'Locations of bottle banks'],
    'die Sammelplätze für Altglas, Altkleider und Papier mit Lage und Zahl der Behälter',
    ['Altglas, Container, Wertstoffe, Recycling, Sammelplätze', 'ENVI', environment],
  ),
  subject(
    ['Photovoltaikanlagen auf städtischen Dächern', 'Photovoltaics on municipal roofs'],
    'die Anlagen mit Standort, Leistung, Inbetriebnahme und Jahresertrag',
    [
      'Photovoltaik, Solarenergie, erneuerbare Energien, Klimaschutz, Strom',
      'ENER ENVI',
      environment,
    ],
  ),
  subject(
    ['Energieverbrauch öffentlicher Gebäude', 'Energy use of public buildings'],
    'den Verbrauch an Strom, Wärme und Wasser je Gebäude und Jahr mit Bezugsfläche',
    ['Energie, Energieverbrauch, Gebäude, Klimaschutz, Wärme', 'ENER', environment],
  ),
  subject(
    ['Naturschutzgebiete', 'Nature reserves'],
    'die Schutzgebiete mit Abgrenzung, Verordnung, Schutzzweck und Flächengröße',
    ['Naturschutz, Schutzgebiete, Landschaftsschutz, Biotope, Umwelt', 'ENVI', environment],
  ),
  subject(
    ['Grundwasserstände', 'Groundwater levels'],
    'die gemessenen Wasserstände der Grundwassermessstellen mit Lage und Bezugshöhe',
    ['Grundwasser, Wasserstand, Messstellen, Hydrologie, Wasser', 'ENVI', environment],
  ),
  subject(
    ['Arbeitslose nach Stadtteilen', 'Unemployed by district'],
    'die Arbeitslosen am Wohnort nach Stadtteil, Rechtskreis und Altersgruppe',
    [
      'Arbeitsmarkt, Arbeitslosigkeit, Stadtteile, Beschäftigung, Wirtschaft',
      'SOCI ECON',
      statistics,
    ],
  ),
  subject(
    ['Übernachtungen im Tourismus', 'Overnight stays'],
    'die Ankünfte und Übernachtungen in Beherbergungsbetrieben nach Herkunft der Gäste',
    ['Tourismus, Übernachtungen, Gäste, Beherbergung, Hotels', 'ECON', statistics],
  ),
  subject(
    ['Hundebestand', 'Registered dogs'],
    'die zur Hundesteuer angemeldeten Hunde nach Rasse, Geburtsjahr und Postleitzahl',
    ['Hunde, Hundesteuer, Haustiere, Rassen, Steuern', 'SOCI', finance],
  ),
  subject(
    ['Einsätze der Feuerwehr', 'Fire brigade operations'],
    'die Einsätze von Feuerwehr und Rettungsdienst nach Art, Wache und Monat',
    ['Feuerwehr, Einsätze, Rettungsdienst, Brandschutz, Sicherheit', 'SOCI', safety],
  ),
  subject(
    ['Anliegen aus dem Mängelmelder', 'Reports of the issue tracker'],
    'die gemeldeten Mängel im öffentlichen Raum mit Kategorie, Lage, Eingang und Bearbeitungsstand',
    ['Mängelmelder, Bürgerbeteiligung, Anliegen, Beschwerden, Stadtreinigung', 'GOVE', planning],
  ),
  subject(
    ['Ratsvorlagen und Beschlüsse', 'Council papers and decisions'],
    'die öffentlichen Vorlagen, Niederschriften und Beschlüsse des Rates und seiner Ausschüsse',
    ['Rat, Ratsinformationssystem, Beschlüsse, OParl, Politik', 'GOVE', statistics],
  ),
]

export const methods = [
  'Die Angaben beruhen auf der laufenden Verwaltungstätigkeit und werden vor der Veröffentlichung auf Vollständigkeit geprüft.',
  'Die Lage ist in ETRS89/UTM Zone 32N (EPSG:25832) angegeben, die Genauigkeit liegt unter einem Meter.',
  'Werte unter drei sind aus Gründen des Datenschutzes durch einen Punkt ersetzt.',
  'Spalten, Schlüssel und Einheiten sind in einer beigefügten Datensatzbeschreibung erläutert.',
  'Die Daten werden aus dem Fachverfahren des Amtes ohne weitere Aufbereitung ausgeleitet.',
  'Für die Richtigkeit und Aktualität der Angaben wird keine Gewähr übernommen.',
]

export const remarks = [
  'Vergleiche mit früheren Jahren sind wegen einer geänderten Gebietsgliederung nur eingeschränkt möglich.',
  'Rückfragen beantwortet die genannte Kontaktstelle; Hinweise auf Fehler sind willkommen.',
  'Die Zeichenkodierung ist UTF-8, das Trennzeichen ein Semikolon und das Dezimalzeichen ein Komma.',
  'Ältere Jahrgänge stehen im Archiv des Portals bereit.',
  'Der Datensatz gehört zu den hochwertigen Datensätzen im Sinne der "Open-Data-Richtlinie" (EU) 2019/1024.',
]

export type Place = { name: string; districtKey: string; longitude: number; latitude: number }

const place = (row: string): Place => {
  const [districtKey = '', longitude, latitude, ...name] = row.split(' ')
  return {
    name: name.join(' '),
    districtKey,
    longitude: Number(longitude),
    latitude: Number(latitude),
  }
}

/** District key, longitude and latitude of the centre, name. */
export const places: readonly Place[] = [
  '01002 10.13 54.32 Kiel',
  '01003 10.69 53.87 Lübeck',
  '02000 9.99 53.55 Hamburg',
  '03101 10.52 52.26 Braunschweig',
  '03241 9.73 52.37 Hannover',
  '03403 8.21 53.14 Oldenburg',
  '03404 8.05 52.28 Osnabrück',
  '04011 8.81 53.08 Bremen',
  '05111 6.78 51.23 Düsseldorf',
  '05112 6.76 51.43 Duisburg',
  '05113 7.01 51.46 Essen',
  '05114 6.56 51.33 Krefeld',
  '05116 6.44 51.19 Mönchengladbach',
  '05124 7.18 51.26 Wuppertal',
  '05314 7.10 50.73 Bonn',
  '05315 6.96 50.94 Köln',
  '05316 6.98 51.03 Leverkusen',
  '05334 6.08 50.78 Aachen',
  '05513 7.10 51.52 Gelsenkirchen',
  '05515 7.63 51.96 Münster',
  '05711 8.53 52.02 Bielefeld',
  '05911 7.22 51.48 Bochum',
  '05913 7.47 51.51 Dortmund',
  '05914 7.47 51.36 Hagen',
  '06411 8.65 49.87 Darmstadt',
  '06412 8.68 50.11 Frankfurt am Main',
  '06414 8.24 50.08 Wiesbaden',
  '06611 9.50 51.31 Kassel',
  '07314 8.44 49.48 Ludwigshafen am Rhein',
  '07315 8.27 50.00 Mainz',
  '08111 9.18 48.78 Stuttgart',
  '08212 8.40 49.01 Karlsruhe',
  '08221 8.69 49.41 Heidelberg',
  '08222 8.47 49.49 Mannheim',
  '08311 7.85 48.00 Freiburg im Breisgau',
  '09162 11.58 48.14 München',
  '09362 12.10 49.02 Regensburg',
  '09564 11.08 49.45 Nürnberg',
  '09663 9.93 49.79 Würzburg',
  '09761 10.90 48.37 Augsburg',
  '10041 7.00 49.24 Saarbrücken',
  '11000 13.40 52.52 Berlin',
  '12054 13.06 52.40 Potsdam',
  '13003 12.13 54.09 Rostock',
  '14511 12.92 50.83 Chemnitz',
  '14612 13.74 51.05 Dresden',
  '14713 12.37 51.34 Leipzig',
  '15002 11.97 51.48 Halle (Saale)',
  '15003 11.63 52.13 Magdeburg',
  '16051 11.03 50.98 Erfurt',
].map(place)

const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** Words as part of an IRI. */
export const slug = (words: string) =>
  words
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => letters[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

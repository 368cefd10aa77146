"""Places, written from general knowledge; the German, French and Spanish texts draw from their own lists first."""


def split(text):
    return [part.strip() for part in text.replace("\n", "|").split("|") if part.strip()]


COUNTRIES = split("""
Afghanistan|Albania|Algeria|Argentina|Armenia|Australia|Austria|Azerbaijan|Bangladesh|Belarus|Belgium|Bolivia|Bosnia|Botswana|Brazil
Bulgaria|Cambodia|Cameroon|Canada|Chad
Chile|China|Colombia|Costa Rica|Croatia|Cuba|Cyprus|the Czech Republic|Denmark|Ecuador|Egypt|England|Estonia|Ethiopia|Fiji|Finland|France
Georgia|Germany|Ghana|Greece|Guatemala
Haiti|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kuwait|Laos|Latvia
Lebanon|Libya|Lithuania|Luxembourg
Madagascar|Malaysia|Mali|Malta|Mexico|Moldova|Mongolia|Morocco|Mozambique|Myanmar|Namibia|Nepal|the Netherlands|New Zealand|Nicaragua
Nigeria|North Korea|Norway|Oman|Pakistan
Panama|Paraguay|Peru|the Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Saudi Arabia|Scotland|Senegal|Serbia|Singapore|Slovakia
Slovenia|Somalia|South Africa
South Korea|Spain|Sri Lanka|Sudan|Sweden|Switzerland|Syria|Taiwan|Tanzania|Thailand|Tunisia|Turkey|Uganda|Ukraine|the United Arab Emirates
the United Kingdom|the UK|the US
the USA|the United States|America|Uruguay|Uzbekistan|Venezuela|Vietnam|Wales|Yemen|Zambia|Zimbabwe
""")
CITIES = split("""
London|Paris|Berlin|Madrid|Rome|Vienna|Lisbon|Dublin|Brussels|Amsterdam|Copenhagen|Stockholm|Oslo|Helsinki|Warsaw|Prague|Budapest|Athens
Bucharest|Sofia|Belgrade|Zagreb|Kyiv
Moscow|Istanbul|Ankara|Cairo|Nairobi|Lagos|Accra|Johannesburg|Cape Town|Casablanca|Tunis|Dubai|Abu Dhabi|Riyadh|Doha|Tel Aviv|Jerusalem
Beirut|Baghdad|Tehran|Karachi|Lahore
Islamabad|Mumbai|Delhi|New Delhi|Bangalore|Chennai|Kolkata|Hyderabad|Pune|Dhaka|Kathmandu|Colombo|Bangkok|Hanoi|Ho Chi Minh City
Kuala Lumpur|Jakarta|Manila|Hong Kong|Taipei
Shanghai|Beijing|Shenzhen|Seoul|Busan|Tokyo|Osaka|Kyoto|Sydney|Melbourne|Brisbane|Perth|Adelaide|Auckland|Wellington|Christchurch|Toronto
Montreal|Vancouver|Calgary|Ottawa|Edmonton
Winnipeg|Halifax|Quebec City|New York|New York City|NYC|Los Angeles|LA|Chicago|Houston|Phoenix|Philadelphia|San Antonio|San Diego|Dallas
San Jose|Austin|Jacksonville|Columbus
Charlotte|San Francisco|Indianapolis|Seattle|Denver|Washington|Boston|Nashville|Detroit|Portland|Las Vegas|Memphis|Louisville|Baltimore
Milwaukee|Albuquerque|Tucson|Fresno
Sacramento|Kansas City|Atlanta|Miami|Omaha|Raleigh|Minneapolis|Cleveland|Tampa|New Orleans|Pittsburgh|Cincinnati|St. Louis|Orlando|Newark
Buffalo|Honolulu|Anchorage|Boise
Des Moines|Salt Lake City|Little Rock|Baton Rouge|Santa Fe|Spokane|Tulsa|El Paso|Reno|Savannah|Charleston|Richmond|Norfolk|Hartford
Providence|Albany|Rochester|Syracuse|Madison
Lincoln|Springfield|Manchester|Birmingham|Liverpool|Leeds|Glasgow|Edinburgh|Bristol|Cardiff|Belfast|Newcastle|Sheffield|Nottingham
Leicester|Brighton|Oxford|Cambridge|York|Bath
Exeter|Plymouth|Aberdeen|Dundee|Swansea|Cork|Galway|Limerick|Hamburg|Munich|Cologne|Frankfurt|Stuttgart|Leipzig|Dresden|Lyon|Marseille
Toulouse|Nice|Bordeaux|Lille|Strasbourg
Barcelona|Valencia|Seville|Bilbao|Malaga|Milan|Naples|Turin|Florence|Venice|Bologna|Palermo|Zurich|Geneva|Basel|Bern|Antwerp|Ghent
Rotterdam|Utrecht|The Hague|Porto|Krakow|Gdansk
Mexico City|Guadalajara|Monterrey|Bogotá|Medellín|Lima|Quito|Santiago|Buenos Aires|Montevideo|São Paulo|Rio de Janeiro|Brasília|Caracas
Havana|Kingston|Panama City|San Juan
Addis Ababa|Kampala|Dar es Salaam|Kigali|Harare|Lusaka|Dakar|Algiers|Tripoli|Khartoum|Reykjavik|Tallinn|Riga|Vilnius|Minsk|Tbilisi|Baku
Yerevan|Astana|Tashkent|Ulaanbaatar
""")
TOWNS = split("""
Millbrook|Fairview|Greenville|Ashford|Kingsbridge|Clayton|Milton|Franklin|Georgetown|Salem|Bristol|Dover|Hudson|Oakland|Lexington
Arlington|Burlington|Winchester|Marion|Jackson
Monroe|Chester|Riverside|Auburn|Newport|Hamilton|Kent|Trenton|Lancaster|Bedford|Concord|Durham|Preston|Bolton|Wigan|Stockport|Reading
Slough|Luton|Watford|Swindon|Crawley|Hove
Whitby|Ipswich|Norwich|Stafford|Telford|Warrington|Grimsby|Hastings|Margate|Ramsgate|Torquay|Taunton|Yeovil|Falkirk|Paisley|Perth|Stirling
Inverness|Ballymena|Athlone|Sligo|Ennis
Petaluma|Eureka|Redding|Flagstaff|Yuma|Pueblo|Boulder|Laramie|Billings|Fargo|Duluth|Eau Claire|Peoria|Muncie|Toledo|Akron|Erie|Scranton
Ithaca|Utica|Bangor|Nashua|Worcester
Chattanooga|Biloxi|Mobile|Shreveport|Waco|Lubbock|Amarillo|Plano|Frisco|Tempe|Mesa|Provo|Ogden|Bend|Eugene|Medford|Tacoma|Olympia|Yakima
Walla Walla|Kelowna|Moose Jaw|Sudbury
Geelong|Ballarat|Wagga Wagga|Cairns|Darwin|Hobart|Dunedin|Hamilton|Tauranga|Nelson|Stellenbosch|Polokwane|Kisumu|Mombasa|Kumasi|Ibadan
Enugu|Kano|Jaipur|Lucknow|Nagpur|Indore|Surat
Whittier|Pasadena|Burbank|Compton|Inglewood|Long Beach|Santa Monica|Malibu|Anaheim|Oceanside|Carlsbad|Chula Vista|Greenwich|Stamford
Princeton|Hoboken|Yonkers|White Plains|Levittown
""")
STATES = split("""
Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas
Kentucky|Louisiana|Maine|Maryland|Massachusetts
Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota
Ohio|Oklahoma|Oregon|Pennsylvania
Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming
""")
STATE_CODES = ("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC "
               "SD TN TX UT VT VA WA WV WI "
               "WY DC").split()
REGIONS = split("""
Bavaria|Saxony|Normandy|Brittany|Provence|Tuscany|Sicily|Catalonia|Andalusia|Galicia|the Basque Country|Lombardy|Piedmont|Flanders
Wallonia|Silesia|Transylvania|Crimea|Siberia
Kashmir|Punjab|Kerala|Gujarat|Tamil Nadu|Rajasthan|Bengal|Goa|Ontario|Quebec|British Columbia|Alberta|Manitoba|Nova Scotia|Queensland
Victoria|New South Wales|Tasmania|Yorkshire
Cornwall|Devon|Kent|Essex|Sussex|Surrey|Norfolk|Suffolk|Lancashire|Cumbria|Dorset|Somerset|the Midlands|the Highlands|Fife|Munster
Connacht|Ulster|Zealand|Lapland|Scandinavia
the Balkans|the Caucasus|the Middle East|Latin America|Central America|South America|North America|Europe|Asia|Africa|Southeast Asia
the Baltics|the Caribbean|the Midwest
New England|the Bay Area|Silicon Valley|Long Island|the Bronx|Brooklyn|Queens|Manhattan|Harlem|Staten Island|Orange County|Napa Valley
the Deep South|Patagonia|the Algarve
Madeira|the Azores|Crete|Corsica|Sardinia|Ibiza|Mallorca|Tenerife|Bali|Java|Sumatra|Borneo|Hokkaido|Okinawa|Hainan|Guangdong|Sichuan|Tibet
Xinjiang|Inner Mongolia|Gaza|the West Bank
""")
LANDMARKS = split("""
the Eiffel Tower|Big Ben|Times Square|Central Park|the Golden Gate Bridge|Mount Everest|Mount Fuji|the Grand Canyon|Niagara Falls
Yellowstone|Yosemite|the Statue of Liberty
Buckingham Palace|Trafalgar Square|Hyde Park|Piccadilly Circus|Heathrow|Gatwick|JFK|LaGuardia|Charles de Gaulle Airport|Schiphol
Stonehenge|Loch Ness|Ben Nevis|the Colosseum
the Vatican|St. Peter's Square|the Louvre|the Brandenburg Gate|Alexanderplatz|Checkpoint Charlie|Neuschwanstein|the Black Forest
the Sagrada Familia|Plaza Mayor|the Alhambra
Red Square|the Kremlin|the Great Wall|Tiananmen Square|Angkor Wat|the Taj Mahal|Table Mountain|Kilimanjaro|Machu Picchu|Copacabana
the Amazon|the Nile|the Thames|the Rhine|the Danube
the Seine|the Mississippi|the Hudson|Lake Michigan|Lake Tahoe|Lake Geneva|Lake Constance|the Alps|the Pyrenees|the Rocky Mountains
the Himalayas|the Andes|the Sahara|the Gobi Desert
the North Sea|the Baltic Sea|the Mediterranean|the Black Sea|the Pacific|the Atlantic|the English Channel|the Suez Canal|Capitol Hill
Wall Street|Broadway|Sunset Boulevard
Fifth Avenue|Bourbon Street|Abbey Road|Oxford Street|Camden Market|Covent Garden|Notting Hill|Soho|Shoreditch|Kreuzberg|Montmartre
La Rambla|Trastevere|Shibuya|Gangnam|Bondi Beach
Union Station|Grand Central|King's Cross|Penn Station|Waterloo Station|Gare du Nord|Wembley|Old Trafford|Camp Nou|Madison Square Garden
Fenway Park|Wrigley Field|Pearl Harbor
""")
GERMAN = {
    "city": split("""Berlin|Hamburg|München|Köln|Frankfurt|Frankfurt am Main|Stuttgart|Düsseldorf|Leipzig|Dortmund|Essen|Bremen|Dresden
    Hannover|Nürnberg|Duisburg|Bochum|Wuppertal
        Bielefeld|Bonn|Münster|Karlsruhe|Mannheim|Augsburg|Wiesbaden|Mönchengladbach|Gelsenkirchen|Aachen|Braunschweig|Kiel|Chemnitz|Halle
        Magdeburg|Freiburg|Krefeld|Mainz|Lübeck
        Erfurt|Rostock|Kassel|Hagen|Potsdam|Saarbrücken|Oldenburg|Osnabrück|Heidelberg|Darmstadt|Regensburg|Würzburg|Ingolstadt|Ulm
        Göttingen|Wolfsburg|Trier|Jena|Bamberg|Passau
        Konstanz|Wien|Graz|Linz|Salzburg|Innsbruck|Klagenfurt|Zürich|Genf|Basel|Bern|Luzern|St. Gallen|Winterthur|Paris|London|Rom|Prag
        Warschau|Mailand|New York|Brüssel"""),
    "country": split("""Deutschland|Österreich|die Schweiz|Frankreich|Spanien|Italien|Polen|Tschechien|Dänemark|Schweden|Norwegen
    die Niederlande|Belgien|Portugal|Griechenland
        die Türkei|Ungarn|Rumänien|Bulgarien|Kroatien|Russland|die Ukraine|China|Japan|Indien|Brasilien|Kanada|die USA|Ägypten|Marokko
        Syrien|der Iran|Großbritannien|Irland|Finnland"""),
    "region": split("""Bayern|Sachsen|Hessen|Thüringen|Brandenburg|Niedersachsen|Nordrhein-Westfalen|Baden-Württemberg|Schleswig-Holstein
    Rheinland-Pfalz|das Saarland|Tirol|Kärnten|die Steiermark
        Südtirol|das Ruhrgebiet|der Schwarzwald|der Harz|das Allgäu|die Eifel|der Bodensee|Rügen|Sylt|Franken|Schwaben|Westfalen|die Pfalz
        der Kanton Zürich|das Tessin"""),
    "landmark": split("""der Alexanderplatz|das Brandenburger Tor|der Kölner Dom|die Elbphilharmonie|die Zugspitze|der Marienplatz
    das Schloss Sanssouci|der Rhein|die Elbe|die Donau|der Main
        der Prenzlauer Berg|Kreuzberg|Neukölln|St. Pauli|Altona|Schwabing|der Hauptbahnhof Hannover|der Flughafen Tegel
        der Englische Garten|die Wartburg"""),
}
FRENCH = {
    "city": split("""Paris|Lyon|Marseille|Toulouse|Nice|Nantes|Strasbourg|Montpellier|Bordeaux|Lille|Rennes|Reims|Le Havre|Saint-Étienne
    Toulon|Grenoble|Dijon|Angers|Nîmes|Villeurbanne
        Clermont-Ferrand|Le Mans|Aix-en-Provence|Brest|Tours|Amiens|Limoges|Annecy|Perpignan|Metz|Besançon|Orléans|Rouen|Mulhouse|Caen
        Nancy|Saint-Denis|Argenteuil|Montreuil|Roubaix
        Avignon|Poitiers|Versailles|Pau|La Rochelle|Calais|Cannes|Antibes|Colmar|Quimper|Vannes|Bruxelles|Liège|Namur|Genève|Lausanne
        Neuchâtel|Montréal|Québec|Londres|Berlin|Rome"""),
    "country": split("""la France|l'Allemagne|l'Espagne|l'Italie|le Portugal|la Belgique|la Suisse|les Pays-Bas|le Maroc|l'Algérie
    la Tunisie|le Sénégal|la Côte d'Ivoire|le Canada|les États-Unis
        le Royaume-Uni|l'Irlande|la Grèce|la Turquie|la Russie|l'Ukraine|la Pologne|la Chine|le Japon|l'Inde|le Brésil|l'Argentine
        le Mexique|l'Égypte|le Liban|le Vietnam|Haïti"""),
    "region": split("""la Bretagne|la Normandie|l'Alsace|la Lorraine|la Provence|l'Occitanie|l'Auvergne|la Bourgogne|la Corse
    l'Île-de-France|la Picardie|le Limousin|le Poitou|la Savoie|le Jura
        le Finistère|la Gironde|le Var|les Yvelines|la Dordogne|la Loire-Atlantique|le Morbihan|la Martinique|la Guadeloupe|la Réunion
        la Wallonie"""),
    "landmark": split("""la tour Eiffel|le Louvre|Notre-Dame|le Mont-Saint-Michel|les Champs-Élysées|la gare du Nord|la gare de Lyon
    la place de la République|Montmartre|la Défense
        le Vieux-Port|la Seine|le Rhône|la Loire|les Alpes|les Pyrénées|le mont Blanc|le lac Léman|Belleville|le Marais|la Croix-Rousse"""),
}
SPANISH = {
    "city": split("""Madrid|Barcelona|Valencia|Sevilla|Zaragoza|Málaga|Murcia|Palma|Las Palmas|Bilbao|Alicante|Córdoba|Valladolid|Vigo
    Gijón|Hospitalet|La Coruña|Vitoria|Granada|Elche
        Oviedo|Badalona|Cartagena|Terrassa|Jerez|Sabadell|Móstoles|Santa Cruz|Pamplona|Almería|San Sebastián|Burgos|Albacete|Santander
        Castellón|Logroño|Badajoz|Salamanca|Huelva|Lérida
        Tarragona|León|Cádiz|Jaén|Ourense|Girona|Lugo|Cáceres|Toledo|Segovia|Ávila|Cuenca|Ciudad de México|Guadalajara|Monterrey|Puebla
        Tijuana|Bogotá|Medellín|Cali|Lima|Arequipa
        Quito|Guayaquil|Santiago|Valparaíso|Buenos Aires|Rosario|Mendoza|Montevideo|Caracas|La Habana|San José|Managua|Asunción|La Paz
        París|Londres|Berlín|Roma|Nueva York"""),
    "country": split("""España|México|Colombia|Argentina|Perú|Chile|Ecuador|Venezuela|Bolivia|Uruguay|Paraguay|Cuba|Guatemala|Honduras
    Nicaragua|Costa Rica|Panamá|la República Dominicana
        Francia|Alemania|Italia|Portugal|Reino Unido|Irlanda|los Estados Unidos|Marruecos|Japón|China|Brasil|Canadá|Rusia|Ucrania|Polonia
        Rumanía|Grecia|Turquía"""),
    "region": split("""Andalucía|Cataluña|Galicia|Asturias|Cantabria|el País Vasco|Navarra|La Rioja|Aragón|Castilla y León
    Castilla-La Mancha|Extremadura|Murcia|Baleares|Canarias|Jalisco
        Nuevo León|Oaxaca|Yucatán|Chiapas|Sonora|Antioquia|la Patagonia|la Costa Brava|la Costa del Sol|Mallorca|Tenerife|Ibiza
        Lanzarote"""),
    "landmark": split("""la Puerta del Sol|la Gran Vía|la Plaza Mayor|el Retiro|la Sagrada Familia|las Ramblas|el Park Güell|la Alhambra
    la Giralda|el Museo del Prado|Atocha|Barajas|el Ebro
        el Tajo|los Pirineos|Sierra Nevada|el Teide|la Mezquita|el Zócalo|Chapultepec|Machu Picchu|la Moncloa|Lavapiés|Malasaña|Triana"""),
}
STREET_BASES = split("""
Main|Church|High|Park|Oak|Maple|Cedar|Elm|Pine|Walnut|Chestnut|Washington|Lincoln|Jefferson|Madison|Jackson|Franklin|Highland|Hill|Lake
River|Mill|Spring|Ridge|Meadow|Sunset|Forest
Willow|Birch|Cherry|Dogwood|Magnolia|Sycamore|Poplar|Hickory|Laurel|Holly|Juniper|Valley|Prospect|Pleasant|Union|Center|Court|College
School|Station|Railroad|Market|Broad|Front|Water
Bridge|Canal|Queen|King|Victoria|Albert|George|Windsor|York|Kingston|Grove|Orchard|Garden|Rose|Lavender|Heather|Abbey|Castle|Manor|Priory
Green|Linden|Belmont|Fairview|Grand|Vine
Harbor|Bay|Beach|Ocean|Canyon|Desert|Mesa|Summit|Mountain|Cottage|Stone|Quarry|Foundry|Mechanic|Cannon|Eagle|Fox|Deer|Wolf|Bear Creek|Elk
Falcon|Heron|Robin|Swan|Turkey Hill|Old Mill
Cross Keys|Bluebell|Larch|Hawthorn|Beech|Ashdown|Thornton|Wellington|Nelson|Churchill|Gladstone|Cromwell|Stanley|Clarence|Cambridge|Oxford
Chester|Lancaster|Salisbury|Granville|Warwick
""")
STREET_KINDS = ["Street", "St", "St.", "Avenue", "Ave", "Ave.", "Road", "Rd", "Rd.", "Lane", "Ln", "Drive", "Dr", "Dr.", "Boulevard",
                "Blvd", "Court", "Ct", "Place", "Pl", "Way",
                "Terrace", "Circle", "Crescent", "Close", "Parkway", "Pkwy", "Square", "Hill", "Row", "Gardens", "Trail", "Highway",
                "Mews", "Walk", "Plaza", "Loop", "Pike", "Alley"]
GERMAN_STREETS = split("""
Haupt|Bahnhof|Garten|Schul|Dorf|Berg|Kirch|Wald|Ring|Linden|Birken|Eichen|Buchen|Rosen|Tulpen|Goethe|Schiller|Mozart|Beethoven|Bismarck
Kant|Lessing|Uhland|Hölderlin|Stein|Mühlen
Brunnen|Markt|Post|Hafen|Feld|Wiesen|Sonnen|Friedhof|Kloster|Schloss|Burg|Bach|Mittel|Ober|Unter|Neu|Alt|Industrie|Gewerbe|Kaiser|König
Friedrich|Wilhelm|August|Luisen|Ludwig
""")
FRENCH_STREETS = split("""
de la République|Victor Hugo|de la Gare|des Lilas|du Moulin|de l'Église|Jean Jaurès|Pasteur|des Écoles|de la Paix|du Général de Gaulle
Gambetta|des Acacias|de la Fontaine|Saint-Michel
Voltaire|Émile Zola|Jules Ferry|des Roses|du Château|de Verdun|Aristide Briand|de la Liberté|du Port|des Champs|des Vignes|du Marché
Molière|Louis Pasteur|Anatole France|du Bac
""")
SPANISH_STREETS = split("""
Mayor|de Alcalá|Real|Nueva|del Sol|de la Luna|San Juan|San Pedro|Santa María|de la Constitución|Cervantes|Goya|Velázquez|de Serrano
del Carmen|de la Paz|Miguel Hernández|Rosalía de Castro
Doctor Fleming|de las Flores|del Prado|Colón|Isabel la Católica|Gran Vía|de la Rioja|de los Olivos|Juárez|Reforma|Insurgentes|Hidalgo
Morelos|Bolívar|San Martín|Libertad|Independencia
""")
# language -> (kinds of street, their names, what stands between).
STREET_WORDS = {
    "fr": (split("rue|rue|avenue|boulevard|place|impasse|allée|chemin|quai|cours"), FRENCH_STREETS, " "),
    "es": (split("Calle|Calle|C/|Avenida|Avda.|Plaza|Paseo|Camino|Ronda|Carrera"), SPANISH_STREETS, " "),
    "it": (split("Via|Viale|Piazza|Corso"), split("Garibaldi|Roma|Mazzini|Dante|Verdi|della Libertà|San Marco|Cavour|dei Mille"), " "),
    "nl": (split("straat|weg|laan|plein|kade"), split("Kerk|Dorps|Molen|School|Stations|Wilhelmina|Beatrix|Linden|Haven"), ""),
    "pt": (split("Rua|Avenida|Travessa|Largo|Av."),
           split("das Flores|da Liberdade|do Comércio|São João|Augusta|Paulista|de Santa Catarina"), " "),
}

"""Organisations: well-known ones from general knowledge, and the parts that invented ones are made of."""
from words_places import split

COMPANIES = split("""
Google|Microsoft|Apple|Amazon|Facebook|Meta|Netflix|Tesla|IBM|Intel|AMD|Nvidia|Oracle|SAP|Cisco|Dell|HP|Samsung|Sony|LG|Panasonic|Toshiba
Nintendo|Huawei|Xiaomi|Lenovo|Nokia|Ericsson
Qualcomm|Adobe|Salesforce|Spotify|Uber|Lyft|Airbnb|PayPal|Stripe|Square|eBay|Alibaba|Tencent|Baidu|ByteDance|Twitter|LinkedIn|Reddit
Snapchat|YouTube|WhatsApp|Dropbox|Slack|Zoom
GitHub|Red Hat|VMware|Accenture|Deloitte|KPMG|PwC|Ernst & Young|McKinsey|Boston Consulting Group|Goldman Sachs|Morgan Stanley|JPMorgan
JPMorgan Chase|Citigroup|Bank of America
Wells Fargo|HSBC|Barclays|Lloyds|NatWest|Santander|BBVA|Deutsche Bank|Commerzbank|UBS|Credit Suisse|BNP Paribas|Société Générale|ING
Rabobank|UniCredit|Allianz|AXA|Munich Re|Zurich
Aviva|Prudential|MetLife|Aetna|Cigna|Humana|Blue Cross|Kaiser Permanente|UnitedHealth|Pfizer|Moderna|AstraZeneca|Novartis|Roche|Bayer
Merck|Johnson & Johnson|GlaxoSmithKline|Sanofi
Eli Lilly|BASF|Siemens|Bosch|ThyssenKrupp|Volkswagen|BMW|Daimler|Audi|Porsche|Toyota|Honda|Nissan|Hyundai|Kia|Ford|General Motors|Chrysler
Fiat|Renault|Peugeot|Volvo|Ferrari|Boeing
Airbus|Lockheed Martin|Rolls-Royce|General Electric|3M|Caterpillar|John Deere|ExxonMobil|Chevron|Shell|BP|Total|Gazprom|Aramco|E.ON|RWE
Enel|EDF|Walmart|Target|Costco|Kroger|Tesco
Sainsbury's|Asda|Waitrose|Aldi|Lidl|Rewe|Edeka|Carrefour|Auchan|Mercadona|Ikea|H&M|Zara|Uniqlo|Nike|Adidas|Puma|Levi's|Gap|Gucci|Prada
Louis Vuitton|L'Oréal|Unilever|Nestlé|Danone
Coca-Cola|PepsiCo|Heineken|Starbucks|McDonald's|Burger King|KFC|Subway|Domino's|Pizza Hut|Chipotle|Taco Bell|Olive Garden|FedEx|UPS|DHL
USPS|Royal Mail|Deutsche Bahn|Lufthansa
British Airways|Ryanair|easyJet|Air France|KLM|Delta|United Airlines|American Airlines|Southwest|Emirates|Qantas|Verizon|AT&T|T-Mobile
Vodafone|Comcast|Sprint|Orange|Telefónica
Telekom|Movistar|Marriott|Hilton|Hyatt|Expedia|Booking.com|TripAdvisor|Disney|Warner Bros|Universal|Paramount|Pixar|Marvel|HBO|Ubisoft
Blizzard|Electronic Arts|Valve|Rockstar Games
Mitsubishi|SoftBank|Hitachi|Fujitsu|Canon|Nikon|Tata|Infosys|Wipro|Reliance|Foxconn|TSMC|Petrobras|Vale|Inditex|Iberdrola|Repsol|Philips
ASML|Maersk|Lego|Novo Nordisk|Electrolux
""")
MEDIA = split("""
the BBC|BBC|CNN|Fox News|NBC|CBS|ABC News|the New York Times|The Guardian|the Guardian|the Washington Post|The Times|the Daily Mail
The Sun|Reuters|Bloomberg|the Financial Times
The Economist|Wall Street Journal|Der Spiegel|Die Zeit|FAZ|ARD|ZDF|Le Monde|Le Figaro|Libération|El País|El Mundo|La Repubblica|Al Jazeera
Rolling Stone|Vogue|Wired|TechCrunch
The Verge|ESPN|Sky Sports|Sky News|ITV|Channel 4|NPR|PBS|MSNBC|MTV|BuzzFeed|Vice|Politico|the Associated Press|AFP|TMZ|National Geographic
Time Magazine|USA Today
""")
AGENCIES = split("""
the FBI|the CIA|the NSA|NASA|the IRS|the EPA|the FDA|the CDC|the FCC|the SEC|the DMV|the Pentagon|Congress|the Senate|the White House
the Supreme Court|the State Department
the Department of Justice|the Federal Reserve|Homeland Security|the NHS|HMRC|the Home Office|the Met Police|Scotland Yard
the House of Commons|Parliament|the EU|the European Union
the European Commission|the European Parliament|the ECB|the UN|the United Nations|UNICEF|UNESCO|the WHO|the World Bank|the IMF|NATO
the WTO|OPEC|the Red Cross|Amnesty International
Greenpeace|Oxfam|Doctors Without Borders|Médecins Sans Frontières|Save the Children|the Salvation Army|the Gates Foundation|FIFA|UEFA
the NBA|the NFL|NHL|MLB|the IOC|the Labour Party
the Conservative Party|the Democratic Party|the Republican Party|the Green Party|UKIP|the SNP|CDU|SPD|die Grünen|AfD|FDP|the Taliban|Hamas
Hezbollah|the Bundestag|the Bundesbank
the Bundeswehr|the Knesset|the Kremlin press office|Interpol|Europol|the LAPD|the NYPD|the Coast Guard|the Marine Corps|the Royal Navy
the Peace Corps|Rotary Club|the YMCA
""")
TEAMS = split("""
Manchester United|Man United|Manchester City|Man City|Arsenal|Chelsea|Liverpool|Tottenham|Spurs|Everton|Leeds United|Newcastle United
Aston Villa|West Ham|Leicester City|Celtic|Rangers
Real Madrid|Barcelona|Barça|Atlético Madrid|Sevilla|Bayern Munich|FC Bayern|Borussia Dortmund|BVB|Schalke 04|Hertha BSC|Werder Bremen|HSV
RB Leipzig|VfB Stuttgart|Juventus|AC Milan|Inter
Roma|Napoli|Lazio|PSG|Paris Saint-Germain|Olympique de Marseille|OM|AS Monaco|Ajax|PSV|Feyenoord|Benfica|FC Porto|Sporting|Galatasaray
Fenerbahçe|Boca Juniors|River Plate|Flamengo|Corinthians
the Lakers|the Celtics|the Warriors|the Bulls|the Knicks|the Heat|the Spurs|the Raptors|the Mavericks|the Rockets|the Patriots|the Cowboys
the Packers|the Steelers|the Eagles|the Giants
the Jets|the Seahawks|the 49ers|the Broncos|the Chiefs|the Ravens|the Bears|the Yankees|the Red Sox|the Dodgers|the Cubs|the Mets
the Cardinals|the Braves|the Astros|the Bruins
the Maple Leafs|the Canadiens|the Penguins|the Blackhawks|the All Blacks|the Wallabies|the Springboks|Red Bull Racing|Team Sky|LA Galaxy
Seattle Sounders|Toronto FC
""")
UNIVERSITIES = split("""
Harvard|Yale|Princeton|Stanford|MIT|Columbia University|Cornell|Brown University|Dartmouth|UCLA|UC Berkeley|USC|NYU|Duke|Georgetown
Northwestern|Johns Hopkins University|Caltech
Carnegie Mellon|Ohio State|Penn State|Michigan State|Texas A&M|Oxford University|Cambridge University|Imperial College
King's College London|UCL|LSE|University of Edinburgh|Trinity College Dublin
TU München|LMU München|Humboldt-Universität|RWTH Aachen|Universität Heidelberg|ETH Zürich|Universität Wien|Sorbonne|Sciences Po
École Polytechnique|Universidad Complutense|UNAM
Universidad de Salamanca|KU Leuven|Delft University of Technology|Uppsala University|University of Oslo|University of Tokyo
Peking University|Tsinghua University|National University of Singapore
IIT Bombay|IIT Delhi|University of Melbourne|University of Sydney|McGill|University of Toronto|University of Cape Town|Makerere University
University of Nairobi|Cairo University
""")
BANDS = split("""
Coldplay|Radiohead|U2|Nirvana|Metallica|Queen|Pink Floyd|Led Zeppelin|The Beatles|the Rolling Stones|The Who|Oasis|Blur|Arctic Monkeys
Muse|Green Day|Linkin Park|Red Hot Chili Peppers|AC/DC
Iron Maiden|Guns N' Roses|Pearl Jam|Foo Fighters|The Cure|Depeche Mode|Joy Division|New Order|Daft Punk|Rammstein|Die Toten Hosen
Die Ärzte|Kraftwerk|Tokio Hotel|ABBA|Fleetwood Mac|Eagles
One Direction|BTS|Blackpink|EXO|Twice|Backstreet Boys|Spice Girls|Destiny's Child|Fifth Harmony|Paramore|Fall Out Boy|My Chemical Romance
Imagine Dragons|Maroon 5|OneRepublic|The Killers
Gorillaz|Massive Attack|Portishead|Sigur Rós|Arcade Fire|Bon Iver|Tame Impala|The National|Mumford & Sons|Run-DMC|Public Enemy
Wu-Tang Clan|N.W.A|Cypress Hill|Maná|Café Tacvba|Estopa
""")
# Parts of invented names.
STEMS = split("""
Apex|Summit|Pinnacle|Vertex|Horizon|Nova|Quantum|Stellar|Orion|Lumen|Vantage|Cobalt|Granite|Redwood|Silverline|Blue Ridge|Evergreen
Northwind|Westfield|Eastgate|Southport|Midland
Ironbridge|Clearwater|Stonegate|Brightside|Fairmont|Goldleaf|Harborview|Keystone|Lighthouse|Meridian|Oakwood|Pathway|Riverstone|Sterling
Trident|Unity|Velocity|Whitestone|Zenith
Acorn|Bluebird|Cascade|Delta Point|Echo|Falcon|Greenleaf|Helix|Indigo|Juniper|Kestrel|Lotus|Maple|Nimbus|Onyx|Phoenix|Quill|Raven|Sapphire
Titan|Umbra|Vector|Willow|Xenon|Yellowtail
Datavia|Medisys|Finlogic|Cloudora|Nextera|Synaptix|Infomax|Robotica|Solvex|Tecnova|Agrolux|Biogenix|Carbix|Duratec|Ecovia|Fluxon|Gridwise
Hydrolink|Inovo|Kinetix|Logistar|Mobilix
Novatrade|Optima|Petrolex|Qualitex|Rapidus|Safenet|Terranova|Ultraline|Vivantis|Webster|Zentrix|Allied|Continental|Pacific|Atlantic|Global
National|American|First|Central|General
Premier|United|Universal|Metro|Capital|Heritage|Liberty|Patriot|Frontier|Pioneer|Guardian|Sentinel|Crown|Royal|Imperial|Regal|Golden Gate
Lakeside|Hilltop|Parkview|Sunrise
""")
TRADES = split("""
Solutions|Systems|Technologies|Consulting|Partners|Holdings|Industries|Logistics|Software|Analytics|Labs|Media|Studios|Capital|Ventures
Financial|Insurance|Bank|Credit Union|Realty
Properties|Construction|Builders|Engineering|Energy|Power|Electric|Motors|Automotive|Foods|Bakery|Brewing|Coffee|Catering|Travel|Airlines
Freight|Transport|Shipping|Supply|Hardware
Plumbing|Roofing|Landscaping|Cleaning Services|Security|Staffing|Recruiting|Marketing|Advertising|Design|Printing|Publishing|Books|Records
Games|Sports|Fitness|Yoga|Dental|Medical
Health|Healthcare|Pharma|Pharmaceuticals|Biotech|Diagnostics|Veterinary Clinic|Optics|Robotics|Semiconductors|Networks|Telecom|Wireless
Cloud Services|Data|Digital|Interactive|Group
International|Enterprises|Trading|Imports|Textiles|Apparel|Fashion|Jewelers|Furniture|Interiors|Law Group|Legal|Accounting|Tax Advisors
Wealth Management|Asset Management|Mortgage|Farms
""")
SUFFIXES = ["Inc.", "Inc", "LLC", "Ltd", "Ltd.", "Limited", "Corp.", "Corp", "Corporation", "Co.", "Company", "PLC", "plc", "LLP", "GmbH",
            "AG", "SE", "KG", "e.V.", "GmbH & Co. KG", "SA",
            "S.A.", "SAS", "SARL", "S.L.", "SpA", "S.r.l.", "BV", "B.V.", "NV", "AB", "Oy", "A/S", "AS", "Pty Ltd", "Pvt. Ltd.", "Group",
            "Holdings", "& Co.", "& Sons", "Sp. z o.o."]
PLACE_ORGS = split("""
University of {}|{} University|{} State University|{} College|{} Community College|{} High School|{} Elementary School|{} Middle School
{} Academy|{} General Hospital|{} Medical Center
{} Memorial Hospital|St. Mary's Hospital, {}|{} Children's Hospital|{} Public Library|{} City Council|City of {}|{} Police Department
{} Fire Department|{} School District
Bank of {}|{} Chamber of Commerce|{} Symphony Orchestra|{} Museum of Art|{} Zoo|{} Airport Authority|{} Housing Association
{} County Court|{} District Court|{} Water Company
{} United|{} City FC|FC {}|{} Rovers|{} Wanderers|{} Athletic|{} Tigers|{} Hawks|{} Wildcats|{} Herald|{} Gazette|The {} Times|{} Post
Radio {}|{} Transit Authority|{} Food Bank
""")
STATE_ORGS = split("""
{} Department of Transportation|{} Department of Health|Supreme Court of {}|University of {}|{} State Police|{} Bar Association
State of {}|{} Department of Revenue|{} National Guard
Blue Cross Blue Shield of {}|{} Public Utilities Commission|Commonwealth of {}
""")
MINISTRIES = split("""
the Ministry of Health|the Ministry of Defence|the Ministry of Education|the Ministry of Finance|the Ministry of Foreign Affairs
the Department of Agriculture|the Department of Labor
the Office of Civil Rights|the Bureau of Land Management|the Department of Veterans Affairs|the Treasury|the Department of Motor Vehicles
the Housing Authority|the Board of Education
the Parole Board|the Court of Appeals|Superior Court|the High Court|the Crown Court|the Family Court|the Land Registry|the Companies House
the Care Quality Commission
""")
GERMAN_ORGS = split("""
Stadtwerke {}|Sparkasse {}|Volksbank {}|Amtsgericht {}|Landgericht {}|Universität {}|Hochschule {}|Universitätsklinikum {}|Klinikum {}
Finanzamt {}|Jobcenter {}|TSV {}|FC {}|SV {}
Volkshochschule {}|Polizei {}|Feuerwehr {}|Stadt {}|Gymnasium {}|Wohnungsbau {} GmbH|Autohaus {}|Verkehrsbetriebe {}|Caritasverband {}
IHK {}|Bürgeramt {}
""")
GERMAN_KNOWN = split("""
Deutsche Bahn|die Telekom|Siemens|Bosch|SAP|BMW|Volkswagen|Daimler|Deutsche Bank|Commerzbank|Allianz|die AOK|die Techniker Krankenkasse
Barmer|DAK|Lufthansa|Aldi|Lidl|Rewe|Edeka|dm
Rossmann|Saturn|MediaMarkt|Otto|Zalando|Deutsche Post|DHL|Hermes|ADAC|HUK-Coburg|ARD|ZDF|Spiegel|Bild|die Zeit|FC Bayern|Borussia Dortmund
Schalke 04|Werder Bremen|CDU|CSU|SPD|FDP|AfD
die Linke|Bundestag|Bundesrat|Bundeswehr|Bundespolizei|das Auswärtige Amt|das Robert Koch-Institut|Verdi|IG Metall|Caritas|das Rote Kreuz
Charité|TU München|Humboldt-Universität|Rammstein
""")
FRENCH_ORGS = split("""
Mairie de {}|Université de {}|CHU de {}|Tribunal judiciaire de {}|Préfecture de {}|Lycée Victor-Hugo de {}|Clinique Saint-Jean de {}
Caisse d'Épargne de {}|Office de tourisme de {}
AS {}|FC {}|Stade {}|Garage de {}|Syndicat des eaux de {}|Métropole de {}|Académie de {}|Conservatoire de {}|CAF de {}|Cour d'appel de {}
Transports {}
""")
FRENCH_KNOWN = split("""
la SNCF|EDF|Engie|Orange|SFR|Bouygues Telecom|Free|La Poste|BNP Paribas|la Société Générale|le Crédit Agricole|la Caisse d'Épargne|AXA
la MAIF|la Macif|Carrefour|Auchan|Leclerc|Monoprix
Décathlon|la Fnac|Darty|Renault|Peugeot|Citroën|Air France|Airbus|Total|L'Oréal|Danone|Sanofi|Thales|Dassault|Canal+|TF1
France Télévisions|Le Monde|Le Figaro|Libération|Mediapart
le PSG|l'OM|l'Olympique Lyonnais|le Stade Rennais|le Parti socialiste|les Républicains|le Rassemblement national|la France insoumise
l'Assemblée nationale|le Sénat|la CGT|la CFDT
l'URSSAF|la CAF|Pôle emploi|le CNRS|l'Inserm|Sciences Po|la Sorbonne|Polytechnique|la Croix-Rouge|Emmaüs|Médecins sans frontières
""")
SPANISH_ORGS = split("""
Ayuntamiento de {}|Universidad de {}|Hospital General de {}|Hospital Universitario de {}|Juzgado de lo Civil de {}|Policía Local de {}
Colegio San José de {}|Instituto de {}|Banco de {}
CD {}|Real {}|Atlético {}|Diputación de {}|Cámara de Comercio de {}|Cooperativa de {}|Biblioteca Pública de {}|Clínica {}|Transportes {}
Diario de {}
""")
SPANISH_KNOWN = split("""
el BBVA|Banco Santander|CaixaBank|Bankia|Telefónica|Movistar|Vodafone|Orange|Iberdrola|Endesa|Naturgy|Repsol|Inditex|Zara|Mercadona
El Corte Inglés|Renfe|Iberia|Vueling|Correos|Seat|Mapfre
Mutua Madrileña|Sanitas|Adeslas|RTVE|Antena 3|Telecinco|El País|El Mundo|Marca|La Vanguardia|el Real Madrid|el Barça|el Atlético|el Betis
el Athletic|la Real Sociedad|el PP|el PSOE|Vox|Podemos
Ciudadanos|el Congreso|el Senado|la Guardia Civil|la Policía Nacional|Hacienda|la Seguridad Social|el SEPE|la Cruz Roja|Cáritas|la ONCE
la UNED|el CSIC|Pemex|Bimbo|Cemex|Televisa|el IMSS|la UNAM
""")

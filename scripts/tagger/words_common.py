"""Ordinary words, from which ordinary sentences are drawn; also the gazetteer's common words."""

NOUNS = """time year day week people way thing world life hand part child eye woman place work case point company number group problem
fact home water room mother area money story month
lot right study book job word business issue side kind head house service friend power hour game line end member law car city community
name president team minute idea kid body information
back parent face others level office door health person art war history party result change morning reason research girl guy moment air
teacher force education foot boy age policy music
market sense nation plan college interest death course someone experience behavior wall river field window lake table garden kitchen
bridge tree flower bird dog cat horse fish cow
sheep lion tiger bear wolf fox rabbit mouse snake spider bee butterfly apple banana orange lemon grape peach cherry berry bread cheese
butter egg meat soup salad cake pie cookie candy
coffee tea beer wine juice milk sugar salt pepper rice pasta potato tomato onion garlic carrot bean corn oil knife fork spoon plate cup
bottle glass box bag basket bucket ladder hammer
nail screw wire pipe pump engine motor wheel tire brake gear seat belt mirror light lamp candle fire smoke ash coal wood stone rock sand
mud clay metal iron steel gold silver copper
paper pen pencil ink letter page chapter novel poem song tune dance film movie actor scene stage ticket crowd fan player coach goal ball
bat net race track field pool gym court ring
phone screen keyboard mouse cable battery charger laptop printer camera photo video file folder server network password account update
version bug feature button menu tab link site
page post comment thread channel stream user profile message email inbox spam bill invoice receipt tax loan mortgage rent deposit bank
card cash coin check credit debt budget price sale
discount coupon order package parcel delivery truck train bus plane boat ship ferry bike road street corner sign map trip flight hotel
beach island mountain hill valley forest desert
storm rain snow wind cloud sun moon star sky summer winter spring autumn weekend holiday birthday wedding funeral party dinner lunch
breakfast meal snack recipe oven stove fridge sink
shower bath towel soap brush comb hair skin nose mouth tooth ear neck shoulder arm elbow finger chest stomach knee leg toe bone blood
heart brain lung doctor nurse patient hospital
medicine pill vaccine diet exercise sleep dream stress pain headache cough fever cold flu school class lesson exam grade homework essay
student professor library lab theory method
model data graph chart survey sample test error rule law court judge jury lawyer crime police prison witness trial contract lease clause
tenant landlord owner neighbor citizen voter
election vote campaign debate speech minister mayor council senate tax reform border army soldier weapon peace treaty church temple priest
prayer faith soul angel devil ghost magic
king queen prince knight castle tower gate bell crown sword shield dragon hero villain secret clue riddle puzzle quiz joke trick prize
award medal trophy record season episode""".split()
VERBS = """broke fixed bought sold lost found moved opened closed painted cleaned cooked baked burned dropped carried pushed pulled lifted
kicked threw caught hit missed saw heard felt touched
smelled tasted wanted needed liked loved hated feared ignored forgot remembered learned taught studied read wrote printed signed mailed
sent received returned ordered paid owed saved spent
wasted shared hid stole borrowed lent rented built designed tested measured weighed counted compared checked reviewed approved rejected
changed replaced removed added deleted copied pasted
uploaded downloaded installed updated rebooted crashed blocked posted liked followed muted reported banned watched recorded edited cut
mixed poured stirred peeled chopped fried boiled
planted watered picked fed walked chased trained rode drove parked towed washed folded wore tore sewed mended filled emptied covered
wrapped tied locked unlocked climbed crossed reached
left visited toured booked cancelled delayed missed joined quit led followed helped hurt saved warned scared pleased bored shocked blamed
thanked praised mocked""".split()
ADJECTIVES = """new old big small long short good bad great little own other right wrong high low large tiny young early late important
public able free full empty hot cold warm cool dry wet hard soft
easy difficult simple strange funny serious sad happy angry calm loud quiet bright dark light heavy thick thin wide narrow deep shallow
sharp dull clean dirty fresh stale sweet sour bitter
spicy salty rich poor cheap expensive rare common local foreign modern ancient broken lucky brave shy proud rude kind mean lazy busy tired
sick healthy strong weak fast slow round flat
square rough smooth golden silver red blue green yellow purple pink brown white black grey orange wooden plastic digital electric wireless
spare final annual daily weekly""".split()
ADVERBS = """really just almost never always often sometimes rarely again already still soon later yesterday today tomorrow tonight
quickly slowly quietly badly well hardly nearly finally suddenly
maybe probably clearly sadly luckily honestly literally totally basically actually somehow anyway instead outside upstairs abroad together
alone online twice""".split()
PEOPLE = """teacher doctor nurse neighbor landlord mother father sister brother cousin uncle aunt boss manager driver coach farmer baker
waiter chef pilot sailor soldier officer judge lawyer priest
student kid baby girl boy guy lady gentleman customer client patient guest stranger witness reporter editor author singer actor dancer
painter player goalie fan voter tourist owner tenant
plumber electrician cleaner cashier librarian mechanic dentist barber tailor hunter fisherman carpenter blacksmith crew team band choir
class family couple crowd jury committee""".split()
SLANG = """lol omg wtf smh tbh idk imo btw fyi icymi rt dm ikr ily bff bae fam bro dude sis ur u r thx pls plz gonna wanna gotta kinda
sorta dunno lemme ain't cuz tho tmrw 2nite 2day l8r gr8 b4 yall
yolo fomo af asap brb gtg nvm ftw irl jk lmao rofl haha hehe ugh meh nah yep yeah nope aww yay oops hmm pic vid app hashtag retweet selfie
binge vibes lit savage goals mood throwback""".split()
NOUNS_DE = """Tag Woche Jahr Zeit Mensch Haus Kind Frau Mann Auto Straße Stadt Arbeit Schule Lehrer Buch Tisch Stuhl Fenster Tür Küche
Garten Baum Blume Hund Katze Pferd Vogel Brot Käse Wurst Apfel Kaffee
Wasser Bier Wein Milch Zucker Salz Messer Löffel Teller Flasche Tasche Koffer Zug Bahnhof Flughafen Bus Fahrrad Reise Urlaub Hotel Strand
Berg Wald Fluss See Wetter Regen Schnee Wind Sonne Mond
Himmel Handy Rechner Drucker Datei Passwort Konto Karte Geld Rechnung Steuer Miete Vertrag Termin Sitzung Bericht Fehler Antwort Frage
Problem Lösung Idee Spiel Mannschaft Tor Film Lied Bild
Brief Zeitung Nachricht Gesetz Gericht Richter Urteil Wahl Partei Regierung Minister Bürger Arzt Krankenhaus Schmerz Fieber Herz Kopf Hand
Fuß Auge Ohr Zahn Krieg Frieden Kirche König Schloss""".split()
VERBS_DE = """kaufte verkaufte suchte fand verlor öffnete schloss reparierte putzte kochte aß trank las schrieb sah hörte brauchte wollte
mochte hasste vergaß lernte bezahlte schickte bekam prüfte änderte
löschte testete baute malte trug zog warf fing traf verließ besuchte buchte""".split()
NOUNS_FR = """jour semaine année temps homme femme enfant maison voiture rue ville travail école professeur livre table chaise fenêtre
porte cuisine jardin arbre fleur chien chat cheval oiseau pain fromage pomme
café eau bière vin lait sucre sel couteau assiette bouteille sac valise train gare avion bus vélo voyage hôtel plage montagne forêt fleuve
lac pluie neige vent soleil lune ciel téléphone ordinateur
imprimante fichier compte carte argent facture impôt loyer contrat réunion rapport erreur réponse question problème solution idée match
équipe but film chanson image lettre journal nouvelle loi
tribunal juge élection parti ministre citoyen médecin hôpital douleur fièvre cœur tête main pied œil dent guerre paix église roi
château""".split()
VERBS_FR = """acheta vendit chercha trouva perdit ouvrit ferma répara nettoya mangea but lut écrivit regarda entendit voulait aimait
détestait oublia apprit paya envoya reçut vérifia changea supprima testa
construisit peignit porta lança attrapa quitta visita réserva""".split()
NOUNS_ES = """día semana año tiempo hombre mujer niño casa coche calle ciudad trabajo escuela profesor libro mesa silla ventana puerta
cocina jardín árbol flor perro gato caballo pájaro pan queso manzana café agua
cerveza vino leche azúcar sal cuchillo plato botella bolsa maleta tren estación avión autobús bicicleta viaje hotel playa montaña bosque
río lago lluvia nieve viento sol luna cielo móvil ordenador
impresora archivo cuenta tarjeta dinero factura impuesto alquiler contrato reunión informe error respuesta pregunta problema solución idea
partido equipo gol película canción imagen carta periódico
noticia ley tribunal juez elección ministro ciudadano médico hospital dolor fiebre corazón cabeza mano pie ojo diente guerra paz iglesia
rey castillo""".split()
VERBS_ES = """compró vendió buscó encontró perdió abrió cerró arregló limpió comió bebió leyó escribió miró oyó quería odiaba olvidó
aprendió pagó envió recibió revisó cambió borró probó construyó pintó llevó
tiró cogió dejó visitó reservó""".split()
FUNCTION = """the of and a to in is you that it he was for on are as with his they i at be this have from or one had by word but not what
all were we when your can said there use an each which she do
how their if will up other about out many then them these so some her would make like him into has look two more go see no could my than
first been call who its now find down did get come
made may part over take only where much through before too any same our after us most me here such off why let need went very still should
because does another even must under while
der die das und ist nicht ein eine ich du er sie wir ihr mit auf für von zu im am den dem des es sich auch als an noch wie einen bei nach
aus war wird sind hat haben oder aber nur über so um
sein einem einer schon wenn man mehr vor kann mein dein unser kein bis durch gegen ohne immer hier da wo wer was wann warum bitte danke ja
nein sehr gut heute morgen gestern
le la les un une des de du et est que qui dans pour pas sur au aux avec ce cette il elle nous vous ils elles je tu on ne se son sa ses mon
ma mes ton ta leur par plus mais ou où donc si comme
tout tous être avoir fait été sont ont très bien aussi encore même quand chez merci bonjour oui non aujourd'hui demain hier
el la los las un una unos de del y es que en por para con no se su sus lo al como más pero o si ya muy mi tu te me nos le les este esta
eso ese hay está son fue ser tiene todo todos también
cuando donde quién qué cómo hoy mañana ayer gracias hola sí sobre entre sin hasta desde porque
il lo gli di che è per con non una sono ma come più anche del della nel ho hai ha het een van en ik je niet met voor zijn maar ook naar
bij uit als o os as uma com não mais para por""".split()

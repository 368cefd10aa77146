"""What people say of themselves and of others without a name: work, health, origin, where they live and for whom they work. English, \
German, French and Spanish. Then file names with and without a name in them, and quantities. The notation is described in \
generate_grammar.py."""

ENGLISH = """
## about 10
{@own}
{@own} {@own}
{@own} {@own} {@own}
== own
[I|We both|My neighbours|Two of us] [work|worked|used to work|started out] as [{job}s|{ajob}] [and like it|before that|until {year}|].
[I am|I'm|im|My mother is|My dad was|His wife is|Her son became|One tenant is] {ajob}[, and I work nights|, retired now| by trade|\
 at the moment|].
[She|He|Someone there|The applicant|The caller|My flatmate|The other driver] [works|is employed|is registered|was hired|has worked] as \
{ajob} [in the north|in town|abroad|near {city}|part time|these days|for {small} years|]
[trained|qualified|retrained|certified|licensed] as {ajob} [in {year}|in {city}|last summer|]
[After|Before] [school|the war|her studies|the move], [she|he] [became|trained as|was hired as] {ajob}.
[I|He|She] [earns|makes|made|was paid] {salary} [a year|as {ajob}|before tax|]
[The|Our|Their] [new|former|night|head|second] {job} [called in sick|starts on {wd}|has resigned|is on leave|asked for a key].
[being|as|for] {ajob} [i|you|we] [have to|cannot|must] [be on time|drive at night|keep it secret]
[Occupation|My job|Profession|Current role|Last position]: {job}
[can|could] {ajob} like me [get|ask for] [a loan|leave|a discount|a second card]
[She|He|My aunt|The patient|My partner|A colleague|Our child] [was|got|has been] diagnosed with {cond} [in the spring|in {year}|at {age}|\
last {month}|]
[I|She|He|The boy|My father] [has|had|suffers from|lives with|is being treated for|recovered from|died of] {cond}[, which is why I write|\
 for years| and needs rest|].
[i have|ive got|i suffer from|living with] {cond} [and cant sleep|since {year}|do i have to say so at work|]
[Because of|Due to|With] [my|her|his] {cond}, [I|she|he] [cannot|could not|may not] [drive|work|travel|stand long].
[They|The doctors|The clinic] [found|confirmed|ruled out|suspect] {cond} [after the scan|on {wd}|in {his1} blood|].
[off work|on sick leave|in hospital|signed off] [with|because of|for] {cond} [until {date}|]
[The claim|The refund|My absence|The form] is [about|for] {cond} [treatment|therapy|tests|].
[I take|She takes|He was put on|prescribed] {drug} [for {cond}|twice a day|every morning|].
is {cond} [covered|hereditary|a reason for leave]? [asking for my {father1}|my sister has it|I was told I have it]
[He|She|My husband|The tenant|One parent] is {nata} [citizen|national|by birth|by origin|passport holder|].
[His|Her|My|Their] [nationality|citizenship|origin] is [also|still|] {nat} [by birth|by marriage|since {year}|].
[born|raised|educated] {nat}, [naturalised|living in {city}] since {year}
[I am|we are|my parents are|both are] {nat} [and live in {city}|but were born in {country}|].
[He|She|The guest|My grandmother] [practises as|was raised|became] {nata} [believer|].
[She|He|My brother|The sender|The witness|My ex] [lives|lived|stays|works|studies|grew up|was born] in {city} [now|again|with a friend|].
[I|We] [moved|are moving|relocated|commute] [from {city} |]to {city} [in {month}|last year|for work|].
[living in|born in|calling from|stuck in|visiting] {city}
[He|She|My sister|The buyer] [works|drives|cleans|interned|consults] for {startup} [as {ajob}|in {city}|on weekends|].
[I|We] [left|joined|sued|invoiced|complained to] {startup} [in {year}|last week|and never heard back|].
[My|Our|Her] [employer|landlord|insurer|old school|bank|supplier] [is|was|:] {startup}[ in {city}|].
[paid by|employed by|fired from|contracted to] {startup} [since {year}|]
[Send|Ship|Bring|Deliver|Forward|Courier] [the parcel|my keys|it all|the card|the form] to {addr1}[ please|, second floor| by {wd}|].
[I|We|They] [live|moved in|are staying|rent a room] [at|on] {addr1}[ now| since {month}|, top floor|].
[My|Our|The delivery|The billing] address is [still|now|] {addr1}[.|, not the old one.]
[the meter|the leak|the fire|our office|the van] is at {addr1}
"""

GERMAN = """
## selbst 5
{@selbst}
{@selbst} {@selbst}
{@selbst} {@selbst} {@selbst}
== selbst
[Ich|Sie|Er|Meine Frau|Der Mieter|Der Anrufer] [arbeitet|arbeitete|ist gemeldet] als {job} [im Norden|in {city}|in Teilzeit|nachts|].
[Ich bin|Mein Vater war|Seine Tochter ist] {job}[ von Beruf| im Ruhestand|, zurzeit krank|].
[gelernt|umgeschult|angestellt] als {job}[ bei {org}| in {city}|]
[Beruf|Tätigkeit|Letzte Stelle]: {job}
[Unsere|Die|Eure] [neue|frühere] {job} [fängt am {wd} an|hat gekündigt|ist krank].
[Bei mir|Bei ihr|Bei meinem Sohn|Beim Patienten] wurde {cond} [festgestellt|diagnostiziert|vermutet][ im Frühjahr| {year}|].
[Ich leide|Sie leidet|Mein Mann leidet] an {cond}[ und darf nicht fahren| seit {year}|].
[wegen|mit|trotz] {cond} [krankgeschrieben|im Krankenhaus|in Behandlung] [bis {date}|]
[Ich nehme|Sie nimmt|verschrieben wurde] {cond}[, morgens und abends| seit {month}|].
[Seine|Ihre|Meine] [Staatsangehörigkeit|Herkunft|Familie] ist {nat}[ seit der Geburt|].
[Sie|Er|Mein Bruder|Die Zeugin|Meine Tante] [wohnt|lebt|arbeitet|studiert] [jetzt|wieder|] in {city}.
[Wir ziehen|Ich ziehe] [von {city} |]nach {city}[ um| im {month}|].
[Er|Sie|Mein Nachbar] [fährt|arbeitet|putzt|jobbt] [für|bei] {org}[ in {city}|].
[Mein|Unser] [Arbeitgeber|Vermieter|Versicherer] [ist|war|heißt] {org}.
[Bitte|Können Sie] [das Paket|die Karte|alles] an {addr1} [schicken|senden|liefern][?|.]
[Ich wohne|Wir wohnen|Die Rechnung geht] [in der|an die|jetzt] {addr1}[, dritter Stock|].
"""

FRENCH = """
## soi 5
{@soi}
{@soi} {@soi}
{@soi} {@soi} {@soi}
== soi
[Elle|Il|Ma femme|Le locataire|L'appelant] [travaille|travaillait|est inscrit] comme {job} [dans le nord|à {city}|à mi-temps|la nuit|].
[Je suis|Mon père était|Sa fille est] {job}[ de métier| à la retraite|, en arrêt|].
[formé|reconverti|embauché] comme {job}[ chez {org}| à {city}|]
[Profession|Métier|Dernier poste] : {job}
[Notre|Leur|Votre] [nouvelle|ancienne] {job} [commence {wd}|a démissionné|est absente].
[On lui a|On m'a|Les médecins ont] diagnostiqué {cond}[ au printemps| en {year}|].
[Je souffre|Elle souffre|Mon mari souffre] [de|d'une] {cond}[ et ne peut pas conduire| depuis {year}|].
[hospitalisé|en arrêt|suivie] [pour|à cause de] {cond}[ jusqu'au {date}|]
[Je prends|Elle prend|on m'a prescrit] {cond}[, matin et soir| depuis {month}|].
[Sa|Ma|Leur] [nationalité|famille|origine] est {nat}[ de naissance|].
[Elle|Il|Mon frère|Le témoin|Ma tante] [habite|vit|travaille|étudie] [maintenant|] à {city}.
[Nous quittons|J'ai quitté] {city} pour {city}[ en {month}|].
[Il|Elle|Mon voisin] [conduit|travaille|fait le ménage] [pour|chez] {org}[ à {city}|].
[Mon|Notre] [employeur|bailleur|assureur] [est|était|s'appelle] {org}.
[Merci d'envoyer|Envoyez|Livrez] [le colis|la carte|tout] au {addr1}[ s'il vous plaît|].
[J'habite|Nous habitons|La facture va] [au|maintenant au] {addr1}[, troisième étage|].
"""

SPANISH = """
## propio 5
{@propio}
{@propio} {@propio}
{@propio} {@propio} {@propio}
== propio
[Ella|Él|Mi mujer|El inquilino|La persona] [trabaja|trabajaba|figura] [como|de] {job} [en el norte|en {city}|a media jornada|de noche|].
[Soy|Mi padre era|Su hija es] {job}[ de profesión| jubilado|, de baja|].
[formada|contratado|reciclado] como {job}[ en {org}| en {city}|]
[Profesión|Oficio|Último puesto]: {job}
[Nuestra|Su|Vuestra] [nueva|antigua] {job} [empieza el {wd}|ha dimitido|está de baja].
[Le|Me|A mi hijo le] diagnosticaron {cond}[ en primavera| en {year}|].
[Padezco|Padece|Mi marido sufre] {cond}[ y no puede conducir| desde {year}|].
[de baja|ingresada|en tratamiento] por {cond}[ hasta el {date}|]
[Tomo|Toma|me recetaron] {cond}[, mañana y noche| desde {month}|].
[Su|Mi] [nacionalidad|familia|origen] es {nat}[ de nacimiento|].
[Ella|Él|Mi hermano|La testigo|Mi tía] [vive|trabaja|estudia] [ahora|] en {city}.
[Nos mudamos|Me mudé] [de {city} |]a {city}[ en {month}|].
[Él|Ella|Mi vecino] [conduce|trabaja|limpia] para {org}[ en {city}|].
[Mi|Nuestra] [empresa|casera|aseguradora] [es|era|se llama] {org}.
[Manden|Envíen|Lleven] [el paquete|la tarjeta|todo] a {addr1}[, por favor|].
[Vivo|Vivimos|La factura va] [en|a] {addr1}[, tercer piso|].
"""

FILES = """
## file 4
{@file}
{@file} {@file}
[Attached|Enclosed|Files|see|open|missing]: {@file}, {@file}
[Please|Can you|I will|We must] [review|sign|print|rename|delete|check|resend] {@file} [before {wd}|again|for {f1}|].
[{f1}|{p1}|The clinic|My boss] [sent|shared|uploaded|attached|lost] {@file}[ and {@file}|][.| on {date}| by mistake]
[the|your|our] file {@file} [is empty|cannot be opened|is too large|was not found]
== file
{filed}.{@ext}
[CV|cv|Resume|resume|Lebenslauf|Photo|IMG|passport|scan|Vertrag|Invoice|invoice|Contract|letter|Report|form|payslip|Rechnung]\
[_|-| |.]{filed}[_{year}|-{year}|_{num}|_final|-v2|_signed| ({small})|||].{@ext}
{filed}[_|-|.][cv|contract|photo|{year}|{num}|passport|transcript|offer|statement|lab_results|application|{month}].{@ext}
{isodate}[_|-]{filed}.{@ext}
[/srv/|~/Documents/|uploads/|s3://files/][{year}/|hr/|]{filed}.{@ext}
[CV|Scan|Photo|Contract] of {p1}.{@ext}

## fileless 3
{@plainfile}
{@plainfile}, {@plainfile}
[Attached|Enclosed|Files|see|open|missing]: {@plainfile}, {@plainfile}
[Please|Can you|I will|We must] [review|sign|print|rename|delete|check] {@plainfile} [before lunch|again|].
[the|your|our] file {@plainfile} [is empty|cannot be opened|is too large|was not found]
== plainfile
[report|invoice|minutes|budget|photo|scan|backup|notes|statement|agenda|README|draft|export|config][_|-| |.]\
[final|v2|old|{num}|copy|signed|q3|en|new|small].{@ext}
[meeting|travel|sales|chase|bank|tax|school|green|holiday|market][_|-][notes|policy|forecast|statement|report|card|plan][_{num}||-v2].{@ext}
[/var/log/|/etc/|src/|lib/|./][{noun}|{noun}s|index|main|{verb}].{@ext}
{Noun}[_|-|]{Noun}[_|-|]{num}.{@ext}
IMG_{num}.jpg
-- ext
pdf
docx
xlsx
jpg
png
txt
csv
zip
PDF

## quantity 3
{@q}
{@q}; {@q}
{@q}. {@q}.
== q
[the|our|this] [heater|sensor|fridge|boiler|room] [shows|reads|is at|was at] [temp |]{small}.{small} [C|degrees|°C|F] \
[and {small} % humidity|]
[set|keep|raise|lower] [it|the temperature|the oven|the thermostat] [to|at|by] {num} [degrees|C|F|°C|K]
[temp|temperature|T]: {small}.{small}[C| C| °C|]
[voltage|supply|battery|input] [is|of|at] {small}.{small} [V|volts|mV|A]
[it|the pump|the disk|the box] [weighs|needs|draws|holds] {num}[.{small}|] [kg|W|kW|GB|MB|litres|l|mm|cm|km|miles|ft|lbs]
[version|release|build|firmware] {small}.{small}[.{small}|] [is out|fails|works|needs {num} MB]
[page|chapter|section|room|gate|step|row] {num} [of {num}|and {small}|]
[about|over|under|only] {num} [per cent|%|units|items|pieces|users|requests a second]
a [ratio|score|grade] of {small}[:| to |/|.]{small}
[ping|latency|uptime] [is|was] {num} [ms|s|seconds|hours]
[{num}x{num}|{num} x {num} x {num}] [mm|cm|px|inches]
"""

BLOCKS = [("en", FILES, False), ("en", ENGLISH, False), ("de", GERMAN, False), ("fr", FRENCH, False), ("es", SPANISH, False)]

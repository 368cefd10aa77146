"""English: organisations where a person could stand, people in a role, posts, short clinical notes and questions to assistants, and \
short texts of German, French and Spanish. The notation is described in generate_grammar.py."""

FIRMS = """
## firmplace 9
{@fp}
{@fp} {@fp}
{@fp} {@y}
{p1} {@role}, {@fp}
== fp
[The|Our|Their] [location|website|number|phone|head office|owner|logo|share price] of {startup} is [{addr}|{url}|{phone}|{city}|{p1}|\
unknown]
[Write to|Visit|Directions to|Deliver to] {startup}, {addr}
{startup} is [located|based|headquartered] [at {addr}|in {loc}]
{p1}¶{startup}¶{addrml}
{p1} [-|/|@|·] {startup}¶{addrml}
[>|*|-|#|!] {p1}¶[>|*|-|#|!] {startup}¶[>|*|-|#|!] {addr}
[After|Before|During] [a year|two years|a summer|an internship] at {startup}, {f1} [went|moved|switched] to {startup}[ in {loc}|][.|]
{f1} [interned|freelanced|consulted|was hired] at {startup}, [then|and later] at {startup} in {city}.
{startup} [in {city}|], [formerly|once called|since renamed|now part of] {startup}[, since {year}|]
{startup} [was bought by|merged with|spun off from|took over|rebranded as] {startup} in {year}.
[She|He|{f1}] [quit|left|got fired from|is retiring from|applied to|was employed at|worked nights for] {startup} [in {monthyear}|as {ajob}|\
last week].
[my|his|her] {startup} [contract|badge|laptop|shares|interview|pension|uniform|boss|offer letter|shift]
[Employer|Company|Vendor|Supplier|Provider|Insurer|Landlord|Merchant|Payee|Sold by|Seller|From|Bill to|Client|Contractor|Firm|Account]: \
{startup}
[Employer|Payer|Provider|Billed by]: {startup}¶[Employee|Patient|Payee|Customer]: {p1}
[Patient|Insured|Client|Claimant]: {p1}¶[Condition|Reason|For]: {cond}¶[Provider|Clinic|Payer]: {startup}¶[Total|Paid|Due]: {money}
[Invoice|Bill|Quote|Statement|Receipt] {id}¶From: {startup}¶To: {p1}¶{addr}
{p1} [v.|vs.|v|versus|against] {startup}
[a|the|our] [claim|lawsuit|complaint|case|petition|dispute|tax matter] [against|with|brought by] {startup}
[whether|why|how] {startup} [knew of|caused|paid for|ignored|reported] the [leak|damage|delay|error|accident]
[I work|I am|we are] [at|with|for] {startup}[, ask for {n1}| as {ajob}|.|]
[our|the] [partners|friends|competitors|colleagues|team] at {startup}
[© {year}|Copyright {year}|All rights reserved,] {startup}. [Confidential|Internal use only|Do not copy].
{job} at {startup} ({year}-{year})
{job}, {startup}, {city}
[{startup} and {startup}|{startup}, {startup} and {startup}] [announced a deal|raised prices|are hiring|are clients of ours]
{startup}['s|'] [new|latest|first|free] {noun} [is|was] {adj}
[{startup} opens|{startup} closes|{startup} moves] [an office|a shop|a plant] in {loc}
{acro} [report|meeting|members|rules|guidance|summit|statement] [on {noun}s|in {city}|today|]
[the|] {acro} [says|warns|wants|approved|denied|published] {noun} {noun}
[join|joined|ask|via|at|from|thanks to|according to] [the|] {acro} [{adverb}|today|in {city}|]
{city}¶{startup}¶{num} {noun}s
[From|In] {city}, {startup} [ships|sells|makes] {noun}s.
{startup} [;|,|-|:] {city}
{city} [;|,|-|:] {startup}
[Notary Public|Justice of the Peace|Registrar], [State|County|City] of {state}
{l1}, {f1} ({num}): [On the {Noun}|The {Noun} of {Noun}s|{Adj} {Noun}s|{Noun} and {Noun}]. {city}: {startup}.
== role
[, as|as|is|was named|acts as|signs as|remains|listed as] [guardian|legal guardian|witness|co-signer|beneficiary|executor|emergency \
contact|guarantor|next of kin|treasurer|referee|chair|trustee|account holder|authorised user]
[needs|wants|asked] to [be added|be removed|register|sign] as [guardian|co-owner|beneficiary|witness|carer|second holder|tenant|sponsor]

## rolenote 4
[We|You|They|I] need to [add|list|remove|name|replace] {n1} as [guardian|beneficiary|co-signer|witness|a carer|next of kin|joint owner|\
trustee|an authorised user]
[Guardian|Beneficiary|Witness|Next of kin|Co-signer|Carer|Executor|Guarantor|Trustee|Sponsor|Referee]: {n1}
the [guardian|witness|carer|landlord|tenant|executor] is {n1}, [phone {phone1}|of {addr}|aged {age}|born {dob}]
[please|can you|] make {n1} the [account holder|main contact|guardian|second driver|admin|owner]
[was|is] {n1} [in|at|on] {loc} [on {wd}|{time}|]?
{t1} [flew|drove|moved|travelled|went|sailed|returned|commutes] [to|from] {town} [on {wd} morning|last {month}|by train|for work|].
[Did you get|Got any|Selling two|Two] tickets [for|to] [a|the|that|] {p1} [concert|show|gig|tour|reading|play][?| in {city}?|]
[a|the|my first|the next] {p1} [concert|gig|show|recital|set|matinee] [ever|in {city}|on {wd}|with {f2}|]
[have|had|has] [you|they|she|he] [ever|] [been to|seen|heard|missed] [a|the] {star1} [concert|show|gig|tour|match|speech][ before|]?
[a|the] {nat} [film|movie|song|dish|recipe|joke|band|poem|dance|accent|passport] [called|about|with] [{Adj} {Noun}|{star1}]
"""

POSTS = """
## feed 8
{@fd}
{@fd} {@fd}
{@fd} {short}
{handle} {@fd}
{handle} {handle} {@fd}
RT {handle}: {@fd}
{@fd} {slang}
{@fd} #{noun}
== fd
[great|lovely|superb|terrible|another good] [stuff|piece|interview|goal|speech|show|post|thread] [by|from|with] {n1} [today|tonight|!|]
[well done|good luck|thank you|shame on you|get well] {n1}[ and {n2}|][!|]
{f1} [and everyone|and all the team|and the gang] at {startup} [thank you|rock|were so kind]
{starn1} [on|live on|tonight on|talks to] {media} [at {time}|now|about {noun}s|]
watching {starn1} [on {media}|in {city}|play {team}|cook {noun}s]
[team|starting eleven|lineup|squad]: {l1}, {l2}, {l3}, {l4}, {l5}
{team} [XI|subs|bench]: {l1}, {l2}, {l3}
{l1} and {l2} on [target|the bench|the scoresheet] as {team} win [again|{small}-{small}]
{team} {small} - {small} {team}: {l1} [scores|sees red|equalises]
{team} fans [are the best|singing in {city}|want {l1} out]
today [I am|we are] all {country}
{country} [played|beat|lost to|drew with] {country} [last night|in the final|{small}-{small}|]
{agency} [vote|bill|debate|leak|inquiry] [on {noun}s|tonight|is a joke]
[mp|senator|minister|councillor|mayor|president|governor] {l1} [is wrong|said what|opens the new {noun}|in {city} today]
{acro} [vote|deal|talks|strike|poll|leak] [today|latest|in {city}|:|]
[off to|back in|leaving|landed in|good morning|hello|greetings from] {city}[ for {acro}| with {f1}|!|]
[my|your|our] [friend|mate|brother|sis|coach] {f1} [dj-ing|running|speaking|playing] [in {city}|at {startup}|tonight]
new [{star1}|{band}] [album|video|single|merch|tour dates] [out now|today|is fire|in stores]
loved [your|the|that] {star1} [impression|remix|cover|interview|tribute]
#{joinedname} [is trending|forever|🙌|for president|]
[so proud of|miss you|vote for|thanks] #{joinedname}
{brand} [customer|users|fans|shares|jobs|stores|service|products] [are|in {city}|keep growing|again]
[why|when] is {brand} [so {adj}|down|hiring|closing] [again|]?
{band} [was|were] {adj} [tonight|in {city}|at the {Noun}]
the {Adj} {Noun} [bunny|deal|movie|sale|game|bill|season|weather]
[The|A] {Noun} {Noun} [Review|Tour|Challenge|Festival|Bill|Repeal] [starts|ends] today
[this|that] {work} [episode|trailer|scene] [omg|was better than {work}|made me cry]
[i need|got|love] [that|those|the] {product} [lol|so bad|in blue]
[can you|pls|please|plz|yo] [do|play|react to|collab with] {n1} [next|pls|again|]
{n1} [is|was] [the best|so funny|a legend|trash|overrated|my favourite|underrated] [in this|fr|lol|]
[poor|dear|sweet|crazy|bloody|our] {f1}[!|!!| 😂| lol|]
[where|who] [is|tf is|are] {n1}[?|??| again|]
[i|we] [want|need|miss|love|ship] {n1} [back|so much|in the next one|]
{f1} [looks|sounds|dances|laughs] like {star1}
[yea|nah|omg|yo|bro|sis|lol|ok but] {f1} [do another one|u ok|stop|is right|pls]
[at|about|around] {small}:{num} {n1} [falls|starts singing|laughs]
{n1}[:| -] [chill|dude|what|no way|oh no]
[first|second|like if you|who else] [came from {n1}|watched {work}|loves {n1}]
"""

NOTES = """
## vitals 3
{@vt}
{@vt} {@vt} {@vt}
{@vt}¶{@vt}¶{@vt}
{p1}, {age}[yo|y/o|]. {@vt} {@vt}
[Nurse|RN|LVN|MD|PA] {l1}: {@vt}
{@vt} Pt [has|reports|denies] {symptom}. {@vt}
{@vt} Started on {dose}. {@vt}
== vt
[VS|Vitals|Vital signs|Obs]: BP {num}/{num}, HR {num}, RR {num}, [SpO2|sats|O2 sat] {num}%[ on room air|], [Temp|T] {num}.{small}[ C|F|C| \
F|].
[BP|HR|RR|Temp|SpO2|Weight|Height|BMI|Pulse|Pain] {num}[/{num}|%| kg| cm| bpm|].
[Intake|I&O: intake|Fluids in] {num} ml, output {num} ml.
[Pt|Patient] [resting|sleeping|sitting up|alert and oriented|ambulating] [comfortably|in bed|x3|with help|this morning].
[Side rails up|Call bell in reach|Bed in low position|Family at bedside|Dressing dry and intact|Wound care done|IV site clean and dry].
[Sig|Directions|Take]: [one|{num}|1] [tablet|capsule|drop|puff]s [by mouth|twice daily|at bedtime|with food|as needed]. [Qty|Refills|\
Disp]: {num}
No [signs|evidence|history] of [infiltration|redness|swelling|infection at the site|disease|spread].
[Symptoms|Complaints|Symptom onset|Pain] [began|started|got worse|eased|was] [{small} weeks ago|on {date}|last night|after the visit].
[Follow-up|Next visit|Discharge|Review] [in {small} weeks|on {date}|with the ward team|planned].
[Specimen|Sample|Tissue] received [fresh|in formalin], labelled with the [name|number], {num}.{small} x {num}.{small} cm.
[Margins|Edges|Sections|Slides] [are clear|submitted|reviewed|were taken].
[Lungs clear|Abdomen soft, non-tender|Heart sounds normal|Exam unremarkable|Skin warm and dry|Reflexes normal].
[Assessment|Plan|Impression|Findings|Objective|Subjective|Comparison]: [as above|stable|no change|continue|see below|none available].
[Treatment|Therapy|Medication|Dose] [well tolerated|was adjusted|reduced|unchanged|stopped on {date}].
Patient [improved|stable|readmitted|discharged home|declined] [on {date}|since {monthyear}|today].
"""

ASKED = """
## asked 6
{@ak}
[please|can you|could you|hey,|hi,|] {@ak}
{@ak} [please|thanks|?|]
== ak
[how are the reviews|what are the reviews like|are the reviews good|any reviews] [for|of] {eatery}
does {eatery} [take|accept|need] [reservations|bookings|cards|walk-ins]
[book|get|reserve|find] [me|us|] a table [for {small}|] at {eatery} [at {time}|on {wd}|for {small}|tonight|]
[cancel|change|confirm|move] my [reservation|booking|table] [at|for|with] {eatery} [at {time}|on {wd}|]
is {eatery} [open|busy|any good|expensive|far] [now|on {wd}|tonight|]
[order|get] [food|a pizza|takeaway|two menus|lunch] from {eatery}
[how is|what is] the [traffic|wait|parking|menu] [at|near|to|for] {eatery}
[how many calories are|how many carbs are|what are the nutrition facts|how much salt is] in [{noun} soup|fried {noun}|a {cuisine} {noun}|\
spaghetti bolognese|tikka masala|pad thai]
[siri|alexa|cortana|hey google|computer|jarvis], [set an alarm|what time is it|cancel my {noun}|turn it off|book a taxi|play some music]
hey [siri|alexa|cortana|bixby], [what's|is] [the weather|my name|on my list|it raining]
[is|was] [a|the|that] {noun} [a|the|] {noun} or [a|] {noun}
do [tourists|people|vegans|students|visitors|americans] need [a visa|cash|an adapter|shots] [in|for] {country}
what did [the ancient greeks|the romans|the vikings|people] [eat|wear|call the {noun}|believe] [back then|in winter|]
[find|buy|suggest] a [toy|gift|book|coat] for a {small} year old [boy|girl|child|dog]
[are you|how old are you|were you born] [{num}|in {year}|a robot|real|today]
what does a {job} [earn|do|need to know]
i'd like to [hire|find|talk to] a [plumber|tutor|lawyer|wedding planner|manager]
what [jobs|industries|work] do [managers|nurses|engineers|planners] [do|work in|like]
[text|call|message|phone|ring|dial|email] {f1} [and say|to say|that|] [no|yes|i'm late|on my way|good night|]
[tell|inform|let|remind] {f1} [know|that|] [i'm late|the {noun} is {adj}|we lost|it's done]
[under|using|with] the name {n1}, [a table|a room] for {small} at {eatery}
[is|when is|where is] [the|my] [meeting|lunch|call|date] with {f1} [today|on {wd}|]
forward [the|that|this] [text|photo|mail|file] from {f1} to {f2}
[my|your] [new|] name is {f1}[, okay|]
[where is|find|locate] my [brother|friend|buddy|sister|son] {f1} [right now|now|]
{f1} [doesn't want|needs|asked about] [the|her|his] [reservation|ticket|lift] [anymore|tonight|]
"""

GERMAN = """
## breit 3
{@b}
{@b} {@b}
== b
[Das|Ein] [Amtsgericht|Landgericht|Finanzamt|Krankenhaus|Jugendamt] [hat|verurteilte|lud] {n1} [geladen|zu einer Strafe|wegen Betrugs|]
{l1}, {f1}, {job}, [Eintritt|seit|ab] {date}, [Gehalt|Lohn|Bezüge] {salary}
{l1}, {f1} ({num}): [Die {noun} der {noun}|Einführung in die {noun}|Grundlagen der {noun}]. {city}: [Verlag|Selbstverlag|{org}].
{p1} ({age}), {job}, [wohnt|lebt|arbeitet] in {city}
{p1} ist {nat} {job} [aus|in] {city}
[Rechnung|Bestellung|Angebot] {id}¶[An|Von]: {p1}¶{addrml}
[Danke|Hallo|Liebe Grüße|Servus|Bis bald][,|] {f1}[!|.|]
[Im Herbst|Im Winter|Am Abend|Am Montag] [ist|war] [es|der {noun}] [ruhig|kalt|voll|teuer].
[Anwesend|Entschuldigt|Protokoll]: {n1}, {n2} und {n3}
{n1} [berichtet|spricht|fragt] [über|nach|wegen] [die Finanzen|das Projekt|den Termin].
[die|eine|unsere] [nette|große|alte|kurze] [Gespräch|{noun}] [hat gefallen|war gut]
"""

FRENCH = """
## large 3
{@b}
{@b} {@b}
== b
{p1}, [né|née] le {date} à {city}, est {job} {nat}
{p1}, {job} {nat}[, habite à {city}| de {age} ans|]
[un|une|le|la] {job} {nat} [de|à] {city}
[des|les|plusieurs] {nats} [ont manifesté|vivent|travaillent] à {city} [{wd}|en {month}|]
{city} — [des centaines de personnes|des {nats}] [ont défilé|se réunissent] à {city} {wd}
[le {wd}|{wd}|chaque {wd}|en {month}], [je ne travaille pas|le magasin ferme|tout est calme|il pleut]
{f1} [trop drôle|est géniale|me manque|tu viens ?|merci !]
{n1} et {n2} [se marient|partent|reviennent] en {month}
[Veuillez agréer mes salutations|Cordialement|Bien à vous|Amitiés][.|,]¶{p1}¶{addrml}
[la|une|cette] {noun} [orange|rouge|blanche|est rose]
"""

SPANISH = """
## ancho 3
{@b}
{@b} {@b}
== b
{p1} ({city}, {date}) es {job} {nat}
{p1}, {job} {nat}[, vive en {city}| de {age} años|]
{p1} - {job} - {phone}
{l1}, {f1}, {city}
[un|una|el|la] {job} {nat} [de|en] {city}
[los|unos|muchos] {nats} [viven|trabajan|llegaron] [a|en] {city} [el {wd}|]
[rojo|moreno|rubio|blanco|caro|bueno|delgado|fuerte|largo|bonito] y [caro|barato|bonito|grande|feo|nuevo]
[el|la] {noun} [rojo|moreno|blanco|bravo|caro] [es|está] [bonito|barato|nuevo]
[Titular|Paciente|Cliente|Responsable]: {p1}¶[Centro|Empresa|Banco]: {org}¶[Antecedentes|Diagnóstico]: {cond}
{t1}, de {org}, [pide|solicita|firma] [más tiempo|el contrato|la factura]
el [móvil|coche|correo|trabajo] de {f1} [no funciona|es nuevo|está aquí]
¿dónde [está|perdió|compró] {f1} [el|la|un|una] {noun}?
"""

BLOCKS = [("en", FIRMS, False), ("en", POSTS, False), ("en", NOTES, False), ("en", ASKED, False), ("de", GERMAN, False),
          ("fr", FRENCH, False), ("es", SPANISH, False)]

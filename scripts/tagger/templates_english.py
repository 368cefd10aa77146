"""English texts with people in them. The notation is described in generate_grammar.py."""

CHAT = """
## chat 9
{f1} said {he1}'d call you back [later|after lunch|in a bit]
hey {f1}, [did you see|have you read|got] the [email|message|note] from {n2}?
[hi|hey|hello] {f1}[!|,|] how [are you|have you been|was the trip|is the new job]?
[ok|okay|alright|sure] {f1}, [see you|talk to you|catch you] [at {time}|on {wd}|tomorrow|later]
can you ask {n1} if [he|she]'s coming [tonight|on {wd}|to dinner]?
{f1} and {f2} [are|were] [late again|already there|fighting about the dishes]
[tell|ask|remind] {f1} to [bring|send|return] the [keys|charger|report|book|forms]
who's {n1}? [never heard of {him1}|is {he1} new here|{he1} just added me]
i [met|saw|ran into] {n1} at the [gym|station|store|airport] [yesterday|last night|this morning]
[my name is|my name's|this is|it's|i'm|i am] {n1}
[my name is|i am|this is] {p1} and i [work|live] [in {city}|at {org}]
[I'm|I am|This is] {p1} from {company}.
[Hello|Hi], [my name is|this is] {pt1}[.|,] I'm calling [about|regarding] [my order|the invoice|the job ad|an appointment|the apartment].
call {n1} [at|on] {phone1} [please|asap|when you can|]
[thanks|thank you|thx|ty|cheers] {f1}[!|.|] [you're the best|really appreciate it|that helped a lot|will do]
[happy birthday|congrats|congratulations|get well soon|welcome back|good luck] {n1}[!|!!| :)| xx]
{f1}: [where r u|where are you|you up]? ¶{f2}: [on my way|5 min|just left {org}] ¶{f1}: [k|ok hurry|lol ok]
[09:12] {f1}: [morning all|anyone in the office|the build is red] ¶[09:13] {f2}: [morning|looking at it|yes, 3rd floor]
{f1} > {f2}: [lunch|coffee|call]? ¶{f2} > {f1}: [sure, {time}|cant today|in 10]
omg {f1} [just|literally] [texted me|broke up with {f2}|got the job|fell asleep on the bus]
did [u|you] hear about {n1} and {n2}? [they're getting married|they split up|apparently they moved to {city}]
[lol|haha|lmao] {f1} [is so funny|never changes|would do that]
miss you {f1} [<3|xoxo|so much|come home soon]
{f1} can you pick up {f2} from [school|practice|{school}] [at {time}|today|]?
[mom|dad|grandma] says {f1} [can't come|has to do the dishes|is grounded]
does anyone have {f1}'s [number|address|email]? [i need to send {him1} something|it's urgent]
[love|loved|hate] [this|that] [pic|photo] of {f1} and {f2}
{f1}'s [dog|cat|car|laptop|phone] [is|was] [missing|sick|broken|in the shop]
[i think|pretty sure] {f1} [knows|told] {f2} [already|everything|about the party]
[it's|its] {f1} not {f2}
[Is|was] {n1} [there|home|in today|still with {org1}]?
yes this is {f1} [speaking|]
[Ask|Tell] {t1} [I said hi|about the lease|the meeting moved to {time}].
spoke to {t1} this morning, - [all good|no news|{he1} will send it over]
[Dude|Bro|man|girl], {f1} [totally|just] [crushed|failed|skipped] the [exam|interview|audition]
{fn1} [u|you] [coming|there|ok]??
[btw|also|ps] {n1} [says hi|is asking about you|left {his1} jacket here]
i'll be at {f1}'s [place|house|flat] [till {time}|tonight|all weekend]
[we|they] named the baby {f1} [after my grandmother|because why not|{fl2}]
her name is {p1} but everyone calls [her|] {fn1}
[and ur surname|family name please|how do you spell the last name]? {l1}
[Your name in full|And the name of the caller]? {p1}
[name|your name please|who am i speaking with]? [it's|] {p1}
spell it please: {f1}, {l1}
[do|did] you know [a|anyone called|someone named] {n1}?
{n1} here[,|.] [just checking in|running 5 min late|can someone let me in]
[good morning|good night|gm|gn] {f1} [☀️|😴|❤️|]
{f1} 😂😂 [stop|i can't|you're killing me]
[ring|call|text|dm|ping|facetime] {n1}
[send|forward|show] this to {n1} [and {n2}|please|before {time}]
[reservation|booking|table] [under|for] [the name |]{n1}[ at {org}| at {time}| for {small} people|]
is my [reservation|table] for {n1} at {company} [still on|confirmed]?
i [lent|owe|gave|paid] {f1} {money} [last week|for the tickets|and want it back]
[pay|venmo|send|transfer] {f1} {money} [for pizza|for the rent|from my checking account]
who [won|is winning], {f1} or {f2}?
{f1}, {f2} and {f3} [are going|went] to {loc} [without me|for a week|next summer]
plus one for {n1}
+1 {f1}
agree with {f1} here
[@{f1}|{f1}] [can you review this|what do you think|please respond] [?|]
{plist} [are in|can't make it|have not replied yet|signed up for the potluck]
[Participants|Attendees|Present|In the call|Cc|Guests]: {plist}
so {f1} goes "{@quote}" and {f2} just [stares at {him1}|laughs|walks out]
"{@quote}" - {n1}
"{@quote}", [said|asked|whispered|shouted|replied] {n1}.
{f1} [asked|wondered] whether {f2} [had ever been to {loc}|still worked for {org}|could keep a secret].
i have a crush on {f1} from [work|my chem class|{org}]
[my|our] [new|old] [boss|landlord|neighbour|teacher|manager|dentist|roommate|coach|therapist] {n1} [is great|never answers|is from {loc}|\
plays the drums]
[my|his|her] [ex|cousin|aunt|uncle|brother|sister|niece|best friend|grandpa|stepdad] {f1} [lives in {loc}|just turned {age}|works for \
{org}|is visiting]
[Aunt|Uncle|Grandma|Grandpa|Coach|Nurse|Officer|Judge|Sister|Brother|Cousin] {f1} [made the best pie|called again|is here to see you|won't \
let it go]
[President|Senator|Governor|Mayor|Minister|Chancellor|King|Queen|Pope|Prince] {l1} [arrived in {loc}|gave a speech|will not run again|met \
with {n2}]
i'm at {street} and {street}, where are you {f1}?
{f1} lives [on|at] {street} [near {landmark}|in {city}|]
-- quote
I never said that
we should leave now
not my problem
that can't be right
wait for me
call me when you get there
you owe me one
this changes everything
I'll think about it
don't touch anything
it was here a minute ago
nobody told me
"""

WORK = """
## email 8
{@hello} {f1},¶¶{@mail.body/1-4}¶¶{@bye},¶{f2}
{@hello} {t1},¶¶{@mail.body/1-3}¶¶{@bye},¶{p2}¶{Job}¶{company}
{@hello} {f1},¶¶{@mail.body/1-3}¶¶{@bye}¶{p2}¶{Job} | {company}¶{phone} | {email2}
From: {p1} <{email1}>¶To: {p2} <{email2}>¶Subject: {@subject}¶¶{f2},¶¶{@mail.body/1-3}¶¶{f1}
From: {p1}¶Sent: {date} {time}¶To: {plist}¶Subject: RE: {@subject}¶¶{@mail.body/1-2}
On {date} at {time}, {p1} <{email1}> wrote:¶> {@mail.body/1-2}¶¶{@mail.body/1-2}¶{f2}
> {@mail.body}¶¶[Agreed|Thanks|Noted|Will do], {f1}. {@mail.body}
Dear [Sir or Madam|team|all|colleagues],¶¶{@mail.body/1-4}¶¶{@bye},¶{p1}
Dear {tp1},¶{@mail.body/1-3}¶{@bye}¶{T2} {p2}
{@mail.body/1-2}¶-- ¶{p1}¶{Job}, {org}¶{addr}¶{phone}
{@bye},¶{p1}¶{Job}¶{company}¶{phone}¶{email1}¶{url}
{p1}¶{company}¶{addrml}¶[Tel|Phone|office]: {phone}¶[mobile|cell|fax]: {phone}
{p1} | {Job} | {company} | {phone} | {email1}
[Out of office|Automatic reply]: I am away until {date}. In urgent cases please contact {p1} ([{phone}|{email1}]).
== mail.body
[Could you|Can you|Would you] please [send|forward] the [latest|signed|corrected] [contract|invoice|draft|version] to {n3}?
{n3} [asked|told|reminded] me [yesterday|this morning|on {wd}] that we still [need|owe them] the [figures|documents|deposit].
I have [cc'd|copied|looped in] {p3} from {org1}, who [will take over|knows the details|is responsible for this].
[Let's|Shall we|We could] meet [on {wd}|on {date}|at {time}|next week] [at {org}|in {city}|in the small meeting room|over lunch].
As discussed with {t3}, the [project|audit|delivery] [starts|ends] on {date}.
Please find attached the [minutes|offer|agenda|statement] for {monthyear}.
{f3} and I [went through|checked|reviewed] the numbers again and [they look fine|found two mistakes].
[I'm out|I'll be travelling|I am on leave] until {date}; {n3} is covering for me.
We have [hired|interviewed|offered the job to] {p3}, {age}, who [was|worked as] {ajob} at {company} [in {city}|until {year}|for {small} \
years].
The [client|customer|tenant] at {addr} has not [paid|replied|moved out].
[Sorry|Apologies] for the delay, [it has been a busy week|I was ill|the server was down].
Our [colleague|partner|contact] in {city}, {n3}, will [get in touch|pick you up|send the samples].
[Just|Only] a [quick|gentle] reminder that the [forms|time sheets|slides] are due [by {wd}|today|at {time}].
[Thank you|Thanks] for your [patience|order|quick reply|application].
{n3} [left|is leaving] {org} [at the end of {month}|last week|to become {ajob}].
[Has|Did] {n3} [signed|sign] off on [this|the budget] [yet|]?
I spoke to {n3} at {org1}. {He3} [wants|needs|would like] [a discount|more time|to see a demo] before {he3} decides.
The meeting with {org1} [was moved|is cancelled|went well].
Your [parcel|order|replacement] was sent to {addr} on {date}.
[Please|Kindly] [confirm|check|correct] the address: {addr}
If you have [questions|concerns], [call|contact|write to] {n3} [at {phone}|in the {city} office|directly].
We look forward to [hearing from you|working with you|your visit].
I have [not|never] worked with {n3} before, but {f4} [recommends|trusts] {him3}.
{f3}'s [proposal|estimate|feedback|first draft] is [excellent|too long|still missing the costs].
[Congratulations|Well done] to {n3}, who [passed the exam|closed the deal with {org}|was promoted to {job}].
It would be good to have {f3}, {f4} and {f5} in the call.
The landlord, {t3}, [refuses|promised] to [fix|replace] the [boiler|windows|roof].
-- hello
Dear
Hi
Hello
Hey
Good morning
Good afternoon
-- bye
Best regards
Kind regards
Regards
Best
Thanks
Many thanks
Sincerely
Yours sincerely
Cheers
All the best
Warm regards
Yours faithfully
-- subject
invoice {id}
Meeting on {wd}
your application as {job}
Contract with {company}
travel to {city}
[Quick|Short] question
Update on {n}
Lunch?
Q3 numbers
Introduction: {f} / {f}
Minutes {date}

## ticket 6
Ticket {id}: {p1} ({email1}) reports that {@problem}. [Assigned to {n2}.|Priority high.|]
[Customer|User|Caller] {p1} [says|reports|complains that] {@problem}.
{n1} [called|wrote in|opened a chat]: {@problem}. [{n2} is looking into it.|Sent to second level.|Told {him1} to restart.]
Caller: {pt1}¶Phone: {phone1}¶Issue: {@problem}¶Resolution: [none yet|{f2} replaced the cable|escalated to {n2}]
[Agent|Support|Operator] {f1}: Hello, how can I help? ¶[Customer|Visitor|{f2}]: {@problem}. ¶Agent {f1}: May I have your name? ¶Customer: \
{p2}
Agent: Thank you for calling {company}, this is {f1}. [Who am I speaking to|May I have your name]? ¶Caller: [{p2}|My name is {p2}|{l2}, \
{fl2}].
My [order|account|ticket] number is {id} and the name on it is {p1}. {@problem}.
[Please|I want to|How do I] change the name on my account from {p1} to {p2}[, I got married|?|.]
The card {card} belongs to {p1}[, not to me|; please block it|].
I [transferred|sent] {money} to {p1} [at {bank}|, IBAN {iban},|] but [it has not arrived|it was the wrong account].
[Refund|Return|Exchange] requested by {p1}, order {id}, [delivered to|ship to] {addr}.
Spoke with {n1} re: {@problem2}. [{He1} will call back.|Closed.|Left voicemail for {n2}.]
{date} {il1}: {@problem2}, [waiting for customer|fixed|handed over to {il2}]
[Your technician|The driver|Your agent], {n1}, was [very rude|extremely helpful|two hours late].
Dear support, I am {p1} and my username is {user1}. {@problem}. [Regards,¶{f1}|]
[Can|Could] someone from your {city} office call {n1} at {phone}? {@problem}.
Follow-up from {f1}: {@problem2}. cc {f2}
I was told by {n1} in [billing|sales|your call centre] that {@problem2}.
-- problem
the [app|printer|router|website|scanner] [does not start|keeps crashing|shows a blank page] since the last update
[my|the] password [reset|change] does not work
I cannot log in to [my account|the portal|the VPN]
I was charged twice for the same order
the parcel never arrived
the screen stays black after the update to {product}
my {product} [won't charge|gets hot|lost all photos]
the invoice shows the wrong amount
the heating has been off for two days
the internet is down again
I did not receive the confirmation e-mail
someone used my card without permission
-- problem2
refund was approved
new hardware ordered
[account|card] unlocked
customer moved and needs the new contract
the part is out of stock
address corrected to {addr}
invoice {id} cancelled
duplicate charge confirmed

## meeting 4
Minutes of {date}¶Present: {plist}¶Absent: {n}¶{*2-5}- {@minute}{/*}
[Notes|Action items|To do]:¶{*3-6}- {f1}: {@todo}{/*}
[AI|TODO|Action]: {f1} to {@todo} by {wd}.
{f1} [opened|chaired|closed] the meeting at {time}. {@minute} {@minute}
{*2-4}{@minute}{/*}
[Standup|Daily] {date}¶{*2-5}{f1}: [yesterday|] {@todo}; [today|no blockers|blocked by {n2}]{/*}
Agenda¶{*3-5}[1.|-|*] {@subject} ({f1}){/*}
Decision: [{n1} takes over {org}.|budget approved.|we postpone until {n2} is back.]
== minute
{n1} [presented|explained|reported on] the [figures|plan|results|status] of [the project|{month}|{org}].
{t1} [objected|agreed|asked for a vote].
{f1} [suggested|proposed] to [move|cancel|postpone] the launch; {f2} [disagreed|seconded].
{n1} ({org}) [joined|left] at {time}.
It was decided that {n1} will [contact|visit|audit] {org}.
The chair thanked {n1} for [{his1} work|the coffee|{small} years of service].
Next meeting: {date}, {time}, [room 4|{city}|at {n1}'s office].
{n1} is on [sick|parental|annual] leave, {n2} [stands in|covers].
No further business.
Cost of the new roof was discussed; three quotes are in, the cheapest from {company}.
{f1} will talk to the bank.
Questions from the audience were answered by {n1} and {n2}.
-- todo
call {org} back
update the slides
fix the login page
write to {n}
book the flights to {city}
check the numbers with {f}
prepare the contract
order new chairs
clean up the backlog
review the pull request of {f}
talk to {n} about the budget
finish the report
"""

PROSE = """
## news 6
{@headline}
{@lead} {@news/1-3}
{CITYU} — {@lead} {@news/1-2}
({media}) {@lead} {@news/0-2}
{@headline}¶{@lead}
{@news/2-4}
BREAKING: {@headline}
[ICYMI|UPDATE|JUST IN|WATCH|VIDEO|Opinion|Exclusive|Live]: {@headline} {short}
{@headline} | {media}
{@headline} - {media} {short}
By {p1}¶{@lead} {@news/1-2}
[Photo|Photograph|Image]: {p1}/{media}
== headline
{star1} [to Visit|Arrives in|Leaves] {loc} [Amid Protests|for Talks With {starn2}|After {small} Days]
{star1} [wins|loses|cancels] [tour|title|appeal|election] in {city}
{n1}, {age}, [dies|jailed|found safe|honoured] in {town}
{org1} [names|appoints|fires|sues] {p1} [as chief executive|over leak|after row]
{org1} [shares|profits|sales] [fall|rise|soar] as {starn1} [steps down|speaks|takes over]
{starn1} [says|denies|admits] [deal|talks|meeting] with {starn2} [“a mistake”|was planned|is over]
Police [search|arrest|question] {p1} [in|after|over] {town} [fire|robbery|crash]
{town} mayor {l1} [vows|promises|refuses] to [rebuild|resign|cut taxes]
{p1}: [Why I left {org}|My life in {city}|'I never gave up']
{nats} [march|vote|protest] in {city} [over prices|for climate|against new law]
How {star1} [changed|saved|lost] {org}
[Review|Interview|Profile|Obituary]: {star1} [on love, loss and {city}|, the quiet rebel|]
{team1} [beat|draw with|lose to] {team2} as {starn1} [scores twice|limps off|sees red]
{country} and {country} [sign|reject|discuss] [trade deal|border plan|ceasefire]
Court [rejects|hears|delays] {l1} v. {l2}
{starn1} [calls|phones|meets] {starn2} [before summit|after attack|over border row]
{job} {p1} [wins award|breaks record|joins {org}]
[Missing|Injured|Arrested]: {p1}, {age}, of {town}
== lead
{star1} [told|assured] [reporters|supporters|{media}] on {wd} that [the talks had failed|{he1} would not resign|taxes would rise].
[Police|Officials|Firefighters] in {citystate} [said|confirmed] on {wd} that [a man|a woman|{small} people] [had been found|were injured|\
were arrested].
{p1}, {age}, [a|the] [former|retired] {job} from {town}, [was|has been] [arrested|charged|honoured|elected] on {wd}.
A [judge|jury|court] in {city} [sentenced|acquitted] {p1} [to {small} years in prison|of all charges] on {date}.
{org1} said on {wd} it would [buy|sell|close] its [plant|unit|office] in {loc}.
{nat} [author|director|athlete|singer|scientist] {p1} [won|received|refused] the [prize|award|medal] in {city}.
Thousands of [people|{nats}] [gathered|marched|queued] [in|outside] {loc} [on {wd}|to mourn {star1}|for the second day].
A {age}-year-old {nat} [tourist|student|woman|man] [died|was rescued] near {landmark}.
The {nat} [president|foreign minister|prime minister], {p1}, [arrived in|left for] {loc} [on {wd}|for talks with {p2}].
== news
"{@quote}," [said|added] {p1}, [a spokesman for|head of|a lawyer for] {org}.
{l1} [declined to comment|could not be reached|did not respond to a request for comment].
According to {p1} of {org}, the [damage|loss|cost] [could reach|is estimated at] {money} million.
The [company|agency|club], based in {city}, [employs|has] {num} people.
{p1} was born in {city} in {year} and [studied|taught] at {uni}.
[Critics|Supporters] of {l1} say [the law goes too far|{he1} never had a chance].
Neighbours described {fl2} as [quiet|friendly|a loner].
{p1} and {p2} [contributed to this report|are married|met at {uni}].
It was the [first|third|worst] [storm|strike|defeat] since {year}.
{p1} ({org}) and {p2} ({org}) [will face each other|are tied for second place].
The [trial|hearing|vote] is set for {date}.
No one [claimed responsibility|was hurt].
"We are [proud|relieved|shocked]," {he1} said of {p1}.
[Earlier|Last month], {org1} had [warned|promised] that [jobs would go|prices would not rise].

## sports 3
{starn1} to {starn2}, [goal|great pass|what a save]!
{starn1} [scored|missed|assisted|was injured] in the {num}th minute [against {team}|as {team} won|]
{team1} {small}-{small} {team2} [({l1} {num}', {l2} {num}')|, {l1} with the winner]
Final: {p1} def. {p2} 6-4, 3-6, 7-5
{p1} [threw for|rushed for|had] {num} yards [and two touchdowns|] in the [win|loss] over {team}.
{star1} is [overrated|the goat|washed|underrated] and [you know it|i will die on this hill|stats prove it]
can't believe {team} [traded|signed|dropped] {starn1}
Lineup: {L1}; {L2}, {L3}, {L4}, {L5}
{star1} or {star2}? [i'd take {starn3}|no contest|who's better all time]
[Coach|Manager|Head coach] {p1} [said|believes] {l2} [will miss|is fit for] the game against {team} on {wd}.
In the {num}m final {p1} ({land}) finished ahead of {p2} ({land}) and {p3}.
{l1} [serves|returns] to {l2}, deuce.
Substitution {team}: {l1} for {l2}
MVP: {star1} [29 points, 11 rebounds|no doubt]
[Trade|Transfer] news: {starn1} to {team} for {money}m
[booo|boooo|lol] {starn1} [sucks|is finished|go home]

## people 5
{@bio/1-4}
{p1} ({date} – {date}) was {nata} {job} [and {job}|] [best known for|remembered for] [{his1} work on birds|the design of {landmark}|{his1} \
diaries].
{p1} (born {date} in {city}) is {nata} {job}.
{p1}, {age}, of {town}, [passed away|died peacefully] on {date} [at home|at {hospital}|surrounded by family]. {@obit/1-4}
{@obit/2-3} A service will be held [at {time}|on {date}] at [the town church|{org}|the chapel on {street}].
{p1} and {p2} [request the pleasure of your company|invite you to celebrate|are happy to announce] [their wedding|the birth of {f3}|their \
engagement] [on {date}|in {city}|].
[Together with their parents,|] {p1} & {p2} [are getting married|said yes]! {date}, {landmark}, {city}
The [bride|groom], {age}, is {ajob} at {company}. [She|He] is a [daughter|son] of {p3} and {p4} of {citystate}.
{p1}¶{addr}¶{phone} · {email1}¶¶EXPERIENCE¶{Job}, {company}, {city} ({year}–{year})¶{Job}, {org} ({year}-{year})¶¶EDUCATION¶{uni}, {year}
Curriculum vitae of {p1}: {Job} at {company} since {year}; before that {job} in {city}. [References: {p2}, {p3}.|Speaks {lang} and {lang}.]
[Speaker|Author|About the author|Bio]: {p1} is {ajob} [based in {city}|at {org}] [who writes about food|and a mother of two|with {num} \
years of experience].
To [whom it may concern|the hiring committee]: I [have known|supervised] {p1} for {small} years. {He1} [is reliable|never missed a \
deadline|left us in {year}].
I am {nata} {job}, {age} years old, from {citystate}[.| and I love hiking.|, married to {f2}.]
{f1} [grew up|was raised] in {city}, the [son|daughter] of {nata} {job} and {ajob}.
[My|Our] [grandmother|grandfather|ancestor] {p1} [came|emigrated] from {country} to {city} in {year}.
{lf1} ({year}): [On rivers|A short history of salt|Selected letters]. {city}: [University Press|{company}].
{l1}, {f1}; {l2}, {f2} & {l3}, {f3} ({year}). [Effects of sleep on memory|A survey of soil bacteria]. [Journal of Applied Studies|\
Proceedings], {num}, pp. 12-31.
([see |cf. ]{l1} et al., {year}; {l2} and {l3}, {year})
{l1} et al. ({year}) [showed|argue|found] that [sleep matters|the effect vanishes|mice prefer light].
Family tree: {p1} (b. {year}) m. {p2}; children {f3}, {f4}, {f5}
== bio
{p1} [grew up|was born|spent {his1} youth] in {city}, [the third of five children|{country}|where {his1} father ran a shop].
{l1} [studied|read] [law|physics|music|history] at {uni} [before joining|and later worked for] {org}.
In {year}, {he1} [married|met] {p2}, with whom {he1} had {small} children.
{p1} [founded|sold|led] {company} [together with {p2}|in {year}|at the age of {age}].
{He1} [moved|returned] to {loc} in {year} and [opened a school|died there in {year}|worked as {ajob}].
{His1} [novel|film|album|painting] of {year} was [praised|ignored] by [critics|{media}|{p3}].
A [street|school|prize] in {city} is named after {l1}.
As {nata} {job}, {l1} was [arrested|elected|exiled] in {year}.
{p1}'s [brother|sister|teacher|rival], {p2}, [became|was] {ajob}.
{p1}, [also known as|nicknamed|born] {p2}, [was|is] {nata} {job}.
The [letters|papers] of {l1} are kept at {uni}.
== obit
{He1} was [born|raised] in {citystate} [to {f3} and {f4} {l1}|on {date}|].
{He1} is survived by {his1} {husband1} {f3}, {his1} [children|sons|daughters] {f4}, {f5} and {f6}, and {small} grandchildren.
{He1} was [preceded in death|predeceased] by {his1} {brother1} {f7} and {his1} parents, {p8} and {f9}.
{f1} worked [as {ajob} |]at {org} for {num} years.
{f1} loved [fishing|her garden|jazz|crossword puzzles|{team}] and [never missed a game|a good argument|long walks in {loc}].
In lieu of flowers, donations may be made to {org}.
{He1} served in the [army|navy] in {country} and was a member of {org}.
The family thanks {tp3} and the staff of {hospital}.

## fiction 4
{@story/2-5}
{@story}
"{@quote}," {f1} said. {@story/1-3}
{f1} looked at {f2}. "{@quote}."
CHAPTER {num}¶¶{@story/2-4}
INT. KITCHEN - NIGHT¶¶{F1}¶{@quote}.¶¶{F2}¶[(laughs)¶|]{@quote}.
{F1}: {@quote}. ¶{F2}: {@quote}!
== story
{f1} [closed|opened] the door and [waited|listened|counted to ten].
The [rain|snow|heat] had [stopped|begun] when {n1} [reached|left] {loc}.
{t1} [hated|loved] the [smell of soap|sound of trains|colour green].
"[Come here|Go away|Sit down], {f2}," said {f1}.
Nobody in {town} [remembered|trusted|missed] {n1}.
{f1} had [never|always] [lied to|believed|trusted] {f2}.
[Old|Young|Poor|Little] {f1} [slept|cried|sang] [all night|in the kitchen|by the window].
{n1} [took|folded|burned] the letter and [put it in {his1} pocket|looked at {n2}].
It was {f1} who [found|hid|sold] the [ring|gun|map].
{f2} thought of {f1}, of {city}, of [the sea|her mother|what came after].
Then the [lights|music|engine] went out.
At {time} the telephone rang; it was {n2}.
[Where|Why|How] had {f1} [gone|hidden it|learned that]?
The dog barked twice and lay down again.
{l1} [poured|drank] another [coffee|whisky]. {l2} said nothing.
{f1}'s hands [shook|were cold|smelled of garlic].
"Is that you, {f1}?" [asked|called] {f2} from [upstairs|the garden|behind the door].
"""

MEDIA = """
## comment 8
{star1} [is|was] [so good|amazing|terrible|the best part] in [this|{work}|that scene]
[i love|love|miss|hate] {star1} [so much|😍|❤|!!!|]
who [else|] is here [because of|after|for] {star1} [in {year}|?|]
{starn1} [made me cry|carried this movie|deserves an oscar|ruined it]
{f1} you [rock|are so funny|need to stop|look like my aunt] [lol|!!|]
{f1} [is|was] my fav [in this video|on the show|character]
[at|@] {num}:32 {f1} [looks|says|laughs] [scared|"bruh"|like my cat]
the way {f1} [looks at|hugs|ignores] {f2} 😭
[is|was] {f1} [dating|married to|the sister of] {f2}?
[when|why] did {f1} [leave|quit|come back to] the [channel|band|show]?
{star1} and {star2} [should|need to] [do a collab|make a movie|get married]
[RIP|R.I.P.|rest in peace] {star1} [you will be missed|🙏|gone too soon|legend]
first time hearing {star1}, [goosebumps|what a voice|not for me]
[who's|who is] the [actor|singer|guy] at 2:11? [i think it's|is it] {star1}[?|]
{starn1} > {starn2} [change my mind|all day|and it's not close]
[team {f1}|go {f1}|{f1} for the win|{f1} ftw]
no one: ¶{f1}: {@quote}
[Great|Nice|Awesome] [video|tutorial|song|cover] {f1}[!|, keep it up|, greetings from {loc}|, thank you]
greetings from {loc} [{f1}|🇧🇷|to everyone here|]
{f1} from {loc} here, [subscribed|love your channel|first comment]
[Does|Do] [anybody|anyone] know [if {n1} still plays|what {n1} does now|where {n1} lives]?
Is {star1} [still alive|related to {star2}|really {age}]?
[someone|plz someone] tell {n1} [to stop|he's a dad|i love him]
{starn1} for president
vote {l1} [in {year}|not {l2}|and see what happens]
[why is|how is] {starn1} [still|even] [a thing|on tv|president]
I [agree|disagree] with {handle}: {n1} [was right|had no choice].
the interview {n1} gave to {media} [was painful|says it all]
[edit|update|EDIT 2]: {f1} [replied|blocked me|paid me back]
So my (F{age}) [boyfriend|husband|roommate] {f1} (M{age}) [never does the dishes|forgot my birthday|wants to move to {loc}].
AITA for [telling|not inviting|kicking out] {f1}? [{He1} is my sister's friend.|I said what I said.|Long story.]
TIL that {star1} [was born in {city}|once worked as {ajob}|hated {star2}].
[ELI5|Question]: who [was|is] {star1} and why [does it matter|is everyone talking about {him1}]?
[this is|that's] what {l1} calls [the long tail|learned helplessness|a paradox] [in his book|]
The [theorem|law|method|equation] of {l1} [does not apply|follows from induction|is older than that].
in {f1}'s [answer|comment|code|example] above, the [loop|index|limit] [starts at 0|is wrong|should be n-1]
Thanks {f1}, [that worked|your answer solved it|upvoted].
as {p1} [points out|mentioned|wrote] [in the comments|here|], [this is undefined behaviour|you need a space]
I'm a [huge|big] fan of {star1}, [saw {him1} in {city}|have all the albums|don't judge me]
i ship {f1} and {f2} [so hard|🥺|forever]
{band1} [without|with] {star1} [isn't {band1}|would be boring|is still {band1}]
[listening to|saw] {band} [live in {city}|all day|with {f1}] [🔥|]
{star1} - {@song} [(Official Video)|(cover)|(live in {city})|lyrics]
"{@song}" by {star1}
{star1} feat. {star2} – {@song}
-- song
Silver Line
Gone Again
Paper Boats
No More Rain
Halfway Home
Electric Garden
Blue Letters
Tonight We Run

## post 9
RT {handle}: {@post}
{@post}
{@post} {short}
{@post} #{@tag}
{handle} {@post}
{handle} {handle} {@post}
.{handle} {@post} {short}
{@post} [😂|❤️|🙌|lol|smh|:)|xx|!!!] [#{@tag} #{@tag}|]
# {@tag} {@post}
{@post} via {handle}
== post
[so|really] [happy|proud|excited] for {f1} [today|!!|and {f2}]
just saw {star1} [at {landmark}|in {city}|on the train] [omg|and nearly died|]
{starn1} [needs to go|is on fire tonight|just said what]
[Looking forward to|Can't wait for] [dinner with|seeing|meeting] {n1} [tonight|in {city}|on {wd}]
{n1} [wins|won] {@prize} [in {city}|!!|again]
[watching|listening to] {star1} [on {media}|and crying|right now]
[Happy birthday|Happy bday|HBD] to [my best friend|the legend|our striker|] {n1}[!|!!! 🎉|]
{starn1} [tells|asks] {starn2} [to resign|for more time] over [budget|leak|vote]
[Great|Lovely] [chat|lunch|session] with {p1} of {org} [about schools|on climate|]
[Thank you|Thanks] {n1} for [the tickets|following|a wonderful evening] [x|]
{org1} [is hiring|jobs]: {Job} in {citystate}
[stuck in|flying to|back in|on the way to] {loc} [again|with {f1}|, send coffee]
how is {n1} not [in jail|famous|on this team] yet
{n1}'s [new song|speech|goal|face] [is everything|tho|killed me]
good [morning|night] {loc} [!|☀️|]
#{joinedname} [trending|for the win|is over]
{p1} [speaking|live] now [at {org}|about his book|]
{org1} [down|is down] again [anyone else|?|smh]
me and {f1} [when the bass drops|at 3am|be like]
{nats} [be like|invented this|do it better]
[ugh|aww|wow|wtf|yay] {f1} [just|] [did that|called me old|is leaving]
[poor|sweet|silly|dear] {f1} [😢|lost again|...]
Photos: {p1} [opens|visits|leaves] {landmark}
{city}: {p1} [arrested|elected|found] after {small} days
{f1} [evicted|saved|nominated] [on {work}|tonight|#{@tag}]
Tonight: {p1} + {band} at {landmark}, doors {time}
[Sending love to|thinking of|praying for] {n1} and [family|the kids|{f2}]
{n1}, [you are|ur] [my hero|the worst|missed]
-- prize
the marathon
an award
best actress
gold
the election
a car
-- tag
nowplaying
tbt
jobs
fail
motivation
football
foodie
travel
love
CBB
MUFC
vote
summer
gameday
throwback
selfie

## review 3
[The food|Service|Our room] [was|were] [great|awful|okay], and our [waiter|waitress|host|guide] {f1} [was lovely|forgot us|made the \
evening].
{f1} at the [front desk|bar|counter] [went above and beyond|was rude|gave us an upgrade].
[Stayed|Ate|Went] here with {f1} [for our anniversary|in {monthyear}|and two kids]. [Loved it.|Never again.|Parking is a pain.]
{tp1} [listened|took {his1} time|explained everything]. Highly recommend [this clinic|{hospital}].
5 stars for {n1}, who [fixed|installed|cleaned] our [sink|roof|carpets] [in {town}|the same day|].
[A|Another] [brilliant|dull|moving] [novel|book|thriller] by {star1}. [Could not put it down.|The ending is weak.|{f2} is a wonderful \
heroine.]
{star1} [shines|is miscast|steals the show] as {f2} in [this film|{work}].
Response from the owner: Thank you, {f1}, [we hope to see you again|we are sorry to hear this|I will talk to {f2}].
Reviewed by {fi1} on {date}: [works as described|broke after a week|my husband loves it]
[Hairdresser|Barber|Trainer|Instructor] {f1} is [a gem|the best in {city}|always late].
The plot: {f1}, {ajob} from {city}, [falls for|hunts|hires] {f2}, who [is not what she seems|owes money to {n3}|has a secret].

## game 2
{f1} [pulled the boss|needs heals|is afk], {f2} [tank|on me]
gg {f1} [well played|that last shot|]
[looking for|need] one more, have {plist}
[Quest|Mission]: bring the [amulet|letter] to {f1} in [the old mill|Northwatch|the harbour]
{user1} [has joined|left] the game
[GM]: {f1}, [roll for initiative|you see a door|make a save]
my [main|character|dwarf|cleric] is called {f1} [and is level {num}|]
[killed|beat] {star1} on [hard|the third try|my first run]
{f1} romance or {f2}? [first playthrough|no spoilers]

## school 2
{fl1}, [Grade|Class|Year] {small}, [was absent|is excused|forgot the homework] on {wd}.
Dear parents of {f1}, [please sign the form|{he1} did very well this term|we would like to meet you on {date}].
{t1} [teaches|gives] [maths|chemistry|art] [in room {num}|on {wd}s|to year {small}].
[Essay|Homework] by {p1}: My [holidays|dog|hero is {star2}]
[Group|Team] {small}: {plist}
{f1} sits next to {f2}; [please separate them|they work well together].
{t1}, can {f2} go to the toilet?
Report card¶Student: {lf1}¶Teacher: {t2}¶[Reading: B|Math: A-|Conduct: good]¶Comment: {f1} [tries hard|talks too much|is a pleasure to \
teach].
[Principal|Headteacher] {p1} [announced|said] that {school} [will close|stays open].
Our class visited {landmark} with {t1} and {t2}.
"""

FORMAL = """
## legal 5
{L1} v. {L2}, {case}
{p1} v. {org1}, [No. {num}|{case}] ({court} {year})
{P1},¶     Plaintiff,¶v.¶{P2},¶     Defendant.¶¶Case No. {case}
IN THE {court}¶¶{P1}, Plaintiff, [vs.|v.] {ORG1}, Defendant¶¶{@law/1-3}
{@law/2-4}
{@law}
This [Agreement|Lease|Contract] is made on {date} between {p1}, residing at {addr} ("[Tenant|Seller|Licensor]"), and {pt2} ("[Landlord|\
Buyer|Licensee]").
THIS AGREEMENT, dated {date}, is between {company} ([the "Company"|"Employer"]) and {p1} ([the "Consultant"|"Employee"]), of {addr}.
I, {p1}, of {addr}, [declare|being of sound mind, declare] this to be my last will. I leave [my house|everything|the sum of {money}] to my \
{son1} {p2}.
Signed: {p1}¶Witness: {p2}¶Date: {date}
Q. [Did you know|When did you meet|Had you spoken to] {t1}?¶A. [Yes.|In {year}.|No, I only knew {t2}.]
THE COURT: {t1}, [proceed|sit down].¶{T2} {L2}: [Thank you, Your Honor|Objection].
[Sworn|Subscribed] before me on {date}, {p1}, Notary Public, [State of {state}|County of {town}].
Power of attorney: {p1}, born {dob}, appoints {p2} to [sell|manage] the property at {addr}.
[Counsel|Attorney] for [Plaintiff|the appellant]: {p1} ({lawfirm}), [Bar No. {id}|{phone}]
Enclosed please find [the discovery responses|a copy of the deed|our invoice] of {p1} in the matter {l1} v. {org}.
Re: [Estate of|Matter of|In re] {p1}, {case}
[Exhibit|Appendix] {small}: e-mail from {n1} to {n2} dated {date}
== law
[Plaintiff|Petitioner|Appellant] {p1} [filed|brought] [suit|this action] against {n2} on {date}.
[Defendant|Respondent] {l1} [moved|moves] to dismiss for [lack of standing|want of jurisdiction].
On {date}, {p1} [testified|stated under oath] that {he1} [had never met|did not recognise|owed money to] {p2}.
The [trial court|jury] found for {l1} and awarded {money}.
Judge {p1} [denied|granted] the motion [to compel|for summary judgment] [on {date}|].
The parties [were married|separated] on {date} in {citystate}; they have {small} children, {f1} and {f2}.
{org1} [failed|refused] to [pay|deliver] within thirty days, in breach of section {small}.
The witness, {tp1}, lives at {addr}.
Custody of {f1} is [awarded|given] to {t2}.
{tp1}, counsel for {org1}, [argued|submitted] that [the clause is void|notice was given].
The deed was recorded in the name of {p1} and {p2} as joint tenants.
The agreement shall be governed by the laws of {state}.
Neither party may assign this agreement without prior written consent.
[Officer|Detective|Deputy] {l1} [stopped|searched] the vehicle [of {p2}|on {street}] at {time}.
The [child|minor], {fl1}, born {dob}, [resides|lives] with {his1} [grandmother|{father1}] {p2}.

## clinical 6
{@clin/1-4}
[Pt|Patient|Pt.] {n1}, {age} [y/o|yo|year old] {male1}, [c/o|presents with|admitted with|here for] {symptom}[. Hx of {cond}.|, h/o {cond}.|\
.] [Started {dose}.|On {dose} BID.|]
{age}[yo|-year-old|y/o] {male1} with [a history of|h/o|PMH] {cond} [and {cond}|], [now|] [c/o|presenting with] {symptom}.
NAME: {lf1}¶DOB: {dob}¶[HPI|S]: {age} y.o. {male1} with {symptom} x{small} days.¶[A/P|A]: {Cond}. [Start {dose}.|Refer to {tp2}.]
SUBJECTIVE: {t1} [reports|denies] {symptom}.¶OBJECTIVE: BP 128/82, HR 76¶ASSESSMENT: {cond}¶PLAN: {dose}, [follow up in {small} weeks|\
{proc}]
Dear {tp1},¶Thank you for [referring|seeing] {p2} (DOB {dob}), a {age}-year-old {job} with {cond}. {@clin/1-2}¶[Sincerely|Kind \
regards],¶{tp3}
Rx: {dose}, [1 tab PO BID|one tablet daily|as needed], #{num}¶Patient: {p1}¶Prescriber: {tp2}
Discharge: {p1} [was discharged|went home] on {date} after {proc}. [Surgeon: {tp2}.|Follow-up with {tp2} at {hospital}.]
[RN|Nurse|Nursing] note {time}: {@clin/1-3}¶[- |Signed ]{fl5}, RN
My [{father1}|{son1}|{husband1}|sister] {f1} [was diagnosed with|has|suffers from] {cond} [in {year}|and takes {dose}|].
I was diagnosed with {cond} [at {age}|in {year}|last week] and [take|was prescribed] {drug}.
[Called|Spoke with] {n1} re: [refill of {dose}|lab results|{proc} on {date}]. [Left message with {f2}.|]
Allergies: [NKDA|{drug}|penicillin]. PCP: {tp1}. [Emergency contact: {p2} ({phone}).|]
Procedure: {proc}. Surgeon: {tp1}. Anesthesia: {tp2}. [Assistant: {p3}.|]
[In bed 4|Room 12|Bed B]: {l1}, {f1}, {age}{MF1}, {cond}
Appointment: {p1} with {tp2}, {date} {time}, {hospital}
== clin
{t1} [tolerated the procedure well|slept well|is stable|refused breakfast].
{n1} was [admitted|transferred] to {hospital} on {date} with {symptom}.
[Denies|No] fever, chills or [chest pain|cough].
{He1} [underwent|had] {proc} [in {year}|on {date}] [by {tp2}|at {hospital}|without complications].
[Current medications|Meds]: {dose}, {dose}.
Past medical history: {cond}, {cond}.
{His1} {husband1}, {f2}, is at the bedside.
Lives alone in {town}; {son1} {f3} [visits daily|has power of attorney].
Discussed with {tp2}, who [agrees|recommends {proc}].
{l1} [c/o|complains of] {symptom}; [given|administered] {dose} at {time}.
Family history: {father1} with {cond}, {brother1} {f4} with {cond}.
{t1} works as {ajob} and [smokes|does not drink].
Labs [pending|unremarkable]. Will reassess in the morning.
Social worker {p5} [met with|called] {n1}.

## business 5
Invoice {id}¶Bill to: {p1}, {company}¶{addr}¶Total: {money}
[INVOICE|Receipt] no. {id} dated {date} for {pt1}: {num} x {product}, {money}
Ship to:¶{p1}¶{addrml}
[Deliver|Return|Forward] to {p1}, {addr}
{P1}¶{ADDRU}
[To|Attn]: {p1}¶{company}¶{addrml}
[Claim|Policy] {id}: insured {lf1}, DOB {dob}, [loss of {date}|damage at {addr}].
The policyholder {pt1} ({addr}) [reported|claims] [water damage|a stolen {product}] on {date}.
HR: {p1} ([employee|ID] {id}) [joins|leaves] {company} on {date} as {job}, salary {salary}[, reporting to {p2}|].
Offer: {Job} at {company}, {salary} per year, start {date}. Candidate: {p1}.
[Warning|Complaint] filed by {p1} against {p2} ([{job}|Finance|Logistics]) on {date}.
Performance review {year}: {f1} [exceeded|met|missed] {his1} goals. [Peer feedback from {f2} and {f3} is positive.|]
[Guest|Passenger|Driver] {lf1}, [room|seat|car] {num}
PNR {id}: {LP1} / {LP2}, {city}-{city}, {date}
Check-in {date}, {p1} + {small}, paid by {card}
Wire {money} to {p1}, {bank}, IBAN {iban}
[Beneficiary|Payee|Account holder]: {p1}¶IBAN: {iban}¶Bank: {bank}
Memo to: {plist}¶From: {p1}, {Job}¶Re: {@subject}
{company1} [announced|said] today that {p1} has been [named|appointed] {Job}, succeeding {p2}.
Board of {company1}: {plist}.
Founded in {year} by {p1} and {p2}, {company1} [makes|sells] [boats|software|shoes] in {city}.
[Sold|For sale] by {fn1}, [{city}|{phone}]: {product}, [like new|{money}]
[For rent|Wanted]: flat near {street}, {city}. Contact {n1}, {phone}.
Lost: [grey cat|blue wallet] near {street}. [Please call {f1}|Reward], {phone}
[Please|Kindly] [update|change] my address to {addr}. [Thanks, {p1}|Account {id}.]
[I live|We live|He lives|I moved] [at|to] {addr}
[My|The new] address is {addr}[.|, ring at {l1}.|]
[Meet me|Pick me up|The party is] at {addr1} [at {time}|, {city}|]
What is the [fastest|cheapest] way [from|to] {addr1}[, {city}|] [to {landmark}|]?
How [far|long] is it from {city} to {city}?
[Weather|Flights|Trains|Hotels|Traffic] [in|to|for] {city} [tomorrow|on {wd}|]
{org1} [is located|has its office] at {addr}.
[Emergency contact|Next of kin]: {p1} ([{husband1}|{father1}|{son1}]), {phone1}
{num}. {lf1} ......... {num}
{*3-6}{lf1}{/*}
{*3-6}{p1}, {city}{/*}
{*3-5}[*|-] {p1} ({org}){/*}
{*3-6}{p1} <{email1}>{/*}
{*2-5}{f1} - {phone}{/*}
{*3-6, }{fl1}{/*}
{*3-5}{P1} {num}{/*}

## notes 3
[call|email|visit|thank|pay] {n1} [about the {@thing}|re rent|before {wd}|]
[dentist|doctor|haircut|parents evening] {wd} {time} [{t1}|with {f1}|]
{f1}'s [birthday|recital|game|surgery] {date}
shopping: [milk, eggs, bread|nappies, cheese], card for {f1}
idea: [ask {n1} to sing|call it "Blue Door"|interview {n2} of {org}]
[books|films|albums] to [read|see|buy]: [something by {star1}|the new {star2}]
pw for {f1}'s laptop: {secret}
wifi at {f1}'s: {secret}
Dear diary, today {f1} [smiled at me|moved to {city}|didn't come to school].
[gift|present] ideas: {f1} - [socks|book], {f2} - [perfume|lego], {t3} - [wine|flowers]
[Recipe|Cake|Soup] from [grandma |aunt |]{f1}: [two eggs, a pinch of salt|simmer for an hour]
{f1}'s [famous|secret] [chili|lasagna|apple pie]: [brown the meat first|use cold butter]
{f1} owes {f2} {money}
seating: table {small} {plist}
-- thing
garage
party
tax papers
broken fence
boat
heating

## travel 2
Day {small}: [we|] [took the train|drove|flew] from {city} to {city} [with {f1}|, where {n1} met us|].
[Our|The] [guide|host|driver], {n1}, [showed us|took us to] {landmark}.
[Visiting|Visit] {loc} [in {month}|with kids|on a budget]? [Stay in {region}.|Ask for {f1} at the desk.|Avoid {landmark}.]
We stayed at {f1} and {f2}'s [guest house|farm] near {town}, {region}.
{city} is [twinned with|north of|smaller than] {city}.
[From {landmark}|Past {landmark}], walk down {street} [until you see|to] {landmark}.
The [bus|ferry] from {city} to {city} leaves at {time}.
[lived|grew up|studied] in {city}, {city} and {city}, now in {loc}

## nrp 2
[She|He|My neighbour] is [a |]{nat} [citizen|national|immigrant] [living in {city}|from {town}|].
[My|Her] [grandparents|in-laws] [are|were] {nat} {nats}.
{f1} is {nat}, {f2} is [half |]{nat}.
{nats} and {nats} [live side by side|have fought for centuries|celebrate together] in {loc}.
[As a|I'm a] {rel}, I [don't eat pork|pray daily|keep Sunday free].
{n1} [converted|was born] [to a {rel} family|{rel}|in {country}].
[Many|Most|Some] {nats} in {region} [vote|speak|believe] differently.
He [ran|voted] as a {pol} in {state}.
a {nat} {job} named {p1}
The {rel} [community|minority] in {city} [opened|built] a new [school|centre].
[all|these|those] {nats} [are welcome|should go home|work hard]
{nat}-born {job} {p1}
Ethnicity: {nat}. Religion: {rel}.
"""

BLOCKS = [("en", CHAT, False), ("en", WORK, False), ("en", PROSE, False), ("en", MEDIA, False), ("en", FORMAL, False)]

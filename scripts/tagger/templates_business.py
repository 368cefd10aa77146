"""English: organisations where nothing but the sentence says so, people on stage and in court, and job and illness words that belong \
to nobody. The notation \
is described in generate_grammar.py."""

BUSINESS = """
## firm 7
{company} [is located at|has moved to|can be found at|sits at] {addr}
[Our|The] {company} [branch|store|warehouse|showroom|headquarters] is [at|on] {addrml}
[Head office|Registered office|Mailing address|Ship to|Bill to|Deliver to] {company}¶{addrml}
{company}¶{addrml}
{p1}¶{company}¶{addrml}
{p1}¶{company}¶{addr}¶[Tel|Phone|Cell|Fax]: {phone}
* {p1}¶* {company}¶* {addr}
> {p1}¶> {company}¶> {addr}¶> {phone}
- {company}¶- {addr}¶- {p1}
Attn: {p1}, {company}, {addr}
{p1}, {company}
{p1} ({company})
{company} - {p1}
{p1} @ {company}
{f1} [joined|left|quit|founded|sold|runs|audits|sued|loves|hates] {company} [in {year}|last {month}|after {small} years|and moved to \
{loc}|]
{p1} [has worked|worked|interned|was hired|started|retired] at {company} [for {small} years|since {year}|until {year}|as a {job}|]
[I|we] [worked|interned|consulted|volunteered] with {p1} at {company} [for [about|nearly|approximately|] {small} years|in {year}|back \
in {loc}|].
[Before|After] {company}, {f1} [was|spent {small} years] [at {org1}|with {org1}|in {loc}]
{company} was [founded|started|set up] in {loc} by {p1} and {p2} [in {year}|].
[In {year},|] {org1} [merged with|bought|acquired|was renamed|became|took over] {company} [in {loc}|for {money}|].
{company}, [formerly|previously|once|then called] {org1}, [is|was] based in {loc}
[How|What|Who] [is|was|about] {company}? [any good|hiring|still around|their support is slow|]
[does|did|will|can] {company} [ship to {loc}|refund|pay overtime|sponsor visas|answer e-mails]?
[is anyone here|does anybody|who else is] [working|work] [at|for] {company}?
the {company} [app|website|invoice|contract|interview|resignation letter|newsletter|warranty|team|merger|share price|support line] [is \
down|came today|was great|]
[My|Her|His|Our] [boss|account manager|contact|recruiter|landlord|supplier] at {company} is {p1}
{company} [hires|fires|sues|drops|signs|names] {p1} [as {job}|over {noun}|after {small} years|]
{company} [employee|spokeswoman|founder|director|driver|intern|engineer|singer|owner] {p1} [said|resigned|wrote|called] [today|on {wd}|]
[service|tenant|client|vendor|customer|employer|insurer|publisher|sponsor|operator|organisation]: {company}
[company_name|org|employer|vendor|tenant|client_name|service_name|issuer|account] = {company}
[Prepared for|Prepared by|Invoice to|On behalf of|Issued by|Payable to|Sponsored by|Powered by|Client|Employer|Insurer]: {company}
[Weekly|Annual|Compliance|Audit|Status|Incident|Expense] [report|summary|review] - {company}¶[Author|Prepared by|Owner|Contact]: {p1} \
({Job})
© {year} {company}. [All rights reserved|Confidential|Do not distribute].
{company} [Terms of Service|Privacy Policy|Employee Handbook|Annual Report] {year}
Thank you for [choosing|calling|shopping at|your interest in] {company}[.|!|, {f1}.]
[Welcome to|Greetings from|Regards,¶{f1} at|This is {f1} from|You have reached] {company}
[order|parcel|refund|complaint|ticket] #{num} [from|against|to] {company} [for|by] {p1}
{org1}, {company} and {org2} [compete|agree|lost money|are hiring|signed the letter].
[{company}|{org1}] vs [{org2}|{company}]
{company}: {@firmnote}
== firmnote
[customers|staff|investors] wait for [news|refunds|answers]
a {adj} place to work
{f1} [left|is in charge|answers the phone]
open [until {time}|on {wd}s|again]
two [offices|shops|sites] in {loc}
shares [fell|rose] by {small} percent

## stage 3
[a|the|my first|their last|yesterday's] {n1} [concert|gig|show|exhibition|reading|lecture|recital|set|fan|cover|poster|interview]
[Did you see|Have you heard|Who has tickets for|I missed|We went to] [a|the|] {p1} [concert|show|gig|talk|show in {loc}|at {org}|on {wd}]?
[the|that] {p1} [song|movie|book|album|painting|biography|speech|recipe] [is stuck in my head|changed my life|is overrated|sold out|]
[sing|singing|hum|play] [it|along|this one] with me: "{@quote}, {f1}, {@quote}"
"[oh|hey|sweet|dear|come back|goodbye|wake up|don't go|marry me|run], {f1}, [{@quote}|the night is young|my heart is yours|we have \
bread at home]"
[my favourite|the best|an old|one] [song|poem|line] goes: {f1}, {f1}, [where did you go|why so blue|let me in|I wait for you]
{p1} [plays|played|reads|sang|performs|headlines|opens] [at|in] {loc} on {date}
[lyrics|song|track {small}|side B]: "{f1} [in the rain|and the moon|says goodbye|of the valley|was here]"
[written|produced|directed|narrated|translated|edited|painted] by {p1} [and {p2}|]
[songwriter|actress|comedian|poet|DJ|rapper|painter|drummer|novelist|director] {p1} [talks about|walked out of|wrote|thanks|is back \
with] [{org1}|{f2}|a new record|the tour]

## caption 3
{P1} and {company}, [Defendants|Respondents|Appellees].
{p1}, [Plaintiff|Petitioner|Appellant|Claimant],¶  v.¶{p2} and {company}, [Defendants|Respondents].
[Plaintiff|Claimant|Petitioner]: {p1}¶[Defendant|Respondent]: {company}¶[Court|Venue]: {court}¶[Judge|Before]: {p2}
RE: {p1} v. {company} - [breach of contract|product liability|wrongful dismissal|negligence|unpaid wages|medical malpractice|tax dispute]
[Our client|The claimant|The complainant], {p1}, [alleges|claims|argues] that {company} [breached the lease|owes {money}|was negligent|\
knew of the defect].
Q: [Please state your name.|Do you know {p2}?|Where did you work?|And who hired you?]¶A: [{p1}.|Yes, I worked with {p2} at {company}.|\
At {company}, under {p2}.|{p2} of {company}.]
Q: {f1}, [do you know|did you meet|have you spoken to|when did you last see] {p2}?¶A: [Yes.|No.|At {company}.|On {date}.]
[Court Reporter|Stenographer|Interpreter|Bailiff|Clerk]: [{p1}|{p1}, certified]
[EXAMINATION|CROSS-EXAMINATION|DIRECT] BY {P1}:
[Speaker|Agent|Host|Operator|Moderator|Assistant|Reviewer] {small}: {@z}
[Counsel|Attorney|Solicitor] for {p1}¶[Bar No.|Bar Number|License No.] {id}
The key [issue|question] is whether {company}'s [actions|silence|policy] [amounted to negligence|caused the loss|broke the law].

## nobody 4
[experience|background|interest|courses|skills] in [distributed systems|machine learning|project management|platform infrastructure|\
data pipelines|sales and marketing|technical writing]
[symptoms|recurring symptoms|imaging|labs|follow-up|treatment|vital signs|side effects|test results] [were noted|are attached|\
recommended|as before|to be reviewed|in two weeks]
[what|which] [doctor|lawyer|engineer|nurse|agent|journalist|teacher] [should I ask|do I need|earns more|is open today]?
[how|where] [do|can] I [become|hire|find|report] [a|an] [nurse|journalist|plumber|engineer|accountant|estate agent|pilot|chef]?
[the|our|your|a] [IT department|help desk|HR team|sales team|legal team|night shift|front office|customer service] [will call back|is \
closed|has the form]
[home remedies|medicine|tea|exercises] for [a sore throat|a headache|back pain|a cold|hay fever]?
[is|are] [it|they] [bad|normal|safe] to [run with a cold|eat with a fever|sleep after a migraine]?
[Summarizer|Planner|Retriever|Parser|Router|Scheduler|Indexer|Validator]: [done|started|{small} items|ok]
[Switched|Moved|Migrated] from [REST|SOAP|SVN|Java|XML|FTP] to [GraphQL|gRPC|Git|Rust|JSON|S3] [last month|in {year}|and never looked \
back].
[TLS|DNS|OAuth|CORS|GPU|RAM|VPN|SSH|CI|API|PR|SLA|KPI|ETA|FAQ|VAT] [was the issue|is down|keeps failing|expired|needs a review]
[new PB|leg day|rest day|HIIT|5k|deadlift] [this week|done|tomorrow|again]
[puts|calls|options|ETFs|IV|the spread|margin] [expire on {wd}|look cheap|moved again|and a bit of luck]
"""

BLOCKS = [("en", BUSINESS, False)]

"""English texts without people: ordinary prose, commands, questions, headlines and posts that look as if they held a name."""

ASSISTANT = """
## command 12
[please |can you |could you |i want you to |i need you to |would you |go ahead and |hey, |ok now |i'd like you to |you need to |||||\
]{@command}[ please| now| for me||||?]
[please |can you |could you |i want you to |i need you to |would you |go ahead and |hey, |ok now |i'd like you to |you need to |||||\
]{@command}
{@ask}
{@ask}[?| please| thanks||]
[hey|hi|hello|ok|excuse me], {@ask}
-- command
set an alarm for [{num} minutes|{time}|tomorrow morning]
wake me up at {time}
turn [on|off] the [lights|heating|tv|radio] [in the kitchen|upstairs|]
[play|skip|stop] the [music|next song|podcast|playlist]
add [milk|bread|rice|eggs and flour] to my [shopping|grocery] list
remove the [first|last] item from my to do list
remind me to [take out the trash|water the plants|pay rent|call my mother] [tomorrow|at {time}|on {wd}]
[make me laugh|bore me with a story|surprise me with a fact about cats]
start a timer for {num} minutes
what's the weather [like|] [today|tomorrow|this weekend|on {wd}]
translate [good morning|where is the bathroom|thank you|the bill please] [to|into] {lang}
pick heads or tails
roll a die
change your [name|voice|accent|language]
speak [slower|louder|more quietly]
say that once more
increase the volume
book a [table|taxi|room|flight] for [two|four|{small}] [people|] [tonight|on {wd}|at {time}|]
find [a good|the nearest|a cheap] {cuisine} [restaurant|place] [nearby|near me|around here]
show me how to [change a tire|tie a tie|make pancakes]
order [a pizza|more dog food|new tires|checks]
check my [balance|credit score|messages|calendar|oil]
[settle|take care of|put off] the [water|gas|cable] bill
stop all payments on [my account|the blue card]
transfer {money} from savings to checking
report my card [lost|stolen]
read my [messages|emails|news]
cancel my [order|subscription|meeting|appointment] [on {wd}|for {time}|]
spell the word [rhythm|necessary|bureau]
calculate the tip on {money}
convert {num} [dollars|pounds|miles] [to|into] [euros|kilos|yen]
schedule a [meeting|call|haircut] [for {wd}|at {time}|next week]
share my location
text my [wife|husband|boss|mom] that i'm [late|on my way]
[dial|ring] [mom|dad|the doctor|my brother|the office]
take a [note|picture|selfie]
whisper from now on
forget what i just said
mark [it|that|the task] as done
bill me later
may i [have|see] the menu
will it rain [today|tomorrow|on {wd}]
-- ask
how do i [say|write|spell] [hello|thank you|cheers|i love you|where is the train station] in {lang}
what would [locals|people] say for {@phrase} in {lang}
what is [the|a] [{lang}|{cuisine}] word for [bread|cat|yes|window]
is the [traffic|weather|rate] [bad|any better|normal] [today|right now|out there]
what's [your name|my name|the date|the time|the meaning of life|on my calendar]
who [made|programmed|created|are] you
are you [a robot|human|real|a bot]
do you [have|like] [pets|hobbies|pizza|your boss]
how many years has this app been around
where [are you from|do you live|did i park]
can i [eat|substitute|use] [eggs|butter|honey|yogurt] [after the date|instead of milk|if pregnant]
how many calories [are|is] in [a banana|a slice of {cuisine} bread|a bagel]
how long [do i|should i|to] [boil|cook|bake|roast] [eggs|rice|chicken|a turkey]
what [goes|is] in [a|an] [{cuisine}] [salad|stew|omelette]
is there [a|an] [{cuisine}] [restaurant|bakery|grocery] [near here|around]
what's a good recipe for [{cuisine}] [soup|noodles|chicken]
does [the place on the corner|this restaurant] take [reservations|cards|{brand} pay]
how do i [bleed a radiator|unclog a drain|remove rust|patch a tent|get a visa]
how often [does one|should i] [swap|renew|clean] the [water filter|wipers|coffee machine]
what are [the|good] [side effects of aspirin|headache remedies|stretches for a sore back|symptoms of a cold]
show the [rewards|interest rate|credit limit|spending limit] [on the blue card|once more|]
for what reason was [the card|a payment] [turned down|blocked|taken twice]
do i need [a visa|shots|a power adapter] to [travel to {land}|visit {land}|go to {land}]
how much is a [flight|ticket|taxi] [to {city}|from {city} to {city}|]
what [plug|currency|language] do they use in {land}
what time is it in {city}
what time does {brand} [open|close]
is {brand} [open|hiring|down]
do i have [enough|any] [money|time off|meetings] [left|today|on {wd}]
count the [vacation days|points|stamps] i still have
which [color|gas|tire pressure|size] do i need
what song is [this|playing]
can you [hear|understand|help] me
did [i|my payment|the order] [go through|arrive]
am i [late|connected|allowed to park here]
why do [cats purr|magnets stick|onions sting]
any news about my [package|order|refund|replacement card]
the [transfer|payment|top up] i made [bounced|hangs|is nowhere on the list|came back]
i [think|believe] [someone|somebody] [used|stole|copied] my card
my [phone|wallet|bike|bunch of keys] [has vanished|is nowhere to be seen|fell in the lake]
the machine [outside|at the station] [ate|swallowed|kept] it
there's [a|an] [fee|charge|payment] [i don't recognize|on my statement|that isn't mine]
[please|how about we] [shut down|open|upgrade] [the old|a second] account
which currencies [work with this card|can sit in the wallet]
[what's the way to|walk me through how to|steps to] [add money|prove who i am|activate a new card|make a virtual card]
is there a [limit|fee] for [transfers|cash withdrawals|exchanging money]
can my [child|friend|partner] [use my account|get a card|top up]
my [{cuisine}] friends
what's the [capital|population] of {land}
has my [direct deposit|refund|tax form|w2] [come|arrived|been sent]
which [bank|credit card] should i [choose|get]
i'd like a [{cuisine}] [meal|dish|place] with [outdoor seating|parking]
-- phrase
how are you
good night
my name is
where is the hotel
i would like a beer
happy birthday
the check please
"""

WORDS = """
## wordname 8
{@w}
{@w}
{@w/2-3}
{@w} {@plain}
== w
[Will|will] [you|they|we|it|he] [come|stay|work|be ready] [later|tomorrow|on {wd}|]?
[I|We|They] will [see|find out|let you know|try again].
[Mark|mark] [the box|your calendar|all as read|the spot with chalk].
[The|A] mark on the [wall|table|exam] was [red|hard to see|worth ten points].
[Rose|rose] [petals|bushes|wine|gardens] [are|were] [expensive|everywhere|in bloom].
The [sun|price|temperature|water|dough] rose [quickly|by half|over night].
[Hope|hope] [you're well|this helps|it works|to see you soon|all is fine].
[There is|I have|We lost all] hope [for a deal|left|of winning].
[Grace|grace] [period|under pressure|before dinner] [ends at midnight|is rare|matters].
[May|may] I [ask|come in|sit here|have a refund]?
It may [rain|take a while|be too late|not work].
The [bill|Bill] [passed|was paid|is too high|for the repair came today].
[Bill|bill] [the client|me later|the insurance] [twice|for shipping|].
To be [frank|Frank], [I hated it|it was a waste|no].
[Let's be|I'll be] frank with you: [it's over|the roof leaks].
[Jack|jack] of all trades, master of none.
[The|A] [car|headphone|audio] jack [is broken|does not fit|came off].
[Drew|drew] [a line|my own conclusions|the curtains|a crowd].
[Art|art] [class|history|is long|for sale|school was fun].
[Chase|chase] [your dreams|the ball|after the bus].
The [police|car|wild goose] chase [ended|took hours].
[Summer|summer] [is here|sale|camp starts|was hot|break].
[Faith|faith] [moves mountains|in the system is low|keeps me going].
[Dawn|Eve|Joy] [chorus|of war|ride] [again|at last|].
[Joy|joy] [to the world|is free|of cooking], [they say|I guess].
[A|The] ray of [light|hope|sunshine] [came through|is enough].
[Rob|rob] [a bank|someone of sleep] and you [go to jail|pay].
[Pat|pat] the [chicken|dog|surface] dry [with paper|gently].
[Sue|sue] [the company|them for damages|if you must].
[Dawn|dawn] [broke|came late|of a new era].
On the eve of the [election|wedding|battle] [nothing moved|it snowed].
[Ivy|ivy] [covers|climbs] the [wall|old house|fence].
[Daisy|daisy] chains [and|or] [lily|poppy|violet] [seeds|bulbs|fields].
[Ruby|ruby] [red|on rails|earrings] [is my favourite|looks good|is slow].
[Amber|amber] [alert|light|warning] [issued|flashing] [for the coast|again].
[Ginger|ginger], [garlic and lime|honey and lemon|turmeric tea].
[Basil|basil], [rosemary|sage], [dill|thyme] and [a bay leaf|olive oil].
[Olive|olive] [oil|trees|green] [is cheap|grow here|].
[Max|max] [volume|speed|two per person|out your credit].
[Miles|miles] [to go|per gallon|away from home] [and no map|].
[Grant|grant] [access|permission] to [the app|all users|read files].
The [research|travel] grant [runs out|was refused|covers rent].
[Dean|The dean|dean's list] [of students|announced] [results|new rules].
[Earl|earl] grey [tea|wallpaper].
[Guy|guy], [calm down|it's just a game]. [Some guy|That guy|This guy] [on the bus|in a suit] [waved|fell asleep|is right].
[Gene|gene] [therapy|pool|expression] [explained|is expensive|in mice].
[Lance|lance] [the boil|and shield].
[Nick|nick] of time. [Got a nick|A nick] [in the blade|on my chin].
[Norm|norm] [of the vector|is to tip] [equals one|ten percent|].
[Rich|rich] [people|in vitamin C|text format|kids].
[Rod|rod], [reel|line] and [bait|hook].
[Buck|buck] [the trend|up|naked]. [Pass the buck|Ten bucks|Big buck].
[Carol|carol] singing [starts|was cancelled] [on {date}|].
[Charity|charity] [begins at home|shop|run].
[Christian|Catholic] [music|school|holiday] [on the radio|].
[Hunter|hunter] [gatherer|green jacket|x hunter season two].
[Jade|jade] [green|bracelet|plant].
[Josh|josh]ing around. [Just|Only] [kidding|joking].
[Penny|penny] [for your thoughts|wise|stocks].
[Robin|robin] [on the fence|eggs|feeds her young].
[Sandy|sandy] [beach|soil|loam] [drains well|].
[Skip|skip] [intro|the ads|leg day|a line].
[Sterling|sterling] [silver|fell against the dollar].
[Tanner|taller] than [me|before]. [Tanner|Dyer] [is an old trade|].
[Tucker|tucker] [out|in]. [Good|Bush] tucker.
[Victor|victor] [takes all|and vanquished].
[Wade|wade] [in slowly|through the mud].
[Young|young] [people|at heart|adults] [read less|need sleep|want change].
[Brown|White|Black|Green] [rice|paint|shoes|tea|paper] [is fine|in stock|only].
[King|king] [size|of the hill|penguins|cake].
[Baker|baker]'s dozen [means thirteen|].
[Cook|cook] [until golden|for ten minutes|on low heat].
[Wood|stone|brick] [oven|stairs|floor]: [pros and cons|what to know].
[Hill|lake|river|park] [views|walk|side house].
[Banks|banks] [raise rates|are closed today|close branches].
[Price|price] [drop|match|includes tax|on request].
[Long|Short|Small|Little] [story|queue|wonder] [short|again|].
[Day|Weeks|Days] [off|of rest|later], [still nothing|same problem].
[March|march] [madness|on the capital|forward].
[Winter|winter] [tires|coat|is coming|sale].
[Frost|Snow|Ice] [on the roads|delays trains|expected].
[Fox|Wolf|Bear|Lamb|Swan|Crow] [spotted|seen|rescued] near [the school|a farm|the motorway].
[Page|page] {num} [of {num}|is missing|not found].
[Read|read] [the manual|more|receipts|only mode].
[Bell|bell] peppers, [onions|rice] and [beans|salt].
[Court|court] [date|ruling|shoes|is adjourned].
[Church|church] [bells|roof|service at ten].
[Bishop|Knight|Rook|Queen] to [e4|f6|b3].
[Power|power] [outage|button|is out|to the people].
[Bond|bond] [prices|yields|paper|markets] [fell|rose].
[Case|case] [closed|study|of beer|sensitive].
[Cross|cross] [the road|country skiing|site scripting].
[Field|field] [trip|notes|hockey|is required].
[Moon|moon] [landing|light|phases] [tonight|explained|].
[Star|star] [signs|rating|anise|fish].
[Best|best] [regards|before {date}|of luck|practice].
[Good|good] [luck|grief|point|man].
[Love|love] [it|handles|this song|to bake].
[Pride|pride] [and prejudice|parade|of lions] [route|ticket|].
[Noble|noble] [gases|cause|houses].
[Temple|temple] [run|of doom|dancers].
[Rush|rush] [hour|order|b].
[Hook|hook] [it up|line and sinker|and loop tape].
[Cash|cash] [only|back|on delivery|machine] [please|ends soon|].
[Sage|sage] [advice|green|butter].
[Angel|angel] [investor|hair pasta|wings].
[Autumn|autumn] [leaves|colours|term].
[Crystal|crystal] [clear|ball|meth].
[Forest|forest] [fire|path|green].
[Justice|justice] [for all|is blind|system].
[Major|major] [update|key|delays] [today|on line {small}|].
[Prince|prince|princess] [charming|of darkness|cut ring].
[River|river] [levels|cruise|bed].
[Sky|sky] [is the limit|diving|blue paint].
[Storm|storm] [warning|drain|in a teacup].
[Merry|merry] [christmas|go round|and bright].
[Victoria|Chelsea|Jordan] [sponge|boots|sneakers] [on sale|recipe].
[Charlotte|Florence|Vienna|Milan] [is|was] [hot|packed|lovely] this week.
[dear|Dear] [diary|customer|sir|valued guest|neighbour],
[doctor who|doctor strange] [season {small}|rewatch|is on tonight].
[Mother|Father|Mum|Dad] [called|is asleep|says no].
[the|our] [doctor|teacher|nurse|judge|coach|boss|mayor] [was late|said yes|is new].
[My|His|Her] [wife|husband|son|daughter|boss|landlord] [left|is ill|works nights|loves it].
[Miss|miss] [you|the bus|a payment|nothing].
[Sir|Madam|Doctor|Nurse], [please wait|come quickly|this way].
[Dr|Mr|Mrs] [.|] [Oh|well], [never mind|just kidding].
Say [cheese|hi|it] in {lang}.
[{cuisine}] [food|wine|bread|cuisine|class|dressing|toast] [is the best|tonight?|for two].
[I|We] [speak|learn|understand] {lang} [and {lang}|but not {lang}|].
-- plain
It works.
Anyway.
No idea why.
More tomorrow.
That is all.
Please advise.
See above.
"""

PLAIN = """
## plain 11
{@fact/1-4}
{@fact}
{@opinion/1-3}
{@opinion} {@fact}
{@howto/1-4}
{@howto%2-5}
{*2-5}[-|*] {@howto}{/*}
Ingredients:¶{*3-6}- {@food}{/*}¶¶{@howto/1-3}
{@opinion}
{@opinion} [lol|:)|haha|smh|tbh|idk|😂|!!!|...]
== fact
The [museum|library|pool|office] is [open|closed] [on {wd}|from {time} to {time}|until further notice].
Water boils at 100 degrees at sea level.
The [first|second] [floor|half|chapter] is [quieter|shorter|under repair].
Most [birds|bees|frogs] [sleep|feed] [at night|in the morning|near water].
[Parking|Breakfast|Wi-Fi] is [free|included|not available].
The [train|bus|lift|machine] [stops|breaks down] [every day|twice a week|without warning].
[Prices|Rents|Wages] [rose|fell] [by {small} percent|again|last year].
A [square|triangle|cube] has [four|three|six] [sides|corners|faces].
The [battery|warranty|lease] lasts [two years|{num} hours|until {monthyear}].
[Copper|Iron|Salt|Sand] is [cheap|heavy|used in construction].
The [meeting|concert|flight] was [cancelled|delayed|moved online] [because of fog|due to low demand|].
[Three|Four|Ten] out of five [users|dentists|drivers] [prefer|ignore] [the red one|the warning].
The [moon|tide|market] [rises|turns|opens] [early|late] [today|this week].
[Some|Few|Many] [teachers|nurses|drivers|farmers|students] [work|train] [at weekends|abroad|for free].
[It|The sign|The note] says [no dogs|do not enter|back in five minutes|push].
The new [update|version|release] [fixes|breaks] [printing|dark mode|the search box].
[Version|Build|Model] {small}.{small} [adds|removes] [offline mode|two buttons|support for {product}].
[Trees|Fish|Cats] [need|like|avoid] [light|cold water|quiet places].
The [study|survey|report] of {year} [found|shows] [no difference|a small effect|that sleep helps].
[The committee|Our team|The board|The union] [voted|met|decided] [last week|in secret|against it].
[The|A] {job} [should|must] [wear gloves|keep records|be licensed].
The [company|school|club] was founded in {year}.
Between {year} and {year} the population [doubled|halved].
[Rice|Coffee|Cotton] is grown [in the valley|on steep hills|near the coast].
[Gravity|Light|Sound] [slows|bends|travels] [in water|near heavy bodies|at constant speed].
In {loc}, [winters are mild|shops close early|trains run on time].
{org} [raised|cut] its [forecast|prices|dividend] [on {wd}|].
The [river|road|border] between {country} and {country} is [closed|long|disputed].
-- opinion
I [love|hate|miss|need] [coffee|this weather|my bed|long walks]
this [is|was] [so good|such a mess|the best day ever|not what i ordered]
why does [it|this|everything] [always|never] [work|break|happen to me]
[just|finally] [finished|started] [work|the book|my essay|cleaning]
so [tired|hungry|bored|happy] [today|right now|rn]
can't [sleep|believe it|wait|even]
anyone else [awake|having issues|hate this update]
the [new|last] [season|episode|update|album] [sucks|is great|was too short]
nothing [beats|like] [fresh bread|a hot shower|summer rain]
my [phone|cat|back|internet|neighbour] [is dying|hurts|is loud|hates me]
[Great|Awful|Decent] [value|quality|service], [would buy again|arrived broken|fast delivery]
[Works|Fits|Looks] [as described|perfectly|great] [with my {product}|on the wall|]
[i'm|im] [at|leaving] [work|school|the gym] [in ten|now|]
[wish|hope] [i was home|you feel better]
[Really|Pretty|Not] [happy|impressed|sure] [with|about] [this purchase|the result|it]
got [a|my] new {product} [today|and it's great|for my birthday]
{product} [vs|or|and] {product}[?| which one?| comparison]
is [the|a] {product} [worth it|still good in {year}|waterproof]?
[watching|rewatching|binging] {work} [again|tonight|with the kids]
{work} is [overrated|on tonight|the best thing ever made]
[thanks|thank you] [so much|for sharing|to everyone who came|for nothing]
[good|great] [morning|night|job|game] [everyone|all|guys|]
[Yes|No|Maybe|Never|Exactly|Wrong|Fine|Sure|Nope]
[lol|ok|wow|what|hmm|yikes|same]
what a [day|night|game|joke|time to be alive]
[first|second]!
[who|what|where] [even|the hell] [is that|are we|asked]
subscribe [please|to my channel|for more]
[this|the] [song|beat|bass|intro] [slaps|is fire|gives me chills]
0:45 [that face|best part|wait what]
[Like|Comment|Share] if you [agree|remember this|are still watching]
-- howto
[Mix|Combine|Stir] the [flour|sugar|eggs] [and salt|until smooth|in a bowl].
[Preheat|Heat] the oven to {num} degrees.
[Click|Tap|Select] [Settings|File|Tools|Save As], then [Options|Export|Network|OK].
[Open|Close|Restart] the [app|browser|terminal|router].
[Remove|Tighten|Replace] the [screws|filter|cover] [with care|].
[Simmer|Bake|Fry] for {small} minutes.
[Wash|Dry|Fold] the [sheets|filter|leaves] [by hand|].
[Hold|Press] [the power button|Ctrl and C|both keys] for {small} seconds.
[Enter|Type|Paste] your [password|code|license key] [and press Enter|].
[Plug|Connect] the [cable|drive|charger] into the [left port|USB-C port].
[Let|Allow] it [cool|rest|dry] [overnight|completely].
[Season|Serve] with [pepper|lemon|fresh herbs|a {cuisine} salad].
[Cut|Chop|Slice] the [onions|carrots|paper] [thinly|in half].
[Do not|Never] [use bleach|force the lid|share your pin].
[Download|Install] {product} [from the store|on your computer|and sign in].
[Turn|Fold] [left|right|the corner] [at the lights|twice|].
-- food
{num} g flour
two eggs
a pinch of salt
{small} tbsp olive oil
one onion, chopped
half a cup of rice
fresh basil
1 tsp baking powder
a handful of {cuisine} parsley
ginger, grated
bay leaf
sage
rosemary and thyme

## headline0 3
{@h}
{@h} {short}
{@h} - {media}
{@h} | {media}
[BREAKING|UPDATE|Opinion|Live]: {@h}
== h
[New|Big|Early] [Tax|Storm|Phone|Budget] [Plan|Warning|Launch|Deal] [Explained|Delayed|Announced|in Five Charts]
How to [Save|Cook|Sleep|Retire] [Better|Like a Pro|in {small} Steps|Without Stress]
{small} [Reasons|Ways|Things] [You|We|Teachers] [Should|Must|Never] [Know|Try|Say] [in {year}|Today|]
[Why|When|How] [Banks|Farmers|Teachers|Nurses] [Are Leaving|Went on Strike|Want More]
[Stocks|Oil|Gold|Dollar] [Slides|Jumps|Steady] as [Fed|Market|Trade] [Fears|Hopes] [Grow|Fade]
[Best|Worst] [Laptops|Beaches|Movies|Recipes] of {year}
[Police|Firefighters|Rescuers] [Search|Called to|Close] [River|School|Highway] After [Crash|Flood|Alarm]
{city} [Braces for|Hit by|Recovers From] [Snow|Floods|Heat Wave]
{country} [and|,] {country} [Sign|Reject] [Trade|Climate|Fishing] [Pact|Deal]
[Review|Hands-On|Tested]: {product} [Is Worth the Wait|Falls Short|vs {product}]
{org} [to Cut|Adds|Moves] {num} Jobs [in {loc}|]
{team} [Win|Lose|Draw] [Again|Away|at Home]
[Study|Report|Poll]: [Coffee|Exercise|Screen Time] [May|Could|Will] [Help|Hurt|Change] [Sleep|Memory|Hearts]
[Flight|Train|Ferry] [Delays|Strike|Prices] [Hit|Worry] [Travellers|Commuters|Tourists]
[The|A] [Quiet|Long|Strange] [Death|Rise|Return] of the [Mall|Phone Booth|Bookshop]
[Children|Parents|Voters|Drivers] [Face|Demand|Ignore] [New Rules|Higher Fees|Answers]
[Full|Half|Blood] Moon [Tonight|Over {city}]: [Where to Look|What to Know]
[Winter|Summer|Spring] [Sale|Storm|Games] [Starts|Ends] [{wd}|Soon|Today]
[White|Green|Black] [Paper|Gold|Friday] [Deals|Rush|Debate]
[Angel|Rose|Amber|Hope] [Falls|Street|Valley] [Trail|Project] [Reopens|Wins Grant]

## tech 7
{@tech/1-3}
{@tech}
Q: {@techq}¶A: {@tech}
{@techq}
[Title|Subject]: {@techq}
{@techq} {@tech/1-2}
== tech
I [tried|reinstalled|updated] {product} [twice|but it still fails|on a clean machine].
[The|My] {product} [keeps|started] [crashing|freezing|asking for a password] [after|since] [the update|I moved|{wd}].
[Use|Try|Run] the [latest version|command line|safe mode] [instead|first].
You [need|have] to [set|export|clear] the [path|cache|cookies].
[It|This] [works|fails] [on|in] {product} [but not|and] {product}.
The [function|method|class|loop] [returns|takes|throws] [a list|null|an error|two arguments].
[Set|Change] [the timeout|retries|max size] to {num}.
[Error|Exception|Warning] {num}: [file not found|access denied|out of memory|connection refused].
[Django|Flask|Ruby|Spark|Kafka|Cassandra|Jenkins] [is|was] [installed|configured|upgraded] [on the server|by default|last night].
[Java|Swift|Julia|Pascal|Ada|Haskell] [has|lacks] [generics|macros|a package manager].
The [Pearson|Gaussian|Fourier|Markov|Bayesian] [filter|transform|model|test] [is|was] [applied|used] [twice|to the data|].
[Dijkstra's|Euler's|Newton's] [algorithm|method] [runs in|converges after] {num} [steps|iterations].
[Excel|Word|Outlook|Teams] [shows|opens] [a blank page|slowly|the wrong file].
The [Turing|Tesla|Kepler|Ampere|Hopper] [GPU|architecture|cards] [runs|is] [hot|faster|out of stock].
[Alexa|Siri|Cortana] [did not|doesn't] [hear me|understand|turn off].
[Boot|Start] [from USB|in recovery mode] and [select|choose] [Repair|Advanced Options].
[Restart|Reset] the [router|modem] and [wait|count to] {num} seconds.
-- techq
How do I [merge|sort|split|parse] [two lists|a string|a CSV file] in {product}?
[Why|When] does {product} [crash|freeze|ignore my settings]?
What is the [difference|best way] between {product} and {product}?
[Can|Does] {product} [run|work] on {product}?
{product} [not working|slow|error {num}] after update
[Cannot|Unable to] [connect|log in|print] [from|with] {product}
[Is|Are] there [any|a] [alternatives|plugin|driver] for {product}?
[Best|Cheapest] {product} [for students|under {money}|?]

## formless 3
{@label}: {@filler}¶{@label}: {@filler}¶{@label}: {@filler}
{@label}: [|N/A|-|none|____|see above]
[Please|] [enter|fill in|provide] your {@labels} [and {@labels}|below|here|].
[Total|Subtotal|Tax|Tip]: {money}¶[Paid|Due|Change]: {money}
[May we have|Enter|Confirm] your {@labels}[?| here|]
[Zip|ZIP|Postcode|Zip code]: {zip}
[Step|Section|Question|Table|Figure] {small}[.|:] [Overview|Safety|Materials|Your details|Before you start]
[My|The] {@labels} [changed|is wrong|is missing|was not accepted].
[Do you|Why do you] [need|store|ask for] my {@labels}?
{wd}: [closed|{time}-{time}|rest day|leg day] ¶{wd}: [closed|{time}-{time}]
[Monthly|Weekly] [report|plan]: [sales up|no incidents|budget ok] [{small}%|]
-- label
Name
First name
Address
Date of birth
Phone
Comments
Signature
Status
Quantity
Colour
Size
Price
Model
Category
Location
Subject
-- labels
name
last name
address
date of birth
phone number
account number
password
email address
social security number
postal code
passport number
-- filler
N/A
none
yes
no
same as above
to be confirmed
see attachment
{num}
blue
medium
not applicable
unknown
pending

## shout 2
{@s}
{@s} {@s}
== s
[STOP|QUIT|KEEP] [SHOUTING|CALLING ME|SPAMMING] [PLEASE|NOW|!!!]
THIS IS [NOT A DRILL|THE WORST|SO GOOD|MY FAVOURITE SONG]
[WHERE|WHAT|WHY] IS [MY REFUND|THE LINK|EVERYONE|GOING ON]
[FREE|CHEAP|HOT] [SHIPPING|COFFEE|DEALS] [TODAY|INSIDE|WHILE STOCKS LAST]
[DO NOT|NEVER] [OPEN|BEND|FREEZE|ENTER]
[HAPPY|MERRY] [NEW YEAR|CHRISTMAS|WEEKEND|EASTER] [EVERYONE|ALL|!!]
I [CAN'T|WON'T|DID] [WAIT|LIE|IT]
[WARNING|NOTICE|ATTENTION]: [WET FLOOR|HIGH VOLTAGE|POOL CLOSED]
[SALE|EXIT|PRIVATE|SOLD OUT|FRAGILE|THIS WAY UP]
[OH|OMG|WOW] [MY GOD|NO|YES|WHAT A GOAL]

## medneg 1
[What|Which] [are|is] [the symptoms of a cold|good for a cough|a normal blood pressure|the best diet]?
[Wash|Cover] your [hands|mouth] [often|when you cough].
[Vaccines|Masks|Walking] [help|work], [the data show|most experts say].
[Doctors|Nurses|Experts] [warn|say|agree] [that sleep matters|sugar is bad|exercise helps].
[Flu|Allergy] season [is here|starts early|was mild].
[Drink|Eat] more [water|fibre|vegetables].
The [clinic|pharmacy|hospital] is [open|closed|full] [on {wd}|today|].
My [back|head|stomach|tooth] hurts, [what should I do|any tips]?
[Discharge|Care|Meal|Staff] planning [starts|was done|continues] [on {wd}|after rounds|today].
[Tolerated|On|Started] [a|] [soft|liquid|normal|PO|low-salt] diet[, ate well| since {wd}|].
[Counselled on|Talked about] [lifestyle|weight|habits|follow-up|exercise].
[Vitals|Labs|Results|Imaging|Vital signs] [stable|normal|pending|reviewed|within normal range|unremarkable].
[Exam|Test|Scan|Study]: [no change|as before|see above|not done].

## whatis 6
{@what}
{@what} {@plain}
{@what} {@what}
== what
{startup} is [a|the] [listed|family-owned|multinational|leading|local|former|public|private|global|small] \
[{noun} |financial |design |car |food |media |software |]\
[company|agency|bank|investment bank|manufacturer|brand|retailer|chain|charity|group|publisher|studio|airline|start-up|partnership]\
[ based in {city}| in {country}| and {noun} services company|, founded in {year}|].
{org} is [an|a] [{nat} |][multinational|non-profit|listed|state-owned|holding] [bank|company|corporation|foundation|insurer] [and|with] \
[financial services|media|retail|energy] [company|arm|interests].
{work} is a {year} {nat} [action-comedy|drama|comedy|horror|science fiction|war|documentary|romantic|crime] [film|series|novel|musical|\
game][ directed by {p1}| written by {p2}| starring {p1} and {p2}|].
[the|a|this] {nat} [film|band|album|novel|restaurant|market|team|brand|recipe|car] [won|is good|closed|was sold|sells well]
[Car manufacturers|Phone makers|Banks|Airlines|Retailers|Insurers|Newspapers|Landlords|CEOs|Founders|Designers|Employers] \
[raise prices|are hiring|dominate the market|want new rules|lost money in {year}].
[The|A|Our] [real estate|wire|cash|stock|credit] [transaction|deal|market|matter] [closed|failed|is under review] [on {wd}|].
[corporate|legal|technical|academic|marketing] [lingo|jargon|writing|advice|language] [is|was] [hard|boring|useful] \
[to read|in the first verse|].
[customer|patient|media|public|investor] [service|relations|support|care] [is|was] [slow|friendly|closed|rude] [today|again|].
[Agent|Step|Role|Tool|Task|Stage]: [Summarizer|Verifier|Planner|Retriever|Writer|Classifier|Translator|Router]
[Agent|System|Tool]: [Summarizer|Verifier|Planner|Retriever|Reviewer]¶[Customer|Patient|User] {n1} [wants a refund|asked twice|called]
{product} is [a|an] [open-source|free|popular|new] [database|phone|editor|browser|game engine|drink] [for {noun}s|from {country}|].
"""

BLOCKS = [("en", ASSISTANT, False), ("en", WORDS, False), ("en", PLAIN, False)]

"""English: sentences of freely drawn words with and without people, and longer documents. The notation is described in \
generate_grammar.py."""

FREE = """
## free0 14
{@z/1-4}
{@z}
{@z} {@z}
{@z} {slang}
{slang} {@z} [#{noun}|{short}|{handle}||]
{Noun} {noun}[:| -] {@z}
{@zt}
{@zt} {short}
{adj} {noun}, {adj} {noun}, {noun}
{*3-6}[-|*|•] {adj} {noun}{/*}
{*3-5}{num}. {Noun} {noun}{/*}
== z
[The|A|My|Your|Our|This|That|Every|Some] {adj} {noun} {verb} [the|a|my|our|his|her] {noun}[.| {adverb}.|!|]
[The|My|Our|Her|His|A] {person} {verb} [the|a|my|our] {adj} {noun}[.| {adverb}.|, {adverb}.|]
[I|We|They|You|He|She] {adverb} {verb} [the|a|that|this|another] {adj} {noun}[.|!|]
[I|We|They|She|He] {verb} [the|a|my] {noun} and {verb} [the|a] {noun}[.|]
{Adj} {noun}[s|], {adj} {noun}[.|!|?]
[Is|Was] [the|your|this|that] {noun} {adj}[?| or {adj}?]
[Why|How|When|Where] did [you|they|the {person}|he|she] [leave|find|lose|buy|break] the {adj} {noun}?
[Who|What] {verb} [the|my] {noun}?
{Adverb}, [the|a] {noun} {verb} [the|its] {noun}.
[Do not|Don't|Never|Always|Please] [touch|open|move|clean|check|forget] the {adj} {noun}[.|!]
[There is|There was|I see|We have] [a|no|one more] {adj} {noun} [in|on|under|behind|near] the {noun}[.|]
{Noun} [and|or|vs] {noun}[:|?] [which is {adj}|both {adj}|no {noun}][.|]
[If|When|Because] the {noun} [is|was] {adj}, [call|ask|tell] the {person}.
[Best|Worst|First|Last] {noun} [ever|of the year|in town][.|!|]
So {adj}. So {adverb} {adj}.
[That|This] {noun} is {adverb} {adj}[.|!| {slang}]
{noun} {noun} {noun}
my {noun} [is|was] [so|too|very|kinda] {adj} {slang}
[No|More|Less] {noun}, [no|more|less] {noun}.
[Mr|Mrs|Miss|Dr]? [No|Sorry], [the|a] {person} {verb} [it|that].
[In|On|At|After|Before] the {noun}, [a|the] {person} {verb} [a|the] {noun}.
[{small}|Two|Three|Ten] {adj} {noun}s [and|,] {small} {noun}s
== zt
{Adj} {Noun} {Verb} {Noun} [After|Before|Over|in] {Noun} {Noun}
{Noun} {Noun} [Is|Was|Gets|Goes] {Adj}
[The|A|My|Your] {Adj} {Noun} [of|and|in] the {Noun}
{Noun} & {Noun}: [A|The] {Adj} {Noun}
How [a|the] {Noun} {Verb} [the|a] {Noun}
{Adj} {Noun} – {Adj} {Noun}
{Noun} {Noun} {num}

## free1 8
{@y}
{@y} {@z}
{@z} {@y}
{@z} {@y} {@z}
{@y} {@y}
{slang} {@y}
{@y} {slang} [#{noun}|{short}|]
{handle} {@y}
{@yt}
{@z}¶¶{@y}¶¶{@z}
{@y} [#{noun} #{adj}|😂|❤️|...|!!]
== y
{n1} {verb} [the|a|my|our|{his1}] {adj} {noun}[.| {adverb}.|!|]
[The|My|Our|This|That] {noun} {verb} {n1} [{adverb}|again|][.|]
[I|We|They|He|She] {verb} {n1} [and|or|with] {n2} {adverb}[.|]
{n1}, [my|our|the|a] {adj} {person}, {verb} [the|a] {noun}[.|]
[the|my|our|a] {person} {n1} {verb} [the|my|a] {noun}[.|]
{f1}'s {adj} {noun} {verb} [the|my] {noun}[.|]
[Why|When|How|Where] did {n1} [leave|find|lose|buy|break] the {adj} {noun}?
[Is|Was] {n1} [really|still|] {adj}[?| or just {adj}?]
{n1} is [so|too|very|kinda|not] {adj}[.|!| {slang}| lol]
[what|who] {verb} {n1}[?|??]
{Adverb}, {n1} {verb} [the|a] {noun} [in|near] {loc}[.|]
[Tell|Ask|Show|Give] {n1} [about|] the {adj} {noun}[.|!]
[If|When|Because] {n1} [is|was] {adj}, [call|ask|tell] {n2}[.|]
{n1} [and|&] {n2}: {adj} {noun}
[with|for|by|from|to|about|without] {n1} [and {n2}|] [{adverb}|]
{n1} {verb}, {n2} {verb}[.|]
[no|not] {n1}[,|] [just|only] {adj} {noun}[.|]
love [you|u] {f1} {slang}
{star1} {verb} [the|my] {noun} [{adverb}|][.|!|]
[that|the|this] {star1} {noun} [is|was] {adj}[.|!|]
{adj} {noun} [for|by|of] {n1}[.|]
it was {n1}[, not the {person}|'s {noun}|], [who|that] {verb} the {noun}[.|]
[a|the] {noun} [called|named after|signed by] {n1}[.|]
[Coach|Captain|Brother|Sister|Uncle|Auntie|Grandpa|Professor|Officer|Nurse] {n1} {verb} [the|a] {noun}[.|]
[{n1}:|{f1} -] [the|my|a] {noun} [is|was] {adj}[.|]
{t1} {verb} [the|our|a] {adj} {noun}[.| {adverb}.]
[From|By|To|Re|With|Feat.|Starring|Directed by|Photo:|Via|cc] {p1}
{p1} ({num})
== yt
{n1} {Verb} {Adj} {Noun} [After|Before|Over|in] {Noun} {Noun}
{Adj} {Noun} {Verb} {p1}
{p1}: [The|A|My] {Adj} {Noun}
[Why|How] {n1} {Verb} the {Noun}
{Noun} {Noun} [With|By|for] {p1}

## org1 3
{@g}
{@g} {@z}
{@z} {@g}
{@g} {@y}
== g
[I|We|They] {verb} [a|the|my] {noun} [at|from|with] {org}[.|]
{org1} {verb} [the|its|our] {adj} {noun} [in {loc}|{adverb}|][.|]
[works|worked|interned|started] [at|for] {org} [in {city}|as {ajob}|since {year}|]
[The|Our|A] {noun} [in|near|from|of] {loc} [is|was] {adj}[.|]
[moving|moved|flew|drove|back] [to|from] {loc} {adverb}[.|]
{loc} [or|and|vs] {loc}[?|: {adj} {noun}|]
[is|was] {org} {adj}[?| or not?| {slang}]
{brand} [is|was] [down|so {adj}|the {adj} {noun}] [{adverb}|]
[hate|love|thank you|thanks|screw you] {brand} [for the {noun}|{adverb}|!]
[the|my|that] {brand} [app|store|account|website|{noun}] [is|was] {adj}[.|]
[tickets|game|match] {team1} [vs|v|at|-] {team2} [on {wd}|{time}|tonight|]
{team1} {verb} {team2} [again|{small}-{small}|in {city}][.|!|]
[listening to|watched|saw] {band} [in {city}|{adverb}|] [{slang}|]
{uni} [students|professors|researchers] {verb} [a|the] {adj} {noun}[.|]
{agency} {verb} [the|a] {adj} {noun} [on {wd}|][.|]
[my|a] {adj} {noun} in {citystate}
{city}, {country}: [a|the] {adj} {noun}
[greetings|hello|good morning|live] from {loc}[!|]
[according to|says|via] {media}[, the {noun} is {adj}|]

## long 3
{@z/2-4} {@y} {@z/1-3} {@y/1-2} {@z/1-2}
{@news/2-4} {@z/1-3}
{@story/3-6} {@y/1-2} {@story/1-2}
{@bio/2-4} {@z/1-2} {@bio/1-2}
{@hello} {f1},¶¶{@z/2-4} {@mail.body/1-3}¶¶{@z/1-2} {@y}¶¶{@bye}¶{f2}
{@fact/2-4} {@y} {@fact/1-3}
# {Noun} {noun}¶¶{@fact/1-2} {@z}¶¶## {Noun}¶¶- {@y}¶- {@z}¶- {@g}
{@clin/2-5} {@z} {@clin/1-2}
{@law/2-4}¶¶{@law/1-3} {@z}
{*2-5}{f1}: {@z}{/*}
{*2-4}{user1}: {@y}¶{handle1}: {@z}{/*}
[Transcript|Interview|Podcast]¶¶{F1}: {@z} {@z}¶{F2}: {@y}¶{F1}: {@z}¶{F2}: {@g}
[System|Context]: {@z}¶User: {@y} {@techq}¶Assistant: {@tech} {@z}
Q: {@techq} {@z}¶¶A: {@tech} {@tech} [Thanks to {n1}.|{@z}]
{@opinion} {@y} {@opinion} {@g}

## long0 5
{@z/3-6}
{@fact/3-5} {@z/1-2}
{@tech/2-3} {@z} {@techq}
{@howto/3-5} {@z}
{@opinion/2-4} {@z/1-2}
# {Noun} {noun}¶¶{@fact/1-2}¶¶## {Noun}¶¶- {@howto}¶- {@z}
{*2-4}user: {@z}¶bot: {@fact}{/*}
[To|For] the {person}: {@z/2-3}
Agenda¶{*3-5}- {Adj} {noun}{/*}¶{@fact}

## prod0 4
[The|My|A|This] {brand} {product} [is|was] {adj}[.| {slang}|]
[Buy|Get|Order] [the|a] {product} [with|and] [free {noun}|a {adj} {noun}] [at {money}|today|]
{product} {small}.{small} [is out|released|crashes] [{adverb}|]
[I|We] {verb} [a|the|my] {product} {adverb}[.|]
{product} [for|with|vs|on] {product}[?|: {adj} {noun}|]
[the new|old|my] {work} [episode|book|game|season] [is|was] {adj}[.| {slang}|]
[reading|watching|playing] {work} {adverb} [#{noun}|]
[is|was] {work} {adj}? [yes|no|{slang}]
{work}: [The|A] {Adj} {Noun}
[Happy|Merry] [Halloween|Christmas|Thanksgiving|Easter|Friday|New Year] [everyone|{slang}|!!|]
[Season|Episode|Part|Chapter|Level] {small} [of {work}|] [is|was] {adj}[.|]

## idlist 3
{*2-5}{p1} {@sep} {city} {@sep} {Job}{/*}
{*2-5}{l1}	{f1}	{dob}	{city}{/*}
{*2-5}{num} {@sep} {lf1} {@sep} {money}{/*}
{*2-4}[{lf1}|{p1}] ({age}), {town}{/*}
{*2-5}{date}: {p1}, {org}{/*}
{*2-5}{time} {p1} - {adj} {noun}{/*}
{*3-6}{il1}{/*}
{*3-7}{l1}{/*}
{*3-7}{f1}{/*}
{*3-7; }{lf1}{/*}
{*3-7, }{f1}{/*}
{*2-4}{t1} {@sep} {phone}{/*}
{*2-5}[{num}.|*|-] {org} {@sep} {city}{/*}
{*3-6}{city}, {land}{/*}
{*3-6, }{city}{/*}
{*2-5}{product} {@sep} {money}{/*}
[Class|Group|Team|Crew|Table|Board|Cast|Credits]: {plist}
Cast¶{*3-5}{f1} ..... {p2}{/*}
[Written|Directed|Produced|Edited|Photographed] by {p1} [and {p2}|]
[Sopranos|Violins|Forwards|Defenders|Judges]: {plist}
Results¶{*3-5}[1|2|3|4]. {p1} ({team}) {num}.{small}{/*}
-- sep
|
-
,
;
·
—
:

## ambig 4
[{wg1} and the|{wg1}, the|{wg1} is a] {adj} {person}[.| {verb} the {noun}.]
{wg1} {verb} [the|my] {adj} {noun}[.|]
[I|We|They] {verb} {wg1} {adverb}[.|]
[Will|May|Can|Did] {wg1} [come|call|stay|win] [tonight|tomorrow|]?
[Ask|Tell|Call|Meet] {wg1} [about|at] the {noun}[.|]
{wg1} [said|says|thinks|hopes|will see if] [the {noun} is {adj}|it may rain|{he1} may be late][.|]
[my|our] [sister|brother|friend|boss|neighbour|son|daughter] {wg1} [loves|hates|sold] [the|{his1}] {noun}[.|]
{wg1}'s {noun} [is|was] {adj}[.|]
[dear|hi|hey|thanks|sorry|bye] {wg1}[,|!|]
{wgf1} [lives|works|grew up] [in|near] {city}[.|]
[{tw1}|{wgf1}] {verb} [a|the] {noun} [and|but] {verb} [a|the] {noun}[.|]
[{wg1}: {@quote}|"{@quote}," said {wg1}.]
the [young|brown|black|white|long|little|green] {noun} [of|belongs to] {tw1}
{wgf1}, {age}, [of|from] {town}
{city1} [is|was] {adj} [in {month}|this year|][.|] {wgf1} {verb} [it|the {noun}][.|]
{wg1} [likes|speaks|hates|orders] {cuisine} [food|wine|bread][.|]
[It|He|She] [may|will] {adverb} [mark|bill|grant|chase|rob|sue|pat] the {noun}[.|]
[the|a] [rose|hope|grace|joy|faith|dawn|ivy|jade|pearl|ruby|violet|iris|lily|daisy|art|bill|mark|chase|jack|rod|buck|guy|gene] {verb} [the|\
a] {noun}[.|]
[mark|bill|grant|chase|frank|rich|sunny|misty|sandy|dusty|rusty|rocky|stormy|candy|penny|patty|olive|amber|hazel|ginger] {noun} [and|or] \
{adj} {noun}
[may|march|april|june|august|summer|autumn|dawn|eve] [{noun}|{noun} sale|{adj} {noun}]
[paris|lincoln|jordan|austin|chelsea|florence|sydney|madison|brooklyn|charlotte] [street|park|boots|style|fashion week|sneakers|model|\
class] {noun}
"""
BLOCKS = [("en", FREE, False)]

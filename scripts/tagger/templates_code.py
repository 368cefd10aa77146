"""Source code, configuration, logs and markup; raw templates: ‹slot› and «a|b»."""

CODE = """
## code 5
# «Author|Maintainer|Owner|Contact|Written by|Copyright (c) ‹year›»: ‹p1›« <‹email1›>||»
# ‹date›
import os
----
// TODO(‹user1›): ask ‹f1› «about this|why the cache is off|before release»
----
/* «Created|Modified|Reviewed» by ‹p1› on ‹date› */
int main(void) { return 0; }
----
commit ‹hex›
Author: ‹p1› <‹email1›>
Date:   ‹date›

    «fix|add|remove|update» «typo|tests|docs|the parser» «(thanks ‹f2›)|in login|»
----
«Signed-off-by|Co-authored-by|Reviewed-by|Reported-by|Tested-by»: ‹p1› <‹email1›>
«Acked-by|Cc|Suggested-by»: ‹p2› <‹email2›>
----
‹hex› «Fix crash on start|Bump version|Merge branch 'dev'|Update README» (‹p1›)
‹hex› «Revert last change|Add tests|Refactor» (‹p2›)
----
[‹stamp›] «INFO|WARN|ERROR|DEBUG» «auth|api|mailer|worker» - «user|login|session for» ‹p1› «logged in|updated profile|failed password» \
from ‹ip›
----
‹*2-4›[‹stamp›] «User|Alert for|Session of|Access by» ‹p1›«: login| logged out| downloaded report| changed password» (ip ‹ip›)‹/*›
----
‹stamp› ‹user› sshd[‹num›]: «Accepted|Failed» password for ‹user› from ‹ip› port ‹num›
----
logger.«info|warning|debug»("«Processing|Deleting|Exporting» «record|order|account» for ‹p1›«, id=%s||, ip=‹ip›»")
----
print("Hello, ‹f1›«!|»")
----
user = {"name": "‹p1›", "email": "‹email1›", "role": "«admin|editor|viewer»"}
assert user["name"] == "‹p1›"
----
def test_«greeting|lookup|parse_name»():
    assert «greet|find|parse»("‹f1›") == "«Hello ‹f1›|‹fl1›»"
----
INSERT INTO «users|people|customers» VALUES (‹num›, '‹f1›', '‹l1›', '‹email1›', '‹city›');
----
SELECT * FROM «patients|orders|users» WHERE «last_name|surname» = '‹l1›' AND «first_name|given» = '‹f1›';
----
<«author|contact|person|owner»>‹p1›</«author|contact|person|owner»>
----
<p>«Dear|Hello» <b>‹p1›</b>, «your order shipped|welcome to <i>‹company›</i>».</p>
----
<a href="‹url›">‹p1›</a>, «<em>‹job›</em>|‹org›»
----
<li>‹p1› – ‹city›</li>
<li>‹p2› – ‹city›</li>
----
BEGIN:VCARD
VERSION:3.0
FN:‹fl1›
N:‹l1›;‹f1›;;;
ORG:‹company›
TEL:‹phone›
EMAIL:‹email1›
END:VCARD
----
BEGIN:VEVENT
SUMMARY:«Meeting|Lunch|Interview» with ‹p1›
LOCATION:‹city›
ORGANIZER;CN=‹p2›:mailto:‹email2›
END:VEVENT
----
@article{‹hex›,
  author = {‹l1›, ‹f1› and ‹l2›, ‹f2›},
  title = {On the stability of rotating beams},
  year = {‹year›}
}
----
# «Team|Contributors|Credits|Maintainers»

‹*2-5›- **‹p1›** («‹Job›|@‹user1›|‹city›»)‹/*›
----
| Name | «City|Team|Role» |
|---|---|
‹*2-5›| ‹p1› | «‹city›|‹job›|‹org›» |‹/*›
----
Thanks to ‹p1› and ‹p2› for «the patch|reporting #‹num›|reviews».
----
> ‹p1› wrote:
> «this breaks on Windows|why not use a map here?|LGTM»

«Agreed|Fixed|See #‹num›», ‹f1›.
----
Traceback (most recent call last):
  File "/home/‹user1›/app/main.py", line ‹num›, in <module>
KeyError: '‹p1›'
----
config:
  owner: ‹p1›
  email: ‹email1›
  host: ‹ip›
  «password|token»: ‹secret›
----
DB_USER=‹user1›
DB_PASS=‹secret›
ADMIN_NAME="‹p1›"
ADMIN_EMAIL=‹email1›
----
curl -X POST ‹url› -d 'name=‹p1›&«city=‹city›|phone=‹phone›»'
----
GET /search?q=‹p1›&page=‹small›
----
{"«from|sender»": "‹f1›", "«to|recipient»": "‹f2›", "text": "«see you at ‹time›|call me|did ‹f3› leave?»"}
----
[{"name": "‹p1›", "age": ‹age›}, {"name": "‹p2›", "age": ‹age›}]
----
{"event": "«signup|purchase|comment»", "user": {"id": ‹num›, "name": "‹p1›", "city": "‹city›"}, "ts": "‹stamp›"}
----
name: ‹p1›
«role|job»: ‹job›
«org|company»: ‹company›
skills: [go, sql]
----
<patient id="‹num›"><name>‹p1›</name><dob>‹dob›</dob><dx>‹cond›</dx></patient>
----
<message from="‹p1›" to="‹p2›"><body>«please sign|meet at ‹landmark›»</body></message>
----
PID|1||‹id›||‹l1›^‹f1›||‹dob›|‹MF1›|||‹addr1›^^‹city›^‹st›
----
MSH|^~\\&|LAB|‹hospital›|EHR|||‹id›
OBR|1||‹num›|CBC||||||||||‹num›^‹l1›^‹f1›^MD
----
System: You are a helpful assistant for ‹company›. The «admin|owner|user» is ‹p1›.
User: «what's my name?|who owns this account?»
Assistant: «Your name is|It is» ‹p1›.
----
User: write «a short poem|an email|a toast» for ‹f1›, «my boss|who turns ‹age›|from ‹city›»
Assistant: Dear ‹f1›, «happy birthday|all the best|thank you for your time».
----
User: My name is ‹p1› and I live in ‹city›. «Plan a dinner|Fix my CV|Write a complaint».
Assistant: Sure, ‹f1›!
----
[tool: lookup_customer]
{"query": "‹p1›"} -> {"id": "‹id›", "status": "active"}
----
var «customer|client|who» = "‹p1›"; // «test data|FIXME|from ‹f2›»
----
$name = '‹p1›'; $city = '‹city›';
----
let «guests|players|team» = ["‹p1›", "‹p2›", "‹p3›"]
----
enum Owner: String { case first = "‹p1›" }
----
Subject: =?UTF-8?Q?‹f1›_«invited|added»_you?=
From: "‹l1›, ‹f1›" <‹email1›>
Message-ID: <‹hex›@‹hex›>
----
X-Original-Sender: ‹p1›
Reply-To: ‹p1› <‹email1›>
----
‹id›;‹lf1›;‹dob›;‹city›
----
‹*3-5›‹num›,‹f1›,‹l1›,‹email1›,‹city›‹/*›
----
‹*2-4›‹p1›	‹phone›	‹addr›‹/*›
----
first,last,«team|city»
‹*2-5›‹f1›,‹l1›,«‹team›|‹city›»‹/*›
----
‹*2-5›‹il1›|‹date›|‹money›‹/*›
"""

PLAIN_CODE = """
## code0 5
class «Jordan|Lincoln|Madison|Franklin|Taylor|Morgan|Parker|Mason|Cooper|Hunter»(«Base|object|Node»):
    def «franklin|newton|jordan|austin|morgan|rose|grace»(self): return self.«max|min|mark|bill|art»
----
«let|var|const» «mark|will|grant|rose|hope|art|max|bob|alice» = «0|null|new «Node|Map|Rose|Mark|Will»()»;
----
from «django|flask|jinja2|pandas|jose|celery|marshmallow» import «Model|Flask|Template|DataFrame|Celery»
----
import «numpy|torch|julia|scipy.stats» as «np|st|th»
x = np.«array|zeros|mean»(«data|rows»)
----
for «i|row|item|mark» in range(‹num›):
    print(i«, end=""||, mark»)
----
if (max < min) { throw new Error("«bad range|not found|grace period over»"); }
----
ERROR ‹num›: connection to ‹ip› «refused|timed out|reset by peer»
----
[‹stamp›] «INFO|WARN|ERROR» «worker-3|scheduler|gateway» «started|took ‹num› ms|queue full, dropping»
----
‹*2-5›‹stamp› «INFO|DEBUG|ERROR» «cache miss for key ‹hex›|GET /health 200|retry «1|2|3» of 5|disk usage ‹num›%»‹/*›
----
Exception in thread "main" java.lang.«NullPointerException|IllegalStateException»
    at com.«apex|nova|acme».«Main|Worker|Franklin».run(«Main|Worker|Franklin».java:‹num›)
----
npm «ERR!|WARN» «deprecated|missing» «jade|mocha|babel|grunt|jasmine|karma»@‹small›.‹small›.‹small›
----
«docker|kubectl|git|brew» «run|get pods|pull|install» «redis|jenkins|grafana|-a|--force»
----
SELECT «count(*)|id, total» FROM «orders|sales|parks» WHERE «year = ‹num›|status = 'open'» «GROUP BY region|LIMIT ‹num›|»;
----
CREATE TABLE «marks|bills|grants» (id INT PRIMARY KEY, «price|grade|hope» DECIMAL, «first_name|city» TEXT);
----
{"«status|code»": ‹num›, "«message|error»": "«not found|invalid token|Rose colour unknown»", "retry": «true|false»}
----
{"name": "«widget|left-pad|carousel|Blue Lamp|Oak Table»", "price": ‹num›, "tags": ["«wood|sale|new»", "«home|garden»"]}
----
name: «build|release|lint»
on: [push]
jobs:
  «test|deploy»:
    runs-on: ubuntu-latest
----
[«server|database|cache»]
host = ‹ip›
port = ‹num›
name = «main|master|rose»
----
<div class="«hero|card|grant-list|mark»"><h1>«Welcome|Summer Sale|About Us|Contact»</h1></div>
----
<«item|product»><name>‹product›</name><price>‹num›</price></«item|product»>
----
.«rose|amber|violet|crystal» { color: #«f06|fa0|80f»; margin: ‹num›px; }
----
def «chase|drew|pierce|wade|skip»(«a, b|self, n=‹small›»):
    '''«Return the sum.|Skip n rows.|Mark the node as seen.»'''
----
func «jordan|gaussJordan|dijkstra|floyd|kruskal|bellman»(_ m: [[Double]]) -> «[Double]|Int?»
----
«Error|Warning»: variable '«will|may|grant|rose|mark»' is «never used|undefined|not a function»
----
«public|private» static final «int|String» «GRACE_PERIOD|MAX_MILES|CHASE_LIMIT|‹namesake›_KEY» = «‹num›|"x"»;
----
struct ‹namesake›Config { var «url|limit»: String }
----
import ‹namesake›Kit
let view = ‹namesake›View()
----
branch «feature|fix»/«dark-mode|login|grace-period» is ahead of origin by ‹small› commits
----
diff --git a/«main|app|rose».«py|js|go» b/«main|app|rose».«py|js|go»
@@ -‹num›,‹small› +‹num›,‹small› @@
-    return «old|False|mark»
+    return «new|True|mark + 1»
----
## «Install|Usage|License|Change log»

«Run `make`.|See `docs/`.|MIT.|- fixed a crash in the parser»
----
- [ ] «update docs|bump version|remove jade templates»
- [x] «tests|lint»
----
$ «ls -la|cat notes.txt|whoami|pip install rose»
«root|total ‹num›|done»
----
id,item,qty,price
‹*2-4›‹num›,‹product›,‹small›,‹num›‹/*›
----
date,open,close,volume
‹*2-4›‹isodate›,‹num›,‹num›,‹num›‹/*›
----
|item|price|
|---|---|
‹*2-4›|‹product›|‹money›|‹/*›
----
ping «host|gateway»: ‹num› ms (from ‹ip›)
----
export API_KEY=‹secret›
----
«token|password|secret»=‹secret›
host=‹ip›
"""

BLOCKS = [("en", CODE, True), ("en", PLAIN_CODE, True)]

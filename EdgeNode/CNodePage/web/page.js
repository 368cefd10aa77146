"use strict";
const $ = (id) => document.getElementById(id);
const show = (id, text) => { $(id).textContent = text; };
const words = (name) => (name || "").replaceAll("_", " ");
const number = (value, digits) => (typeof value === "number" ? value.toFixed(digits) : "–");
const micros = (us) => (us >= 1000 ? (us / 1000).toFixed(us >= 10000 ? 1 : 2) + " ms" : us + " µs");

function headers() {
  const all = { "content-type": "application/json" };
  const token = $("token").value || sessionStorage.getItem("weir-token") || "";
  if (token) { sessionStorage.setItem("weir-token", token); all.authorization = "Bearer " + token; }
  return all;
}

async function state() {
  try {
    const ready = await (await fetch("/readyz")).json();
    show("node", ready.node);
    show("ready", ready.ready ? "yes" : "no: " + ready.reason);
    show("link", ready.link);
    show("release", ready.release ? ready.workflow + " " + ready.release.slice(0, 12) : "none");
    show("policy", ready.policy_version ? "version " + ready.policy_version : "none");
    show("kernels", ready.kernel_table || "–");
  } catch { show("ready", "the node does not answer"); }
}

function tableRow(cells) {
  const line = document.createElement("tr");
  for (const cell of cells) { const item = document.createElement("td"); item.textContent = cell; line.append(item); }
  return line;
}

function row(record) {
  const last = record.turns.filter((turn) => turn.role === "user").pop();
  const text = last ? last.masked_text : "";
  return tableRow([
    new Date(record.created_unix_ms).toLocaleTimeString(), text.length > 160 ? text.slice(0, 160) + "…" : text, record.intent || "–",
    number(record.confidence, 3), record.route, words(record.reason), record.uplink_bytes ? record.uplink_bytes + " B" : "nothing",
  ]);
}

async function recent() {
  const response = await fetch("/v1/requests?limit=10", { headers: headers() });
  if (!response.ok) return;
  const list = await response.json();
  $("recent").replaceChildren(...list.data.map(row));
}

// MARK: what is personal

// A type that is in no list is a number or code that names one person or account.
const KINDS = [
  ["name", "names", ["PERSON", "TITLE", "USERNAME"]],
  ["place", "places and addresses", ["LOCATION", "STREET_ADDRESS", "UK_POSTCODE"]],
  ["group", "organisations and jobs", ["ORGANIZATION", "JOB_TITLE"]],
  ["contact", "ways to reach someone", ["EMAIL_ADDRESS", "PHONE_NUMBER", "URL"]],
  ["money", "cards, accounts, pay", ["CREDIT_CARD", "IBAN_CODE", "US_BANK_NUMBER", "ABA_ROUTING_NUMBER", "SWIFT_CODE", "CRYPTO", "SALARY"]],
  ["special", "health, origin, belief", ["MEDICAL_CONDITION", "NRP", "UK_NHS", "US_MBI", "AU_MEDICARE"]],
  ["time", "dates and ages", ["DATE_TIME", "DATE_OF_BIRTH", "AGE"]],
  ["device", "devices and networks", ["IP_ADDRESS", "MAC_ADDRESS"]],
  ["secret", "secrets, never put back", ["SECRET"]],
  ["other", "listed terms and typed tokens", ["CUSTOM"]],
];
const NUMBERS = ["number", "personal numbers", []];
const kindOf = (type) => KINDS.find((kind) => kind[2].includes(type)) || NUMBERS;
const LEVELS = {
  public: "about no one", internal: "about an organisation", personal: "about a person, or a secret",
  "special-category": "health, origin, belief and the like",
};
const KEPT_BY = {
  policy: "the policy keeps every request", intent: "the policy keeps requests of this class",
  sensitivity: "the policy keeps requests of this sensitivity", caller: "the caller asked for it",
};
// Numbered so that a value and its stand-ins light up together.
let spans = [];

function mark(index, text, tag) {
  const item = document.createElement("mark");
  item.className = "k-" + kindOf(spans[index].type)[0];
  item.tabIndex = 0;
  item.dataset.value = spans[index].value;
  item.dataset.span = index;
  if (tag) item.dataset.tag = tag;
  item.textContent = text;
  return item;
}

// `text` cut at `parts` ({ start, end, index, text, tag }, offsets in code points, in order), each part a mark.
function marked(text, parts) {
  const points = Array.from(text), pieces = [];
  let at = 0;
  for (const part of parts) {
    pieces.push(points.slice(at, part.start).join(""), mark(part.index, part.text ?? points.slice(part.start, part.end).join(""), part.tag));
    at = part.end;
  }
  pieces.push(points.slice(at).join(""));
  return pieces;
}

function level(name) {
  $("level").textContent = name || "unknown";
  $("level").className = "badge level-" + (name || "unknown");
  $("level").title = LEVELS[name] || "";
}

function showMasking(text, masking) {
  const points = Array.from(text);
  spans = masking.spans[0].map((span) => ({ ...span, value: points.slice(span.start, span.end).join("") }));
  const masked = masking.messages[0].content;
  level(masking.sensitivity);
  const kept = masking.kept[0].length;
  show("found", [LEVELS[masking.sensitivity], spans.length + (spans.length === 1 ? " value" : " values") + " masked",
    kept ? kept + " found and kept, as the policy says" : ""].filter(Boolean).join("; "));
  const tag = (span) => span.replacement.replace(/^\[\[|\]\]$/g, "").replace("_", " ") || "removed";
  $("original").replaceChildren(...marked(text, spans.map((span, index) => ({ start: span.start, end: span.end, index, tag: tag(span) }))));
  let shift = 0;
  $("masked").replaceChildren(...marked(masked, spans.map((span, index) => {
    const start = span.start + shift, end = start + Array.from(span.replacement).length;
    shift = end - span.end;
    return { start, end, index, tag: end === start ? "removed" : "" };
  })));
  $("list").replaceChildren(...spans.map((span) => tableRow([
    span.replacement || "removed", span.type, number(span.score, 2), span.rule, span.reasons.join(", ") || "–", span.start + " to " + span.end,
  ])));
  $("list-box").hidden = $("legend").hidden = !spans.length;
  const kinds = [...KINDS, NUMBERS].map((kind) => [kind, spans.filter((span) => kindOf(span.type) === kind)]).filter(([, of]) => of.length);
  $("legend").replaceChildren(...kinds.map(([kind, of]) => {
    const item = document.createElement("li"), sample = document.createElement("span");
    sample.className = "sample k-" + kind[0];
    sample.textContent = kind[1];
    item.append(sample, " " + [...new Set(of.map((span) => span.type))].map((type) => of.filter((span) => span.type === type).length + " " + type).join(", "));
    return item;
  }));
  show("note", spans.length ? "Point at a marked value, or move to it with the Tab key, for its type, score and reasons." : "");
  show("answer", "");
  $("document").hidden = $("findings").hidden = true;
  show("left", "Nothing. Masked on this device only.");
  $("payload").hidden = true;
  $("privacy").hidden = false;
}

function pointAt(event) {
  const item = event.target.closest("mark");
  if (!item || !spans[item.dataset.span]) return;
  const span = spans[item.dataset.span];
  for (const other of $("privacy").querySelectorAll("mark")) other.classList.toggle("on", other.dataset.value === span.value);
  show("note", [span.type + ", score " + number(span.score, 2), "rule " + span.rule, ...span.reasons,
    span.replacement ? "becomes " + span.replacement : "removed"].join(" · "));
}

// The answer with the values that were put back marked: found again by what they are, longest first.
function showAnswer(text, isRestored) {
  const points = Array.from(text), parts = [];
  const candidates = isRestored ? spans.map((span, index) => ({ index, points: Array.from(span.value) })) : [];
  candidates.sort((a, b) => b.points.length - a.points.length);
  const seen = new Set();
  for (const { index, points: value } of candidates) {
    if (value.length < 3 || seen.has(spans[index].value)) continue;
    seen.add(spans[index].value);
    for (let at = 0; at + value.length <= points.length; at++) {
      if (value.some((point, offset) => points[at + offset] !== point)) continue;
      if (!parts.some((part) => part.start < at + value.length && at < part.end)) parts.push({ start: at, end: at + value.length, index });
    }
  }
  $("answer").replaceChildren(...marked(text, parts.sort((a, b) => a.start - b.start)));
}

async function call(method, path, body) {
  const response = await fetch(path, { method, headers: headers(), body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ? answer.error.message : "HTTP " + response.status);
  return answer;
}

async function mask(text) {
  const masking = await call("POST", "/v1/mask", { messages: [{ role: "user", content: text }], explain: true });
  showMasking(text, masking);
  // Of no more use: the chat request keeps a map of its own. Where this fails, its time ends all the same.
  call("DELETE", "/v1/conversations/" + masking.conversation_id).catch(() => {});
}

// MARK: why

function fill(full, took, body) {
  const record = full.record;
  $("result").hidden = false;
  $("route").textContent = record.route;
  $("route").className = "badge " + record.route;
  show("because", words(record.reason) + (record.warning ? " (" + words(record.warning) + ")" : ""));
  show("intent", record.intent || "–");
  show("confidence", number(record.confidence, 3) + ", threshold " + number(record.threshold, 3));
  const share = (value) => Math.max(0, Math.min(1, value || 0)) * 100;
  $("bar").style.setProperty("width", share(record.confidence) + "%");
  $("mark").style.setProperty("left", "calc(" + share(record.threshold) + "% - 1px)");
  show("scope", number(record.out_of_scope, 3) + ", limit " + number(record.out_of_scope_threshold, 3));
  show("latency", took.toFixed(1) + " ms here");
  show("answered-by", full.answer ? full.answer.model : body.model || "–");
  show("cost", full.answer ? "$" + full.answer.cost_usd.toFixed(6) : "$0");
  if (record.sensitivity) level(record.sensitivity);
  const text = full.answer ? full.answer.text || full.answer.detail || words(full.answer.outcome)
    : record.answer ? record.answer.text : full.status === "refused" ? body.error ? body.error.message : "refused" : "not there yet";
  showAnswer(text, Boolean(full.answer));
  $("document").hidden = !(record.answer && record.answer.document_id);
  if (record.answer && record.answer.document_id) show("document", "From approved document " + record.answer.document_id);
  const findings = Object.entries(record.answer_findings || {}).map(([type, count]) => count + " " + type).join(", ");
  const loss = full.answer && full.answer.map_loss;
  $("findings").hidden = !findings && !loss;
  show("findings", [findings ? "Second scan of the answer, before values were put back: " + findings + "." : "",
    loss ? "Values could not be put back: the map is " + { forgotten: "forgotten", wrong_key: "sealed with another key", damaged: "damaged" }[loss] + "." : "",
  ].join(" "));
  show("left", full.uplink ? full.uplink.bytes + " bytes, masked, " + full.uplink.state + "."
    + (full.uplink.message ? " This message and nothing else:" : " The message itself is kept no longer.")
    : "Nothing. No content of this request left the device" + (record.local_only ? ", and none may: " + KEPT_BY[record.local_only] : "") + ".");
  const message = full.uplink && full.uplink.message;
  $("payload").hidden = !message;
  show("payload", message ? JSON.stringify(message, null, 2) : "");
  $("stages").replaceChildren(...Object.entries(record.stage_us).map(([name, us]) => {
    const item = document.createElement("li"); item.textContent = name + " " + micros(us); return item;
  }));
}

// The latest press of a button: an answer that is still awaited for an earlier one is of no interest any more.
let latest = 0;

async function ask(text, turn) {
  const begin = performance.now();
  const response = await fetch("/v1/chat/completions", {
    method: "POST", headers: headers(), body: JSON.stringify({ model: $("model").value, messages: [{ role: "user", content: text }] }),
  });
  const took = performance.now() - begin;
  const body = await response.json();
  const id = response.headers.get("weir-decision-id");
  if (!id) throw new Error(body.error ? body.error.message : "HTTP " + response.status);
  for (let tries = 0; tries < 120; tries++) {
    const full = await call("GET", "/v1/requests/" + id);
    if (turn !== latest) return;
    fill(full, took, body);
    if (full.status !== "pending") return;
    press(false);
    await new Promise((done) => setTimeout(done, 1000));
  }
}

function press(isDown) { $("send").disabled = $("look").disabled = isDown; }

async function run(...steps) {
  const turn = ++latest, text = $("text").value;
  press(true);
  $("error").hidden = $("privacy").hidden = $("result").hidden = true;
  try {
    for (const step of steps) await step(text, turn);
  } catch (error) {
    if (turn !== latest) return;
    show("error", error.message);
    $("error").hidden = false;
  } finally {
    if (turn === latest) press(false);
    recent();
  }
}

$("form").addEventListener("submit", (event) => { event.preventDefault(); run(mask, ask); });
$("look").addEventListener("click", () => { if ($("form").reportValidity()) run(mask); });
$("privacy").addEventListener("pointerover", pointAt);
$("privacy").addEventListener("focusin", pointAt);
state();
recent();
setInterval(state, 3000);
setInterval(recent, 5000);

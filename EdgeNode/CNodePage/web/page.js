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

function row(record) {
  const line = document.createElement("tr");
  const last = record.turns.filter((turn) => turn.role === "user").pop();
  const text = last ? last.masked_text : "";
  const cells = [
    new Date(record.created_unix_ms).toLocaleTimeString(), text.length > 160 ? text.slice(0, 160) + "…" : text, record.intent || "–",
    number(record.confidence, 3), record.route, words(record.reason), record.uplink_bytes ? record.uplink_bytes + " B" : "nothing",
  ];
  for (const cell of cells) { const item = document.createElement("td"); item.textContent = cell; line.append(item); }
  return line;
}

async function recent() {
  const response = await fetch("/v1/requests?limit=10", { headers: headers() });
  if (!response.ok) return;
  const list = await response.json();
  $("recent").replaceChildren(...list.data.map(row));
}

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
  show("masked", record.turns.map((turn) => turn.masked_text).join("\n"));
  const text = full.answer ? full.answer.text || full.answer.detail || words(full.answer.outcome)
    : record.answer ? record.answer.text : full.status === "refused" ? body.error ? body.error.message : "refused" : "not there yet";
  show("answer", text);
  $("document").hidden = !(record.answer && record.answer.document_id);
  if (record.answer && record.answer.document_id) show("document", "From approved document " + record.answer.document_id);
  show("left", full.uplink ? full.uplink.bytes + " bytes of masked text, " + full.uplink.state + ":" : "Nothing. No content of this request left the device.");
  $("payload").hidden = !full.uplink;
  show("payload", full.uplink ? JSON.stringify(full.uplink.message, null, 2) : "");
  $("stages").replaceChildren(...Object.entries(record.stage_us).map(([name, us]) => {
    const item = document.createElement("li"); item.textContent = name + " " + micros(us); return item;
  }));
}

async function send(event) {
  event.preventDefault();
  $("send").disabled = true;
  $("error").hidden = true;
  try {
    const begin = performance.now();
    const response = await fetch("/v1/chat/completions", {
      method: "POST", headers: headers(),
      body: JSON.stringify({ model: $("model").value, messages: [{ role: "user", content: $("text").value }] }),
    });
    const took = performance.now() - begin;
    const body = await response.json();
    const id = response.headers.get("weir-decision-id");
    if (!id) throw new Error(body.error ? body.error.message : "HTTP " + response.status);
    for (let tries = 0; tries < 120; tries++) {
      const full = await (await fetch("/v1/requests/" + id, { headers: headers() })).json();
      fill(full, took, body);
      if (full.status !== "pending") break;
      await new Promise((done) => setTimeout(done, 1000));
    }
  } catch (error) {
    show("error", error.message);
    $("error").hidden = false;
  } finally {
    $("send").disabled = false;
    recent();
  }
}

$("form").addEventListener("submit", send);
state();
recent();
setInterval(state, 3000);
setInterval(recent, 5000);

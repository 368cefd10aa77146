"use strict";

const at = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat("en");

function share(value) { return value == null ? "–" : (100 * value).toFixed(1) + " %"; }

function seconds(value) {
  if (value == null) return "–";
  if (value < 0.001) return (value * 1e6).toFixed(0) + " µs";
  return value < 1 ? (value * 1e3).toFixed(1) + " ms" : value.toFixed(2) + " s";
}

function bytes(value) {
  if (value < 1024) return value + " B";
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let unit = -1;
  do { value /= 1024; unit += 1; } while (value >= 1024 && unit < units.length - 1);
  return value.toFixed(1) + " " + units[unit];
}

function money(micro) { return "$" + (micro / 1e6).toFixed(micro < 1e6 ? 4 : 2); }

function age(now, then) {
  if (!then) return "never";
  const past = Math.max(0, Math.round((now - then) / 1000));
  if (past < 120) return past + " s";
  return past < 7200 ? Math.round(past / 60) + " min" : Math.round(past / 3600) + " h";
}

// Every text goes in as text: nothing a node or a model wrote can become markup.
function cell(content, name) {
  const td = document.createElement("td");
  if (name) td.className = name;
  if (content instanceof Node) td.append(content); else td.textContent = content;
  return td;
}

function fill(id, rows, empty) {
  const body = at(id).tBodies[0];
  const made = rows.map((cells) => {
    const tr = document.createElement("tr");
    for (const [content, name] of cells) tr.append(cell(content, name));
    return tr;
  });
  if (!made.length) {
    const tr = document.createElement("tr");
    const td = cell(empty, "empty");
    td.colSpan = at(id).tHead.rows[0].cells.length;
    tr.append(td);
    made.push(tr);
  }
  body.replaceChildren(...made);
}

function pairs(id, entries) {
  at(id).replaceChildren(...entries.map(([name, value]) => {
    const group = document.createElement("div");
    group.style.display = "contents";
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = value;
    group.append(dt, dd);
    return group;
  }));
}

function figures(entries) {
  at("figures").replaceChildren(...entries.map(([name, value]) => {
    const group = document.createElement("div");
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = value;
    group.append(dt, dd);
    return group;
  }));
}

function show(s) {
  at("plane").textContent = s.plane + " " + s.version + ", upstream " + s.upstream_model;
  const ready = s.nodes.filter((n) => n.status === "ready" && !n.revoked).length;
  const sent = Object.values(s.uplink_bytes).reduce((a, b) => a + b, 0);
  figures([
    ["nodes ready", ready + " of " + s.nodes.filter((n) => !n.revoked).length],
    ["requests", whole.format(s.requests)],
    ["kept local", share(s.share_local)],
    ["sent up", bytes(sent)],
    ["sending all", bytes(s.baseline_bytes)],
    ["tokens", whole.format(s.prompt_tokens + s.completion_tokens)],
    ["cost", money(s.cost_micro_usd)],
    ["in outboxes", whole.format(s.outbox_depth)],
  ]);
  fill("routes", s.routes.map((r) => [
    [r.route], [whole.format(r.requests), "n"], [share(s.requests ? r.requests / s.requests : null), "n"],
    [seconds(r.p50_seconds), "n"], [seconds(r.p99_seconds), "n"],
  ]), "no request yet");
  fill("nodes", s.nodes.map((n) => {
    const fault = n.conditions.find((c) => c.state === "failed");
    const state = n.revoked ? "revoked" : n.status;
    const release = document.createElement("code");
    release.textContent = n.release ? n.release.slice(0, 12) : "none";
    if (fault) { release.className = "bad"; release.title = fault.condition + ": " + fault.detail; release.textContent += " !"; }
    return [
      [n.node], [state, state === "ready" ? "good" : state === "lost" || state === "revoked" ? "bad" : ""], [release],
      [String(n.policy_version), "n"], [whole.format(n.requests), "n"], [share(n.share_local), "n"], [bytes(n.resident_bytes), "n"],
      [n.kernel_table || "–"], [age(s.now_unix_ms, n.last_seen_unix_ms), "n"],
    ];
  }), "no node enrolled");
  fill("pii", Object.entries(s.masked_entities).sort((a, b) => b[1] - a[1]).map(([type, n]) => [[type], [whole.format(n), "n"]]), "nothing yet");
  fill("cost", s.costs.map((c) => [
    [c.model], [whole.format(c.completions), "n"], [whole.format(c.prompt_tokens + c.completion_tokens), "n"],
    [c.unpriced ? money(c.cost_micro_usd) + " + unpriced" : money(c.cost_micro_usd), "n"],
  ]), "nothing asked yet");
  const p = s.policy;
  pairs("policy", p ? [
    ["version", p.version + (p.nodes ? " (on " + p.applied_by + " of " + p.nodes + " nodes)" : "")],
    ["workflow", p.workflow], ["stay local from", p.default_threshold], ["out of scope above", p.out_of_scope_threshold],
    ["passage from", p.passage_threshold],
    ...p.intents.filter((i) => i.threshold != null).map((i) => [i.intent, i.threshold]),
  ] : [["none", "the first rollout brings one"]]);
  fill("rollouts", s.rollouts.map((r) => [
    [String(r.rollout), "n"], [r.release.slice(0, 12)],
    [r.state, r.state === "complete" ? "good" : r.state === "failed" || r.state === "aborted" ? "bad" : ""],
    [r.nodes.filter((n) => n.progress === "active").length + " of " + r.nodes.length, "n"],
  ]), "none yet");
  fill("approvals", s.pending_approvals.map((a) => {
    const open = document.createElement("button");
    open.type = "button";
    open.textContent = "Review";
    open.disabled = !at("token").value;
    open.addEventListener("click", () => review(a.approval));
    return [[String(a.approval), "n"], [a.node], [a.intent || "–"], [age(s.now_unix_ms, a.created_unix_ms), "n"], [open]];
  }), "nothing waits");
}

async function call(path, options = {}) {
  const headers = { ...(options.body ? { "content-type": "application/json" } : {}) };
  const token = at("token").value;
  if (token) headers.authorization = "Bearer " + token;
  const answer = await fetch(path, { ...options, headers, cache: "no-store" });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ? body.error.message : "HTTP " + answer.status);
  return body;
}

let reviewed = null;

async function review(number) {
  try {
    reviewed = await call("/api/v1/approvals/" + number);
  } catch (error) {
    at("status").textContent = error.message;
    return;
  }
  at("draft-title").textContent = "Request " + reviewed.approval + " (" + (reviewed.intent || "no intent") + ", " + reviewed.model + ")";
  at("turns").replaceChildren(...reviewed.turns.map((turn) => {
    const div = document.createElement("div");
    div.className = "turn";
    const b = document.createElement("b");
    b.textContent = turn.role;
    div.append(b, turn.masked_text);
    return div;
  }));
  at("draft-text").value = reviewed.draft;
  at("draft-status").textContent = "";
  at("draft").hidden = false;
  at("draft-title").focus();
}

async function decide(verb) {
  const text = at("draft-text").value;
  const body = verb === "approve" ? (text === reviewed.draft ? {} : { text }) : { reason: "rejected on the page" };
  try {
    await call("/api/v1/approvals/" + reviewed.approval + "/" + verb, { method: "POST", body: JSON.stringify(body) });
    at("draft").hidden = true;
    poll();
  } catch (error) {
    at("draft-status").textContent = error.message;
  }
}

at("approve").addEventListener("click", () => decide("approve"));
at("reject").addEventListener("click", () => decide("reject"));
at("close").addEventListener("click", () => { at("draft").hidden = true; });
at("token-form").addEventListener("submit", (event) => { event.preventDefault(); poll(); });

async function poll() {
  try {
    const summary = await call("/api/v1/summary");
    show(summary);
    at("status").textContent = summary.linked ? "broker connected" : "broker not connected";
    at("status").className = summary.linked ? "" : "bad";
    document.body.dataset.ready = "true";
  } catch (error) {
    at("status").textContent = error.message === "Failed to fetch" ? "the plane does not answer" : error.message;
    at("status").className = "bad";
  }
}

poll();
setInterval(() => { if (!document.hidden) poll(); }, 2000);

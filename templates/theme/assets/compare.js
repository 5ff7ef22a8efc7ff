// The compare page: shows any two versions from the data prepared for it (clausebook/pages/comparisons.py). It only picks:
// which clauses changed between two versions, and how, was found out when the site was built.
import { restart } from "./changes.js";
import { today } from "./dates.js";

const form = document.querySelector("[data-cb-compare]");
const status = document.getElementById("cb-compare-status");
const result = document.getElementById("cb-comparison");
const language = document.documentElement.lang;

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const counted = (forms, count) => fill(forms[new Intl.PluralRules(language).select(count)] ?? forms.other, { count });

/** An element; children are elements or plain words, `html` is ready HTML of the data. */
const make = (name, { html, ...attributes } = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  if (html !== undefined) element.innerHTML = html;
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

/** Two versions with what changed between them. */
class Pair {
  constructor(data, from, to) {
    const holds = (at) => at.some(([a, b, x, y]) => a <= from && from <= b && x <= to && to <= y);
    this.data = data;
    this.words = data.words;
    this.old = side(data, from);
    this.new = side(data, to);
    this.steps = data.versions.slice(from + 1, to + 1);
    const changes = data.changes.filter((change) => holds(change.at));
    const renames = data.renames.filter(([, , at]) => holds(at));
    this.byOld = new Map(changes.filter((change) => change.old).map((change) => [change.old, change]));
    this.byNew = new Map(changes.filter((change) => change.new).map((change) => [change.new, change]));
    this.later = new Map(renames.map(([old, later]) => [old, later]));
    this.former = new Map(renames.map(([old, later]) => [later, old]));
    this.items = [...this.sequence()];
    this.changes = this.items.filter((item) => item.change);
  }

  formerId(id) { return this.byNew.get(id)?.old ?? this.former.get(id) ?? id; }

  /** Whether a clause of the new version moved, or a clause around it did. */
  wentElsewhere(id) {
    for (let here = id; here !== undefined; here = this.new.parents.get(here)) {
      if (this.byNew.get(here)?.kinds.includes("moved")) return true;
    }
    return false;
  }

  /** The whole text in reading order: each clause of the new version; what was removed, and what left, where it stood. */
  *sequence() {
    const after = new Map();
    let anchor = "";
    const put = (item) => after.set(anchor, [...(after.get(anchor) ?? []), item]);
    for (const place of this.old.places) {
      const change = this.byOld.get(place.id);
      const later = this.later.get(place.id) ?? place.id;
      if (change && !change.new) put({ change, place });
      else if (this.wentElsewhere(later)) { if (change) put({ left: change, place }); }
      else if (this.new.byId.has(later) && this.formerId(later) === place.id) anchor = later;
    }
    yield* after.get("") ?? [];
    for (const place of this.new.places) {
      yield { place, change: this.byNew.get(place.id), same: true };
      yield* after.get(place.id) ?? [];
    }
  }

  /** Clauses that only their number tells apart: old number, new place. */
  renumbered() {
    return this.new.places.filter((place) => !this.byNew.has(place.id)).flatMap((place) => {
      const number = this.old.byId.get(this.formerId(place.id))?.number;
      return number && number !== place.number ? [[number, place]] : [];
    });
  }

  /** Complete the references in `root`: numbers and addresses in the version that each belongs to. */
  complete(root, onlyOld = false) {
    for (const link of root.querySelectorAll("a[data-cb-clause]")) {
      let id = link.dataset.cbClause;
      const isOld = onlyOld || link.dataset.cbSide === "old";
      if (isOld && link.dataset.cbSide !== "old") id = this.formerId(id);
      const version = isOld ? this.old : this.new;
      if (link.classList.contains("cb-clause")) link.textContent = version.byId.get(id)?.number ?? id;
      link.href = `${version.address}#${id}`;
    }
    return root;
  }

  /** Words that name a clause: its title, or its section's and how its text begins. */
  heading(version, place) {
    const [title, text] = this.data.wordings[place.wording];
    if (title) return make("span", { html: title }).textContent;
    let section = "";
    for (let id = version.parents.get(place.id); id && !section; id = version.parents.get(id)) section = this.data.wordings[version.byId.get(id).wording][0];
    const words = this.complete(make("div", { html: text.replace(/<(?=\/?(p|li|ul|ol|blockquote|table|t[rdh]|br)\b)/g, " <") }), version === this.old).textContent.split(/\s+/).filter(Boolean);
    const excerpt = words.slice(0, 9).join(" ") + (words.length > 9 ? " …" : "");
    return section ? `${make("span", { html: section }).textContent} – ${excerpt}` : excerpt;
  }
}

const side = (data, index) => {
  const version = data.versions[index];
  const places = version.outline.map((row) => {
    const [id, depth, label, number, wording] = data.places[row];
    return { id, depth, label, number, wording };
  });
  const parents = new Map();
  const around = [];
  for (const place of places) {
    around.length = place.depth;
    if (place.depth) parents.set(place.id, around[place.depth - 1]);
    around[place.depth] = place.id;
  }
  return { ...version, index, places, parents, byId: new Map(places.map((place) => [place.id, place])) };
};

// --- From a pair to a page ---

const numbers = (pair, change, joint) => {
  const old = change.old && pair.old.byId.get(change.old)?.number;
  const now = change.new && pair.new.byId.get(change.new)?.number;
  return old && now && old !== now ? `${old}${joint}${now}` : now ?? old ?? "";
};
const kinds = (pair, change) => make("span", { class: "cb-kinds" },
  ...change.kinds.flatMap((kind) => [make("span", { class: `cb-kind cb-kind--${kind}` }, pair.words.kinds[kind]), " "]));
const anchor = (pair, change) => `change-${change.new ?? (pair.new.byId.has(change.old) ? `${change.old}_removed` : change.old)}`;
const headingOf = (pair, change) => change.new
  ? pair.heading(pair.new, pair.new.byId.get(change.new)) : pair.heading(pair.old, pair.old.byId.get(change.old));

/** One side of a redline: without what is not on it. */
const oneSide = (pair, html, isOld) => {
  const root = pair.complete(make("div", { class: "cb-redline", html }), isOld);
  for (const other of root.querySelectorAll(isOld ? "ins, .cb-ins, .cb-moved" : "del, .cb-del, .cb-left, .cb-away")) other.remove();
  // What the redline says of itself is no part of either text; words that moved away stand in the old one, and items have its numbers.
  for (const remark of root.querySelectorAll(".cb-form, .cb-break, .cb-gap, .cb-item-number")) remark.remove();
  for (const words of root.querySelectorAll(".cb-away-words")) words.hidden = false;
  for (const empty of root.querySelectorAll("ul:empty, ol:empty, table:empty, p:empty")) empty.remove();
  if (isOld) for (const item of root.querySelectorAll("[data-cb-old]")) item.value = Number(item.dataset.cbOld);
  return root;
};

const columns = (pair, old, now) => make("div", { class: "cb-columns" },
  ...[[pair.old, old], [pair.new, now]].map(([version, content]) =>
    make("div", { class: "cb-column" }, make("p", { class: "cb-column-label", html: version.label }), content ?? make("p", { class: "cb-column-absent" }, pair.words.absent))));

const redline = (pair, change, view) => {
  const html = (change.title ? `<p class="cb-redline-title">${change.title}</p>` : "") + (change.text ?? "");
  if (!html) return undefined;
  if (view === "inline") return pair.complete(make("div", { class: "cb-redline", html }));
  return columns(pair, change.old && oneSide(pair, html, true), change.new && oneSide(pair, html, false));
};

const notes = (pair, change) => pair.steps.flatMap((version) => {
  const html = version.notes?.[change.new] ?? version.notes?.[change.old];
  return html ? [make("div", { class: "cb-note" }, make("p", { class: "cb-note-label" }, fill(pair.words.why, { version: version.label })), ...make("div", { html }).childNodes)] : [];
});

const severity = (change) => change.severity ?? "wording";

const section = (pair, { change, place }, view, whole) => make("section", { class: `cb-change cb-depth-${whole ? place.depth : 0}`, id: anchor(pair, change), "data-cb-severity": severity(change) },
  make("h3", {}, make("span", { class: "cb-number" }, numbers(pair, change, " → ")), " ", kinds(pair, change),
    make("span", { class: "cb-change-heading" }, headingOf(pair, change))),
  ...(change.remarks ?? []).map((html) => pair.complete(make("p", { class: "cb-remark", html }))),
  whole && change.kinds.includes("moved") ? make("p", { class: "cb-remark" }, make("a", { href: `#left-${change.old}` }, pair.words.from)) : undefined,
  redline(pair, change, view), ...notes(pair, change),
  make("p", { class: "cb-goto" },
    make("a", { href: `${(change.new ? pair.new : pair.old).address}#${change.new ?? change.old}` }, pair.words.place), " ",
    make("a", { href: `../clause/${change.new ?? change.old}/` }, pair.words.history)));

const unchanged = (pair, { place }, view) => {
  const [title, html] = pair.data.wordings[place.wording];
  const text = (isOld) => pair.complete(make("div", { class: "cb-redline", html }), isOld);
  const was = pair.old.byId.get(pair.formerId(place.id));
  return make("div", { class: `cb-same ${title ? "" : "cb-same--plain "}cb-depth-${place.depth}`, id: place.id },
    title ? make("h4", {}, make("span", { class: "cb-number" }, was && was.number !== place.number ? `${was.number} → ${place.number}` : place.label), " ", make("span", { html: title }))
      : make("span", { class: "cb-number" }, place.label),
    html ? (view === "inline" ? text(false) : columns(pair, text(true), text(false))) : undefined);
};

const left = (pair, { left: change, place }) => {
  const [before, after] = pair.words.moved.split("{place}");
  return make("p", { class: "cb-left", id: `left-${change.old}` }, before.replace("{number}", place.number),
    make("a", { href: `#${anchor(pair, change)}` }, pair.new.byId.get(change.new).number), after);
};

const between = (pair) => fill(pair.words.between, { old: pair.old.inline, new: pair.new.inline });

/** “4 changes; 29 of form only: Capitals only 29”, as the ready pages say it. */
const counts = ({ words, changes }) => {
  const form = changes.map(({ change }) => change).filter((change) => severity(change) === "form");
  const told = counted(words.changes, changes.length - form.length);
  if (!form.length) return told;
  const kinds = Object.entries(words.kinds).map(([kind, label]) => [label, form.filter((change) => change.kinds.includes(kind)).length]);
  return `${told}; ${counted(words.form, form.length)}: ${kinds.filter(([, count]) => count).map(([label, count]) => `${label} ${count}`).join(", ")}`;
};

/** The list of changes by their weight, the heaviest first; those of form only are folded where they are many. */
const groups = (pair) => Object.entries(pair.words.severities).flatMap(([name, label]) => {
  const changes = pair.changes.map(({ change }) => change).filter((change) => severity(change) === name);
  if (!changes.length) return [];
  const list = make("ol", { class: "cb-changes" }, ...changes.map((change) => make("li", {}, kinds(pair, change),
    make("span", { class: "cb-change-number" }, numbers(pair, change, " → ")), make("a", { href: `#${anchor(pair, change)}` }, headingOf(pair, change)))));
  const head = `${label}: ${changes.length}`;
  return [name === "form"
    ? make("details", { class: "cb-severity", "data-cb-severity": name, open: changes.length <= 10 ? "" : undefined }, make("summary", {}, head), list)
    : make("section", { class: "cb-severity", "data-cb-severity": name }, make("h4", {}, head), list)];
});

const page = (pair, { view, text }) => {
  const { words, changes } = pair;
  const root = document.createDocumentFragment();
  root.append(make("h2", { id: "compared" }, between(pair)));
  if (pair.steps.some((version) => version.summary)) {
    root.append(make("section", { class: "cb-compare-steps" }, make("h3", {}, words.steps),
      ...pair.steps.map((version) => make("details", pair.steps.length > 3 ? {} : { open: "" },
        make("summary", { html: `${version.label}${version.from ? `, ${version.from}` : ""}` }), make("div", { html: version.summary }),
        make("p", { class: "cb-goto" }, make("a", { href: `${version.address}changes/` }, words.redline))))));
  }
  root.append(make("h3", { id: "changes" }, counts(pair)));
  if (changes.length) {
    const count = (kind) => changes.filter(({ change }) => change.kinds.includes(kind)).length;
    root.append(make("p", { class: "cb-counts" }, ...Object.entries(words.kinds).filter(([kind]) => count(kind)).flatMap(([kind, label]) =>
      [make("span", { class: `cb-kind cb-kind--${kind}` }, `${label}: ${count(kind)}`), " "])));
    root.append(...groups(pair));
  } else {
    root.append(make("p", {}, words.none));
  }
  const renumbered = pair.renumbered();
  if (renumbered.length) {
    root.append(make("details", { class: "cb-renumbered", open: renumbered.length <= 10 ? "" : undefined }, make("summary", {}, counted(words.renumbered, renumbered.length)),
      make("ul", {}, ...renumbered.map(([old, place]) => make("li", {}, `${old} → ${place.number} ${pair.heading(pair.new, place)}`)))));
  }
  const whole = text === "whole";
  for (const item of whole ? pair.items : changes) {
    root.append(item.change ? section(pair, item, view, whole) : item.left ? left(pair, item) : unchanged(pair, item, view));
  }
  return root;
};

// --- From an address to a choice, and back ---

const customers = [...(form?.querySelectorAll("[name=customer]") ?? [])].map((choice) => choice.value);
const LOOKS = { mode: ["versions", "since"], customer: customers.length ? customers : ["new", "existing"], view: ["inline", "side"], text: ["changes", "whole"] };
const sinceName = (customer) => (form.elements[`since-${customer}`] ? `since-${customer}` : "since");
/** From when a version binds a customer: those of a group may have a day of their own. */
const effectiveFor = (version, customer) => version.groups?.[customer.replace(/^group-/, "")] ?? version.effective;

/** Put what the address asks for into the form; gives the sentences on what it could not. */
const readAddress = (data) => {
  const asked = new URLSearchParams(location.search);
  const names = data.versions.map((version) => version.name);
  const faults = [];
  const known = new Set(["from", "to", "since", "customer", "view", "text"]);
  if ([...asked.keys()].some((key) => !known.has(key))) faults.push(data.words.unclear);
  for (const name of ["view", "text", "customer"]) {
    const value = asked.get(name);
    if (value === null) continue;
    if (!LOOKS[name].includes(value)) faults.push(data.words.unclear);
    else if (form.elements[name]) form.elements[name].value = value;
  }
  for (const name of ["from", "to", "since"]) {
    const value = asked.get(name);
    if (!value) continue; // “?since=” opens the list of days without a choice from it
    const field = form.elements[name === "since" ? sinceName(asked.get("customer") ?? "new") : name];
    if (!names.includes(value) || ![...field.options].some((option) => option.value === value)) faults.push(fill(data.elsewhere.includes(value) ? data.words.elsewhere : data.words.unknown, { name: value }));
    else field.value = value;
  }
  form.elements.mode.value = asked.has("since") ? "since" : "versions";
  return [...new Set(faults)];
};

const inForce = (data, customer = "") => {
  const day = today(form.dataset.cbZone);
  return Math.max(0, data.versions.findLastIndex((version) => version.effective && effectiveFor(version, customer) <= day));
};

/** What there is to know beside a comparison that ends with version `to`: what is in force without a text in this language, and what is announced. */
const alsoTold = (data, day, from, to, customer) => {
  const missing = data.missing.filter(({ effective }) => effective <= day && effective > data.versions[to].effective);
  const announced = [...data.versions.slice(to + 1), ...data.missing].filter((version) => version.announced && effectiveFor(version, customer) > day);
  const messages = [...missing.map((version) => ({ html: `${version.applies} ${version.missing}` })), ...announced.map((version) =>
    ({ html: version.missing ? `${version.announced} ${version.missing}` : version.announced }))];
  return from === to && !missing.length ? [data.words.unchanged, ...messages] : messages;
};

const start = async () => {
  let data;
  document.querySelector("[data-cb-unscripted]").remove();
  try {
    const answer = await fetch(form.dataset.cbCompare);
    if (!answer.ok) throw new Error(answer.statusText);
    data = await answer.json();
  } catch {
    status.textContent = form.dataset.cbFault;
    return;
  }
  const { elements } = form;
  const day = today(form.dataset.cbZone);
  for (const option of form.querySelectorAll("[data-cb-start]")) if (option.dataset.cbStart > day) option.remove();
  const latest = inForce(data);
  elements.from.value = data.versions[latest ? latest - 1 : 0].name;
  elements.to.value = data.versions[latest || 1].name;
  let faults = readAddress(data);

  const show = (remember = true) => {
    const mode = elements.mode.value;
    const customer = elements.customer?.value ?? "existing";
    for (const part of form.querySelectorAll("[data-cb-mode]")) part.hidden = part.dataset.cbMode !== mode;
    for (const part of form.querySelectorAll("[data-cb-customer]")) part.hidden = part.dataset.cbCustomer !== customer;
    const index = (name) => data.versions.findIndex((version) => version.name === name);
    const since = elements[sinceName(customer)].value;
    const signed = index(since);
    let [from, to] = mode === "since" ? [signed, Math.max(inForce(data, customer), signed)] : [index(elements.from.value), index(elements.to.value)];
    const messages = faults;
    faults = [];
    let spoken = "";
    if (from > to) {
      [from, to] = [to, from];
      messages.push(fill(data.words.swapped, { old: data.versions[from].label, new: data.versions[to].label }));
    }
    const view = elements.view.value;
    const text = elements.text.value;
    if (remember) {
      const address = new URLSearchParams(mode === "since" ? { since } : { from: data.versions[from].name, to: data.versions[to].name });
      if (mode === "since" && elements.customer) address.set("customer", customer);
      if (view !== "inline") address.set("view", view);
      if (text !== "changes") address.set("text", text);
      history.replaceState(null, "", `?${address}`);
    }
    form.classList.toggle("cb-wide", view === "side");
    result.className = view === "side" ? "cb-side" : "";
    if (mode === "since") messages.push(...alsoTold(data, day, from, to, customer));
    if (from === to) {
      if (mode !== "since") messages.push(data.words.same);
      result.replaceChildren();
    } else {
      const pair = new Pair(data, from, to);
      result.replaceChildren(page(pair, { view, text }));
      spoken = `${between(pair)}: ${counted(data.words.changes, pair.changes.length)}`;
    }
    status.replaceChildren(...messages.map((message) => (message.html ? make("span", message) : make("span", {}, message))), make("span", { class: "cb-spoken" }, spoken));
    restart();
  };

  form.hidden = false;
  document.getElementById("cb-compare-without").hidden = true;
  form.addEventListener("change", () => show());
  form.addEventListener("submit", (event) => event.preventDefault());
  show(false);
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
};

if (form) start();

// The compare page: shows any two versions from the data prepared for it (clausebook/pages/comparisons.py). It only picks:
// which clauses changed between two versions, and how, was found out when the site was built; and it loads only what it shows.
import { restart } from "./changes.js";
import { today } from "./dates.js";

const form = document.querySelector("[data-cb-compare]");
const status = document.getElementById("cb-compare-status");
const result = document.getElementById("cb-comparison");
const language = document.documentElement.lang;

const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const counted = (forms, count) => fill(forms[new Intl.PluralRules(language).select(count)] ?? forms.other, { count });

/**
 * An element; children are elements or plain words, `html` is ready HTML of the data.
 * @param {string} name
 * @param {{ html?: string, [attribute: string]: string | undefined }} attributes
 * @param {...(Node | string | undefined)} children
 */
const make = (name, { html, ...attributes } = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  if (html !== undefined) element.innerHTML = html;
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

const load = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
};

/** The HTML that a delta gives, from one or two sources; clausebook/pages/deltas.py is its twin and says how deltas are written. */
const compose = (delta, literals, ...sources) => {
  const cursors = [0, 0];
  let html = "";
  for (let at = 0; at < delta.length;) {
    const [literal, kind] = literals[delta[at++]];
    html += literal;
    if (!(kind & 3)) continue;
    const main = kind & 2 ? 1 : 0;
    if (kind & 4) cursors[main] = delta[at++];
    const length = delta[at++];
    html += sources[main].slice(cursors[main], cursors[main] + length);
    if (kind & 1) cursors[0] += length;
    if (kind & 2) cursors[1] += length;
  }
  return html;
};

/** Comparison data: its index, and of its other files those that were needed so far (clausebook/pages/comparison_files.py). */
class Data {
  /**
   * @param {ComparisonIndex} index
   * @param {URL} address
   */
  constructor(index, address) {
    this.words = index.words;
    this.versions = index.versions;
    this.elsewhere = index.elsewhere;
    this.missing = index.missing;
    this.places = index.places;
    this.renames = index.renames;
    this.texts = index.texts;
    this.changes = index.changes;
    this.steps = index.steps;
    this.parts = index.parts;
    this.files = index.files;
    this.address = address;
    /** @type {Promise<ComparisonPart>[]} */
    this.loaded = [];
    /** @type {[title: string, heading: string, html: string][]} */
    this.wordings = [];
    this.firstChanges = this.texts.length;
    this.firstSteps = this.firstChanges + this.changes.length;
  }

  part(number) {
    if (this.parts) return this.parts[number];
    this.loaded[number] ??= load(new URL(`comparison-${this.files[number]}.json`, this.address)).catch((error) => {
      delete this.loaded[number]; // may be had the next time
      throw error;
    });
    return this.loaded[number];
  }

  /** The files of one kind, which begin with number `first`, whose key is as wanted. */
  partsWhere(first, keys, isWanted) {
    return Promise.all(keys.flatMap((key, number) => (isWanted(key) ? [this.part(first + number)] : [])));
  }

  /** See to it that these rows of `wordings` are there: title, heading and HTML. */
  async loadWordings(rows) {
    const numbers = new Set(rows.map((row) => this.texts.findLastIndex((first) => first <= row)));
    await Promise.all([...numbers].map(async (number) => {
      const { rows: wordings, literals } = await this.part(number);
      let html = "";
      wordings.forEach(([title, heading, delta], row) => {
        html = compose(delta, literals, html);
        this.wordings[this.texts[number] + row] = [title, heading, html];
      });
    }));
  }

  /** A version with its clauses in reading order. */
  side(index) {
    const rows = [];
    for (const { outline } of this.versions.slice(0, index + 1)) for (const [at, gone, ...come] of outline) rows.splice(at, gone, ...come);
    const parents = new Map();
    const around = [];
    const places = rows.map((row) => {
      const [id, depth, label, number, wording] = this.places[row];
      if (depth) parents.set(id, around[depth - 1]);
      around[depth] = id;
      return { id, depth, label, number, wording };
    });
    return { ...this.versions[index], places, parents, byId: new Map(places.map((place) => [place.id, place])) };
  }

  /** Two versions with what changed between them, and all that is shown of it. */
  async compare(from, to, whole) {
    const holds = ([a, b, x, y]) => a <= from && from <= b && x <= to && to <= y;
    const [changes, steps] = await Promise.all([
      this.partsWhere(this.firstChanges, this.changes, holds),
      this.partsWhere(this.firstSteps, this.steps, ([first, last]) => first <= to && last > from),
    ]);
    const rows = changes.flatMap(({ subjects, literals, rows }) =>
      rows.filter(([, at]) => at.some(holds)).map(
        ([subject, , delta]) => ({ ...subjects[subject], html: (old, now) => compose(delta, literals, old, now) }),
      )
    );
    const told = new Map(steps.flatMap((part) => part.rows));
    const versions = this.versions.slice(from + 1, to + 1).map((version, number) => ({ ...version, ...told.get(from + 1 + number) }));
    const pair = new Pair(this, this.side(from), this.side(to), versions, rows, this.renames.filter(([, , at]) => at.some(holds)));
    await this.loadWordings(pair.wordingsShown(whole));
    return pair;
  }
}

/** Two versions with what changed between them. */
class Pair {
  constructor(data, old, now, steps, changes, renames) {
    this.data = data;
    this.words = data.words;
    this.old = old;
    this.new = now;
    this.steps = steps;
    this.byOld = new Map(changes.filter((change) => change.old).map((change) => [change.old, change]));
    this.byNew = new Map(changes.filter((change) => change.new).map((change) => [change.new, change]));
    this.later = new Map(renames.map(([former, later]) => [former, later]));
    this.former = new Map(renames.map(([former, later]) => [later, former]));
    this.items = [...this.sequence()];
    this.changes = this.items.filter((item) => item.change);
    this.renumbered = now.places.flatMap((place) => {
      const number = this.byNew.has(place.id) ? "" : old.byId.get(this.formerId(place.id))?.number;
      return number && number !== place.number ? [[number, place]] : [];
    });
  }

  formerId(id) {
    return this.byNew.get(id)?.old ?? this.former.get(id) ?? id;
  }

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
      yield { place, change: this.byNew.get(place.id) };
      yield* after.get(place.id) ?? [];
    }
  }

  /** The rows of the wordings that are shown, or that a redline is composed of. */
  wordingsShown(whole) {
    const changed = this.changes.flatMap(({ change }) => [this.old.byId.get(change.old), this.new.byId.get(change.new)]);
    const others = whole ? this.new.places : this.renumbered.map(([, place]) => place);
    return [...changed, ...others].flatMap((place) => (place ? [place.wording] : []));
  }

  /** The redline of a change, as HTML with open references. */
  html(change) {
    const [old, now] = [this.old.byId.get(change.old), this.new.byId.get(change.new)].map((place) => (place ? this.data.wordings[place.wording][2] : ""));
    return (change.title ? `<p class="cb-redline-title">${change.title}</p>` : "") + change.html(old, now);
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

  /** Words that name a clause. */
  heading(place) {
    const [title, heading] = this.data.wordings[place.wording];
    return make("span", { html: title || heading }).textContent;
  }
}

// --- From a pair to a page ---

const numbers = (pair, change, joint) => {
  const old = change.old && pair.old.byId.get(change.old)?.number;
  const now = change.new && pair.new.byId.get(change.new)?.number;
  return old && now && old !== now ? `${old}${joint}${now}` : now ?? old ?? "";
};
const kinds = (pair, change) =>
  make("span", { class: "cb-kinds" }, ...change.kinds.flatMap((kind) => [make("span", { class: `cb-kind cb-kind--${kind}` }, pair.words.kinds[kind]), " "]));
const anchor = (pair, change) => `change-${change.new ?? (pair.new.byId.has(change.old) ? `${change.old}_removed` : change.old)}`;
const headingOf = (pair, change) => pair.heading(pair.new.byId.get(change.new) ?? pair.old.byId.get(change.old));

/** One side of a redline: without what is not on it. */
const oneSide = (pair, html, isOld) => {
  const root = pair.complete(make("div", { class: "cb-redline", html }), isOld);
  for (const other of root.querySelectorAll(isOld ? "ins, .cb-ins, .cb-moved" : "del, .cb-del, .cb-left, .cb-away")) other.remove();
  // What the redline says of itself is no part of either text; words that moved away stand in the old one, and items have its numbers.
  for (const remark of root.querySelectorAll(".cb-form, .cb-break, .cb-gap, .cb-item-number")) remark.remove();
  for (const words of root.querySelectorAll(".cb-away-words")) words.hidden = false;
  for (const empty of root.querySelectorAll("ul:empty, ol:empty, table:empty, p:empty")) empty.remove();
  if (isOld) { for (const item of root.querySelectorAll("[data-cb-old]")) item.value = Number(item.dataset.cbOld); }
  return root;
};

const columns = (pair, old, now) =>
  make(
    "div",
    { class: "cb-columns" },
    ...[[pair.old, old], [pair.new, now]].map(([version, content]) =>
      make(
        "div",
        { class: "cb-column" },
        make("p", { class: "cb-column-label", html: version.label }),
        content ?? make("p", { class: "cb-column-absent" }, pair.words.absent),
      )
    ),
  );

const redline = (pair, change, view) => {
  const html = pair.html(change);
  if (!html) return undefined;
  if (view === "inline") return pair.complete(make("div", { class: "cb-redline", html }));
  return columns(pair, change.old && oneSide(pair, html, true), change.new && oneSide(pair, html, false));
};

const notes = (pair, change) =>
  pair.steps.flatMap((version) => {
    const html = version.notes?.[change.new] ?? version.notes?.[change.old];
    return html
      ? [
        make(
          "div",
          { class: "cb-note" },
          make("p", { class: "cb-note-label" }, fill(pair.words.why, { version: version.label })),
          ...make("div", { html }).childNodes,
        ),
      ]
      : [];
  });

const severity = (change) => change.severity ?? "wording";

const section = (pair, { change, place }, view, whole) =>
  make(
    "section",
    { class: `cb-change cb-depth-${whole ? place.depth : 0}`, id: anchor(pair, change), "data-cb-severity": severity(change) },
    make(
      "h3",
      {},
      make("span", { class: "cb-number" }, numbers(pair, change, " → ")),
      " ",
      kinds(pair, change),
      make("span", { class: "cb-change-heading" }, headingOf(pair, change)),
    ),
    ...(change.remarks ?? []).map((html) => pair.complete(make("p", { class: "cb-remark", html }))),
    whole && change.kinds.includes("moved") ? make("p", { class: "cb-remark" }, make("a", { href: `#left-${change.old}` }, pair.words.from)) : undefined,
    redline(pair, change, view),
    ...notes(pair, change),
    make(
      "p",
      { class: "cb-goto" },
      make("a", { href: `${(change.new ? pair.new : pair.old).address}#${change.new ?? change.old}` }, pair.words.place),
      " ",
      make("a", { href: `../clause/${change.new ?? change.old}/` }, pair.words.history),
    ),
  );

const unchanged = (pair, { place }, view) => {
  const [title, , html] = pair.data.wordings[place.wording];
  const text = (isOld) => pair.complete(make("div", { class: "cb-redline", html }), isOld);
  const was = pair.old.byId.get(pair.formerId(place.id));
  return make(
    "div",
    { class: `cb-same ${title ? "" : "cb-same--plain "}cb-depth-${place.depth}`, id: place.id },
    title
      ? make(
        "h4",
        {},
        make("span", { class: "cb-number" }, was && was.number !== place.number ? `${was.number} → ${place.number}` : place.label),
        " ",
        make("span", { html: title }),
      )
      : make("span", { class: "cb-number" }, place.label),
    html ? (view === "inline" ? text(false) : columns(pair, text(true), text(false))) : undefined,
  );
};

const left = (pair, { left: change, place }) => {
  const [before, after] = pair.words.moved.split("{place}");
  return make(
    "p",
    { class: "cb-left", id: `left-${change.old}` },
    before.replace("{number}", place.number),
    make("a", { href: `#${anchor(pair, change)}` }, pair.new.byId.get(change.new).number),
    after,
  );
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
const groups = (pair) =>
  Object.entries(pair.words.severities).flatMap(([name, label]) => {
    const changes = pair.changes.map(({ change }) => change).filter((change) => severity(change) === name);
    if (!changes.length) return [];
    const list = make(
      "ol",
      { class: "cb-changes" },
      ...changes.map((change) =>
        make(
          "li",
          {},
          kinds(pair, change),
          make("span", { class: "cb-change-number" }, numbers(pair, change, " → ")),
          make("a", { href: `#${anchor(pair, change)}` }, headingOf(pair, change)),
        )
      ),
    );
    const head = `${label}: ${changes.length}`;
    return [
      name === "form"
        ? make("details", { class: "cb-severity", "data-cb-severity": name, open: changes.length <= 10 ? "" : undefined }, make("summary", {}, head), list)
        : make("section", { class: "cb-severity", "data-cb-severity": name }, make("h4", {}, head), list),
    ];
  });

const page = (pair, { view, text }) => {
  const { words, changes } = pair;
  const root = document.createDocumentFragment();
  root.append(make("h2", { id: "compared" }, between(pair)));
  if (pair.steps.some((version) => version.summary)) {
    root.append(
      make(
        "section",
        { class: "cb-compare-steps" },
        make("h3", {}, words.steps),
        ...pair.steps.map((version) =>
          make(
            "details",
            pair.steps.length > 3 ? {} : { open: "" },
            make("summary", { html: `${version.label}${version.from ? `, ${version.from}` : ""}` }),
            make("div", { html: version.summary ?? "" }),
            make("p", { class: "cb-goto" }, make("a", { href: `${version.address}changes/` }, words.redline)),
          )
        ),
      ),
    );
  }
  root.append(make("h3", { id: "changes" }, counts(pair)));
  if (changes.length) {
    const count = (kind) => changes.filter(({ change }) => change.kinds.includes(kind)).length;
    root.append(
      make(
        "p",
        { class: "cb-counts" },
        ...Object.entries(words.kinds).filter(([kind]) => count(kind)).flatMap((
          [kind, label],
        ) => [make("span", { class: `cb-kind cb-kind--${kind}` }, `${label}: ${count(kind)}`), " "]),
      ),
    );
    root.append(...groups(pair));
  } else {
    root.append(make("p", {}, words.none));
  }
  const { renumbered } = pair;
  if (renumbered.length) {
    root.append(
      make(
        "details",
        { class: "cb-renumbered", open: renumbered.length <= 10 ? "" : undefined },
        make("summary", {}, counted(words.renumbered, renumbered.length)),
        make("ul", {}, ...renumbered.map(([old, place]) => make("li", {}, `${old} → ${place.number} ${pair.heading(place)}`))),
      ),
    );
  }
  const whole = text === "whole";
  for (const item of whole ? pair.items : changes) {
    root.append(item.change ? section(pair, item, view, whole) : item.left ? left(pair, item) : unchanged(pair, item, view));
  }
  return root;
};

// --- From an address to a choice, and back ---

const customers = [...(form?.querySelectorAll("[name=customer]") ?? [])].map((choice) => choice.value);
const LOOKS = {
  mode: ["versions", "since"],
  customer: customers.length ? customers : ["new", "existing"],
  view: ["inline", "side"],
  text: ["changes", "whole"],
};
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
    if (!names.includes(value) || ![...field.options].some((option) => option.value === value)) {
      faults.push(fill(data.elsewhere.includes(value) ? data.words.elsewhere : data.words.unknown, { name: value }));
    } else field.value = value;
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
  const toldTo = (version) => version.announcedFor?.[customer.replace(/^group-/, "")] ?? version.announced;
  const announced = [...data.versions.slice(to + 1), ...data.missing].filter((version) => toldTo(version) && effectiveFor(version, customer) > day);
  const messages = [
    ...missing.map((version) => ({ html: `${version.applies} ${version.missing}` })),
    ...announced.map((version) => ({ html: version.missing ? `${toldTo(version)} ${version.missing}` : toldTo(version) })),
  ];
  return from === to && !missing.length ? [data.words.unchanged, ...messages] : messages;
};

const start = async () => {
  let data;
  document.querySelector("[data-cb-unscripted]").remove();
  try {
    const address = new URL(form.dataset.cbCompare, location.href);
    data = new Data(await load(address), address);
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

  const without = document.getElementById("cb-compare-without");
  let turn = 0;
  const show = async (remember = true) => {
    turn += 1;
    const own = turn;
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
      result.setAttribute("aria-busy", "true");
      const pair = await data.compare(from, to, text === "whole").catch(() => undefined);
      if (own !== turn) return; // something else was chosen since
      without.hidden = pair !== undefined;
      if (!pair) {
        result.replaceChildren();
        result.removeAttribute("aria-busy");
        status.textContent = form.dataset.cbFault;
        return;
      }
      result.replaceChildren(page(pair, { view, text }));
      spoken = `${between(pair)}: ${counted(data.words.changes, pair.changes.length)}`;
    }
    status.replaceChildren(
      ...messages.map((message) => (message.html ? make("span", message) : make("span", {}, message))),
      make("span", { class: "cb-spoken" }, spoken),
    );
    result.removeAttribute("aria-busy");
    restart();
  };

  form.hidden = false;
  without.hidden = true;
  form.addEventListener("change", () => show());
  form.addEventListener("submit", (event) => event.preventDefault());
  await show(false);
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
};

if (form) start();

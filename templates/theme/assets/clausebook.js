// What a page does beyond plain HTML: the language switch keeps the choice and the clause, the header searches, a link shows its clause.
"use strict";

const asset = (name) => new URL(name, document.querySelector("script[src$='assets/clausebook.js']").src).href;

for (const link of document.querySelectorAll("[data-cb-language]")) {
  link.addEventListener("click", () => {
    link.search = location.search;
    link.hash = location.hash;
    try {
      localStorage.setItem("clausebook-language", link.dataset.cbLanguage);
    } catch { /* storage is switched off */ }
  });
}

// Two languages side by side need this script: without it the links to them stay hidden.
const beside = document.querySelector("[data-cb-beside]");
if (beside) {
  beside.hidden = false;
  for (const link of beside.querySelectorAll("a")) {
    link.addEventListener("click", () => {
      link.hash = location.hash;
    });
  }
  if (new URLSearchParams(location.search).has("beside")) import(asset("beside.js"));
}

if (document.querySelector("[data-cb-status], [data-cb-from], [data-cb-left]")) import(asset("status.js"));

// The theme's tabs in hand-written pages: open the one that a link names, and those of the kind that the reader opened last.
const named = document.getElementById(location.hash.slice(1));
if (named?.name?.startsWith("__tabbed_")) named.checked = true;
const opened = document.querySelector("[data-cb-linked-tabs]") && __md_get("__tabs");
if (Array.isArray(opened)) {
  for (const set of document.querySelectorAll(".tabbed-set")) {
    const labels = [...set.querySelectorAll(":scope > .tabbed-labels > label")];
    const label = opened.map((words) => labels.find((one) => one.innerText.trim() === words)).find(Boolean);
    if (label) document.getElementById(label.htmlFor).checked = true;
  }
}

// An announcement that was dismissed stays so until it says something else.
const announced = document.querySelector("[data-md-component=announce]");
const announcement = announced?.querySelector(".md-typeset");
if (announcement && __md_hash(announcement.innerHTML) === __md_get("__announce")) announced.hidden = true;

document.getElementById("cb-search-without")?.remove();
for (const form of document.querySelectorAll("[data-cb-search]")) {
  const input = form.querySelector("input");
  const panel = form.querySelector(".cb-search-panel"); // the header's form lists the best results below itself
  const page = document.getElementById("cb-search-results");
  const words = form.dataset;
  let engine;
  const load = () => (engine ??= import(new URL(`${words.cbRoot}pagefind/pagefind.js`, location.href).href));

  const item = (place, title) => {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = place.url;
    link.textContent = title;
    const text = document.createElement("p");
    text.innerHTML = place.excerpt; // the search's own excerpt: escaped words of the page, with <mark>
    entry.append(link, text);
    return entry;
  };

  // The index folds accents, but to it ø and æ are letters of their own: try other spellings where the one that was typed finds nothing.
  const find = async (query) => {
    const pagefind = await load();
    let found = await pagefind.search(query);
    for (const respelling of JSON.parse(words.cbRespellings || "[]")) {
      if (found.results.length) break;
      found = await pagefind.search(respelling.reduce((text, [from, to]) => text.replaceAll(from, to), query));
    }
    return found;
  };

  const show = async (target, limit) => {
    const query = input.value.trim();
    let pages;
    try {
      const found = await find(query);
      pages = await Promise.all(found.results.slice(0, limit).map((result) => result.data()));
    } catch {
      target.textContent = words.cbFault;
      return;
    }
    if (query !== input.value.trim()) return; // the reader went on typing
    const entries = pages.flatMap((found) =>
      found.sub_results.map((place) => item(place, place.title === found.meta.title ? place.title : `${found.meta.title} – ${place.title}`))
    );
    const list = document.createElement("ul");
    list.append(...entries.slice(0, limit));
    if (entries.length) target.replaceChildren(list);
    else target.textContent = words.cbNone;
  };

  let waiting;
  const target = panel ?? page;
  input.addEventListener("focus", load, { once: true });
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    if (panel) panel.hidden = !input.value.trim();
    if (input.value.trim()) waiting = setTimeout(() => show(target, panel ? 6 : 30), 150);
  });
  if (panel) {
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") panel.hidden = true;
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(/** @type {Node} */ (event.relatedTarget))) panel.hidden = true;
    });
    form.addEventListener("focusin", () => {
      panel.hidden = !input.value.trim() || !panel.hasChildNodes();
    });
  } else {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    if (input.value) show(page, 30);
  }
}

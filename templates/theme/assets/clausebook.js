// What a page does beyond plain HTML: the language switch keeps the clause, the header searches, a link shows its clause.
"use strict";

for (const link of document.querySelectorAll("[data-cb-language]")) {
  link.addEventListener("click", () => {
    link.hash = location.hash;
    try { localStorage.setItem("clausebook-language", link.dataset.cbLanguage); } catch { /* storage is switched off */ }
  });
}

{
  const form = document.querySelector("[data-cb-search]");
  const results = document.getElementById("cb-search-results");
  if (form) {
    const input = form.querySelector("input");
    const panel = form.querySelector(".cb-search-panel");
    const words = form.dataset;
    let engine;
    const load = () => (engine ??= import(new URL(`${words.cbRoot}pagefind/pagefind.js`, location.href).href));

    const item = (address, title, excerpt) => {
      const entry = document.createElement("li");
      const link = document.createElement("a");
      link.href = address;
      link.textContent = title;
      const text = document.createElement("p");
      text.innerHTML = excerpt; // Pagefind's own escaped excerpt: words of the page with <mark>
      entry.append(link, text);
      return entry;
    };

    const show = async (query, target, limit) => {
      let pages;
      try {
        const pagefind = await load();
        const found = await pagefind.search(query);
        pages = await Promise.all(found.results.slice(0, limit).map((result) => result.data()));
      } catch {
        target.textContent = words.cbFault;
        return;
      }
      const list = document.createElement("ul");
      for (const page of pages) {
        const places = page.sub_results.length ? page.sub_results : [page];
        for (const place of places.slice(0, limit)) {
          const section = place.title && place.title !== page.meta.title ? ` – ${place.title}` : "";
          list.append(item(place.url, page.meta.title + section.replace(/\s*#\s*$/, ""), place.excerpt));
        }
      }
      if (list.children.length) target.replaceChildren(list);
      else target.textContent = words.cbNone;
    };

    let waiting;
    input.addEventListener("focus", load, { once: true });
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      const query = input.value.trim();
      panel.hidden = !query;
      if (query) waiting = setTimeout(() => show(query, panel, 5), 150);
    });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") panel.hidden = true; });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) panel.hidden = true; });
    form.addEventListener("focusin", () => { if (input.value.trim() && panel.children.length) panel.hidden = false; });

    if (results) {
      const query = new URLSearchParams(location.search).get("q") ?? "";
      input.value = query;
      if (query) show(query, results, 20);
    }
  }
}

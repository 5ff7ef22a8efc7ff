// Marks the language that the reader chose last, else the browser's, and remembers a new choice.
"use strict";
{
  const KEY = "clausebook-language";
  const links = [...document.querySelectorAll("[data-cb-language]")];
  const remember = (code) => {
    try {
      localStorage.setItem(KEY, code);
    } catch { /* storage is switched off: nothing to remember */ }
  };
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const base = (tag) => tag.toLowerCase().split("-")[0];
  const wanted = [remembered() ?? [], navigator.languages].flat();
  // The very variant first (nl-BE), then its language, then whatever variant of that there is.
  const fits = [(code, tag) => code.toLowerCase() === tag.toLowerCase(), (code, tag) => code === base(tag), (code, tag) => base(code) === base(tag)];
  const match = wanted.flatMap((tag) => fits.map((fit) => links.find((link) => fit(link.dataset.cbLanguage, tag)))).find(Boolean);
  if (match) {
    match.classList.add("cb-offered");
    match.closest("ul").prepend(match.closest("li"));
    if (document.body.dataset.cbChoose !== undefined) match.focus();
  }
  for (const link of links) link.addEventListener("click", () => remember(link.dataset.cbLanguage));
}

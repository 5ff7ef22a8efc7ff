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
  const wanted = [remembered(), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  const match = wanted.map((code) => links.find((link) => link.dataset.cbLanguage === code)).find(Boolean);
  if (match) {
    match.classList.add("cb-offered");
    match.closest("ul").prepend(match.closest("li"));
    match.focus();
  }
  for (const link of links) link.addEventListener("click", () => remember(link.dataset.cbLanguage));
}

// What the theme remembers in the reader's browser, under the site's own address: its script calls these by name.
"use strict";
{
  const scope = new URL(document.currentScript.dataset.cbScope, location.href);
  globalThis.__md_scope = scope;
  globalThis.__md_hash = (text) => [...text].reduce((hash, sign) => (hash << 5) - hash + sign.charCodeAt(0), 0);
  globalThis.__md_get = (key, storage = localStorage, at = scope) => {
    try {
      return JSON.parse(storage.getItem(`${at.pathname}.${key}`));
    } catch {
      return null; /* storage is switched off, or holds what is not ours */
    }
  };
  globalThis.__md_set = (key, value, storage = localStorage, at = scope) => {
    try {
      storage.setItem(`${at.pathname}.${key}`, JSON.stringify(value));
    } catch { /* storage is switched off: nothing to remember */ }
  };
}

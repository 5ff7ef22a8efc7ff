// The colours that the reader chose last, set before the page is drawn: where the system decides, those of light or dark as it is now.
"use strict";
{
  const chosen = __md_get("__palette")?.color;
  if (chosen?.media === "(prefers-color-scheme)") {
    const now = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const input = document.querySelector(`[data-md-color-media='(prefers-color-scheme: ${now})']`);
    if (input) { for (const name of ["media", "scheme", "primary", "accent"]) chosen[name] = input.getAttribute(`data-md-color-${name}`); }
  }
  for (const [name, value] of Object.entries(chosen ?? {})) document.body.setAttribute(`data-md-color-${name}`, value);
}

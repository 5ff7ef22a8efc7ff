// The choice of light or dark as the theme's script expects it, and the colours that the reader chose last, set before the page is drawn:
// where the system decides, those of light or dark as it is now.
"use strict";
{
  const place = document.currentScript;
  const form = document.createElement("form");
  form.className = "md-header__option";
  form.dataset.mdComponent = "palette";
  for (const [index, [scheme, media, icon]] of [["default", "light", "moon"], ["slate", "dark", "sun"]].entries()) {
    const { mdColorPrimary, mdColorAccent } = document.body.dataset;
    const words = place.dataset[`cb${scheme[0].toUpperCase()}${scheme.slice(1)}`];
    const input = Object.assign(document.createElement("input"), {
      className: "md-option",
      type: "radio",
      name: "__palette",
      id: `__palette_${index}`,
      ariaLabel: words,
    });
    Object.assign(input.dataset, { mdColorMedia: `(prefers-color-scheme: ${media})`, mdColorScheme: scheme, mdColorPrimary, mdColorAccent });
    const label = Object.assign(document.createElement("label"), {
      className: "md-header__button md-icon",
      title: words,
      htmlFor: `__palette_${1 - index}`,
      hidden: true,
    });
    label.append(Object.assign(document.createElement("span"), { className: `cb-icon cb-icon--${icon}` }));
    form.append(input, label);
  }
  place.before(form);
  const chosen = __md_get("__palette")?.color;
  if (chosen?.media === "(prefers-color-scheme)") {
    const now = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
    const input = document.querySelector(`[data-md-color-media='(prefers-color-scheme: ${now})']`);
    if (input) { for (const name of ["media", "scheme", "primary", "accent"]) chosen[name] = input.getAttribute(`data-md-color-${name}`); }
  }
  for (const [name, value] of Object.entries(chosen ?? {})) document.body.setAttribute(`data-md-color-${name}`, value);
}

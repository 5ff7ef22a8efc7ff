// Steps from change to change, by button and by key (Alt with an arrow up or down), on every page that lists changes.

const nav = document.querySelector("[data-cb-walk]");
const only = document.querySelector("[data-cb-only]");
const list = () => [...document.querySelectorAll(".cb-change")].filter((change) => !change.hidden);
let here = -1;

const visible = (element) => {
  const box = element.getBoundingClientRect();
  return box.bottom > 0 && box.top < innerHeight;
};

/** The change that the reader is at: the one stepped to last, else the last that begins in the upper half of the window. */
const current = (changes) => {
  if (changes[here] && visible(changes[here])) return here;
  return changes.findLastIndex((change) => change.getBoundingClientRect().top < innerHeight / 2);
};

const tell = () => {
  const changes = list();
  const at = current(changes);
  nav.querySelector("output").textContent = nav.dataset.cbWalk.replace("%1", at < 0 ? "–" : String(at + 1)).replace("%2", String(changes.length));
};

const go = (step) => {
  const changes = list();
  if (!changes.length) return;
  here = Math.min(Math.max(current(changes) + step, 0), changes.length - 1);
  const heading = changes[here].querySelector("h3");
  heading.tabIndex = -1;
  changes[here].scrollIntoView();
  heading.focus({ preventScroll: true });
  tell();
};

/** Show only the changes of the weight that the switch asks for, and say how many are left out. */
const sift = () => {
  if (!only) return;
  const left = (part) => only.checked && part.dataset.cbSeverity !== only.dataset.cbOnly;
  for (const part of document.querySelectorAll("[data-cb-severity]")) part.hidden = left(part);
  const changes = [...document.querySelectorAll(".cb-change")];
  const status = only.closest(".cb-only").querySelector("[data-cb-sifted]");
  const count = changes.filter(left).length;
  status.textContent = count ? status.dataset.cbSifted.replace("%1", String(count)) : "";
  only.closest(".cb-only").hidden = changes.length < 2;
};

/** Begin again: call when the changes on the page are others. */
export const restart = () => {
  here = -1;
  sift();
  nav.hidden = list().length < 2;
  tell();
};

only?.addEventListener("change", restart);

if (nav) {
  restart();
  for (const button of nav.querySelectorAll("[data-cb-step]")) button.addEventListener("click", () => go(Number(button.dataset.cbStep)));
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("select, textarea, input:not([type=radio])")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    go(step);
  });
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const found = list().indexOf(target?.closest(".cb-change"));
    if (found >= 0) here = found;
    tell();
  });
  addEventListener("scroll", () => requestAnimationFrame(tell), { passive: true });
}

// What has come to pass since the page was built: badges, sentences, notices and days left, by the dates in the page and the day that
// it is in the document's own time zone. What is still true is left as it stands.
import { today } from "./dates.js";

const language = document.documentElement.lang;
/** @type {(day: string, dates: DOMStringMap) => string} */
const statusOn = (day, { cbStart, cbEnd }) => (cbEnd && day >= cbEnd ? "superseded" : day >= cbStart ? "in-force" : "announced");
const DAY = 24 * 60 * 60 * 1000;

for (const badge of document.querySelectorAll("[data-cb-status]")) {
  const { dataset } = badge;
  const now = statusOn(today(dataset.cbZone), dataset);
  const words = { "in-force": dataset.cbInForce, superseded: dataset.cbSuperseded }[now];
  if (now === dataset.cbStatus || !words) continue;
  badge.classList.replace(`cb-badge--${dataset.cbStatus}`, `cb-badge--${now}`);
  badge.textContent = words;
  badge.dataset.cbStatus = now;
  // The head of a page of terms decides which of its notices hold.
  if (badge.closest(".cb-head")) { for (const notice of document.querySelectorAll("[data-cb-when]")) notice.hidden = notice.dataset.cbWhen !== now; }
}

for (const words of document.querySelectorAll("[data-cb-from]")) words.hidden = today(words.dataset.cbZone) < words.dataset.cbFrom;
for (const words of document.querySelectorAll("[data-cb-until]")) words.hidden = today(words.dataset.cbZone) >= words.dataset.cbUntil;

for (const left of document.querySelectorAll("[data-cb-left]")) {
  const { dataset } = left;
  const count = Math.round((Date.parse(dataset.cbLeft) - Date.parse(today(dataset.cbZone))) / DAY);
  if (count <= 0) continue;
  const form = (category) => left.getAttribute(`data-cb-left-${category}`);
  left.textContent = (form(new Intl.PluralRules(language).select(count)) ?? form("other")).replace("{count}", String(count));
  left.hidden = false;
}

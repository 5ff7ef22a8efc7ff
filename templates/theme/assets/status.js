// What has come to pass since the page was built: badges, notices and days left, by the dates in the page and the day that it
// is in the document's own time zone.
import { today } from "./dates.js";

const language = document.documentElement.lang;
const statusOn = (day, { cbStart, cbEnd }) => (cbEnd && day >= cbEnd ? "superseded" : day >= cbStart ? "in-force" : "announced");
const DAY = 24 * 60 * 60 * 1000;

for (const badge of document.querySelectorAll("[data-cb-status]")) {
  const { dataset } = badge;
  const now = statusOn(today(dataset.cbZone), dataset);
  badge.classList.replace(`cb-badge--${dataset.cbStatus}`, `cb-badge--${now}`);
  badge.textContent = { announced: dataset.cbAnnounced, "in-force": dataset.cbInForce, superseded: dataset.cbSuperseded }[now];
  badge.dataset.cbStatus = now;
  // The head of a page of terms decides which of its notices hold.
  if (badge.closest(".cb-head")) for (const notice of document.querySelectorAll("[data-cb-when]")) notice.hidden = notice.dataset.cbWhen !== now;
}

for (const left of document.querySelectorAll("[data-cb-left]")) {
  const { dataset } = left;
  const count = Math.round((Date.parse(dataset.cbLeft) - Date.parse(today(dataset.cbZone))) / DAY);
  if (count <= 0) continue;
  const one = new Intl.PluralRules(language).select(count) === "one";
  left.textContent = (one ? dataset.cbOne : dataset.cbMany).replace("{count}", count);
  left.hidden = false;
}

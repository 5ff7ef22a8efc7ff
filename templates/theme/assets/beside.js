// Two languages side by side: puts the same version in another language beside each clause of this page.

const nav = document.querySelector("[data-cb-beside]");
const status = document.querySelector("[data-cb-beside-status]");
const wanted = new URLSearchParams(location.search).get("beside");
const own = document.documentElement.lang;

const show = async () => {
  const chosen = nav.querySelector(`a[hreflang="${CSS.escape(wanted)}"]`);
  const version = document.querySelector(`[data-cb-language="${CSS.escape(wanted)}"]`);
  if (wanted === own) return;
  if (!chosen || !version) {
    status.textContent = nav.dataset.cbUnknown;
    return;
  }
  chosen.setAttribute("aria-current", "true");
  const address = new URL(version.getAttribute("href"), location.href);
  address.search = address.hash = "";
  let other;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    other = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    status.textContent = nav.dataset.cbFault;
    return;
  }
  const theirs = new Map([...other.querySelectorAll("[data-cb-words]")].map((element) => [element.dataset.cbWords, element]));
  for (const ours of document.querySelectorAll("[data-cb-words]")) {
    const found = theirs.get(ours.dataset.cbWords);
    const pair = document.createElement(ours.tagName);
    pair.className = "cb-pair";
    const first = document.createElement(ours.tagName);
    first.lang = own;
    first.append(...ours.childNodes);
    const second = document.createElement(ours.tagName);
    second.lang = wanted;
    if (other.body.dir !== document.body.dir) second.dir = other.body.dir;
    for (const link of found?.querySelectorAll("a[href]") ?? []) link.href = new URL(link.getAttribute("href"), address).href;
    for (const named of found?.querySelectorAll("[id]") ?? []) named.removeAttribute("id");
    second.append(...(found?.childNodes ?? []));
    pair.append(first, second);
    ours.append(pair);
  }
  const close = document.createElement("a");
  close.href = location.pathname + location.hash;
  close.textContent = nav.dataset.cbClose;
  nav.append(close);
  document.body.classList.add("cb-two-languages");
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
};

if (wanted) show();

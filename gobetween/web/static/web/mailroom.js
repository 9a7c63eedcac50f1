// Keeps the counts of unread mail fresh and says when new mail is there; never moves what one reads.
// Without it the pages work the same; one then reloads by hand.
"use strict";

const SECONDS = 3;
const counts = new Map([...document.querySelectorAll("[data-box]")].map((mark) => [mark.dataset.box, mark]));

const fresh = document.querySelector("[data-fresh]");
let known = fresh && Number(counts.get(fresh.dataset.fresh)?.firstChild.nodeValue);

async function refresh() {
  const answer = await fetch("/mailroom/unread/");
  if (!answer.ok) return;
  for (const [address, unread] of Object.entries(await answer.json())) {
    const mark = counts.get(address);
    if (!mark) continue;
    mark.firstChild.nodeValue = unread;
    mark.toggleAttribute("data-loud", unread > 0);
    mark.hidden = unread === 0;
    if (fresh?.dataset.fresh !== address) continue;
    if (unread > known) fresh.hidden = false;
    known = Math.min(known, unread);
  }
}

setInterval(() => document.hidden || refresh().catch(() => {}), SECONDS * 1000);

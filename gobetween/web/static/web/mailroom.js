// Keeps the counts of unread mail fresh. Without it the pages work the same; one then reloads by hand.
"use strict";

const SECONDS = 3;
const counts = new Map([...document.querySelectorAll("[data-box]")].map((mark) => [mark.dataset.box, mark]));

async function refresh() {
  const answer = await fetch("/mailroom/unread/");
  if (!answer.ok) return;
  for (const [address, unread] of Object.entries(await answer.json())) {
    const mark = counts.get(address);
    if (!mark) continue;
    mark.firstChild.nodeValue = unread;
    mark.toggleAttribute("data-loud", unread > 0);
    mark.hidden = unread === 0;
  }
}

setInterval(() => document.hidden || refresh().catch(() => {}), SECONDS * 1000);

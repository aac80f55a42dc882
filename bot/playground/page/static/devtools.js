// Developer tools: the traffic between the bot and Slack, and the menus of faults.

import { call, read } from "./api.js";
import * as panes from "./panes.js";
import { redraw } from "./redraw.js";

const traffic = document.getElementById("traffic");
const faults = document.getElementById("faults");
const scroller = traffic.closest(".scroll");
const MAX_ROWS = 300;
const NEAR_END = 60; // pixels from the end at which new rows are still scrolled into view

let run = null;

panes.onOpen("devtools", scrollToEnd);

export function setUp(state) {
  if (run !== state.run) traffic.replaceChildren();
  run = state.run;
  const known = new Set([...traffic.children].map((row) => row.dataset.exchange));
  for (const { number, html } of state.traffic) if (!known.has(String(number))) addExchange(html);
  document.getElementById("no-traffic").hidden = traffic.children.length > 0;
  showFaults(state.faults);
}

// New rows go to the end, so that no row moves while it is read. The end stays in view unless a row is in use.
export function addExchange(html) {
  const following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END && !inUse();
  traffic.insertAdjacentHTML("beforeend", html);
  for (const row of [...traffic.children].slice(0, -MAX_ROWS)) if (!row.open) row.remove();
  document.getElementById("no-traffic").hidden = true;
  if (following) scrollToEnd();
}

const inUse = () => scroller.contains(document.activeElement) || traffic.querySelector(":hover, [open]");

function scrollToEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

export function showFaults(html) {
  redraw(faults, html);
}

// The toggle event does not bubble, so listen in the capture phase.
traffic.addEventListener("toggle", async (event) => {
  const row = event.target;
  if (!row.open || row.querySelector("pre")) return;
  const payloads = await read(`traffic/${row.dataset.exchange}`).catch(() => "<p class=hint>This request is no longer kept.</p>");
  if (!row.querySelector("pre")) row.insertAdjacentHTML("beforeend", payloads);
}, true);

faults.addEventListener("change", (event) => {
  call("fault", { method: event.target.dataset.fault, fault: event.target.value });
});

// Under the hood: what bot and Slack say to each other, and the faults one can switch on.

import { call, read } from "./api.js";
import * as panes from "./panes.js";
import { redraw } from "./redraw.js";

const traffic = document.getElementById("traffic");
const faults = document.getElementById("faults");
const scroller = traffic.closest(".scroll");
const KEPT = 300;
const NEAR = 60; // pixels from the end at which somebody still follows the traffic

let run = null;

panes.onOpen("hood", showEnd);

export function setUp(state) {
  if (run !== state.run) traffic.replaceChildren();
  run = state.run;
  const known = new Set([...traffic.children].map((row) => row.dataset.exchange));
  for (const { number, html } of state.traffic) if (!known.has(String(number))) addExchange(html);
  document.getElementById("no-traffic").hidden = traffic.children.length > 0;
  showFaults(state.faults);
}

// The newest stands last, so that no row moves while somebody reads it; the end is followed unless a row is in use.
export function addExchange(html) {
  const following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR && !inUse();
  traffic.insertAdjacentHTML("beforeend", html);
  for (const row of [...traffic.children].slice(0, -KEPT)) if (!row.open) row.remove();
  document.getElementById("no-traffic").hidden = true;
  if (following) showEnd();
}

const inUse = () => scroller.contains(document.activeElement) || traffic.querySelector(":hover, [open]");

function showEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

export function showFaults(html) {
  redraw(faults, html);
}

// toggle does not bubble, so it is caught on its way down.
traffic.addEventListener("toggle", async (event) => {
  const row = event.target;
  if (!row.open || row.querySelector("pre")) return;
  const payloads = await read(`traffic/${row.dataset.exchange}`).catch(() => "<p class=hint>Too long ago.</p>");
  if (!row.querySelector("pre")) row.insertAdjacentHTML("beforeend", payloads);
}, true);

faults.addEventListener("change", (event) => {
  call("fault", { method: event.target.dataset.fault, fault: event.target.value });
});

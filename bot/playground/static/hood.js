// Under the hood: what bot and Slack say to each other, and the faults one can switch on.

import { call, read } from "./api.js";

const traffic = document.getElementById("traffic");
const KEPT = 300;

export function setUp(state) {
  document.getElementById("faults").innerHTML = state.faults;
  traffic.innerHTML = state.traffic.slice().reverse().join("");
  document.getElementById("no-traffic").hidden = state.traffic.length > 0;
}

export function addExchange(html) {
  traffic.insertAdjacentHTML("afterbegin", html);
  while (traffic.children.length > KEPT) traffic.lastElementChild.remove();
  document.getElementById("no-traffic").hidden = true;
}

export function showFaults(html) {
  const box = document.getElementById("faults");
  const focused = box.contains(document.activeElement) ? document.activeElement.id : "";
  box.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus();
}

// toggle does not bubble, so it is caught on its way down.
traffic.addEventListener("toggle", async (event) => {
  const row = event.target;
  if (!row.open || row.querySelector("pre")) return;
  row.insertAdjacentHTML("beforeend", await read(`traffic/${row.dataset.exchange}`).catch(() => "<p class=hint>Too long ago.</p>"));
}, true);

document.getElementById("faults").addEventListener("change", (event) => {
  call("fault", { method: event.target.dataset.fault, fault: event.target.value });
});

// Time goes by at the press of a button: the next daily term of the channel shown arrives now.

import { call } from "./api.js";

const button = document.getElementById("forward");
const now = document.getElementById("now");
let told = null; // the channel that the line below speaks of

export function setUp(state, here) {
  button.hidden = !state.forward;
  button.onclick = async () => {
    button.disabled = true;
    const channel = here();
    const { said } = await call("forward", { channel });
    button.disabled = false;
    button.focus();
    told = channel;
    now.textContent = said || "";
  };
}

export function moved(channel) {
  if (channel !== told) now.textContent = "";
}

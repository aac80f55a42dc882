// The button that moves the clock to the next daily term of the current channel.

import { call } from "./api.js";

const button = document.getElementById("fast-forward");
const result = document.getElementById("fast-forward-result");
let resultChannel = null; // the channel of the message shown below the button

export function setUp(state, currentChannel) {
  button.hidden = !state.fast_forward;
  button.onclick = async () => {
    button.disabled = true;
    const channel = currentChannel();
    const { message } = await call("fast-forward", { channel });
    button.disabled = false;
    button.focus();
    resultChannel = channel;
    result.textContent = message || "";
  };
}

export function onChannel(channel) {
  if (channel !== resultChannel) result.textContent = "";
}

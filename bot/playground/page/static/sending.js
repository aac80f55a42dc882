// Sending: what was typed is echoed at once, greyed, until the workspace shows it; a failed send gives the words back.

import { call } from "./api.js";
import * as drafts from "./drafts.js";

const $ = (id) => document.getElementById(id);

let bot = { name: "", shown: "" };
let sending = []; // what is under way: {key, channel, thread, words, shown}; the key is that of its draft
let here = { channel: null, thread: null, direct: false };

export function setUp(state) {
  bot = state.bot;
}

export function show(place) {
  here = place;
  draw();
}

export async function send(channel, words, thread = null) {
  const one = { key: drafts.keyOf(thread || channel), channel, thread, words, shown: false };
  sending.push(one);
  draw();
  const scroller = $(thread ? "thread-messages" : "messages");
  scroller.scrollTop = scroller.scrollHeight;
  const { failed } = await call("say", { channel, text: words, thread });
  sending = sending.filter((other) => other !== one);
  draw();
  if (failed && !one.shown) drafts.giveBack(one.key, words);
}

// The workspace shows the next of one's own words.
export function arrived(message) {
  const inPlace = (one) => one.channel === message.channel && !one.shown && !one.words.startsWith("/");
  const one = message.mine && sending.find(inPlace);
  if (one) one.shown = true;
  draw();
}

function draw() {
  for (const [id, place] of [["echo", here.channel], ["thread-echo", here.thread]]) {
    $(id).replaceChildren(...sending.filter((one) => place && one.key === drafts.keyOf(place)).flatMap(drawn));
  }
}

function drawn({ words, shown }) {
  const forBot = here.direct || words.startsWith("/") || words.includes(`@${bot.name}`);
  const state = forBot ? `${bot.shown} is answering …` : shown ? "" : "Sending …";
  return [paragraph("echo-words", shown ? "" : words), paragraph("echo-state", state)].filter((one) => one.textContent);
}

function paragraph(name, text) {
  return Object.assign(document.createElement("p"), { className: name, textContent: text });
}

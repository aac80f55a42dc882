// Sending: what was typed is echoed at once, greyed, until the workspace shows it; a failed send gives the words back.

import { call } from "./api.js";
import * as drafts from "./drafts.js";

const $ = (id) => document.getElementById(id);

let bot = { name: "", shown: "" };
let sending = []; // what is under way: {channel, thread, words, shown}
let here = { channel: null, thread: null, direct: false };

export function setUp(state) {
  bot = state.bot;
}

export function show(place) {
  here = place;
  draw();
}

export async function send(channel, words, thread = null) {
  const one = { channel, thread, words, shown: false };
  sending.push(one);
  draw();
  for (const id of ["messages", "thread-messages"]) $(id).scrollTop = $(id).scrollHeight;
  const { failed } = await call("say", { channel, text: words, thread });
  sending = sending.filter((other) => other !== one);
  draw();
  if (failed && !one.shown) drafts.giveBack(thread || channel, words);
}

// The workspace shows the next of one's own words.
export function arrived(message) {
  const inPlace = (one) => one.channel === message.channel && !one.shown && !one.words.startsWith("/");
  const one = message.mine && sending.find(inPlace);
  if (one) one.shown = true;
  draw();
}

function draw() {
  const inChannel = sending.filter((one) => one.channel === here.channel && !one.thread);
  $("echo").replaceChildren(...inChannel.flatMap(drawn));
  $("thread-echo").replaceChildren(...sending.filter((one) => one.thread && one.thread === here.thread).flatMap(drawn));
}

function drawn({ words, shown }) {
  const forBot = here.direct || words.startsWith("/") || words.includes(`@${bot.name}`);
  const state = forBot ? `${bot.shown} is answering …` : shown ? "" : "Sending …";
  return [paragraph("echo-words", shown ? "" : words), paragraph("echo-state", state)].filter((one) => one.textContent);
}

function paragraph(name, text) {
  return Object.assign(document.createElement("p"), { className: name, textContent: text });
}

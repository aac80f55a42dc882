// Sending: a message is shown in grey until the workspace has it; if sending fails, its text returns to the draft.

import { call } from "./api.js";
import * as drafts from "./drafts.js";
import * as attachments from "./files.js";

const $ = (id) => document.getElementById(id);

let bot = { name: "", real_name: "" };
let pending = []; // messages being sent: {key, channel, thread, text, files, arrived}; key is that of the draft
let here = { channel: null, thread: null, direct: false };

export function setUp(state) {
  bot = state.bot;
}

export function show(place) {
  here = place;
  draw();
}

export async function send(channel, text, thread = null, files = []) {
  const message = { key: drafts.keyOf(thread || channel), channel, thread, text, files, arrived: false };
  pending.push(message);
  draw();
  const scroller = $(thread ? "thread-messages" : "messages");
  scroller.scrollTop = scroller.scrollHeight;
  const { failed } = await call("say", { channel, text, thread, files: files.map(({ id }) => id) });
  pending = pending.filter((other) => other !== message);
  draw();
  if (!failed || message.arrived) return;
  drafts.restore(message.key, text);
  attachments.restore(files);
}

// A message of the viewer has arrived in the workspace.
export function onMessage({ mine, channel }) {
  const isNext = (message) => message.channel === channel && !message.arrived && (message.files.length || !message.text.startsWith("/"));
  const message = mine && pending.find(isNext);
  if (message) message.arrived = true;
  draw();
}

function draw() {
  for (const [id, place] of [["echo", here.channel], ["thread-echo", here.thread]]) {
    const messages = pending.filter((message) => place && message.key === drafts.keyOf(place));
    $(id).replaceChildren(...messages.flatMap(paragraphs));
  }
}

function paragraphs({ text, files, arrived }) {
  const forBot = here.direct || text.startsWith("/") || text.includes(`@${bot.name}`);
  const state = forBot ? `${bot.real_name} is answering …` : arrived ? "" : "Sending …";
  const shown = [text, ...files.map(({ name }) => name)].filter(Boolean).join("\n");
  return [paragraph("echo-text", arrived ? "" : shown), paragraph("echo-state", state)].filter((one) => one.textContent);
}

function paragraph(className, textContent) {
  return Object.assign(document.createElement("p"), { className, textContent });
}

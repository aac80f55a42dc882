// The messages of the current channel and of the open thread.

import { read } from "./api.js";
import * as panes from "./panes.js";
import { redraw, redrawOne } from "./redraw.js";

const $ = (id) => document.getElementById(id);
const byMessage = (list, id) => list.querySelector(`:scope > [data-message="${CSS.escape(id)}"]`);
const NEAR_END = 120; // pixels from the end at which new messages are still scrolled into view

const channelBox = { scroller: $("messages"), list: $("message-list"), atEnd: true };
const threadBox = { scroller: $("thread-messages"), list: $("thread-list"), atEnd: true };

let channel = null;
let messages = [];
let thread = null; // "channel/ts" of the open thread
let buffer = null; // messages that arrive while a channel is loading
let loads = 0;
let onChanged = () => {};

export const openThreadId = () => thread;
export const isEmpty = () => !messages.some(inChannel);
export const onChange = (callback) => { onChanged = callback; };
panes.onClose("thread", () => {
  thread = null;
  threadBox.list.replaceChildren();
  onChanged();
});

const inChannel = (message) => !message.thread || message.thread === message.ts || message.broadcast;
const inThread = (message) => thread && (message.id === thread || `${message.channel}/${message.thread}` === thread);

// Loads a channel and scrolls to the message `ts`, if given. Returns false if there is no such message, and throws if
// the channel cannot be loaded.
export async function load(id, ts) {
  const number = ++loads;
  const moved = channel !== id;
  if (moved) panes.close("thread");
  channel = id;
  buffer ??= [];
  const loaded = await read(`channel/${id}`);
  if (number !== loads) return true;
  messages = loaded;
  const { scroller, list } = channelBox;
  const following = moved || isNearEnd(scroller);
  redraw(list, messages.filter(inChannel).map((message) => message.html).join(""));
  if (following) showEnd(channelBox);
  const missed = buffer.filter((message) => message.channel === id);
  buffer = null;
  missed.forEach(put);
  if (thread) drawThread();
  update();
  const target = ts && byMessage(list, `${id}/${ts}`);
  if (!target) return !ts;
  target.classList.add("found");
  target.scrollIntoView({ block: "center" });
  channelBox.atEnd = isNearEnd(scroller);
  return true;
}

export function clear() {
  messages = [];
  channelBox.list.replaceChildren();
  panes.close("thread");
  update();
  $("nothing").hidden = true;
}

function update() {
  $("nothing").hidden = !isEmpty();
  if (isNearEnd(channelBox.scroller)) $("newer").hidden = true;
  onChanged();
}

export function put(message) {
  if (buffer) {
    buffer.push(message);
    return;
  }
  messages = [...messages.filter((other) => other.id !== message.id), message].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  if (inChannel(message)) upsert(channelBox, message, message.html);
  if (inThread(message)) upsert(threadBox, message, message.thread_html);
  else if (answersMe(message)) openThread(`${message.channel}/${message.thread}`, { asked: false });
  update();
}

// A reply to the viewer's own message opens its thread; other people's threads stay closed.
function answersMe(message) {
  if (!message.thread || message.thread === message.ts || message.mine || message.quiet) return false;
  const root = messages.find((other) => other.id === `${message.channel}/${message.thread}`);
  return Boolean(root?.mine);
}

const isNearEnd = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;

function upsert(box, message, html) {
  const { scroller, list } = box;
  const old = byMessage(list, message.id);
  const following = isNearEnd(scroller);
  if (old) redrawOne(old, html);
  else list.insertAdjacentHTML("beforeend", html);
  // The viewer's own messages and the answers to them are scrolled into view from anywhere: the end of a long one of
  // their own, which they know and which the answer follows.
  if (old ? following : following || message.mine || message.for_me) {
    showEnd(box, message.mine ? null : byMessage(list, message.id));
  }
  else if (!old && scroller === channelBox.scroller) $("newer").hidden = false;
}

// Scrolls to the end, or to the start of a message that is taller than the box.
function showEnd(box, message) {
  const { scroller } = box;
  const isTall = message && message.offsetHeight > scroller.clientHeight - 40;
  scroller.scrollTop = isTall ? message.offsetTop - scroller.offsetTop : scroller.scrollHeight;
  box.atEnd = isNearEnd(scroller);
}

export function remove(id) {
  messages = messages.filter((message) => message.id !== id);
  const hadFocus = byMessage(channelBox.list, id)?.contains(document.activeElement);
  for (const { list } of [channelBox, threadBox]) byMessage(list, id)?.remove();
  if (hadFocus) $("composer-text").focus();
  if (id === thread) panes.close("thread");
  update();
}

export function openThread(id, { asked = true } = {}) {
  thread = id;
  panes.open("thread", { asked });
  drawThread();
  onChanged();
  if (asked) $("thread-text").focus();
}

function drawThread() {
  const { list } = threadBox;
  redraw(list, messages.filter(inThread).map((message) => message.thread_html).join(""));
  if (list.lastElementChild) showEnd(threadBox, list.lastElementChild);
}

$("newer").onclick = () => {
  showEnd(channelBox);
  $("newer").hidden = true;
  $("composer-text").focus();
};
channelBox.scroller.addEventListener("scroll", () => {
  if (isNearEnd(channelBox.scroller)) $("newer").hidden = true;
});

// Keep the end in view when an image has loaded and takes its room.
for (const box of [channelBox, threadBox]) {
  box.list.addEventListener("load", () => { if (box.atEnd) showEnd(box, box.list.lastElementChild); }, true);
}

// Keep the end in view when a pane or an on-screen keyboard makes the conversation smaller.
for (const box of [channelBox, threadBox]) {
  const { scroller } = box;
  const sizeOf = () => `${scroller.clientWidth} ${scroller.clientHeight}`;
  let size = sizeOf();
  scroller.addEventListener("scroll", () => { if (size === sizeOf()) box.atEnd = isNearEnd(scroller); });
  new ResizeObserver(() => {
    if (size === sizeOf()) return;
    size = sizeOf();
    if (box.atEnd) showEnd(box, box.list.lastElementChild);
  }).observe(scroller);
}

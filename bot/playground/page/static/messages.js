// The messages of the channel shown, and of the thread beside it.

import { read } from "./api.js";
import * as panes from "./panes.js";
import { redraw, redrawOne } from "./redraw.js";

const $ = (id) => document.getElementById(id);
const byMessage = (list, id) => list.querySelector(`:scope > [data-message="${CSS.escape(id)}"]`);
const NEAR = 120; // pixels from the end at which somebody still follows the conversation

const channelBox = { scroller: $("messages"), list: $("message-list"), atEnd: true };
const threadBox = { scroller: $("thread-messages"), list: $("thread-list"), atEnd: true };

let channel = null;
let messages = [];
let thread = null; // "channel/ts" of the thread shown
let arriving = null; // what the stream brings while a channel is being read
let loads = 0;
let changed = () => {};

export const openedThread = () => thread;
export const isEmpty = () => !messages.some(inChannel);
export const onChange = (then) => { changed = then; };
panes.onClose("thread", () => {
  thread = null;
  threadBox.list.replaceChildren();
  changed();
});

const inChannel = (message) => !message.thread || message.thread === message.ts || message.broadcast;
const inThread = (message) => thread && (message.id === thread || `${message.channel}/${message.thread}` === thread);

// Shows a channel; false when the message asked for is not there, an exception when the channel cannot be read.
export async function load(id, ts) {
  const number = ++loads;
  const moved = channel !== id;
  if (moved) panes.close("thread");
  channel = id;
  arriving ??= [];
  const found = await read(`channel/${id}`);
  if (number !== loads) return true;
  messages = found;
  const { scroller, list } = channelBox;
  const following = moved || isNearEnd(scroller);
  redraw(list, messages.filter(inChannel).map((message) => message.html).join(""));
  if (following) showEnd(channelBox);
  const missed = arriving.filter((message) => message.channel === id);
  arriving = null;
  missed.forEach(put);
  if (thread) drawThread();
  update();
  const wanted = ts && byMessage(list, `${id}/${ts}`);
  if (!wanted) return !ts;
  wanted.classList.add("found");
  wanted.scrollIntoView({ block: "center" });
  channelBox.atEnd = isNearEnd(scroller);
  return true;
}

export function showNothing() {
  messages = [];
  channelBox.list.replaceChildren();
  panes.close("thread");
  update();
  $("nothing").hidden = true;
}

function update() {
  $("nothing").hidden = !isEmpty();
  if (isNearEnd(channelBox.scroller)) $("newer").hidden = true;
  changed();
}

export function put(message) {
  if (arriving) {
    arriving.push(message);
    return;
  }
  messages = [...messages.filter((one) => one.id !== message.id), message].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  if (inChannel(message)) upsert(channelBox, message, message.html);
  if (inThread(message)) upsert(threadBox, message, message.thread_html);
  else if (answersMe(message)) openThread(`${message.channel}/${message.thread}`, { asked: false });
  update();
}

// A reply to what somebody has asked in the channel opens its thread by itself; other people's threads stay closed.
function answersMe(message) {
  if (!message.thread || message.thread === message.ts || message.mine || message.quiet) return false;
  const root = messages.find((one) => one.id === `${message.channel}/${message.thread}`);
  return Boolean(root?.mine);
}

const isNearEnd = (scroller) => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;

function upsert(box, message, html) {
  const { scroller, list } = box;
  const old = byMessage(list, message.id);
  const following = isNearEnd(scroller);
  if (old) redrawOne(old, html);
  else list.insertAdjacentHTML("beforeend", html);
  // One's own words and the answers to them are shown at once, wherever one has scrolled to.
  if (old ? following : following || message.mine || message.for_me) showEnd(box, byMessage(list, message.id));
  else if (!old && scroller === channelBox.scroller) $("newer").hidden = false;
}

// A message taller than the box is read from its beginning.
function showEnd(box, message) {
  const { scroller } = box;
  const tall = message && message.offsetHeight > scroller.clientHeight - 40;
  scroller.scrollTop = tall ? message.offsetTop - scroller.offsetTop : scroller.scrollHeight;
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
  changed();
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

// Whoever is at the end stays there when a pane or a keyboard makes the conversation smaller.
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

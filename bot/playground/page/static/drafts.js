// Drafts: unsent text for each channel and thread of each persona. They survive a reload.

import { me } from "./api.js";

const drafts = JSON.parse(sessionStorage.getItem("drafts") || "{}");
const boxes = []; // the message boxes, each with the key of its current draft: {text, key}

export const keyOf = (place) => `${me()} ${place}`;

function save(key, draft) {
  if (draft) drafts[key] = draft;
  else delete drafts[key];
  sessionStorage.setItem("drafts", JSON.stringify(drafts));
}

// Saves what is typed into a message box. Returns a function that switches the box to another channel or thread.
export function attach(text) {
  const box = { text, key: null };
  boxes.push(box);
  text.addEventListener("input", () => { if (box.key) save(box.key, text.value); });
  return (place) => {
    box.key = place && keyOf(place);
    write(box, drafts[box.key] || "");
  };
}

function write({ text }, draft) {
  if (text.value === draft) return;
  text.value = draft;
  text.dispatchEvent(new Event("input"));
}

// Restores an unsent message, in front of anything typed since.
export function restore(key, message) {
  save(key, drafts[key] ? `${message}\n${drafts[key]}` : message);
  for (const box of boxes.filter((other) => other.key === key)) write(box, drafts[key]);
}

export function clear(text) {
  text.value = "";
  text.dispatchEvent(new Event("input"));
}

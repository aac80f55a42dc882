// The browser's Back button closes what lies over the conversation before it leaves the conversation.
//
// While anything lies on top, the history has one extra entry, the guard. Back takes the guard away; what is on top
// closes, and if more lies below it a new guard is set. A guard that is no longer needed is used up by the next
// change of place, or skipped.

const layers = []; // what lies on top of the conversation, the topmost last: {id, close}
let guarded = Boolean(history.state?.guard);
let place = location.hash;

function guard() {
  if (!guarded) history.pushState({ guard: true }, "");
  guarded = true;
}

export function opened(id, close) {
  closed(id);
  layers.push({ id, close });
  guard();
}

export function closed(id) {
  const index = layers.findIndex((layer) => layer.id === id);
  if (index >= 0) layers.splice(index, 1);
}

export function goTo(hash) {
  if (guarded && !layers.length) location.replace(`#${hash}`);
  else location.hash = hash;
}

window.addEventListener("popstate", () => {
  const moved = place !== location.hash;
  const left = guarded;
  place = location.hash;
  guarded = Boolean(history.state?.guard);
  if (!left || guarded || moved) return;
  if (!layers.length) {
    history.back();
    return;
  }
  layers.at(-1).close();
  if (layers.length) guard();
});

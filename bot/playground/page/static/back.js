// The browser's Back button closes dialogs and panes that cover the conversation before it leaves the channel.
//
// While a layer covers the conversation, the history has an extra entry, the guard. Back removes the guard and closes
// the top layer; if more layers are open, a new guard is added. An unneeded guard is replaced by the next navigation,
// or skipped.

const layers = []; // open layers, the topmost last: {id, close}
let guarded = Boolean(history.state?.guard);
let currentHash = location.hash;

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
  const navigated = currentHash !== location.hash;
  const wasGuarded = guarded;
  currentHash = location.hash;
  guarded = Boolean(history.state?.guard);
  if (!wasGuarded || guarded || navigated) return;
  if (!layers.length) {
    history.back();
    return;
  }
  layers.at(-1).close();
  if (layers.length) guard();
});

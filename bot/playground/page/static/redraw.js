// Redraw a box from new HTML without disturbing what did not change: an open menu or row, the focus, a selection,
// half-typed text and the scroll position of every element that stays.

const TYPED = "input, textarea, select";

// The children of a box.
export function redraw(box, html) {
  keepingFocus(box, () => updateChildren(box, parsed(html)));
}

// An element itself; the HTML is one element of the same kind.
export function redrawOne(element, html) {
  keepingFocus(element, () => update(element, parsed(html).firstElementChild));
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// When the focused element is replaced, its successor takes the focus: same action, and same block if there is one.
function keepingFocus(box, work) {
  const focused = box.contains(document.activeElement) ? { ...document.activeElement.dataset } : {};
  work();
  if (!focused.action || box.contains(document.activeElement)) return;
  const same = [...box.querySelectorAll("[data-action]")].filter((one) => one.dataset.action === focused.action);
  (same.find((one) => one.dataset.block === focused.block) || same[0])?.focus();
}

// The identity of an element: two elements with different keys are never one and the same.
function keyOf(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  const { message, view, block, action } = node.dataset;
  return message || view || (action ? `${block} ${action} ${node.value ?? ""}` : node.id);
}

function isSame(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) return false;
  return old.matches?.(TYPED) ? addressOf(old) === addressOf(fresh) : keyOf(old) === keyOf(fresh);
}

const addressOf = ({ id, type, dataset, name, defaultValue }) => (
  [id, type, dataset.block, dataset.action, name, ["checkbox", "radio"].includes(type) ? defaultValue : ""].join("\n"));

function updateChildren(old, fresh) {
  let next = old.firstChild;
  for (const node of [...fresh.childNodes]) {
    let match = next;
    while (match && !isSame(match, node)) match = match.nextSibling;
    if (!match || (match !== next && !keyOf(node))) {
      old.insertBefore(node, next);
      continue;
    }
    while (next !== match) next = removeAndStep(next);
    next = match.nextSibling;
    update(match, node);
  }
  while (next) next = removeAndStep(next);
}

function removeAndStep(node) {
  const following = node.nextSibling;
  node.remove();
  return following;
}

function update(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  const before = old.matches(TYPED) && stateOf(old);
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.matches("details"))) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (!old.matches("datalist, textarea")) updateChildren(old, fresh);
  if (before) takeOver(old, fresh, before);
}

// What the server has drawn into a control; typing and choosing do not change it.
const stateOf = (control) => (control.matches("select")
  ? [...control.options].find((option) => option.defaultSelected)?.value ?? ""
  : `${control.defaultValue}\n${control.defaultChecked}`);

// A control shows what the server has changed in it, except under somebody's hands.
function takeOver(old, fresh, before) {
  if (old.matches("textarea")) old.defaultValue = fresh.defaultValue;
  const typing = old === document.activeElement && !old.matches("select, [type=checkbox], [type=radio]");
  if (stateOf(fresh) === before || typing) return;
  if (old.matches("select")) old.value = stateOf(fresh);
  else if (["checkbox", "radio"].includes(old.type)) old.checked = fresh.checked;
  else old.value = fresh.defaultValue;
}

// Update a part of the page to new HTML and leave unchanged elements alone, so that open menus and rows, the focus,
// selections, typed text and scroll positions survive.

const TYPED = "input, textarea, select";

// Updates the children of an element.
export function redraw(box, html) {
  keepingFocus(box, () => updateChildren(box, parsed(html)));
}

// Updates the element itself; the HTML is one element of the same name.
export function redrawOne(element, html) {
  keepingFocus(element, () => update(element, parsed(html).firstElementChild));
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

// If the focused element is replaced, the element with the same action, and preferably the same block, gets the focus.
function keepingFocus(box, work) {
  const focused = box.contains(document.activeElement) ? { ...document.activeElement.dataset } : {};
  work();
  if (!focused.action || box.contains(document.activeElement)) return;
  const same = [...box.querySelectorAll("[data-action]")].filter(({ dataset }) => dataset.action === focused.action);
  (same.find(({ dataset }) => dataset.block === focused.block) || same[0])?.focus();
}

// The identity of an element: elements with different keys are never matched.
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
  if (before) applyState(old, fresh, before);
}

// The value of a control in the server's HTML; typing and choosing do not change it.
const stateOf = (control) => (control.matches("select")
  ? [...control.options].find((option) => option.defaultSelected)?.value ?? ""
  : `${control.defaultValue}\n${control.defaultChecked}`);

// Applies a value that the server has changed, unless the person is typing in the control.
function applyState(old, fresh, before) {
  if (old.matches("textarea")) old.defaultValue = fresh.defaultValue;
  const typing = old === document.activeElement && !old.matches("select, [type=checkbox], [type=radio]");
  if (stateOf(fresh) === before || typing) return;
  if (old.matches("select")) old.value = stateOf(fresh);
  else if (["checkbox", "radio"].includes(old.type)) old.checked = fresh.checked;
  else old.value = fresh.defaultValue;
}

// Elements, made by functions and brought up to date in place. Strings always become text, never markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. Properties are attributes; 'on' holds handlers by event; null, false and undefined are left out. */
export function h(tag, properties, ...children) {
  return build(document.createElement(tag), properties, children);
}

export function svg(tag, properties, ...children) {
  return build(document.createElementNS(SVG, tag), properties, children);
}

function build(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name === 'on') listen(element, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

function listen(element, handlers) {
  element.handlers ??= {};
  for (const type of Object.keys(handlers)) {
    if (!(type in element.handlers)) element.addEventListener(type, dispatch);
  }
  element.handlers = { ...handlers };
}

function dispatch(event) {
  event.currentTarget.handlers[event.type]?.(event);
}

/** Makes one element like another, keeping focus, selection, scroll positions and what was typed. */
export function update(element, wanted) {
  const focused = document.activeElement;
  const result = morph(element, wanted);
  if (focused && focused !== document.activeElement && focused.isConnected) focused.focus({ preventScroll: true });
  return result;
}

function morph(old, wanted) {
  if (old.nodeType !== wanted.nodeType || old.nodeName !== wanted.nodeName || keyOf(old) !== keyOf(wanted)) {
    old.replaceWith(wanted);
    return wanted;
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== wanted.data) old.data = wanted.data;
    return old;
  }
  morphAttributes(old, wanted);
  if (wanted.handlers || old.handlers) listen(old, wanted.handlers ?? {});
  morphChildren(old, wanted);
  return old;
}

function morphAttributes(old, wanted) {
  // Whether a section is open is the reader's choice.
  const isReaders = name => name === 'open' && old.nodeName === 'DETAILS';
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name) && !isReaders(name)) old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value && !isReaders(name)) old.setAttribute(name, value);
  }
}

function morphChildren(old, wanted) {
  const children = [...wanted.childNodes];
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    const key = keyOf(child);
    let current = old.childNodes[i];
    if (key !== null && current && keyOf(current) !== key) {
      const same = [...old.childNodes].find(node => keyOf(node) === key);
      old.insertBefore(same ?? child, current);
      current = old.childNodes[i];
    }
    if (!current) old.append(child);
    else if (current !== child) morph(current, child);
  }
  while (old.childNodes.length > children.length) old.lastChild.remove();
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute('data-key') : null;
}

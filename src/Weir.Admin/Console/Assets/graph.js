// Exchanges and where they lead, drawn in columns: each exchange left of what it passes on to.

import { h, svg } from './dom.js';
import { t } from './language.js';
import { to } from './router.js';

const BOX = { width: 190, height: 34 };
const GAP = { x: 150, y: 14 };
const MARGIN = 8;
const LETTERS = 24;
/** More than this is a picture of nothing; the list below shows them all. */
export const EDGES_MAX = 200;

export function graph(exchanges, bindings) {
  const nodes = layOut(exchanges, bindings);
  const all = [...nodes.values()];
  const width = Math.max(...all.map(n => n.x + BOX.width)) + MARGIN;
  const height = Math.max(...all.map(n => n.y + BOX.height)) + MARGIN;
  return h('div', { class: 'graph', tabindex: 0, role: 'region', 'aria-label': t('graph.region') },
    svg('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': t('graph.said') },
      bindings.map(b => edgeOf(b, nodes)),
      all.map(nodeOf)));
}

const idOf = (kind, ns, name) => `${kind} ${ns} ${name}`;
const sourceOf = b => idOf('exchange', b.namespace, b.source);
const destinationOf = b => idOf(b.destinationKind, b.namespace, b.destination);

function layOut(exchanges, bindings) {
  const nodes = new Map();
  const add = (kind, ns, name, note) => {
    const id = idOf(kind, ns, name);
    if (!nodes.has(id)) nodes.set(id, { id, kind, ns, name, note, column: 0 });
  };
  for (const e of exchanges) add('exchange', e.namespace, e.name, e.type);
  for (const b of bindings) add(b.destinationKind, b.namespace, b.destination, '');
  pushRight(nodes, bindings);
  place(nodes, bindings);
  return nodes;
}

/** Each destination is a column further than its source; circles end after as many rounds as there are columns. */
function pushRight(nodes, bindings) {
  for (let round = 0; round < 6; round++) {
    for (const b of bindings) {
      const source = nodes.get(sourceOf(b));
      const destination = nodes.get(destinationOf(b));
      if (source && destination !== source) destination.column = Math.max(destination.column, source.column + 1);
    }
  }
  const last = Math.max(...[...nodes.values()].map(n => n.column), 1);
  for (const node of nodes.values()) {
    node.column = node.kind === 'queue' ? last : Math.min(node.column, last);
  }
}

/** Within a column, by the middle of what leads there, so that few lines cross. */
function place(nodes, bindings) {
  const columns = new Map();
  for (const node of nodes.values()) columns.set(node.column, [...(columns.get(node.column) ?? []), node]);
  for (const column of [...columns.keys()].sort((a, b) => a - b)) {
    const members = columns.get(column);
    for (const node of members) node.rank = middleOf(node, nodes, bindings);
    members.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
    members.forEach((node, i) => {
      node.x = MARGIN + column * (BOX.width + GAP.x);
      node.y = MARGIN + i * (BOX.height + GAP.y);
    });
  }
}

function middleOf(node, nodes, bindings) {
  const sources = bindings.filter(b => destinationOf(b) === node.id).map(b => nodes.get(sourceOf(b))?.y)
    .filter(y => y !== undefined);
  return sources.length ? sources.reduce((sum, y) => sum + y, 0) / sources.length : Infinity;
}

function nodeOf(node) {
  const target = node.kind === 'queue' ? to(['queues', node.ns, node.name]) : to(['exchanges'], { filter: node.name });
  const label = node.name || t('default.exchange');
  return svg('a', { href: target, class: `node ${node.kind}`, 'aria-label': `${t(node.kind)} ${label}` },
    svg('title', {}, label),
    svg('rect', { x: node.x, y: node.y, width: BOX.width, height: BOX.height, rx: node.kind === 'queue' ? 4 : 17 }),
    svg('text', { x: node.x + 12, y: node.y + 22 }, cut(label, node.note ? LETTERS - 8 : LETTERS)),
    node.note && svg('text', {
      class: 'note', x: node.x + BOX.width - 12, y: node.y + 22, 'text-anchor': 'end',
    }, node.note));
}

function edgeOf(binding, nodes) {
  const source = nodes.get(sourceOf(binding));
  const destination = nodes.get(destinationOf(binding));
  if (!source) return null;
  const [x1, y1] = [source.x + BOX.width, source.y + BOX.height / 2];
  const [x2, y2] = [destination.x, destination.y + BOX.height / 2];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  return [
    svg('path', { class: 'edge', d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` }),
    svg('text', { class: 'key', x: x2 - 6, y: y2 - 7, 'text-anchor': 'end' }, cut(binding.routingKey, 18)),
  ];
}

const cut = (text, letters) => (text.length > letters ? text.slice(0, letters - 1) + '…' : text);

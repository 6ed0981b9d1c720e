// Publishes one message, to a topic or queue or to an exchange.

import { get, path, post } from '../api.js';
import { fieldOf, sentenceOf } from '../dialog.js';
import { h } from '../dom.js';
import { t } from '../language.js';
import { heading, link } from '../parts.js';
import { here } from '../router.js';

export async function publish() {
  const { query } = here();
  const ns = query.get('ns') ?? '/';
  const basis = await basisOf(ns, query);
  const said = h('p', { role: 'status' });
  return [
    heading(t('publish')),
    h('form', { class: 'fields publish', on: { submit: event => submit(event, said) } },
      fieldOf({
        name: 'kind', label: t('publish.kind'), value: query.has('exchange') ? 'exchange' : 'topic',
        options: [['topic', t('publish.topic')], ['exchange', t('exchange')]],
      }, 'publish'),
      fieldOf({
        name: 'target', label: t('publish.target'), required: query.has('topic'), hint: t('publish.target.hint'),
        value: query.get('topic') ?? query.get('exchange') ?? '',
      }, 'publish'),
      fieldOf({ name: 'key', label: t('publish.key'), value: basis.key ?? '' }, 'publish'),
      fieldOf({ name: 'ns', label: t('namespace'), value: ns, required: true }, 'publish'),
      fieldOf({
        name: 'headers', label: t('headers'), type: 'textarea', rows: 2, hint: t('publish.headers.hint'), wide: true,
        value: basis.headers.map(header => `${header.name}: ${header.value ?? ''}`).join('\n'),
      }, 'publish'),
      fieldOf({
        name: 'value', label: t('value'), type: 'textarea', rows: 8, wide: true, value: basis.value ?? '',
      }, 'publish'),
      fieldOf({
        name: 'encoding', label: t('publish.encoding'), value: basis.valueEncoding,
        options: [['text', t('form.text')], ['base64', 'Base64']],
      }, 'publish'),
      h('div', { class: 'actions' }, h('button', { type: 'submit', class: 'primary' }, t('publish')))),
    said,
  ];
}

/** The message that is to be published again, or an empty one. */
async function basisOf(ns, query) {
  const copy = query.get('copy');
  if (!copy) return { key: '', headers: [], value: '', valueEncoding: 'text' };
  return get(path('topics', ns, query.get('topic'), 'messages', ...copy.split('/')));
}

async function submit(event, said) {
  event.preventDefault();
  const values = Object.fromEntries(new FormData(event.target));
  const button = event.target.querySelector('button[type=submit]');
  button.disabled = true;
  said.className = '';
  said.textContent = '';
  try {
    const isTopic = values.kind === 'topic';
    const reply = await post(path('messages', values.ns), {
      topic: isTopic ? values.target : null,
      exchange: isTopic ? null : values.target || 'amq.default',
      key: values.key || null, value: values.value, valueEncoding: values.encoding, headers: headersOf(values.headers),
    });
    said.className = reply.routed ? 'success' : 'error';
    said.replaceChildren(reply.routed ? t('publish.done') : t('publish.unrouted'), ' ',
      ...reply.destinations.flatMap((name, i) =>
        [i ? ', ' : '', link(['messages', values.ns, name], name, { start: 'last' })]));
  } catch (problem) {
    said.className = 'error';
    said.textContent = sentenceOf(problem);
  } finally {
    button.disabled = false;
  }
}

function headersOf(text) {
  const lines = text.split('\n').filter(line => line.trim());
  return Object.fromEntries(lines.map(line => {
    const colon = line.indexOf(':');
    return colon < 0 ? [line.trim(), ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  }));
}

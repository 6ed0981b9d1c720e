// Modal dialogs: a question with consequences, or a few fields. They live outside of what is refreshed.

import { ApiError } from './api.js';
import { h } from './dom.js';
import { t } from './language.js';

let lastId = 0;

/**
 * Asks and acts: 'run' gets the values of the fields and may give a sentence for the end. While it fails the dialog
 * stays open with the reason. Closes with true when it was done.
 */
export function ask({ title, text, fields = [], action, danger, run }) {
  const id = `dialog-${++lastId}`;
  const error = h('p', { class: 'error', role: 'alert', hidden: true });
  const form = h('form', { method: 'dialog', class: 'stack', on: { submit } },
    h('h2', { id }, title),
    text && h('p', {}, text),
    fields.map(field => fieldOf(field, id)),
    error,
    h('div', { class: 'actions' },
      h('button', { type: 'button', on: { click: () => close(false) } }, t('cancel')),
      h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, action)));
  const dialog = h('dialog', { 'aria-labelledby': id }, form);
  let finish;

  function close(result) {
    dialog.close();
    dialog.remove();
    finish(result);
  }

  async function submit(event) {
    event.preventDefault();
    const button = form.querySelector('button[type=submit]');
    button.disabled = true;
    try {
      const said = await run(Object.fromEntries(new FormData(form)));
      close(true);
      if (said) notify(said);
    } catch (problem) {
      error.textContent = sentenceOf(problem);
      error.hidden = false;
      button.disabled = false;
    }
  }

  dialog.addEventListener('cancel', event => {
    event.preventDefault();
    close(false);
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => { finish = resolve; });
}

/** A labelled input: { name, label, type, value, options, required, hint, checked, autocomplete }. */
export function fieldOf(field, scope) {
  const id = `${scope}-${field.name}`;
  const common = {
    id, name: field.name, required: field.required, 'aria-describedby': field.hint ? `${id}-hint` : null,
  };
  let input;
  if (field.options) {
    input = h('select', common, field.options.map(([value, label]) =>
      h('option', { value, selected: value === field.value }, label)));
  } else if (field.type === 'textarea') {
    input = h('textarea', { ...common, rows: field.rows ?? 4, spellcheck: 'false' }, field.value ?? '');
  } else {
    input = h('input', {
      ...common, type: field.type ?? 'text', value: field.value, min: field.min, list: field.list,
      checked: field.checked, autocomplete: field.autocomplete ?? 'off',
    });
  }
  return h('div', { class: `field ${field.wide ? 'wide' : ''} ${field.type === 'checkbox' ? 'check' : ''}` },
    h('label', { for: id }, field.label),
    input,
    field.hint && h('small', { id: `${id}-hint` }, field.hint));
}

/** What to tell the reader; a fault of the console itself goes to the browser's console as well. */
export function sentenceOf(problem) {
  if (!(problem instanceof ApiError)) {
    reportError(problem);
    return problem.message;
  }
  return problem.status === 0 ? t('error.unreachable') : problem.message;
}

/** A sentence at the foot of the page, for a few seconds and for screen readers. */
export function notify(sentence) {
  const place = document.getElementById('notices');
  const notice = h('p', { class: 'notice' }, sentence);
  place.append(notice);
  setTimeout(() => notice.remove(), 6000);
}

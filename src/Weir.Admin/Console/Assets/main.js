// The frame of the console: navigation, language and theme, and the page of this place, brought up to date while it
// is looked at.

import { get } from './api.js';
import { sentenceOf } from './dialog.js';
import { h, update } from './dom.js';
import { language, languages, setLanguage, t } from './language.js';
import { button } from './parts.js';
import { here, to } from './router.js';
import { pageAt, sections } from './pages/pages.js';

const REFRESH_MS = 2000;
const THEMES = ['auto', 'light', 'dark'];

let shown = null;
let turn = 0;
let timer = 0;

function frame() {
  const { segments } = here();
  const current = pageAt(segments).section;
  return h('div', { class: 'frame' },
    h('a', { class: 'skip', href: '#main', on: { click: skip } }, t('skip')),
    h('header', {},
      h('a', { class: 'brand', href: '#/' }, h('img', { src: '/console/icon.svg', alt: '', width: 24, height: 24 }),
        'Weir'),
      h('button', {
        type: 'button', class: 'menu', 'aria-expanded': 'false', 'aria-controls': 'navigation', on: { click: toggle },
      }, t('menu')),
      h('nav', { id: 'navigation', 'aria-label': t('navigation') },
        h('ul', {}, sections.map(name => h('li', {}, h('a', {
          href: to(name === 'overview' ? [] : [name]), 'aria-current': name === current ? 'page' : null,
        }, t(`nav.${name}`))))),
        h('div', { class: 'switches' }, themeSwitch(), languageSwitch()))),
    h('main', { id: 'main', tabindex: -1 }, h('p', { class: 'empty' }, t('loading'))),
    h('div', { id: 'notices', 'aria-live': 'polite' }));
}

function themeSwitch() {
  const theme = localStorage.getItem('weir.theme') ?? 'auto';
  return switchOf('theme', t('theme'), THEMES.map(name => [name, t(`theme.${name}`)]), theme, value => {
    localStorage.setItem('weir.theme', value);
    if (value === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  });
}

function languageSwitch() {
  return switchOf('language', t('language'), Object.entries(languages), language, value => {
    setLanguage(value);
    restart();
  });
}

function switchOf(id, label, options, value, change) {
  return h('label', { for: id }, h('span', {}, label),
    h('select', { id, on: { change: e => change(e.target.value) } },
      options.map(([name, text]) => h('option', { value: name, selected: name === value }, text))));
}

function skip(event) {
  event.preventDefault();
  document.getElementById('main').focus();
}

function toggle(event) {
  const isOpen = event.currentTarget.getAttribute('aria-expanded') === 'true';
  event.currentTarget.setAttribute('aria-expanded', String(!isOpen));
}

function restart() {
  document.body.replaceChildren(frame());
  shown = null;
  show();
}

/** Shows the page of this place; a page that is there already is only brought up to date. */
async function show() {
  const mine = ++turn;
  clearTimeout(timer);
  const { segments } = here();
  const page = pageAt(segments);
  const place = segments.join('/');
  const isNew = place !== shown;
  let content;
  try {
    content = await page.load(...page.parameters);
  } catch (problem) {
    content = failed(problem);
  }
  if (mine !== turn) return;
  paint(content, place, isNew, page);
  if (page.isLive) timer = setTimeout(refresh, REFRESH_MS);
}

function paint(content, place, isNew, page) {
  const main = document.getElementById('main');
  const next = h('main', { id: 'main', tabindex: -1, 'data-place': place }, content);
  if (isNew) main.replaceWith(next);
  else update(main, next);
  shown = place;
  const heading = document.querySelector('main h1');
  document.title = heading ? `${heading.dataset.title ?? heading.textContent} · Weir` : 'Weir';
  if (!isNew) return;
  for (const link of document.querySelectorAll('#navigation a')) {
    const isCurrent = link.hash === to(page.section === 'overview' ? [] : [page.section]);
    if (isCurrent) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.querySelector('.menu').setAttribute('aria-expanded', 'false');
  window.scrollTo(0, 0);
}

function refresh() {
  if (document.hidden || document.querySelector('dialog')) timer = setTimeout(refresh, REFRESH_MS);
  else show();
}

function failed(problem) {
  if (problem.status === 401) {
    return [
      h('h1', {}, t('login')),
      h('p', { class: 'error', role: 'alert' }, sentenceOf(problem)),
      h('p', {}, button(t('login'), () => location.reload(), 'primary')),
    ];
  }

  const isGone = problem.status === 404;
  return [
    h('h1', {}, t(isGone ? 'error.gone' : 'error.title')),
    h('p', { class: 'error', role: 'alert' }, sentenceOf(problem)),
    h('p', {}, t(isGone ? 'error.gone.help' : 'error.help')),
  ];
}

document.documentElement.lang = language;
window.addEventListener('hashchange', show);
window.addEventListener('weir:changed', show);
restart();

// So that a page that is left open notices that the broker was restarted with another version of the console.
let version = null;
setInterval(async () => {
  if (document.hidden) return;
  try {
    const overview = await get('/overview');
    version ??= overview.version;
    if (version !== overview.version) location.reload();
  } catch {
    // The page itself says that the broker does not answer.
  }
}, 60_000);

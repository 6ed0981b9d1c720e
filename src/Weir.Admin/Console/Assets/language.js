// The language of the page: the reader's choice, else the browser's, else English.

import en from './text/en.js';
import zh from './text/zh.js';

const dictionaries = { en, zh };
const STORED = 'weir.language';

export const languages = { en: 'English', zh: '中文' };

export let language = choose();

function choose() {
  const stored = localStorage.getItem(STORED);
  if (stored in dictionaries) return stored;
  return navigator.languages.map(l => l.slice(0, 2)).find(l => l in dictionaries) ?? 'en';
}

export function setLanguage(name) {
  language = name;
  localStorage.setItem(STORED, name);
  document.documentElement.lang = name;
}

/** The text of a key, with {names} replaced. */
export function t(key, values) {
  const text = dictionaries[language][key];
  if (text === undefined) throw new Error(`no text for '${key}'`);
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => values[name]) : text;
}

/** The text of a key that the server made up, or what it said itself. */
export function tOr(key, otherwise) {
  return dictionaries[language][key] ?? otherwise;
}

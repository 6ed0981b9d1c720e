import { h } from '../dom.js';
import { t } from '../language.js';

export async function missing() {
  return [h('h1', {}, t('error.gone')), h('p', {}, h('a', { href: '#/' }, t('missing.back')))];
}

// Lines over time in SVG. Only lines and grid are drawn, stretched to whatever width there is; words and numbers
// around them are text, so they keep their size.

import { h, svg } from './dom.js';
import { duration } from './format.js';
import { t } from './language.js';

const WIDTH = 600;
const HEIGHT = 120;

/** Series: { label, values, tone }; all of the same times. 'spanMs' is how far back the first value is. */
export function chart({ title, series, spanMs, format }) {
  const top = ceiling(Math.max(1, ...series.flatMap(s => s.values)));
  const now = s => format(s.values.at(-1) ?? 0);
  const said = series.map(s => `${s.label} ${now(s)}`).join(', ');
  return h('figure', { class: 'chart' },
    h('figcaption', {},
      h('span', {}, title),
      h('span', { class: 'legend' }, series.map(s =>
        h('span', { class: `tone-${s.tone}` }, h('i', { 'aria-hidden': 'true' }), `${s.label} `, h('b', {}, now(s)))))),
    h('div', { class: 'plot' },
      h('span', { class: 'top' }, format(top)),
      svg('svg', {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img',
        'aria-label': t('chart.said', { title, values: said }),
      },
        [0.25, 0.5, 0.75].map(y => svg('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT * y, y2: HEIGHT * y })),
        series.map(s => svg('path', { class: `line tone-${s.tone}`, d: lineOf(s.values, top) })))),
    h('div', { class: 'axis', 'aria-hidden': 'true' },
      h('span', {}, t('ago', { time: duration(spanMs) })), h('span', {}, t('now'))));
}

function lineOf(values, top) {
  if (values.length === 0) return 'M0 0';
  const points = values.length === 1 ? [values[0], values[0]] : values;
  const step = WIDTH / (points.length - 1);
  const y = value => (HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1);
  return 'M' + points.map((value, i) => `${(i * step).toFixed(1)} ${y(value)}`).join('L');
}

/** The next of 1, 2, 5, 10, ... */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(limit => limit >= value);
}

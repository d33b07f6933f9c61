// Holds the life of charts in modules/chart.js with a library that only notes what it is asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const noted = [];
globalThis.notedCharts = noted;
globalThis.document = { documentElement: {} };
globalThis.MutationObserver = class { observe() {} };
globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => `colour-of-${name}` });
globalThis.matchMedia = (query) => ({ matches: query.includes('reduce') && globalThis.reducedMotion === true });

const library = {
  name: 'library', setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^apexcharts$/ }, () => ({ path: 'apexcharts', namespace: 'fake' }));
    onLoad({ filter: /.*/, namespace: 'fake' }, () => ({ contents: `export default class {
      constructor(element, options) { this.element = element; this.options = options; this.log = ['made']; notedCharts.push(this); }
      async render() { this.log.push('drawn'); }
      async updateOptions(options) { this.options = options; this.log.push('updated'); }
      destroy() { this.log.push('gone'); }
    }` }));
  },
};
const { outputFiles } = await build({ entryPoints: [join(here, '..', 'src', 'modules', 'chart.js')], bundle: true, write: false, format: 'esm', plugins: [library] });
const { mount, update, dispose, count, flatten, textAt, thin } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

const element = () => ({ isConnected: true, parentElement: { dataset: {} }, attributes: {}, setAttribute(name, value) { this.attributes[name] = value; } });
const point = (x, y, more = {}) => ({ x, y, time: 'T10/2026', text: `${y} %`, note: '', label: '', radius: 0, hollow: false, starts: false, ...more });
const data = (...points) => ({
  language: 'vi', unit: '%', summary: 'Từ 13,8 % lên 63,4 %', series: [{ key: 'reported', name: 'Số <báo> cáo', ink: 'series1', stroke: 'solid', width: 2, points }],
  moments: [], time: { from: 2025, to: 2027, texts: ['12/2024', '12/2025', '12/2026'] }, values: { from: 0, to: 100, texts: ['0', '50', '100'] },
});

test('a chart is made once, changes in place, and leaves nothing behind', async () => {
  const place = element();
  await mount('a', place, data(point(2026, 50)));
  await update('a', data(point(2026, 60)));
  await mount('a', place, data(point(2026, 70)));

  assert.equal(count(), 1);
  assert.deepEqual(noted.at(-1).log, ['made', 'drawn', 'updated', 'updated']);
  assert.equal(noted.at(-1).options.series[0].data[0].y, 70);
  assert.equal(place.attributes['aria-label'], 'Từ 13,8 % lên 63,4 %');
  assert.equal(place.parentElement.dataset.live, 'true');

  dispose('a');
  dispose('a');
  assert.equal(count(), 0);
  assert.deepEqual(noted.at(-1).log.slice(-1), ['gone']);
  assert.equal(place.parentElement.dataset.live, undefined);
});

test('a chart whose element left the document goes with the next one', async () => {
  const lost = element();
  await mount('lost', lost, data(point(2026, 50)));
  lost.isConnected = false;
  await mount('next', element(), data(point(2026, 50)));

  assert.equal(count(), 1);
  dispose('next');
});

test('nothing moves for those who asked for less motion', async () => {
  for (const reduced of [true, false]) {
    globalThis.reducedMotion = reduced;
    await mount('m', element(), data(point(2026, 50)));
    assert.equal(noted.at(-1).options.chart.animations.enabled, !reduced);
    dispose('m');
  }
});

test('the tooltip says the texts of the server, escaped', async () => {
  await mount('t', element(), data(point(2026, 50, { note: '<b>' })));
  const html = noted.at(-1).options.tooltip.custom({ seriesIndex: 0, dataPointIndex: 0 });

  assert.match(html, /50 %/);
  assert.match(html, /T10\/2026/);
  assert.doesNotMatch(html, /<b><|<báo>/);
  dispose('t');
});

test('a line that begins anew has a gap, and points keep their texts', () => {
  const { data: flat, known } = flatten([point(1, 1, { starts: true }), point(2, 2), point(3, 3, { starts: true })]);

  assert.deepEqual(flat.map((p) => p.y), [1, 2, null, 3]);
  assert.deepEqual(known.map((p) => p?.x ?? null), [1, 2, null, 3]);
});

test('axes say the text of the nearest step', () => {
  const axis = { from: 2025, to: 2027, texts: ['a', '', 'c'] };
  assert.deepEqual([2025, 2026.2, 2027].map((v) => textAt(axis, v)), ['a', '', 'c']);
});

test('a narrow axis keeps as many texts as find room, the last among them', () => {
  assert.deepEqual(thin(['a', 'b', 'c', 'd', 'e'], 3), ['a', '', 'c', '', 'e']);
  assert.deepEqual(thin(['', 'b', '', 'd'], 5), ['', 'b', '', 'd']);
});

// The charts of pages that people open and leave. All that is read comes as text from the server; this only places it. One chart an element, disposed on leaving.
import ApexCharts from 'apexcharts';

const charts = new Map();

/** How many charts live: tests read it. */
export const count = () => charts.size;

/** Draws a chart into an element. The drawing that the server made stays for print. */
export async function mount(id, element, data) {
  sweep();
  if (!element || charts.has(id)) return update(id, data);
  // First the place gets its height: the library measures it.
  element.parentElement.dataset.live = 'true';
  const entry = { element, data, chart: new ApexCharts(element, options(data, element)) };
  charts.set(id, entry);
  await entry.chart.render();
  if (charts.has(id)) name(entry);
}

/** Shows other data in place: the chart stays the same. */
export async function update(id, data) {
  const entry = charts.get(id);
  if (!entry) return;
  entry.data = data;
  await entry.chart.updateOptions(options(data, entry.element), false, false, false);
  name(entry);
}

export function dispose(id) {
  const entry = charts.get(id);
  if (!entry) return;
  charts.delete(id);
  delete entry.element.parentElement?.dataset.live;
  entry.chart.destroy();
}

// What left the document without a word (a circuit that was cut).
function sweep() {
  for (const [id, { element }] of charts) if (!element.isConnected) dispose(id);
}

function name({ element, data }) {
  element.setAttribute('role', 'img');
  element.setAttribute('aria-label', data.summary);
}

const repaint = () => { for (const { chart, data, element } of charts.values()) chart.updateOptions(options(data, element), false, false, false); };
globalThis.addEventListener?.('resize', repaint);
new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The text of the step that is nearest to a value; the axis' steps are equal. */
export const textAt = ({ from, to, texts }, value) => texts[Math.round((value - from) / (to - from) * (texts.length - 1))] ?? '';

/** At most as many texts as find room, at equal distances from the last one back. */
export function thin(texts, most) {
  const places = texts.map((text, i) => text ? i : -1).filter((i) => i >= 0).reverse();
  const every = Math.ceil(places.length / Math.max(2, most));
  const kept = new Set(places.filter((_, n) => n % every === 0));
  return texts.map((text, i) => kept.has(i) ? text : '');
}

/** Points as the chart takes them, with an empty one where a line begins anew, and beside them which point each is. */
export function flatten(points) {
  const data = [], known = [];
  for (const [i, point] of points.entries()) {
    if (i > 0 && point.starts) { data.push({ x: point.x, y: null }); known.push(null); }
    data.push({ x: point.x, y: point.y });
    known.push(point);
  }
  return { data, known };
}

function options({ unit, series: inOrder, moments, time: fullTime, values }, { clientWidth: width, clientHeight: height }) {
  const time = { ...fullTime, texts: thin(fullTime.texts, Math.floor(((width || 900) - 80) / 78)) };
  // The last is on top: the figure itself.
  const series = [...inOrder].reverse();
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const [ink, dim, card, grid, rule] = ['ink', 'dim', 'card', 'grid', 'rule'].map(colour);
  const inks = series.map((s) => s.ink === 'dim' ? dim : colour(s.ink) || ink);
  const flat = series.map((s) => flatten(s.points));
  const letters = { colors: dim, fontSize: '15px', fontFamily: 'inherit' };
  const plain = { background: 'transparent', fontSize: '15px', fontFamily: 'inherit', padding: { left: 4, right: 4, top: 0, bottom: 0 } };
  const middle = (time.from + time.to * 2) / 3;
  const lines = moments.filter((m) => !m.onAxis);
  return {
    chart: {
      // As a number: a share would be of the element around, legend and all.
      type: 'line', height: height || 400, width: '100%', background: 'transparent', fontFamily: 'inherit', foreColor: ink,
      toolbar: { show: false }, zoom: { enabled: false }, selection: { enabled: false }, parentHeightOffset: 0,
      animations: { enabled: !matchMedia('(prefers-reduced-motion: reduce)').matches, speed: 250, animateGradually: { enabled: false }, dynamicAnimation: { enabled: false } },
    },
    series: series.map((s, i) => ({ name: s.name, type: 'line', data: flat[i].data })),
    colors: inks,
    stroke: { curve: 'straight', lineCap: 'round', width: series.map((s) => s.stroke === 'none' ? 0 : s.width), dashArray: series.map((s) => ({ dashed: 7, dotted: 3 })[s.stroke] ?? 0) },
    markers: {
      size: 0, strokeWidth: 2, hover: { sizeOffset: 3 },
      discrete: flat.flatMap(({ known }, seriesIndex) => known.flatMap((point, dataPointIndex) => point && point.radius > 0
        ? [{ seriesIndex, dataPointIndex, size: point.radius * 0.8, fillColor: point.hollow ? card : inks[seriesIndex], strokeColor: inks[seriesIndex], shape: 'circle' }] : [])),
    },
    dataLabels: { enabled: false },
    legend: { show: false },
    // Room above the drawing: first for texts of points on its upper edge, then a row for each dated line.
    grid: { borderColor: grid, padding: { left: 12, right: 28, top: 36 + 20 * lines.length } },
    xaxis: {
      type: 'numeric', min: time.from, max: time.to, tickAmount: time.texts.length - 1, decimalsInFloat: 6, axisBorder: { color: rule }, axisTicks: { show: false },
      labels: { style: letters, rotate: 0, hideOverlappingLabels: true, formatter: (value) => textAt(time, Number(value)) }, tooltip: { enabled: false }, crosshairs: { show: false },
    },
    yaxis: {
      min: values.from, max: values.to, tickAmount: values.texts.length - 1, forceNiceScale: false,
      labels: { style: letters, formatter: (value) => textAt(values, value) }, title: { text: unit, style: { color: dim, fontSize: '15px', fontFamily: 'inherit', fontWeight: 500 } },
    },
    annotations: {
      xaxis: lines.map((m, row) => ({
        x: m.x, borderColor: rule, strokeDashArray: 3,
        label: { text: m.text, orientation: 'horizontal', position: 'top', textAnchor: m.x > middle ? 'end' : 'start', offsetX: m.x > middle ? -4 : 4, offsetY: -44 - row * 20, borderWidth: 0, style: { ...plain, color: dim } },
      })),
      points: [
        ...moments.filter((m) => m.onAxis).map((m) => ({ x: m.x, y: values.from, marker: { size: 0 }, label: { text: m.text, borderWidth: 0, textAnchor: 'end', offsetX: -4, offsetY: 2, style: { ...plain, color: dim } } })),
        ...series.flatMap((s) => s.points.filter((p) => p.label).map((p) => ({
          x: p.x, y: p.y, marker: { size: 0 },
          // Targets stand above their corner, names of other provinces under their point.
          label: { text: p.label, borderWidth: 0, offsetY: s.key === 'path' ? -2 : 30, offsetX: p.x > middle ? -18 : 0, textAnchor: 'middle', style: { ...plain, color: s.key === 'path' ? ink : dim, fontWeight: 600 } },
        }))),
      ],
    },
    tooltip: {
      shared: false, intersect: false, followCursor: false,
      custom: ({ seriesIndex, dataPointIndex }) => {
        const point = flat[seriesIndex]?.known[dataPointIndex];
        if (!point) return '';
        const rest = [point.label === point.text ? '' : point.label, point.note].filter(Boolean).map((text) => `<small>${escape(text)}</small>`).join('');
        return `<div class="chart-tip"><span>${escape(series[seriesIndex].name)}</span><b>${escape(point.text)}</b><span>${escape(point.time)}</span>${rest}</div>`;
      },
    },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
  };
}

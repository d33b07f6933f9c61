// A swipe leads to the neighbours, as the arrows beside the title do.
import { say } from './say.js';
const FAR = 70, EDGE = 24, SOON_MS = 800;
const busy = '[data-noswipe], input, select, textarea, canvas, .apexcharts-canvas, [role="slider"], [contenteditable]';
let from = null;

const scrollsSideways = (element) => {
  for (let up = element; up && up !== document.body; up = up.parentElement) {
    if (up.scrollWidth > up.clientWidth + 4 && /auto|scroll/.test(getComputedStyle(up).overflowX)) return true;
  }
  return false;
};
const link = (rel) => document.querySelector(`main a[rel~="${rel}"]`);

export function start() {
  addEventListener('touchstart', (e) => {
    from = null;
    if (e.touches.length !== 1 || e.target.closest?.(busy) || scrollsSideways(e.target)) return;
    const { clientX: x, clientY: y } = e.touches[0];
    // The edges belong to the browser's own gesture.
    if (x < EDGE || x > innerWidth - EDGE) return;
    from = { x, y, at: e.timeStamp };
  }, { passive: true });
  addEventListener('touchmove', (e) => { if (e.touches.length !== 1) from = null; }, { passive: true });
  addEventListener('touchcancel', () => { from = null; }, { passive: true });
  addEventListener('touchend', (e) => {
    if (!from) return;
    const { clientX, clientY } = e.changedTouches[0];
    const dx = clientX - from.x, dy = clientY - from.y;
    if (Math.abs(dx) >= FAR && Math.abs(dy) <= Math.abs(dx) / 2 && e.timeStamp - from.at <= SOON_MS && (getSelection()?.isCollapsed ?? true)) link(dx < 0 ? 'next' : 'prev')?.click();
    from = null;
  }, { passive: true });
}

/** Once a device, where there are neighbours to swipe to. */
export function hint() {
  if (!matchMedia('(pointer: coarse)').matches || !(link('next') || link('prev'))) return;
  try {
    if (localStorage.getItem('swipe')) return;
    localStorage.setItem('swipe', 'told');
  } catch { return; }
  say(document.getElementById('say').dataset.swipe);
}

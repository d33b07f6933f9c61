// A map of communes in the hand: zoom and pan, arrow keys from commune to commune, the value under the finger. Colours and words stay the server's.
const MOST = 8;
const HOLD_MS = 450;
const SECOND_TAP_MS = 260;

/** @param {HTMLElement} figure */
export function attach(figure) {
  const svg = figure.querySelector('.cmap-picture');
  const stage = svg.querySelector('.cmap-stage');
  const ring = svg.querySelector('.cmap-ring');
  const reading = figure.querySelector('.cmap-reading');
  const gone = new AbortController();
  const on = (target, name, handler, options) => target.addEventListener(name, handler, { signal: gone.signal, ...options });
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const { width, height } = svg.viewBox.baseVal;
  const view = { zoom: 1, x: 0, y: 0 };
  let shown = null;

  // ---- zoom and pan, in the map's own coordinates
  const limit = (value, low, high) => Math.min(high, Math.max(low, value));
  function set(zoom, x, y, smoothly = false) {
    view.zoom = limit(zoom, 1, MOST);
    view.x = limit(x, width * (1 - view.zoom), 0);
    view.y = limit(y, height * (1 - view.zoom), 0);
    stage.style.transition = smoothly && !still.matches ? 'transform .2s ease-out' : '';
    stage.style.transform = view.zoom === 1 ? '' : `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
    figure.style.setProperty('--zoom', view.zoom);
    figure.toggleAttribute('data-zoomed', view.zoom > 1.01);
    for (const [name, dull] of [['in', view.zoom >= MOST], ['out', view.zoom <= 1], ['reset', view.zoom <= 1]]) figure.querySelector(`[data-do="${name}"]`)?.setAttribute('aria-disabled', dull);
  }
  /** Zooms by a factor and leaves the place under (px, py) where it is. */
  function zoomAt(factor, px, py, smoothly) {
    const zoom = limit(view.zoom * factor, 1, MOST), by = zoom / view.zoom;
    set(zoom, px - (px - view.x) * by, py - (py - view.y) * by, smoothly);
  }
  const place = (event) => {
    const matrix = svg.getScreenCTM();
    return matrix ? new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse()) : { x: width / 2, y: height / 2 };
  };

  // ---- the value under the finger
  const areaOf = (target) => target instanceof Element ? target.closest('.cmap-area') : null;
  function show(area) {
    shown = area;
    reading.textContent = area ? area.getAttribute('aria-label') : reading.dataset.hint;
    reading.toggleAttribute('data-on', !!area);
    const shape = area?.querySelector('use')?.getAttribute('href');
    if (shape) ring.setAttribute('href', shape); else ring.removeAttribute('href');
  }
  const changes = new MutationObserver((list) => { if (list.some((change) => change.target === shown)) show(shown); });
  changes.observe(stage, { subtree: true, attributes: true, attributeFilter: ['aria-label'] });

  // ---- fingers and mice
  const pointers = new Map();
  let moved = false, held = 0, touched = false, waiting = 0, letThrough = false;
  on(svg, 'pointerdown', (event) => {
    touched = event.pointerType !== 'mouse';
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    if (pointers.size === 0) { moved = false; held = event.timeStamp; }
    pointers.set(event.pointerId, place(event));
    if (pointers.size > 1) moved = true;
    show(areaOf(event.target));
  });
  on(window, 'pointermove', (event) => {
    if (!pointers.has(event.pointerId)) return;
    const before = pointers.get(event.pointerId), now = place(event);
    if (pointers.size === 1) {
      if (!moved && Math.hypot(now.x - before.x, now.y - before.y) * svg.getBoundingClientRect().width / width < 6) return;
      moved = true;
      if (view.zoom > 1) set(view.zoom, view.x + now.x - before.x, view.y + now.y - before.y);
    } else if (pointers.size === 2) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      const was = Math.hypot(before.x - other.x, before.y - other.y), is = Math.hypot(now.x - other.x, now.y - other.y);
      if (was > 0) zoomAt(is / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
      set(view.zoom, view.x + (now.x - before.x) / 2, view.y + (now.y - before.y) / 2);
    }
    pointers.set(event.pointerId, now);
  });
  const up = (event) => { pointers.delete(event.pointerId); };
  on(window, 'pointerup', up);
  on(window, 'pointercancel', up);
  on(svg, 'pointerover', (event) => { if (event.pointerType === 'mouse' && pointers.size === 0) show(areaOf(event.target)); });
  on(svg, 'pointerleave', (event) => { if (event.pointerType === 'mouse') show(null); });
  on(svg, 'dragstart', (event) => event.preventDefault());
  on(svg, 'contextmenu', (event) => { if (touched) event.preventDefault(); });

  // A click after a drag, a pinch or a long look opens nothing. The first of two taps waits for the second, which zooms.
  on(svg, 'click', (event) => {
    if (letThrough || event.detail === 0) return;
    const looked = touched && event.timeStamp - held > HOLD_MS;
    if (moved || looked) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (!touched) return;
    event.preventDefault();
    event.stopPropagation();
    if (waiting) {
      clearTimeout(waiting);
      waiting = 0;
      const at = place(event);
      zoomAt(2, at.x, at.y, true);
      return;
    }
    const area = areaOf(event.target);
    waiting = setTimeout(() => {
      waiting = 0;
      if (!area?.isConnected) return;
      letThrough = true;
      try { area.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, view: window })); } finally { letThrough = false; }
    }, SECOND_TAP_MS);
  }, { capture: true });
  on(svg, 'dblclick', (event) => {
    if (touched) return;
    event.preventDefault();
  });
  on(svg, 'wheel', (event) => {
    // Without Ctrl the wheel belongs to the page; a pinch on a touch pad comes with it.
    if (!event.ctrlKey) return;
    event.preventDefault();
    const at = place(event);
    zoomAt(Math.exp(-event.deltaY / 300), at.x, at.y);
  }, { passive: false });
  on(figure, 'click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-do]') : null;
    if (!button) return;
    if (button.dataset.do === 'reset') set(1, 0, 0, true);
    else zoomAt(button.dataset.do === 'in' ? 1.6 : 1 / 1.6, width / 2, height / 2, true);
  });

  // ---- keys: one stop of the tab key, arrows go to the nearest commune that way
  const areas = () => [...stage.querySelectorAll('.cmap-area')];
  const centre = (area) => { const box = area.querySelector('use').getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; };
  function rove(to) {
    for (const area of areas()) area.setAttribute('tabindex', area === to ? '0' : '-1');
  }
  rove(areas()[0]);
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  on(svg, 'keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const area = areaOf(event.target);
    if (ways[event.key] && area) {
      event.preventDefault();
      const [dx, dy] = ways[event.key], from = centre(area);
      let best = null, least = Infinity;
      for (const other of areas()) {
        if (other === area) continue;
        const to = centre(other), ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
        if (ahead <= 1) continue;
        const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
        const cost = ahead + aside * 2;
        if (cost < least) { least = cost; best = other; }
      }
      best?.focus({ preventScroll: true });
    } else if (event.key === '+' || event.key === '=') zoomAt(1.6, width / 2, height / 2, true);
    else if (event.key === '-') zoomAt(1 / 1.6, width / 2, height / 2, true);
    else if (event.key === '0' || (event.key === 'Escape' && view.zoom > 1)) set(1, 0, 0, true);
    else return;
    event.preventDefault();
  });
  on(svg, 'focusin', (event) => {
    const area = areaOf(event.target);
    if (!area) return;
    rove(area);
    show(area);
    if (!area.matches(':focus-visible') || view.zoom === 1) return;
    // Zoomed in, the map follows the focus.
    const box = area.querySelector('use').getBoundingClientRect(), frame = svg.getBoundingClientRect(), scale = width / frame.width;
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
      set(view.zoom, view.x + (frame.left + frame.width / 2 - box.left - box.width / 2) * scale, view.y + (frame.top + frame.height / 2 - box.top - box.height / 2) * scale, true);
  });
  on(svg, 'focusout', () => { if (!svg.contains(document.activeElement)) show(null); });

  set(1, 0, 0);
  figure.setAttribute('data-ready', '');
  return {
    dispose() {
      clearTimeout(waiting);
      changes.disconnect();
      gone.abort();
    },
  };
}

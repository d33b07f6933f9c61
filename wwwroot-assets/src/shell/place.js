// Where one was: the scroll position of every step of the history, kept through going back, through lost circuits and loading anew.
/* global Blazor */
const STORE = 'place';
const MOST = 200;
const read = () => { try { return JSON.parse(sessionStorage.getItem(STORE)) ?? {}; } catch { return {}; } };
const here = () => location.pathname + location.search;
const key = () => `${history.state?._index ?? 0} ${here()}`;

let places = read();
let wanted = null; // { y, focus, until }: a place to come back to as soon as the page is long enough.
let taking = null; // the page that the server drew, until the circuit has drawn its own in its stead.
let moved = -Infinity; // when somebody last scrolled by hand.
let focusNext = null; // the address whose heading takes the focus once it is shown.
let timer = 0;

function write() {
  clearTimeout(timer);
  timer = 0;
  const keys = Object.keys(places);
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST))) delete places[old];
  try { sessionStorage.setItem(STORE, JSON.stringify(places)); } catch { /* full or forbidden: then without */ }
}

function note(change) {
  const at = key();
  const place = { ...places[at], ...change };
  delete places[at]; // newest last
  places[at] = place;
  timer ||= setTimeout(write, 200);
}

const shown = () => {
  const page = document.querySelector('[data-title]');
  return page && page.getAttribute('aria-busy') !== 'true' && (page.dataset.address === undefined || same(page.dataset.address, here()));
};
// The server writes the same address perhaps with other escapes.
const same = (a, b) => { try { return decodeURIComponent(a.split('#')[0].replaceAll('+', ' ')) === decodeURIComponent(b.split('#')[0].replaceAll('+', ' ')); } catch { return a === b; } };

function want(place, ms) {
  wanted = { y: place?.y ?? 0, focus: place?.focus, until: performance.now() + ms };
}

/** Comes back to the wanted place; called after every change of the page. */
export function settle() {
  const taken = taking && document.querySelector('.shell') !== taking && shown();
  if (wanted) {
    if (performance.now() > wanted.until) wanted = null;
    else if (shown()) {
      if (Math.abs(scrollY - wanted.y) > 1) scrollTo({ top: wanted.y, behavior: 'instant' });
      if (wanted.focus) {
        const link = [...document.querySelectorAll('main a[href]')].find((a) => a.getAttribute('href') === wanted.focus);
        if (link) { link.focus({ preventScroll: true }); wanted.focus = null; }
      }
    }
  }
  if (taken) {
    taking = null;
    if (wanted) wanted = Math.abs(scrollY - wanted.y) <= 1 ? null : { ...wanted, until: performance.now() + 1500 };
  }
  if (focusNext !== null && same(focusNext, here()) && shown()) {
    focusNext = null;
    const typing = document.activeElement?.matches?.('input, select, textarea');
    if (!typing) document.querySelector('main h1')?.focus({ preventScroll: true });
  }
}

/** Stays where it is while the address is replaced. */
export function hold() {
  want({ y: scrollY }, 1500);
}

export function replace(address) {
  hold();
  if (globalThis.Blazor?.navigateTo) Blazor.navigateTo(address, { replaceHistoryEntry: true });
  else location.replace(address);
}

/** Before the circuit takes over the document that the server drew. */
export function keep() {
  // However long that takes on a bad line: the circuit's first drawing may be shorter than the page.
  taking = document.querySelector('.shell');
  want(places[key()], Infinity);
  settle();
}

export function start() {
  history.scrollRestoration = 'manual';
  addEventListener('scroll', () => {
    if (wanted && taking && performance.now() - moved < 1500) wanted.y = Math.round(scrollY);
    if (wanted) settle();
    if (!wanted) note({ y: Math.round(scrollY) });
    else if (taking) note({ y: wanted.y });
  }, { passive: true });
  // Whoever scrolls by hand decides.
  for (const event of ['wheel', 'touchmove', 'keydown']) addEventListener(event, () => {
    moved = performance.now();
    if (!taking) wanted = null;
  }, { passive: true, capture: true });
  addEventListener('popstate', () => {
    const place = places[key()];
    focusNext = null;
    want(place, 5000);
    settle();
  });
  addEventListener('pagehide', write);
  document.addEventListener('visibilitychange', () => { if (document.hidden) write(); });
  document.addEventListener('click', (e) => {
    const link = e.target.closest?.('a[href]');
    if (!link || e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (link.closest('.skip')) {
      e.preventDefault();
      document.getElementById('content').focus();
      return;
    }
    if (link.hasAttribute('data-replace')) {
      e.preventDefault();
      replace(link.getAttribute('href'));
      return;
    }
    note({ y: Math.round(scrollY), focus: link.closest('main') ? link.getAttribute('href') : undefined });
    write();
    wanted = null;
    const to = link.pathname + link.search;
    if (link.pathname !== location.pathname) focusNext = to;
  }, true);
}

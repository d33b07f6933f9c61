// What is found while one types. The list is the server's; without this the form leads to the page of results.
/* global Blazor */
const WAIT_MS = 140;
let timer = 0, asked = 0, latest = null;

const box = (form) => form.querySelector('[role="combobox"]');
const listOf = (q) => document.getElementById(q.getAttribute('aria-controls'));
const go = (address) => { if (globalThis.Blazor?.navigateTo) Blazor.navigateTo(address); else location.assign(address); };

function close(q) {
  const list = listOf(q);
  list.hidden = true;
  list.replaceChildren();
  q.setAttribute('aria-expanded', 'false');
  q.removeAttribute('aria-activedescendant');
}

function choose(q, option) {
  for (const other of listOf(q).children) other.setAttribute('aria-selected', String(other === option));
  if (option) {
    q.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  } else q.removeAttribute('aria-activedescendant');
}

function leave(q, address) {
  close(q);
  q.blur();
  q.value = '';
  go(address);
}

const addressOf = (form) => {
  const parts = new URLSearchParams(new FormData(form));
  return `${form.getAttribute('action')}?${parts}`;
};

function draw(q, hits) {
  const list = listOf(q), words = document.getElementById('say').dataset;
  list.replaceChildren(...hits.map((hit, n) => {
    const item = document.createElement('li');
    item.id = `search-${n}`;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    item.dataset.href = hit.href;
    for (const [tag, text] of [['b', hit.title], ['i', hit.value || hit.kind], ['small', hit.detail]]) {
      if (!text) continue;
      const part = document.createElement(tag);
      part.textContent = text;
      item.append(part, ' ');
    }
    return item;
  }));
  const last = document.createElement('li');
  last.id = 'search-all';
  last.setAttribute('role', 'option');
  last.setAttribute('aria-selected', 'false');
  last.textContent = hits.length === 0 ? words.nothing : words.all;
  last.dataset.href = addressOf(q.form);
  if (hits.length === 0) { last.className = 'search-none'; }
  list.append(last);
  list.hidden = false;
  q.setAttribute('aria-expanded', 'true');
}

async function suggest(q) {
  const text = q.value.trim();
  const number = ++asked;
  latest?.abort();
  if (text.length < 2) { close(q); return; }
  latest = new AbortController();
  try {
    const address = new URL(q.dataset.suggest, location.href);
    address.searchParams.set('q', text);
    const response = await fetch(address, { signal: latest.signal });
    if (!response.ok || number !== asked || document.activeElement !== q) return;
    const hits = await response.json();
    if (number === asked && document.activeElement === q) draw(q, hits);
  } catch { /* away or overtaken: the form still works */ }
}

export function start() {
  document.addEventListener('input', (e) => {
    if (!e.target.matches?.('[data-search] [role="combobox"]')) return;
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT_MS, e.target);
  });
  document.addEventListener('keydown', (e) => {
    if (!e.target.matches?.('[data-search] [role="combobox"]')) {
      // "/" is the way into the box, except where one types.
      if (e.key === '/' && !e.ctrlKey && !e.metaKey && !e.target.matches?.('input, select, textarea')) {
        const q = document.getElementById('search-q');
        if (q?.checkVisibility()) { e.preventDefault(); q.focus(); }
      }
      return;
    }
    const q = e.target, options = [...listOf(q).children];
    const at = options.findIndex((o) => o.getAttribute('aria-selected') === 'true');
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      if (options.length === 0) return;
      e.preventDefault();
      const step = e.key === 'ArrowDown' ? 1 : -1;
      choose(q, options[(at + step + options.length) % options.length] ?? options[0]);
    } else if (e.key === 'Enter' && at >= 0) {
      e.preventDefault();
      leave(q, options[at].dataset.href);
    } else if (e.key === 'Escape') {
      if (options.length > 0) { e.preventDefault(); close(q); }
    }
  });
  document.addEventListener('submit', (e) => {
    if (!e.target.matches?.('[data-search]')) return;
    e.preventDefault();
    const q = e.target.querySelector('[name="q"]');
    clearTimeout(timer);
    asked++;
    if (q.matches('[role="combobox"]')) leave(q, addressOf(e.target)); else go(addressOf(e.target));
  });
  document.addEventListener('pointerdown', (e) => {
    const option = e.target.closest?.('.search-list [role="option"]');
    // The box keeps the focus until the finger is up again, so that the list can be scrolled.
    if (option) e.preventDefault();
  });
  document.addEventListener('click', (e) => {
    const option = e.target.closest?.('.search-list [role="option"]');
    if (option) leave(box(option.closest('form')), option.dataset.href);
  });
  document.addEventListener('focusout', (e) => {
    if (e.target.matches?.('[data-search] [role="combobox"]')) setTimeout(() => { if (document.activeElement !== e.target) close(e.target); }, 150);
  });
}

/** What was typed before the circuit drew the box anew. */
export function carry() {
  const q = document.getElementById('search-q');
  if (!q || (!q.value && document.activeElement !== q)) return () => {};
  const { value } = q, focused = document.activeElement === q;
  return () => {
    const now = document.getElementById('search-q');
    if (!now || now === q) return false;
    now.value = value;
    if (focused) now.focus({ preventScroll: true });
    return true;
  };
}

// The slider of the past: shows the day while it moves, asks for it when it is let go. The address is replaced: going back leaves the past in one step.
import { replace } from './place.js';
const DAY_MS = 86400000;
const dayOf = (range) => new Date(Date.parse(`${range.dataset.first}T00:00:00Z`) + Number(range.value) * DAY_MS);
const long = (day) => `${String(day.getUTCDate()).padStart(2, '0')}/${String(day.getUTCMonth() + 1).padStart(2, '0')}/${day.getUTCFullYear()}`;

function ask(changes) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) if (value) address.searchParams.set(name, value); else address.searchParams.delete(name);
  replace(address.pathname + address.search);
}

export function start() {
  document.addEventListener('input', (e) => {
    if (!e.target.matches?.('.asof-range')) return;
    const text = long(dayOf(e.target));
    e.target.form.querySelector('.asof-day').textContent = text;
    e.target.setAttribute('aria-valuetext', text);
  });
  document.addEventListener('change', (e) => {
    if (e.target.matches?.('.asof-range')) ask({ asof: dayOf(e.target).toISOString().slice(0, 10) });
    else if (e.target.matches?.('.asof-date')) { if (e.target.validity.valid) ask({ asof: e.target.value }); }
    else if (e.target.matches?.('.asof-period')) ask({ period: e.target.value });
  });
  document.addEventListener('submit', (e) => { if (e.target.matches?.('[data-asof]')) e.preventDefault(); });
}

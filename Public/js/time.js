// Times that stay true on a page left open: "5 минут назад", and how much of a promise is left.
import { language, t } from './words.js';

const tick = 30_000;
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
const started = new WeakMap();

/** 4800 → "1 ч 20 мин"; days are of 24 hours only where clocks run around the clock, so hours are not folded below two days. */
export function duration(seconds) {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return join(t('js.time.days', { n: Math.floor(hours / 24) }), hours % 24 && t('js.time.hours', { n: hours % 24 }));
  if (hours) return join(t('js.time.hours', { n: hours }), minutes % 60 && t('js.time.minutes', { n: String(minutes % 60).padStart(2, '0') }));
  // What is late by seconds is late by its first minute.
  return minutes || seconds < 0 ? t('js.time.minutes', { n: Math.max(1, minutes) }) : t('js.time.less');
}

function join(...parts) {
  return parts.filter(Boolean).join(' ');
}

function ago(instant, now) {
  const seconds = (instant - now) / 1000;
  const size = Math.abs(seconds);
  if (size < 45) return t('js.time.now');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
}

/** Seconds left now; the page said how many at the moment when this element (or its new value) came. */
function left(pill) {
  const known = started.get(pill);
  if (known?.value === pill.dataset.remaining) return known.value - (performance.now() - known.at) / 1000;
  started.set(pill, { value: pill.dataset.remaining, at: performance.now() });
  return Number(pill.dataset.remaining);
}

const icons = { ok: 'clock', soon: 'clock-alert', late: 'circle-alert' };

function draw(pill) {
  const seconds = left(pill);
  const state = seconds < 0 ? 'late' : seconds <= Number(pill.dataset.soon ?? 3600) ? 'soon' : 'ok';
  const text = (pill.dataset.prefix ?? '') + (seconds < 0 ? '−' : '') + duration(seconds);
  const label = pill.querySelector('.sla-text');
  if (label && label.textContent !== text) label.textContent = text;
  if (pill.dataset.state === state) return;
  pill.dataset.state = state;
  const use = pill.querySelector('use');
  use?.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${icons[state]}`));
  const words = pill.querySelector('.sr');
  if (words) words.textContent = state === 'late' ? t('js.time.late') : '';
}

function refresh() {
  const now = Date.now();
  for (const pill of document.querySelectorAll('.sla[data-running][data-remaining]')) draw(pill);
  for (const time of document.querySelectorAll('time[data-relative]')) {
    const text = ago(Date.parse(time.dateTime), now);
    if (time.textContent !== text) time.textContent = text;
  }
}

export function start() {
  refresh();
  setInterval(() => document.hidden || requestAnimationFrame(refresh), tick);
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  document.body.addEventListener('htmx:afterSettle', refresh);
}

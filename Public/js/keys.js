// Single keys and two-key sequences, from `data-key` on the elements that they press. A key counts by its letter when
// that is ASCII and by its place on the keyboard otherwise, so that a Russian layout needs no switching.
import { icon, make, t } from './words.js';
import { undoLatest } from './toast.js';

const places = {
  Slash: ['/', '?'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Digit3: ['3', '#'],
};
const sequenceTime = 1200;
const handlers = new Map();
let first = null;
let firstAt = 0;

const labels = new Map();

/** Modules add keys that press no element, such as `j`. A handler that returns false did nothing; then an element is looked for. */
export function onKey(name, handler, label) {
  handlers.set(name, handler);
  if (label) labels.set(name, label);
}

export function nameOf(event) {
  const { key, code, shiftKey } = event;
  if (key === ' ') return 'Space';
  // In the Russian layout the key of the slash gives a full stop, and with Shift a comma.
  if (code === 'Slash' && (key === '.' || key === ',')) return places.Slash[shiftKey ? 1 : 0];
  const isAscii = key.length === 1 && key > ' ' && key <= '~';
  if (isAscii) return /[a-z]/i.test(key) && shiftKey ? `Shift+${key.toUpperCase()}` : key.toLowerCase();
  if (key.length > 1 && key !== 'Dead') return shiftKey && key !== 'Shift' ? `Shift+${key}` : key;
  if (code.startsWith('Key')) return shiftKey ? `Shift+${code[3]}` : code[3].toLowerCase();
  return places[code]?.[shiftKey ? 1 : 0] ?? key;
}

function isWriting(target) {
  return target.isContentEditable || (target.matches?.('input, textarea, select') && !target.matches('[type="checkbox"], [type="radio"]'));
}

function find(name) {
  const all = [...document.querySelectorAll('[data-key]')].filter((e) => e.dataset.key === name && !e.disabled);
  return all.find((e) => e.checkVisibility()) ?? all.find((e) => e.matches('button') && e.closest('[popover]'));
}

export function press(name) {
  const element = find(name);
  if (!element) return false;
  if (element.matches('input, textarea, select') && !element.matches('[type="radio"], [type="checkbox"]')) {
    element.focus();
    element.select?.();
  } else if (element.matches('a[href^="#"]')) {
    const field = document.querySelector(element.getAttribute('href'));
    field?.closest('[popover]')?.showPopover?.();
    field?.focus();
  } else {
    // Its form may still be waiting for its module, which looks where the focus is.
    if (element.matches('input')) element.focus();
    element.click();
  }
  return true;
}

function handle(event) {
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  const name = nameOf(event);
  if (event.ctrlKey || event.metaKey) {
    if (name === 'z' && !isWriting(event.target) && undoLatest()) event.preventDefault();
    else if (handlers.get(`Ctrl+${name}`)?.(event) !== false && handlers.has(`Ctrl+${name}`)) event.preventDefault();
    return;
  }
  if (isWriting(event.target)) {
    if (name === 'Escape' && !document.querySelector(':popover-open:not(.toasts), dialog[open]')) event.target.blur();
    return;
  }
  if (document.querySelector('dialog[open]')) return;
  if (name === 'Escape') {
    if (!document.querySelector(':popover-open:not(.toasts)')) handlers.get('Escape')?.(event);
    return;
  }
  const isOff = document.documentElement.dataset.keys === 'off';
  if (isOff && !/^(Enter|Arrow|Tab)/.test(name)) return;
  if (event.target.closest?.('[popover]:popover-open, .week-track')) return;
  if (name === '?') {
    event.preventDefault();
    return help();
  }
  const sequence = first && event.timeStamp - firstAt < sequenceTime ? `${first} ${name}` : null;
  first = null;
  if (sequence && press(sequence)) return event.preventDefault();
  if (handlers.has(name) && handlers.get(name)(event) !== false) return event.preventDefault();
  if (event.repeat) return;
  if (press(name)) return event.preventDefault();
  if ([...document.querySelectorAll('[data-key]')].some((e) => e.dataset.key.startsWith(`${name} `))) {
    first = name;
    firstAt = event.timeStamp;
  }
}

/** What can be pressed on this page, and the switch for those who speak to their computer. */
function help() {
  const shown = new Map();
  for (const element of document.querySelectorAll('[data-key][data-label]')) shown.set(element.dataset.key, element.dataset.label);
  for (const [key, label] of labels) shown.set(key, label);
  if (document.querySelector('form.composer')) {
    shown.set('Ctrl+Enter', t('js.keys.send'));
    shown.set('Ctrl+Shift+Enter', t('js.keys.sendDone'));
  }
  shown.set('Esc', t('js.keys.escape'));
  shown.set('?', t('js.keys.help'));
  const rows = [...shown].map(([key, label]) =>
    make('div', {}, make('dt', {}, label), make('dd', {}, ...key.split(' ').flatMap((k, i) => [i ? ' ' : null, make('kbd', {}, k)]))));
  const dialog = make('dialog', { class: 'dialog', 'aria-labelledby': 'keys-title' },
    make('header', { class: 'dialog-head' }, make('h2', { id: 'keys-title' }, t('js.keys.title')),
      make('button', { class: 'icon-button', type: 'button', 'aria-label': t('js.close'), onclick: () => dialog.close() }, icon('x'))),
    make('div', { class: 'dialog-body' }, make('dl', { class: 'keys' }, ...rows),
      make('a', { href: '/profile#keys' }, t('js.keys.settings'))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** `#key=r`: a key that was pressed on a list, for the ticket whose page this is. */
function pressFromAddress() {
  const key = /^#key=(\w)$/.exec(location.hash)?.[1];
  if (!key) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  press(key);
}

export function start() {
  document.addEventListener('keydown', handle);
  pressFromAddress();
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-keys-help]')) help();
  });
}

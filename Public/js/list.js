// The list: moving by keys, opening beside, selecting many, and news that do not move what is being read.
import { ask, explain } from './http.js';
import { onKey } from './keys.js';
import { icon, make, t } from './words.js';

const roomy = matchMedia('(min-width: 1080px)');
const fresh = 10_000;
const selected = new Set();
const fetched = new Map();
let list;
let anchor = null;

const rows = () => [...list.querySelectorAll('.row')];
const linkOf = (row) => row?.querySelector('.row-link');
const currentRow = () => document.activeElement?.closest?.('.row') ?? linkOf(list)?.closest('.row') ?? null;
const openRow = () => list.querySelector('.row-link[aria-current]')?.closest('.row') ?? null;

// Opening beside the list

const pane = () => document.getElementById('pane');
const canSplit = () => roomy.matches && pane();

/** A ticket's markup, kept for a few seconds: pointing at a row fetches it before it is pressed. */
function fetchTicket(url) {
  const known = fetched.get(url);
  if (known && performance.now() - known.at < fresh) return known.html;
  const html = ask(url, { target: 'pane' }).then((answer) => answer.text());
  html.catch(() => fetched.delete(url));
  fetched.set(url, { html, at: performance.now() });
  if (fetched.size > 12) fetched.delete(fetched.keys().next().value);
  return html;
}

function mark(url) {
  const path = new URL(url, location.href).pathname;
  for (const link of list.querySelectorAll('.row-link')) {
    if (new URL(link.href).pathname === path) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  openRow()?.removeAttribute('data-unread');
}

function splitAddress(url) {
  const ticket = new URL(url, location.href);
  const address = new URL(location.href);
  address.pathname = '/tickets';
  address.hash = '';
  if (ticket.searchParams.get('view')) address.searchParams.set('view', ticket.searchParams.get('view'));
  address.searchParams.set('ticket', ticket.pathname.split('/')[2]);
  return address.href;
}

/** Opens a ticket beside the list, or as a page where there is no room. */
export async function openTicket(url, { push = true, focus = false } = {}) {
  if (!canSplit()) return location.assign(url);
  const html = fetchTicket(url);
  mark(url);
  pane().setAttribute('aria-busy', 'true');
  try {
    const content = await html;
    if (push) history.pushState({ pane: url }, '', splitAddress(url));
    window.htmx.swap(pane(), content, { swapStyle: 'innerHTML' });
    document.title = document.title.replace(/^[^·]*·/, `${pane().querySelector('h1')?.textContent ?? ''} ·`);
    pane().querySelector('.ticket-main')?.scrollTo(0, 1e9);
    fetched.delete(url);
    if (focus) pane().querySelector('.ticket-main')?.focus();
  } catch (error) {
    explain(error);
  } finally {
    pane().removeAttribute('aria-busy');
  }
}

function closePane() {
  const row = openRow();
  if (!pane()?.firstElementChild || !list.isConnected) return false;
  pane().replaceChildren();
  linkOf(row)?.removeAttribute('aria-current');
  linkOf(row)?.focus();
  const address = new URL(location.href);
  address.searchParams.delete('ticket');
  history.pushState({ pane: null }, '', address.href);
  return true;
}

function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.defaultPrevented;
}

function onClick(event) {
  if (!isPlainClick(event)) return;
  const link = event.target.closest('.row-link, a[data-pane]');
  if (link && canSplit()) {
    event.preventDefault();
    openTicket(link.href);
  } else if (event.target.closest('[data-pane-close]') && canSplit()) {
    event.preventDefault();
    closePane();
  }
}

// Selecting many

function reflect() {
  for (const box of list.querySelectorAll('input[name="sel"]')) box.checked = selected.has(box.value);
  const bar = document.getElementById('bulk');
  if (!bar) return;
  bar.hidden = selected.size === 0;
  bar.querySelector('[data-selected-count]').textContent = String(selected.size);
}

function choose(row, on) {
  const box = row?.querySelector('input[name="sel"]');
  if (!box) return;
  if (on ?? !selected.has(box.value)) selected.add(box.value);
  else selected.delete(box.value);
  anchor = row;
}

function onChange(event) {
  if (event.target.name !== 'sel') return;
  choose(event.target.closest('.row'), event.target.checked);
  reflect();
}

function onShiftClick(event) {
  const row = event.target.closest('.row-check')?.closest('.row');
  if (!row || !event.shiftKey || !anchor?.isConnected) return;
  const all = rows();
  const [from, to] = [all.indexOf(anchor), all.indexOf(row)].sort((a, b) => a - b);
  const on = !selected.has(row.querySelector('input').value);
  all.slice(from, to + 1).forEach((each) => choose(each, on));
  event.preventDefault();
  setTimeout(reflect);
}

// Keys

function move(step, extend = false) {
  if (!list.isConnected) return false;
  const all = rows();
  const at = all.indexOf(document.activeElement?.closest?.('.row') ?? openRow());
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  if (!next) return false;
  if (extend) {
    choose(all[at], true);
    choose(next, true);
    reflect();
  }
  linkOf(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  if (canSplit()) fetchTicket(linkOf(next).href).catch(() => {});
  return true;
}

function keys() {
  onKey('j', () => move(1));
  onKey('k', () => move(-1));
  onKey('Shift+J', () => move(1, true));
  onKey('Shift+K', () => move(-1, true));
  onKey('o', () => (list.isConnected && currentRow() ? void openTicket(linkOf(currentRow()).href, { focus: true }) : false));
  onKey('x', () => {
    if (!list.isConnected) return false;
    choose(currentRow());
    reflect();
    return true;
  });
  onKey('Ctrl+a', () => {
    if (!document.activeElement?.closest('.list')) return false;
    rows().forEach((row) => choose(row, true));
    reflect();
    return true;
  });
  onKey('Escape', () => {
    if (selected.size) {
      selected.clear();
      return reflect();
    }
    return closePane();
  });
}

// News

/** While somebody points at the list, moves in it or has scrolled, rows are renewed in place; what is new waits behind a pill. */
function isInUse() {
  const isScrolled = list.querySelector('.list-scroll').scrollTop > 8;
  return isScrolled || list.matches(':hover') || list.contains(document.activeElement) || selected.size > 0;
}

function hold(event) {
  const isNews = event.detail.target?.id === 'rows' && event.detail.requestConfig?.triggeringEvent?.type.startsWith('live:');
  if (!isNews || !isInUse()) return;
  event.detail.shouldSwap = false;
  const html = event.detail.xhr.responseText;
  const next = document.createRange().createContextualFragment(html);
  const known = new Set(rows().map((row) => row.id));
  let count = 0;
  for (const row of next.querySelectorAll('.row')) {
    if (known.delete(row.id)) window.Idiomorph.morph(document.getElementById(row.id), row);
    else count += 1;
  }
  for (const id of known) document.getElementById(id).dataset.gone = '';
  afterSwap();
  announce(count, html);
}

function announce(count, html) {
  list.querySelector('.news-slot')?.remove();
  if (!count) return;
  const look = { class: 'button button-primary button-small news', type: 'button' };
  const pill = make('button', look, t('js.list.news', { n: count }), icon('arrow-up'));
  pill.addEventListener('click', () => {
    pill.parentElement.remove();
    window.htmx.swap(document.getElementById('rows'), html, { swapStyle: 'outerHTML' });
    list.querySelector('.list-scroll').scrollTo({ top: 0 });
    afterSwap();
  });
  list.querySelector('.list-scroll').prepend(make('div', { class: 'news-slot', role: 'status' }, pill));
}

function afterSwap() {
  reflect();
  const ticket = new URL(location.href).searchParams.get('ticket');
  if (ticket) linkOf(document.getElementById(`row-${ticket}`))?.setAttribute('aria-current', 'true');
}

let isListening = false;

export function mount(element) {
  list = element;
  element.addEventListener('change', onChange);
  element.addEventListener('click', onShiftClick);
  let rest;
  element.addEventListener('pointerover', (event) => {
    const link = event.target.closest('.row')?.querySelector('.row-link');
    clearTimeout(rest);
    if (link && canSplit() && !navigator.connection?.saveData) rest = setTimeout(() => fetchTicket(link.href).catch(() => {}), 90);
  });
  reflect();
  if (isListening) return;
  isListening = true;
  keys();
  document.addEventListener('click', onClick);
  document.addEventListener('click', (event) => {
    if (!event.target.closest('[data-select-none]')) return;
    selected.clear();
    reflect();
  });
  document.body.addEventListener('htmx:beforeSwap', hold);
  document.body.addEventListener('htmx:afterSwap', (event) => event.detail.target?.id === 'rows' && afterSwap());
  history.replaceState({ pane: pane()?.firstElementChild ? location.href : null }, '');
  addEventListener('popstate', ({ state }) => {
    if (!state || !('pane' in state)) return;
    const ticket = new URL(location.href).searchParams.get('ticket');
    const link = ticket && document.getElementById(`row-${ticket}`)?.querySelector('.row-link');
    if (link) openTicket(link.href, { push: false });
    else if (ticket) location.reload();
    else pane()?.replaceChildren();
  });
}

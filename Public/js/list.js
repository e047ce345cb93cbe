// The list: moving by keys, opening beside, who is where, and news that do not move what is being read.
import { ask, explain } from './http.js';
import { onKey, press } from './keys.js';
import { icon, make, t } from './words.js';

const roomy = matchMedia('(min-width: 1080px)');
const fresh = 10_000;
const fetched = new Map();
let list;

const rows = () => [...list.querySelectorAll('.row')];
const linkOf = (row) => row?.querySelector('.row-link');
const focusedRow = () => document.activeElement?.closest?.('.row') ?? null;
const currentRow = () => focusedRow() ?? linkOf(list)?.closest('.row') ?? null;
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
  read(openRow());
}

/** What is open beside the list is seen. */
function read(row) {
  row?.removeAttribute('data-unread');
  linkOf(row)?.querySelector('.sr')?.remove();
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

// Who else is on a ticket of the list

async function showPresence({ detail: { topic } }) {
  const number = /^presence(\d+)$/.exec(topic)?.[1];
  const cell = number && document.getElementById(`row-${number}`)?.querySelector('.row-assignee');
  if (!cell) return;
  try {
    const { ring, text } = await (await ask(`/tickets/${number}/presence`)).json();
    const face = cell.querySelector('.avatar');
    if (ring) face.dataset.presence = ring;
    else delete face.dataset.presence;
    cell.querySelector('.row-others').textContent = text;
    cell.title = [cell.dataset.name, text].filter(Boolean).join(' · ');
  } catch {
    // The ticket is not theirs any more, or the connection is gone: the next news of the list say it.
  }
}

// Keys

function move(step) {
  if (!list.isConnected) return false;
  const all = rows();
  const at = all.indexOf(document.activeElement?.closest?.('.row') ?? openRow());
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  if (!next) return false;
  linkOf(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  if (canSplit()) fetchTicket(linkOf(next).href).catch(() => {});
  return true;
}

function open() {
  if (!list.isConnected || !currentRow()) return false;
  openTicket(linkOf(currentRow()).href, { focus: true });
  return true;
}

/** A key of the ticket page, for the row that has the focus. The ticket that is open already hears it by itself. */
function act(key) {
  const row = list.isConnected ? focusedRow() : null;
  if (!row || row === openRow()) return false;
  const url = linkOf(row).href;
  if (!canSplit()) location.assign(`${url}#key=${key}`);
  else openTicket(url).then(() => press(key));
  return true;
}

function keys() {
  onKey('j', () => move(1), t('js.keys.next'));
  onKey('k', () => move(-1), t('js.keys.previous'));
  onKey('o', open, t('js.keys.open'));
  onKey('r', () => act('r'), t('js.keys.reply'));
  onKey('n', () => act('n'), t('js.keys.note'));
  onKey('a', () => act('a'), t('js.keys.assign'));
  onKey('s', () => act('s'), t('js.keys.status'));
  onKey('Escape', closePane);
}

// News

/** While somebody points at the list, moves in it or has scrolled, rows are renewed in place; what is new waits behind a pill. */
function isInUse() {
  const isScrolled = list.querySelector('.list-scroll').scrollTop > 8;
  return isScrolled || list.matches(':hover') || list.contains(document.activeElement);
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
  const pages = next.querySelector('#pages');
  pages.removeAttribute('data-hx-swap-oob');
  window.Idiomorph.morph(document.getElementById('pages'), pages);
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
  const ticket = new URL(location.href).searchParams.get('ticket');
  const row = ticket && document.getElementById(`row-${ticket}`);
  if (!row) return;
  linkOf(row).setAttribute('aria-current', 'true');
  read(row);
}

let isListening = false;

export function mount(element) {
  list = element;
  let rest;
  element.addEventListener('pointerover', (event) => {
    const link = event.target.closest('.row')?.querySelector('.row-link');
    clearTimeout(rest);
    if (link && canSplit() && !navigator.connection?.saveData) rest = setTimeout(() => fetchTicket(link.href).catch(() => {}), 90);
  });
  openRow()?.scrollIntoView({ block: 'nearest' });
  document.querySelector('#views [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  if (isListening) return;
  isListening = true;
  keys();
  document.addEventListener('click', onClick);
  document.body.addEventListener('live', showPresence);
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

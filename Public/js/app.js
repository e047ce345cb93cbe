// Boot: what every page needs at once, and what is fetched when a page has a use for it.
import { t } from './words.js';
import { ask, explain, token } from './http.js';
import { toast } from './toast.js';
import { start as startLive } from './live.js';
import { start as startKeys } from './keys.js';
import { start as startTimes } from './time.js';
import { start as startDialogs } from './dialog.js';

const page = document.documentElement;
page.dataset.js = '';

/** Selector → module with `mount(element)`, loaded when such an element appears. */
const parts = {
  '#list': () => import('./list.js'),
  'form.composer': () => import('./composer.js'),
  'article.ticket': () => import('./presence.js'),
  'sd-combobox': () => import('./combobox.js'),
  '[data-week-grid]': () => import('./week-grid.js'),
  '[data-lightbox]': () => import('./lightbox.js'),
  'input[data-upload]': () => import('./upload.js'),
  'textarea[data-rich]': () => import('./rich.js'),
  '#new-ticket': () => import('./new-ticket.js'),
  'form[data-draft]:not(.composer)': () => import('./draft.js'),
  '[data-save]': () => import('./save.js'),
};
const mounted = new WeakMap();

function mount(root) {
  for (const [selector, load] of Object.entries(parts)) {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.push(root);
    for (const element of found) {
      // Shown, not used: a part of the design system.
      if (element.closest('[data-still]')) continue;
      const names = mounted.get(element) ?? mounted.set(element, new Set()).get(element);
      if (names.has(selector)) continue;
      names.add(selector);
      load().then((module) => element.isConnected && module.mount(element));
    }
  }
}

/** The one place that knows htmx: tokens, what a morph may touch, what an error says. */
function adaptHtmx() {
  const body = document.body;
  const tags = new Map();
  const nameOf = ({ target, requestConfig, path }) => `${target?.id} ${requestConfig?.path ?? path}`;
  body.addEventListener('htmx:configRequest', (event) => {
    event.detail.headers['X-CSRF-Token'] = token;
    // What is shown already need not be sent again: pages are never stored, so the browser does not ask this by itself.
    const tag = event.detail.verb === 'get' && tags.get(nameOf(event.detail));
    if (tag) event.detail.headers['If-None-Match'] = tag;
  });
  body.addEventListener('htmx:afterRequest', (event) => {
    const tag = event.detail.successful && event.detail.xhr.getResponseHeader('ETag');
    if (tag) tags.set(nameOf(event.detail), tag);
  });
  body.addEventListener('htmx:responseError', (event) => {
    toast(problemTitle(event.detail.xhr) ?? t('js.error.status', { status: event.detail.xhr.status }), { kind: 'error' });
  });
  body.addEventListener('htmx:sendError', (event) => {
    if (!event.detail.requestConfig?.triggeringEvent?.type.startsWith('live:')) toast(t('js.error.offline'), { kind: 'error' });
  });
  body.addEventListener('htmx:load', (event) => mount(event.detail.elt));
  if (!window.Idiomorph) return;
  window.Idiomorph.defaults.ignoreActiveValue = true;
  window.Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
    !(name === 'checked' && node.name === 'sel') && !(name === 'open' && node.tagName === 'DETAILS');
}

function problemTitle(xhr) {
  if (!xhr.getResponseHeader('Content-Type')?.includes('json')) return null;
  return JSON.parse(xhr.responseText).title ?? null;
}

function small() {
  // The server names an address as the way back.
  document.addEventListener('toast', ({ detail: { text, undo, ...rest } }) => {
    toast(text, { ...rest, undo: undo && (() => ask(undo, { method: 'DELETE' }).catch(explain)) });
  });
  document.addEventListener('click', async (event) => {
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      toast(t('js.copied'));
    }
    if (event.target.closest('[data-back]')) history.back();
    if (event.target.closest('.menu a, .menu button[type="button"]')) event.target.closest('[popover]')?.hidePopover();
  });
  // A second press while the first is on its way would do the thing twice.
  document.addEventListener('submit', (event) => {
    if (event.defaultPrevented || event.target.method !== 'post') return;
    if (event.target.dataset.sending !== undefined) return event.preventDefault();
    event.target.dataset.sending = '';
    event.submitter?.setAttribute('aria-busy', 'true');
  });
  // A plain form ends in a redirect, which can carry no word but its address.
  if (location.hash === '#created') {
    toast(t('js.ticket.created'));
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sending]')) delete form.dataset.sending;
    for (const button of document.querySelectorAll('.button[aria-busy]')) button.removeAttribute('aria-busy');
  });
  document.addEventListener('load', (event) => fitFrame(event.target), true);
  for (const frame of document.querySelectorAll('iframe.mail-frame')) fitFrame(frame);
}

/** Mail with its own layout is as tall as it is. Its document has no scripts; ours may measure it. */
function fitFrame(frame) {
  if (!frame.classList?.contains('mail-frame') || !frame.contentDocument?.body) return;
  frame.style.height = `${Math.min(frame.contentDocument.documentElement.scrollHeight + 4, 6000)}px`;
}

/** Where the browser can not place a popover beside its button, it is placed here. */
function placePopovers() {
  if (CSS.supports('position-area: block-end')) return;
  document.addEventListener('toggle', (event) => {
    const box = event.target;
    if (event.newState !== 'open' || !box.matches?.('.menu, .popover')) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(box.id)}"]`)?.getBoundingClientRect();
    if (!button) return;
    const size = box.getBoundingClientRect();
    const down = button.bottom + size.height + 8 < innerHeight;
    const left = box.matches('.menu-end, .menu-up') ? button.right - size.width : button.left;
    Object.assign(box.style, {
      position: 'fixed',
      top: `${down ? button.bottom : Math.max(8, button.top - size.height - 8)}px`,
      left: `${Math.max(8, Math.min(left, innerWidth - size.width - 8))}px`,
    });
  }, true);
}

adaptHtmx();
small();
placePopovers();
startDialogs();
startTimes();
startKeys();
startLive();
mount(document.body);

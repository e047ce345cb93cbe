// A link with data-dialog opens its page as a dialog. Without this module it is a page.
import { ask, explain, Refused } from './http.js';
import { icon, make, t } from './words.js';

let dialog = null;

function open(content, onValue) {
  dialog ??= document.body.appendChild(make('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' }));
  dialog.onValue = onValue;
  fill(content);
  if (!dialog.open) dialog.showModal();
  focus();
  return dialog;
}

/** The first thing to do, not the cross; or the title, when there is more to read before it than is seen. */
function focus() {
  const first = ['[autofocus]', '.dialog-body :is(input:not([type="hidden"]), select, textarea)', '.dialog-foot .button']
    .map((place) => dialog.querySelector(place)).find(Boolean);
  const isBelow = first?.closest('.dialog-body') && first.getBoundingClientRect().bottom > dialog.getBoundingClientRect().bottom;
  const title = dialog.querySelector('#dialog-title');
  if (title) title.tabIndex = -1;
  (isBelow ? title : first)?.focus();
}

/** Markup of our own server, escaped there; parsed as a fragment, its scripts would not run and the CSP forbids them. */
function fill(content) {
  dialog.replaceChildren(document.createRange().createContextualFragment(content));
  const head = dialog.querySelector('.dialog-head');
  head?.append(make('button', { class: 'icon-button', type: 'button', 'aria-label': t('js.close'), 'data-dialog-close': '' }, icon('x')));
  window.htmx?.process(dialog);
  document.body.dispatchEvent(new CustomEvent('htmx:load', { detail: { elt: dialog } }));
}

/** Shows a fragment; calls back with the value of the button that was pressed. */
export function sheet(content, onValue) {
  return open(content, onValue);
}

async function submit(form, submitter) {
  const data = new FormData(form, submitter);
  submitter?.setAttribute('aria-busy', 'true');
  try {
    const body = form.enctype.startsWith('multipart') ? data : new URLSearchParams(data);
    const answer = await ask(form.action, { method: 'POST', body, target: 'dialog' });
    const to = answer.headers.get('HX-Redirect');
    if (to) location.assign(to);
    else if (answer.status === 204) dialog.close();
    else fill(await answer.text());
  } catch (error) {
    if (error instanceof Refused && [409, 422].includes(error.status) && typeof error.body === 'string') fill(error.body);
    else explain(error);
  } finally {
    submitter?.removeAttribute('aria-busy');
  }
}

export function start() {
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('a[data-dialog]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      try {
        open(await (await ask(link.href, { target: 'dialog' })).text());
      } catch (error) {
        explain(error);
      }
      return;
    }
    if (!dialog?.open) return;
    const button = event.target.closest('.dialog-foot button[value]:not([form])');
    if (dialog.onValue && button && dialog.contains(button)) {
      const { onValue } = dialog;
      dialog.close();
      onValue(button.value);
    } else if (event.target === dialog || event.target.closest('[data-dialog-close]')) {
      // Without scripts it is a way back to the page; here the page is still beneath.
      event.preventDefault();
      dialog.close();
    }
  });
  document.addEventListener('submit', (event) => {
    if (!dialog?.contains(event.target) || event.target.method !== 'post') return;
    event.preventDefault();
    submit(event.target, event.submitter);
  }, true);
}

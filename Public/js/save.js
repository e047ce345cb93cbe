// A control with data-save sends its form as soon as it is changed.
import { sheet } from './dialog.js';
import { ask, explain, Refused } from './http.js';

const regions = new WeakSet();

export function mount(control) {
  const region = control.closest('[data-hx-get]');
  if (region && !regions.has(region)) keepWhileFocused(region);
  let kept = control.value;
  // What stands in it may have come from a colleague since.
  control.addEventListener('focus', () => { kept = control.value; });
  control.addEventListener('change', async () => {
    const { form } = control;
    const body = new URLSearchParams();
    for (const name of ['csrf', 'rev']) if (form.elements[name]) body.set(name, form.elements[name].value);
    body.set(control.name, control.type === 'checkbox' ? String(control.checked) : control.value);
    control.setAttribute('aria-busy', 'true');
    try {
      const answer = await ask(form.action, { method: 'POST', body, target: 'dialog' });
      kept = control.value;
      const rev = answer.headers.get('X-Rev');
      if (rev && form.elements.rev) form.elements.rev.value = rev;
    } catch (error) {
      refused(control, error, kept);
    } finally {
      control.removeAttribute('aria-busy');
    }
  });
}

/** Somebody else changed the same thing, or the server has a question: both are answered in a dialog. */
function refused(control, error, kept) {
  control.value = kept;
  if (!(error instanceof Refused) || error.status !== 409 || typeof error.body !== 'string') return explain(error);
  sheet(error.body).addEventListener('close', () => {
    control.blur();
    control.closest('[data-hx-get]')?.dispatchEvent(new Event('refresh'));
  }, { once: true });
}

/** A control in use keeps the version it was based on, so that a conflict is noticed; what others did comes when it is left. */
function keepWhileFocused(region) {
  regions.add(region);
  let hasMissed = false;
  region.addEventListener('htmx:beforeRequest', (event) => {
    const isLive = event.detail.requestConfig?.triggeringEvent?.type.startsWith('live:');
    if (event.target !== region || !isLive || !region.contains(document.activeElement)) return;
    hasMissed = true;
    event.preventDefault();
  });
  region.addEventListener('focusout', (event) => {
    if (!hasMissed || region.contains(event.relatedTarget)) return;
    hasMissed = false;
    region.dispatchEvent(new Event('refresh'));
  });
}

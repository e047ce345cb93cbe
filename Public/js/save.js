// A control with data-save sends its form as soon as it is changed.
import { ask, explain } from './http.js';

export function mount(control) {
  let kept = control.value;
  control.addEventListener('change', async () => {
    const { form } = control;
    const body = new URLSearchParams();
    for (const name of ['csrf', 'rev']) if (form.elements[name]) body.set(name, form.elements[name].value);
    body.set(control.name, control.type === 'checkbox' ? String(control.checked) : control.value);
    control.setAttribute('aria-busy', 'true');
    try {
      const answer = await ask(form.action, { method: 'POST', body, target: 'none' });
      kept = control.value;
      const rev = answer.headers.get('X-Rev');
      if (rev && form.elements.rev) form.elements.rev.value = rev;
    } catch (error) {
      control.value = kept;
      explain(error);
    } finally {
      control.removeAttribute('aria-busy');
    }
  });
}

// The form of a new ticket: a new contact is asked for an address, and a known one brings the company along.
export function mount(form) {
  const requester = form.elements.requester;
  const company = form.elements.companyName;
  const picker = requester.closest('sd-combobox');
  const email = form.querySelector('#new-contact');
  let isTaken = company.value === '';

  const reflect = ({ focus = false } = {}) => {
    const isNew = picker.querySelector('[name="contact"]').value === 'new';
    if (!email || email.hidden === !isNew) return;
    email.hidden = !isNew;
    if (isNew && focus) email.querySelector('input[type="email"]').focus();
  };

  company.addEventListener('input', () => { isTaken = company.value === ''; });
  requester.addEventListener('change', () => {
    reflect({ focus: true });
    const chosen = picker.chosen;
    if (chosen?.label !== requester.value || !isTaken || !('company' in chosen)) return;
    company.value = chosen.company ?? '';
    company.closest('sd-combobox').querySelector('[name="company"]').value = '';
  });
  requester.addEventListener('input', () => reflect());
  form.addEventListener('draft:written', () => {
    isTaken = company.value === '';
    reflect();
    requester.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

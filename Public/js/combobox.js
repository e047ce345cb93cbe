// <sd-combobox> around an input with a list, or a select: a list that is searched, here or on the server.
import { ask } from './http.js';
import { make, t } from './words.js';

const pause = 140;
let count = 0;

class Combobox extends HTMLElement {
  connectedCallback() {
    if (this.input) return;
    const select = this.querySelector('select');
    this.input = select ? this.replaceSelect(select) : this.querySelector('input');
    if (!this.input) return;
    this.box = make('div', { class: 'combobox-list', role: 'listbox', id: `combobox-${(count += 1)}`, hidden: true });
    this.append(this.box);
    this.local = [...this.querySelectorAll('datalist option')].map((o) => ({ value: o.value, label: o.label || o.value }));
    this.input.removeAttribute('list');
    const label = this.input.labels?.[0];
    if (label) this.box.setAttribute('aria-label', label.textContent);
    const roles = { role: 'combobox', 'aria-expanded': 'false', 'aria-controls': this.box.id, 'aria-autocomplete': 'list' };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    if (this.dataset.name) this.hidden_ = this.querySelector('input[type="hidden"]') ?? this.appendChild(make('input', { type: 'hidden', name: this.dataset.name }));
    this.input.addEventListener('input', () => this.search());
    this.input.addEventListener('click', () => this.search());
    this.input.addEventListener('keydown', (event) => this.onKey(event));
    this.addEventListener('focusout', (event) => this.contains(event.relatedTarget) || this.close());
    this.box.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      const option = event.target.closest('[role="option"]');
      if (option) this.take(this.found[option.dataset.index]);
    });
  }

  /** The select stays in the form and holds the value; the input shows its words. */
  replaceSelect(select) {
    this.select = select;
    this.options = [...select.options].map((o) => ({ value: o.value, label: o.text }));
    const input = make('input', { class: 'input', autocomplete: 'off', value: select.selectedOptions[0]?.text ?? '' });
    select.before(input);
    for (const label of select.labels) label.htmlFor = input.id = `${select.id}-text`;
    select.hidden = true;
    this.querySelector('.icon')?.remove();
    return input;
  }

  async search() {
    clearTimeout(this.timer);
    const query = this.input.value.trim();
    if (this.hidden_) this.hidden_.value = '';
    const isUntouched = this.select?.selectedOptions[0]?.text === query;
    if (!this.dataset.url) return this.show(filter(this.options ?? this.local, isUntouched ? '' : query));
    if (query.length < Number(this.dataset.min ?? 1)) return this.close();
    this.timer = setTimeout(async () => {
      try {
        const url = new URL(this.dataset.url, location.href);
        url.searchParams.set('q', query);
        const found = await (await ask(url)).json();
        // A slow answer to an earlier query must not replace a later one.
        if (this.input.value.trim() === query && this.contains(document.activeElement)) this.show(found);
      } catch {
        // The field is a plain input still: what was typed is sent as it is.
        this.close();
      }
    }, pause);
  }

  show(found) {
    const typed = this.input.value.trim();
    const label = typed && this.dataset.create?.replace('{q}', typed);
    // What was typed can become a new one, chosen like those that are there.
    this.found = label ? [...found, { value: 'new', label: typed, shown: label }] : found;
    this.at = -1;
    this.box.replaceChildren(...this.found.map((item, index) => {
      const state = { role: 'option', id: `${this.box.id}-${index}`, 'data-index': index, 'aria-selected': 'false' };
      const hint = item.hint ? make('small', {}, item.hint) : null;
      return make('div', { class: 'combobox-option', ...state }, make('span', {}, item.shown ?? item.label), hint);
    }));
    if (!this.found.length) this.box.append(make('div', { class: 'combobox-empty' }, t('js.combobox.nothing')));
    this.box.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
  }

  close() {
    clearTimeout(this.timer);
    this.box.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    if (this.select) this.input.value = this.select.selectedOptions[0]?.text ?? '';
  }

  move(to) {
    const options = this.box.querySelectorAll('[role="option"]');
    if (!options.length) return;
    options[this.at]?.setAttribute('aria-selected', 'false');
    this.at = (to + options.length) % options.length;
    options[this.at].setAttribute('aria-selected', 'true');
    options[this.at].scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', options[this.at].id);
  }

  take(item) {
    this.chosen = item;
    if (this.select) {
      this.select.value = item.value;
      this.select.dispatchEvent(new Event('change', { bubbles: true }));
    } else {
      this.input.value = this.hidden_ ? item.label : item.value;
      if (this.hidden_) this.hidden_.value = item.value;
      this.input.dispatchEvent(new Event('change', { bubbles: true }));
    }
    this.close();
  }

  onKey(event) {
    const isOpen = !this.box.hidden;
    if (event.key === 'ArrowDown') isOpen ? this.move(this.at + 1) : this.search();
    else if (event.key === 'ArrowUp' && isOpen) this.move(this.at - 1);
    else if (event.key === 'Enter' && isOpen && this.found.length) this.take(this.found[Math.max(this.at, 0)]);
    else if (event.key === 'Escape' && isOpen) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function filter(options, query) {
  const words = query.toLowerCase().split(/\s+/);
  return options.filter((option) => words.every((word) => option.label.toLowerCase().includes(word)));
}

customElements.define('sd-combobox', Combobox);

/** Defining the element is all; those on the page are upgraded by that. */
export function mount() {}

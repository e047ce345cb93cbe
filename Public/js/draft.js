// Drafts: on the server every two seconds, and in this browser at once, so that neither a reload nor a lost connection costs a word.
import { ask, Refused } from './http.js';
import { language, t } from './words.js';

const pause = 2000;

/**
 * Keeps one text. `read()` gives `{text, format}`, `write({text, format})` puts one back, `show(words)` says how it stands;
 * `url()` is where it is kept, so that a reply that became a note moves along.
 */
export class Draft {
  constructor({ url, read, write, show }) {
    Object.assign(this, { url, read, write, show, base: 0, timer: null, chain: Promise.resolve() });
    addEventListener('pagehide', () => this.timer && this.save({ keepalive: true }));
    addEventListener('online', () => this.isUnsaved && this.touch());
  }

  get key() {
    return `draft:${this.url()}`;
  }

  /** Whichever is newer, the server's or this browser's; null when nothing was kept. */
  async find(url = this.url()) {
    const shadow = JSON.parse(localStorage.getItem(`draft:${url}`) ?? 'null');
    const answer = await ask(url).catch(() => null);
    const stored = answer?.status === 200 ? await answer.json() : null;
    const best = shadow && (!stored || shadow.at > stored.saved) ? shadow : stored;
    return best?.text ? { ...best, base: stored?.saved ?? 0 } : null;
  }

  /** Puts back what was found, unless somebody was quicker and writes already. */
  async take(found) {
    if (this.read().text) return;
    this.base = found.base;
    await this.write(found);
    this.show(found.base ? t('js.draft.saved', { time: this.clock(found.base) }) : t('js.draft.here'));
  }

  /** Returns whether there was one. A form that says something of its own goes over what was kept. */
  async restore({ isWritten = true } = {}) {
    const found = await this.find();
    if (found && isWritten) await this.take(found);
    else if (found) this.base = found.base;
    return found !== null && isWritten;
  }

  touch() {
    const { text, format } = this.read();
    this.isUnsaved = true;
    if (text) localStorage.setItem(this.key, JSON.stringify({ text, format, at: Date.now() }));
    else localStorage.removeItem(this.key);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** Saves one after the other: an answer that comes late must not overwrite a later base. */
  save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    this.timer = null;
    this.chain = this.chain.then(() => this.put(keepalive));
    return this.chain;
  }

  async put(keepalive) {
    const { text, format } = this.read();
    try {
      if (!text) {
        if (this.base) await ask(this.url(), { method: 'DELETE', keepalive });
        this.base = 0;
        this.show('');
      } else {
        this.show(t('js.draft.saving'));
        const body = new URLSearchParams({ text, format, base: this.base });
        this.base = (await (await ask(this.url(), { method: 'PUT', body, keepalive })).json()).saved;
        this.show(t('js.draft.saved', { time: this.clock(this.base) }));
      }
      this.isUnsaved = false;
    } catch (error) {
      if (error instanceof Refused && error.status === 409) this.offerOther(error.body);
      else this.show(t('js.draft.here'));
    }
  }

  /** Written later on another device: this text stays, and the next save goes over it; the other is one press away. */
  offerOther(other) {
    this.base = other.saved;
    this.show(t('js.draft.other'));
    import('./toast.js').then(({ toast }) => {
      const mine = this.read();
      this.write(other);
      toast(t('js.draft.otherTaken'), { undo: () => { this.write(mine); this.touch(); } });
    });
  }

  /** The text has gone out: nothing is left to keep, here or, by the server's own doing, there. */
  forget() {
    clearTimeout(this.timer);
    this.timer = null;
    this.base = 0;
    this.isUnsaved = false;
    localStorage.removeItem(this.key);
    this.show('');
  }

  clock(ms) {
    return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);
  }
}

/** A whole form (a new ticket): its named fields are kept as one text of JSON, its files by what they are called. */
export function mount(form) {
  const skipped = new Set(['csrf', 'key', 'upload']);
  const begun = new Set(['subject', 'text', 'upload']);
  const state = form.querySelector('.draft-state');
  const read = () => {
    const fields = [...new FormData(form)].filter(([name, value]) => !skipped.has(name) && typeof value === 'string');
    const files = [...form.querySelectorAll('[name="upload"][data-file]')].map(({ value, dataset }) => ['upload', value, dataset.file]);
    const all = [...fields, ...files];
    return { text: all.some(([name, value]) => value && begun.has(name)) ? JSON.stringify(all) : '', format: 'fields' };
  };
  const write = ({ text }) => {
    const uploads = [];
    for (const [name, value, file] of JSON.parse(text)) {
      if (name === 'upload') uploads.push([value, JSON.parse(file)]);
      const field = form.elements[name];
      if (field?.matches?.('input:not([type="file"], [type="hidden"][data-file], [type="checkbox"], [type="radio"]), textarea, select')) {
        field.value = value;
      }
    }
    form.dispatchEvent(new CustomEvent('draft:written', { detail: { uploads } }));
  };
  const draft = new Draft({ url: () => form.dataset.draft, read, write, show: (words) => state && (state.textContent = words) });
  // A form that came back with an error, or prefilled, keeps what it says.
  const isFilled = form.dataset.prefilled !== undefined || form.querySelector('[aria-invalid="true"]') || read().text;
  draft.restore({ isWritten: !isFilled });
  form.addEventListener('input', () => draft.touch());
  form.addEventListener('submit', () => draft.forget());
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    // Before an editor inside makes a line break of it.
    event.preventDefault();
    event.stopPropagation();
    form.requestSubmit();
  }, true);
}

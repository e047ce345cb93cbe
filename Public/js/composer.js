// Answering: reply or note, pictures, drafts, sending with a way back, and a look at what came meanwhile.
import { Draft } from './draft.js';
import { formats, link } from './formats.js';
import { ask, explain, Refused } from './http.js';
import { sheet } from './dialog.js';
import { toast } from './toast.js';
import { EditorFiles, Uploads } from './upload.js';
import { icon, t } from './words.js';

class Composer {
  constructor(form) {
    this.form = form;
    this.area = form.querySelector('textarea.composer-text');
    this.state = form.querySelector('.composer-state');
    this.warning = form.querySelector('.composer-warning');
    this.uploads = new Uploads(form.querySelector('.composer-files'), { onChange: () => this.changed() });
    this.files = new EditorFiles(this.uploads, () => this.rich());
    this.draft = new Draft({
      url: () => `${form.dataset.draft}/${this.kind}`,
      read: () => this.read(),
      write: (content) => this.write(content),
      show: (words) => { this.state.textContent = words; },
    });
    this.listen();
    this.switchKind(false);
    if (form.contains(document.activeElement)) this.focus();
    this.restore();
  }

  get kind() {
    return this.form.elements.kind.value;
  }

  get isBegun() {
    return Boolean(this.read().text) || this.form.querySelector('[name="upload"]') !== null;
  }

  /** A refused form brings back what the editor wrote: markup, which no textarea shows to a person. */
  async comeBack() {
    const text = this.area.value;
    this.area.value = '';
    if (await this.rich()) {
      this.form.elements.format.value = 'text';
      this.editor.commands.setContent(text);
    } else {
      this.area.value = text;
    }
    this.changed(false);
  }

  // Text, wherever it is

  read() {
    if (!this.editor) return { text: this.area.value.trim() && this.area.value, format: this.form.elements.format.value };
    return { text: this.editor.isEmpty ? '' : this.editor.getHTML(), format: 'html' };
  }

  write({ text, format }) {
    if (format === 'html' && text) return this.rich().then(() => this.editor?.commands.setContent(text));
    if (this.editor) this.editor.commands.setContent(text ? this.paragraphs(text) : '');
    else this.area.value = text;
    this.changed(false);
  }

  /** The rich editor, once; until it is there the textarea takes what is typed, and nothing of it is lost. Resolves to it or null. */
  rich() {
    this.loading ??= this.load().catch((error) => {
      // Without the editor the textarea serves: only formatting is missing. The next focus tries again.
      this.loading = null;
      console.warn(error);
      return null;
    });
    return this.loading;
  }

  load() {
    return import('./editor.js').then(({ createEditor, paragraphs }) => {
      this.paragraphs = paragraphs;
      const hadFocus = document.activeElement === this.area;
      const at = this.area.selectionStart;
      const host = document.createElement('div');
      this.area.after(host);
      this.editor = createEditor({
        element: host,
        content: this.area.value ? paragraphs(this.area.value) : '',
        placeholder: () => this.placeholder,
        label: this.form.querySelector(`label[for="${this.area.id}"]`)?.textContent ?? '',
        onUpdate: () => this.changed(),
        onPaste: (event) => this.files.take(event.clipboardData?.files, event),
        onDrop: (event) => this.files.take(event.dataTransfer?.files, event),
        onSelection: () => this.reflectFormats(),
      });
      this.area.hidden = true;
      this.form.querySelector('[data-format-bar]')?.removeAttribute('hidden');
      if (hadFocus) this.editor.commands.focus(this.area.value ? Math.min(at + 1, this.editor.state.doc.content.size) : 'end');
      return this.editor;
    });
  }

  focus() {
    this.form.dataset.open = '';
    if (this.editor) this.editor.commands.focus();
    else this.area.focus();
  }

  changed(isTyped = true) {
    this.form.toggleAttribute('data-filled', this.isBegun);
    this.form.toggleAttribute('data-open', this.isBegun || this.form.contains(document.activeElement));
    this.warn();
    if (isTyped) this.draft.touch();
  }

  /** People confuse replies and notes: a reply that speaks to colleagues says so before it leaves. */
  warn() {
    const plain = (this.editor?.getText() ?? this.area.value).trim().toLowerCase();
    const isForStaff = this.kind === 'reply' && t('js.composer.staffWords').split('|').some((word) => plain.startsWith(word));
    if (isForStaff === (this.warning.childElementCount > 0)) return;
    this.warning.replaceChildren(...(isForStaff ? [icon('triangle-alert'), document.createTextNode(t('js.composer.staffWarning'))] : []));
  }

  // Kind, format, files

  switchKind(isTyped = true) {
    this.placeholder = this.area.dataset[`${this.kind}Placeholder`] ?? this.area.placeholder;
    this.area.placeholder = this.placeholder;
    this.editor?.view.dispatch(this.editor.state.tr);
    if (isTyped && this.read().text) {
      const other = this.kind === 'reply' ? 'note' : 'reply';
      localStorage.removeItem(`draft:${this.form.dataset.draft}/${other}`);
      ask(`${this.form.dataset.draft}/${other}`, { method: 'DELETE' }).catch(() => {});
      this.draft.base = 0;
      this.changed();
    }
    this.warn();
  }

  /** What was begun here before. Nothing is switched until it is known: somebody may be about to write. */
  async restore() {
    if (this.form.elements.format.value === 'html') return this.comeBack();
    if (this.area.value || (await this.draft.restore())) return this.changed(false);
    const other = [...this.form.querySelectorAll('[name="kind"]')].find((each) => !each.checked);
    const found = other && (await this.draft.find(`${this.form.dataset.draft}/${other.value}`));
    if (!found || other.checked || this.read().text) return undefined;
    other.checked = true;
    await this.draft.take(found);
    this.switchKind(false);
    return this.changed(false);
  }

  async format(name) {
    await this.rich();
    if (!this.editor) return;
    if (name === 'link') return link(this.editor);
    formats[name](this.editor.chain().focus()).run();
  }

  reflectFormats() {
    if (!this.editor) return;
    for (const button of this.form.querySelectorAll('[data-format]')) {
      const isOn = this.editor.isActive(button.dataset.format);
      if ((button.getAttribute('aria-pressed') === 'true') !== isOn) button.setAttribute('aria-pressed', String(isOn));
    }
  }

  // Sending

  async send(then, { anyway = false } = {}) {
    if (this.isSending) return undefined;
    if (!this.isBegun) return this.focus();
    this.isSending = true;
    const buttons = this.form.querySelectorAll('.composer-foot .button');
    buttons.forEach((button) => button.setAttribute('aria-disabled', 'true'));
    try {
      if (this.uploads.isBusy) this.state.textContent = t('js.composer.uploading');
      await this.uploads.pending;
      if (this.uploads.hasFailed) {
        this.state.textContent = t('js.composer.notSent');
        return toast(t('js.upload.missing'), { kind: 'error' });
      }
      await this.draft.chain;
      clearTimeout(this.draft.timer);
      const body = new FormData(this.form);
      const { text, format } = this.read();
      body.set('text', text);
      body.set('format', format);
      body.set('then', then);
      body.delete('file');
      if (anyway) body.set('anyway', '1');
      const answer = await (await ask(this.form.action, { method: 'POST', body })).json();
      return this.sent(answer);
    } catch (error) {
      return this.refused(error, then);
    } finally {
      this.isSending = false;
      buttons.forEach((button) => button.removeAttribute('aria-disabled'));
    }
  }

  sent({ id, undo, seconds, next }) {
    const wasNote = this.kind === 'note';
    this.clear();
    if (id) this.form.elements.seen.value = id;
    if (this.form.elements.key) this.form.elements.key.value = crypto.getRandomValues(new Uint32Array(4)).join('');
    if (undo && seconds) toast(t('js.composer.sending'), { undo: () => this.undo(undo), seconds });
    else toast(t(wasNote ? 'js.composer.noteSaved' : 'js.composer.sent'));
    if (this.waiting) this.takeUp(this.waiting);
    document.body.dispatchEvent(new CustomEvent(`live:t${this.form.dataset.ticket}`));
    if (next) import('./list.js').then(({ openTicket }) => openTicket(next));
  }

  async undo(url) {
    try {
      if (this.kind === 'reply' && this.read().text) await this.draft.save();
      const back = await (await ask(url, { method: 'DELETE' })).json();
      document.body.dispatchEvent(new CustomEvent(`live:t${this.form.dataset.ticket}`));
      if (this.kind === 'reply' || !this.isBegun) return this.takeUp(back);
      // Words and files for colleagues stay apart from those for the client.
      this.waiting = back;
      return toast(t('js.composer.backAfterNote'));
    } catch (error) {
      return explain(error);
    }
  }

  /** An answer that was taken back; the server has put it before whatever was begun meanwhile. */
  async takeUp({ text, format, key, saved, uploads }) {
    this.waiting = null;
    this.form.querySelector('[name="kind"][value="reply"]').checked = true;
    this.switchKind(false);
    if (key && this.form.elements.key) this.form.elements.key.value = key;
    this.draft.base = saved;
    await this.write({ text, format });
    for (const { id, ...file } of uploads) {
      if (!this.form.querySelector(`[name="upload"][value="${id}"]`)) this.uploads.restore(id, { ...file, isInline: false });
    }
    this.changed();
    this.focus();
  }

  refused(error, then) {
    if (error instanceof Refused && error.status === 409 && typeof error.body === 'string') {
      sheet(error.body, (choice) => {
        if (choice === 'anyway') this.send(then, { anyway: true });
        else if (choice === 'discard') this.clear();
        else this.focus();
      });
      document.body.dispatchEvent(new CustomEvent(`live:t${this.form.dataset.ticket}`));
    } else {
      this.state.textContent = t('js.composer.notSent');
      explain(error);
    }
  }

  clear() {
    if (this.editor) this.editor.commands.clearContent();
    this.area.value = '';
    this.form.elements.format.value = 'text';
    this.uploads.clear();
    this.draft.forget();
    this.form.removeAttribute('data-filled');
    this.form.removeAttribute('data-open');
    document.activeElement?.blur();
  }

  quote(message) {
    const text = message.querySelector('.message-body').cloneNode(true);
    text.querySelectorAll('details, iframe, img').forEach((each) => each.remove());
    const lines = text.innerText.trim().split('\n').filter(Boolean);
    this.rich().then(() => {
      const content = lines.map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] }));
      this.editor?.chain().focus('end').insertContent([{ type: 'blockquote', content }, { type: 'paragraph' }]).run();
      this.focus();
    });
  }

  listen() {
    const { form, area } = this;
    const onSubmit = (event) => {
      event.preventDefault();
      this.send(event.submitter?.name === 'then' ? event.submitter.value : '');
    };
    form.addEventListener('submit', onSubmit, true);
    form.addEventListener('focusin', () => {
      form.dataset.open = '';
      this.rich();
    });
    // Focus unfolds the form: the button would be gone from beneath the pointer before it is let go, and nothing chosen.
    form.querySelector('.composer-kind')?.addEventListener('mousedown', (event) => event.preventDefault());
    form.addEventListener('focusout', (event) => {
      const isBusy = form.hasAttribute('data-filled') || form.querySelector(':popover-open');
      if (!form.contains(event.relatedTarget) && !isBusy) form.removeAttribute('data-open');
    });
    area.addEventListener('input', () => this.changed());
    area.addEventListener('paste', (event) => this.files.take(event.clipboardData?.files, event));
    form.addEventListener('change', (event) => event.target.name === 'kind' && this.switchKind());
    form.addEventListener('click', (event) => {
      if (event.target.name === 'kind') this.focus();
      const button = event.target.closest('[data-format], [data-attach]');
      if (button?.dataset.format) this.format(button.dataset.format);
      else if (button) this.files.pick();
    });
    form.addEventListener('keydown', (event) => {
      // The editor takes Escape for itself; here it leaves the text.
      if (event.key === 'Escape' && !form.querySelector(':popover-open')) document.activeElement.blur();
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      this.send(event.shiftKey && this.kind === 'reply' ? 'done' : '');
    }, true);
    form.addEventListener('dragover', (event) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      form.dataset.drop = '';
    });
    form.addEventListener('dragleave', (event) => form.contains(event.relatedTarget) || delete form.dataset.drop);
    form.addEventListener('drop', (event) => {
      delete form.dataset.drop;
      if (!event.defaultPrevented) this.files.take(event.dataTransfer.files, event);
    });
    form.closest('.ticket')?.addEventListener('click', (event) => {
      const link = event.target.closest('[data-quote]');
      if (!link) return;
      event.preventDefault();
      this.quote(document.getElementById(link.dataset.quote));
    });
  }
}

/** Who reads the newest message goes on reading it when the composer opens or another message comes. */
function keepEnd(form) {
  const main = form.closest('.ticket-main');
  if (!main) return;
  let isAtEnd = !location.hash;
  const settle = () => isAtEnd && main.scrollTo(0, main.scrollHeight);
  main.addEventListener('scroll', () => {
    isAtEnd = main.scrollHeight - main.scrollTop - main.clientHeight < 32;
  }, { passive: true });
  const watch = new ResizeObserver(settle);
  watch.observe(form);
  for (const timeline of main.querySelectorAll('.timeline')) watch.observe(timeline);
  settle();
}

export function mount(form) {
  keepEnd(form);
  return new Composer(form);
}

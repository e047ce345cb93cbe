// A rich text in an ordinary form: the textarea keeps the value, so that drafts and plain sending know nothing of the editor.
import { formats, link } from './formats.js';
import { hold, Uploads } from './upload.js';
import { make } from './words.js';

class Rich {
  constructor(area) {
    this.area = area;
    this.form = area.form;
    this.tools = area.parentElement.querySelector('.composer-tools');
    this.uploads = new Uploads(area.parentElement.appendChild(make('div', { class: 'files' })), { onRetry: (file) => this.takeFile(file) });
    if (this.form.elements.format.value === 'html') this.load();
    area.addEventListener('focus', () => this.load());
    area.addEventListener('paste', (event) => this.takeFiles(event.clipboardData?.files, event));
    this.form.addEventListener('draft:written', () => this.read());
    this.tools?.addEventListener('click', (event) => this.press(event.target.closest('[data-format], [data-attach]')));
    hold(this.form, this.uploads);
  }

  /** The editor, once; until it is there, and if it never comes, the textarea takes what is typed. */
  load() {
    this.loading ??= import('./editor.js').then(({ createEditor, paragraphs }) => {
      const hadFocus = document.activeElement === this.area;
      this.paragraphs = paragraphs;
      const host = make('div', { class: 'textarea rich' });
      this.area.before(host);
      this.editor = createEditor({
        element: host,
        content: this.content(),
        placeholder: () => '',
        label: this.form.querySelector(`label[for="${this.area.id}"]`)?.textContent ?? '',
        onUpdate: () => this.write(),
        onPaste: (event) => this.takeFiles(event.clipboardData?.files, event),
        onDrop: (event) => this.takeFiles(event.dataTransfer?.files, event),
        onSelection: () => this.reflect(),
      });
      this.area.hidden = true;
      this.tools?.querySelector('[data-format-bar]')?.removeAttribute('hidden');
      if (hadFocus) this.editor.commands.focus('end');
    }).catch((error) => {
      this.loading = null;
      console.warn(error);
    });
    return this.loading;
  }

  content() {
    if (this.form.elements.format.value === 'html') return this.area.value;
    return this.area.value ? this.paragraphs(this.area.value) : '';
  }

  write() {
    this.area.value = this.editor.isEmpty ? '' : this.editor.getHTML();
    this.form.elements.format.value = 'html';
    this.area.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /** A draft came into the textarea. */
  read() {
    if (this.editor) this.editor.commands.setContent(this.content());
    else if (this.form.elements.format.value === 'html') this.load();
  }

  async press(button) {
    if (!button) return;
    if (!button.dataset.format) return this.pick();
    await this.load();
    if (!this.editor) return;
    if (button.dataset.format === 'link') link(this.editor);
    else formats[button.dataset.format](this.editor.chain().focus()).run();
  }

  reflect() {
    for (const button of this.tools?.querySelectorAll('[aria-pressed]') ?? []) {
      button.setAttribute('aria-pressed', String(this.editor?.isActive(button.dataset.format) ?? false));
    }
  }

  pick() {
    const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true });
    input.addEventListener('change', () => this.takeFiles(input.files));
    input.click();
  }

  takeFiles(files, event) {
    if (!files?.length) return false;
    event?.preventDefault();
    for (const file of files) this.takeFile(file);
    return true;
  }

  /** Pictures go into the text, other files beneath it. */
  async takeFile(file) {
    const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
    if (isPicture) await this.load();
    const answer = await this.uploads.add(file, { isInline: isPicture && Boolean(this.editor) });
    if (!answer?.url || !isPicture || !this.editor) return;
    this.editor.chain().focus().insertContent({ type: 'image', attrs: { src: answer.url, alt: file.name } }).run();
  }
}

export function mount(area) {
  return new Rich(area);
}

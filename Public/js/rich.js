// A rich text in an ordinary form: the textarea keeps the value, so that drafts and plain sending know nothing of the editor.
import { formats, link } from './formats.js';
import { EditorFiles, hold, Uploads } from './upload.js';
import { make } from './words.js';

class Rich {
  constructor(area) {
    this.area = area;
    this.form = area.form;
    this.tools = area.parentElement.querySelector('.composer-tools');
    const shelf = area.parentElement.appendChild(make('div', { class: 'files' }));
    const uploads = new Uploads(shelf, { onChange: () => this.form.dispatchEvent(new Event('input')) });
    this.files = new EditorFiles(uploads, () => this.load());
    if (this.form.elements.format.value === 'html') this.load();
    area.addEventListener('focus', () => this.load());
    area.addEventListener('paste', (event) => this.files.take(event.clipboardData?.files, event));
    this.form.addEventListener('draft:written', () => this.read());
    this.tools?.addEventListener('click', (event) => this.press(event.target.closest('[data-format], [data-attach]')));
    hold(this.form, uploads);
  }

  /** The editor, once; until it is there, and if it never comes, the textarea takes what is typed. Resolves to the editor or null. */
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
        onPaste: (event) => this.files.take(event.clipboardData?.files, event),
        onDrop: (event) => this.files.take(event.dataTransfer?.files, event),
        onSelection: () => this.reflect(),
      });
      this.area.hidden = true;
      this.tools?.querySelector('[data-format-bar]')?.removeAttribute('hidden');
      if (hadFocus) this.editor.commands.focus('end');
      return this.editor;
    }).catch((error) => {
      this.loading = null;
      console.warn(error);
      return null;
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
    if (!button.dataset.format) return this.files.pick();
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
}

export function mount(area) {
  return new Rich(area);
}

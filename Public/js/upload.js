// Files go up while the text is still being written; the form then names them.
import { token } from './http.js';
import { toast } from './toast.js';
import { icon, language, make, t } from './words.js';

export function size(bytes) {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  if (bytes < 1024 * 1024) return t('js.size.kb', { n: number.format(Math.max(1, Math.round(bytes / 1024))) });
  return t('js.size.mb', { n: number.format(bytes / 1024 / 1024) });
}

/** XMLHttpRequest, since fetch does not tell how far a body has got. */
function send(file, onProgress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(new Error(t('js.upload.lost')));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    request.onload = () => {
      const isJSON = request.getResponseHeader('Content-Type')?.includes('json');
      const answer = isJSON ? JSON.parse(request.responseText) : {};
      if (request.status < 300) resolve(answer);
      else reject(new Error(answer.title ?? t('js.upload.refused')));
    };
  });
  const body = new FormData();
  body.set('csrf', token);
  body.set('file', file);
  request.open('POST', '/uploads');
  request.setRequestHeader('X-CSRF-Token', token);
  request.setRequestHeader('Accept', 'application/json');
  request.send(body);
  return { done, abort: () => request.abort() };
}

/** A shelf of tiles in a form. `pending` resolves when nothing is on its way. */
export class Uploads {
  constructor(shelf, { onChange = () => {}, onRetry = (file) => this.add(file) } = {}) {
    Object.assign(this, { shelf, onChange, onRetry, running: new Set() });
  }

  get pending() {
    return Promise.allSettled(this.running);
  }

  get isBusy() {
    return this.running.size > 0;
  }

  /** What was chosen and is not there: whoever sends the text would take it for sent along. */
  get hasFailed() {
    return this.shelf.querySelector('.file[data-state="failed"]') !== null;
  }

  /** Returns what the server said of the file, or null when it was refused or taken back; the tile tells why. */
  async add(file, { isInline = false } = {}) {
    const bar = make('progress', { max: 1, value: 0, 'aria-label': t('js.upload.progress', { name: file.name }) });
    const tile = this.tile(file);
    tile.append(bar);
    const { done, abort } = send(file, (part) => { bar.value = part; });
    tile.addEventListener('upload:drop', abort);
    this.running.add(done);
    try {
      const answer = await done;
      bar.remove();
      this.name(tile, answer.id, file, isInline);
      return answer;
    } catch (error) {
      if (error.name !== 'AbortError') {
        bar.remove();
        this.fail(tile, file, error.message);
      }
      return null;
    } finally {
      this.running.delete(done);
      this.onChange();
    }
  }

  /** A file of a draft, which went up before. */
  restore(id, file) {
    this.name(this.tile(file), id, file, file.isInline);
  }

  /** Says why, and offers another try. */
  fail(tile, file, reason) {
    tile.dataset.state = 'failed';
    tile.querySelector('small').textContent = reason;
    const label = t('js.upload.again', { name: file.name });
    const again = make('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': label }, icon('rotate-cw'));
    again.addEventListener('click', () => {
      tile.remove();
      this.onRetry(file);
    });
    tile.querySelector('.file-name').after(again);
  }

  tile(file) {
    const label = t('js.upload.remove', { name: file.name });
    const remove = make('button', { class: 'icon-button icon-button-small', type: 'button', 'aria-label': label }, icon('x'));
    const thumb = make('span', { class: 'file-thumb' }, icon(file.type.startsWith('image/') ? 'image' : 'file'));
    const name = make('span', { class: 'file-name' }, make('span', {}, file.name), make('small', {}, size(file.size)));
    const tile = make('span', { class: 'file' }, thumb, name, remove);
    remove.addEventListener('click', () => {
      tile.dispatchEvent(new Event('upload:drop'));
      this.drop(tile);
    });
    this.shelf.append(tile);
    return tile;
  }

  /** From now on the form names the file; a draft keeps what is needed to show it again. */
  name(tile, id, { name, size: bytes, type }, isInline) {
    const input = make('input', { type: 'hidden', name: 'upload', value: id });
    input.dataset.file = JSON.stringify({ name, size: bytes, type, isInline });
    tile.append(input);
    tile.hidden = isInline;
  }

  drop(tile) {
    const id = tile.querySelector('[name="upload"]')?.value;
    tile.remove();
    // If this fails the upload is forgotten by its age on the server.
    if (id) fetch(`/uploads/${id}`, { method: 'DELETE', headers: { 'X-CSRF-Token': token } }).catch(() => {});
    this.onChange();
  }

  clear() {
    this.shelf.replaceChildren();
  }
}

/** Pictures go into the text of an editor, once it is there; other files beneath it. */
export class EditorFiles {
  constructor(uploads, load) {
    Object.assign(this, { uploads, load });
    uploads.onRetry = (file) => this.add(file);
  }

  /** Of a paste or a drop. Returns whether there were any. */
  take(files, event) {
    if (!files?.length) return false;
    event?.preventDefault();
    for (const file of files) this.add(file);
    return true;
  }

  async add(file) {
    const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
    const editor = isPicture ? await this.load() : null;
    const answer = await this.uploads.add(file, { isInline: Boolean(editor) });
    if (!answer?.url || !editor) return;
    editor.chain().focus().insertContent({ type: 'image', attrs: { src: answer.url, alt: file.name } }).run();
  }

  pick() {
    const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true });
    input.addEventListener('change', () => this.take(input.files));
    input.click();
  }
}

/** A form is sent when everything that was chosen is on the server, and not at all without it. */
export function hold(form, uploads) {
  form.addEventListener('submit', (event) => {
    if (!uploads.hasFailed && !uploads.isBusy) return;
    event.preventDefault();
    delete form.dataset.sending;
    if (uploads.hasFailed) toast(t('js.upload.missing'), { kind: 'error' });
    else uploads.pending.then(() => form.requestSubmit(event.submitter));
  });
}

/** A plain file field: files go up when chosen, and the field itself sends nothing. Drafts of its form bring theirs back. */
export function mount(input) {
  const { form } = input;
  const shelf = make('div', { class: 'files' });
  input.after(shelf);
  const uploads = new Uploads(shelf, { onChange: () => form?.dispatchEvent(new Event('input')) });
  input.addEventListener('change', () => {
    for (const file of input.files) uploads.add(file);
    input.value = '';
  });
  form?.addEventListener('draft:written', ({ detail }) => {
    uploads.clear();
    for (const [id, file] of detail.uploads) uploads.restore(id, file);
  });
  if (form) hold(form, uploads);
}

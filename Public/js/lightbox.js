// Pictures in full size: enlarge, turn, next. Without this module they are plain links.
import { icon, make, t } from './words.js';

let box;
let pictures = [];
let at = 0;
let zoom = 1;
let turn = 0;

const button = (name, label, onclick) => make('button', { class: 'icon-button', type: 'button', 'aria-label': label, onclick }, icon(name));

function build() {
  const image = make('img', { alt: '' });
  const name = make('span');
  const save = make('a', { class: 'icon-button', download: '', 'aria-label': t('js.lightbox.download') }, icon('download'));
  const bar = make('div', { class: 'lightbox-bar' }, name,
    button('chevron-left', t('js.lightbox.previous'), () => show(at - 1)), button('chevron-right', t('js.lightbox.next'), () => show(at + 1)),
    button('zoom-out', t('js.lightbox.smaller'), () => scale(zoom / 1.5)), button('zoom-in', t('js.lightbox.larger'), () => scale(zoom * 1.5)),
    button('rotate-cw', t('js.lightbox.turn'), () => { turn += 90; apply(); }), save, button('x', t('js.close'), () => box.close()));
  box = make('dialog', { class: 'lightbox', 'aria-label': t('js.lightbox.title') }, bar, make('div', { class: 'lightbox-stage' }, image));
  Object.assign(box, { image, name, save });
  box.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) show(at + step);
    else if (event.key === '+' || event.key === '=') scale(zoom * 1.5);
    else if (event.key === '-') scale(zoom / 1.5);
    else return;
    event.preventDefault();
  });
  image.addEventListener('click', () => scale(zoom > 1 ? 1 : 2));
  box.addEventListener('click', (event) => event.target.matches('.lightbox-stage') && box.close());
  document.body.append(box);
}

function scale(next) {
  zoom = Math.max(0.5, Math.min(5, next));
  apply();
}

function apply() {
  box.image.style.scale = String(zoom);
  box.image.style.rotate = `${turn}deg`;
}

function show(index) {
  at = (index + pictures.length) % pictures.length;
  const link = pictures[at];
  zoom = 1;
  turn = 0;
  apply();
  box.image.src = link.href;
  box.save.href = link.href;
  const name = link.querySelector('.file-name > span')?.textContent ?? link.title;
  box.image.alt = name;
  box.name.textContent = pictures.length > 1 ? `${name} · ${at + 1}/${pictures.length}` : name;
}

export function mount(link) {
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (!box) build();
    pictures = [...(link.closest('.timeline, .page, .ticket') ?? document).querySelectorAll('a[data-lightbox]')];
    show(pictures.indexOf(link));
    box.showModal();
  });
}

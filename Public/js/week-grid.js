// Working hours drawn with the mouse or the keyboard, in half hours, over plain inputs that say the same in words.
import { language, make, t } from './words.js';

const cells = 48;
const clock = (cell) => `${String(Math.floor(cell / 2)).padStart(2, '0')}:${cell % 2 ? '30' : '00'}`;

function parse(text) {
  const on = new Array(cells).fill(false);
  for (const part of text.split(',')) {
    const hours = part.trim().match(/^(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})$/);
    if (!hours) continue;
    const [, h1, m1, h2, m2] = hours.map(Number);
    on.fill(true, Math.round(h1 * 2 + m1 / 30), Math.round(h2 * 2 + m2 / 30));
  }
  return on;
}

function print(on) {
  const parts = [];
  for (let start = on.indexOf(true); start >= 0; ) {
    let end = start;
    while (end < cells && on[end]) end += 1;
    parts.push(`${clock(start)}-${clock(end)}`);
    start = on.indexOf(true, end);
  }
  return parts.join(', ');
}

class Day {
  constructor(row, tip) {
    this.input = row.querySelector('input');
    this.name = row.querySelector('label').textContent;
    this.tip = tip;
    this.cursor = 18;
    this.cells = Array.from({ length: cells }, () => make('span', { class: 'week-cell' }));
    this.track = make('div', { class: 'week-track', tabindex: 0, role: 'group', 'aria-roledescription': t('js.week.role') }, ...this.cells);
    this.sum = make('span', { class: 'week-sum' });
    this.parts = [make('span', { class: 'week-name' }, row.dataset.day), this.track, this.sum];
    this.track.addEventListener('keydown', (event) => this.onKey(event));
    this.track.addEventListener('blur', () => this.point(null));
    this.input.addEventListener('input', () => this.draw());
    this.draw();
  }

  draw() {
    this.on = parse(this.input.value);
    this.cells.forEach((cell, index) => cell.toggleAttribute('data-on', this.on[index]));
    const hours = this.on.filter(Boolean).length / 2;
    this.sum.textContent = hours ? t('js.time.hours', { n: new Intl.NumberFormat(language).format(hours) }) : '—';
    this.track.setAttribute('aria-label', `${this.name}: ${print(this.on) || t('js.week.off')}`);
  }

  set(from, to, value) {
    const [first, last] = from < to ? [from, to] : [to, from];
    this.on.fill(value, first, last + 1);
    this.keep();
  }

  keep() {
    this.input.value = print(this.on);
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
    this.draw();
  }

  point(cell) {
    this.cells.forEach((each, index) => each.toggleAttribute('data-cursor', index === cell));
    this.tip.textContent = cell === null ? t('js.week.hint') : `${this.name}, ${clock(cell)}–${clock(cell + 1)}`;
  }

  onKey(event) {
    if (this.input.matches(':disabled')) return;
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -cells, End: cells };
    if (event.key in steps) {
      const next = Math.max(0, Math.min(cells - 1, this.cursor + steps[event.key]));
      if (event.shiftKey) this.set(this.cursor, next, true);
      this.cursor = next;
    } else if (event.key === ' ' || event.key === 'Enter') {
      this.set(this.cursor, this.cursor, !this.on[this.cursor]);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.set(0, cells - 1, false);
    } else {
      return;
    }
    event.preventDefault();
    this.point(this.cursor);
  }

  cellAt(x) {
    const { left, width } = this.track.getBoundingClientRect();
    return Math.max(0, Math.min(cells - 1, Math.floor(((x - left) / width) * cells)));
  }
}

/** A stroke paints the rectangle between where it began and where it is, on what was there before it. */
function paint(days) {
  let stroke = null;
  const dayAt = (y) => days.findIndex((day) => {
    const { top, bottom } = day.track.getBoundingClientRect();
    return y >= top - 2 && y <= bottom + 2;
  });
  days.forEach((day, index) => {
    day.track.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      const cell = day.cellAt(event.clientX);
      stroke = { index, cell, value: !day.on[cell], before: days.map((each) => [...each.on]) };
      day.track.setPointerCapture(event.pointerId);
      day.cursor = cell;
      day.set(cell, cell, stroke.value);
    });
    day.track.addEventListener('pointermove', (event) => {
      const cell = day.cellAt(event.clientX);
      if (!stroke) return day.point(cell);
      const row = dayAt(event.clientY);
      const [first, last] = [stroke.index, row < 0 ? stroke.index : row].sort((a, b) => a - b);
      days.forEach((each, at) => {
        each.on = [...stroke.before[at]];
        if (at >= first && at <= last) each.set(stroke.cell, cell, stroke.value);
        else if (print(each.on) !== each.input.value) each.keep();
      });
      day.point(cell);
    });
    for (const name of ['pointerup', 'pointercancel']) day.track.addEventListener(name, () => { stroke = null; });
    day.track.addEventListener('pointerleave', () => stroke || day.point(null));
  });
}

export function mount(week) {
  const tip = make('p', { class: 'week-tip', 'aria-live': 'off' }, t('js.week.hint'));
  const days = [...week.querySelectorAll('.week-day')].map((row) => new Day(row, tip));
  const marks = [0, 3, 6, 9, 12, 15, 18, 21].map((hour) => make('span', {}, String(hour)));
  const hours = make('div', { class: 'week-hours', 'aria-hidden': 'true' }, ...marks);
  const head = [make('span', { class: 'week-name' }), hours, make('span', { class: 'week-sum' })];
  const grid = make('div', { class: 'week-grid' }, ...head, ...days.flatMap((day) => day.parts), tip);
  const exact = make('details', { class: 'more' }, make('summary', {}, t('js.week.exact')));
  // What is wrong with the hours is told beside them.
  exact.open = week.querySelector('[aria-invalid]') !== null;
  exact.append(...week.querySelectorAll('.week-day'));
  week.prepend(grid, exact);
  if (!week.closest('fieldset:disabled')) paint(days);
}

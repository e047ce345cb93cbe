import { icon, make, t } from './words.js';

let shelf;

/** Announced politely to screen readers; shown over dialogs, since it is a popover of its own. */
function container() {
  shelf ??= make('div', { class: 'toasts', popover: 'manual', role: 'status', 'aria-live': 'polite', 'aria-relevant': 'additions' });
  if (!shelf.isConnected) document.body.append(shelf);
  // Shown anew to be the topmost of the top layer.
  if (shelf.matches(':popover-open')) shelf.hidePopover();
  shelf.showPopover();
  return shelf;
}

let latestUndo = null;
/** Ctrl+Z while a toast with an undo is up. */
export function undoLatest() {
  latestUndo?.();
  return latestUndo !== null;
}

/**
 * Shows a line for a while. `undo` is possible for `seconds`; `done` is called when they are over.
 */
export function toast(text, { kind = 'ok', undo = null, seconds = undo ? 10 : kind === 'error' ? 8 : 4, done = null } = {}) {
  const line = make('div', { class: 'toast' }, icon(kind === 'error' ? 'circle-alert' : 'check'), make('span', {}, text));
  const count = undo ? make('span', { class: 'toast-count', 'aria-hidden': 'true' }, String(seconds)) : null;
  let timer;
  const close = () => {
    clearInterval(timer);
    if (latestUndo === revert) latestUndo = null;
    line.remove();
  };
  const revert = undo && (() => {
    close();
    undo();
  });
  if (undo) {
    latestUndo = revert;
    line.append(count, make('button', { class: 'button', type: 'button', onclick: revert }, t('js.undo'), make('kbd', {}, 'Ctrl+Z')));
    const left = make('span', { class: 'toast-left', 'aria-hidden': 'true' });
    line.append(left);
    left.animate([{ transform: 'none' }, { transform: 'scaleX(0)' }], { duration: seconds * 1000, fill: 'forwards' });
  } else {
    line.append(make('button', { class: 'icon-button', type: 'button', 'aria-label': t('js.close'), onclick: close }, icon('x')));
  }
  let rest = seconds;
  timer = setInterval(() => {
    // A pointer over an ordinary line holds it; a countdown of the server does not wait.
    if (!undo && line.matches(':hover, :focus-within')) return;
    rest -= 1;
    if (count) count.textContent = String(rest);
    if (rest > 0) return;
    close();
    done?.();
  }, 1000);
  container().append(line);
  while (shelf.children.length > 3) shelf.firstElementChild.remove();
  return close;
}

// Says to colleagues that this ticket is being looked at, written in, or about to be answered.
import { token } from './http.js';

const beat = 20_000;
const typingFor = 8000;

export function mount(ticket) {
  const url = `/tickets/${ticket.dataset.ticket}/presence`;
  let typedAt = -Infinity;
  let said = '';
  let timer;

  const state = () => {
    if (performance.now() - typedAt < typingFor) return 'typing';
    return ticket.querySelector('form.composer[data-open][data-filled]') ? 'replying' : 'viewing';
  };
  const say = (next) => {
    said = next;
    // A lost heartbeat is replaced by the next one; nothing to tell anybody.
    const body = new URLSearchParams({ state: next });
    fetch(url, { method: 'POST', keepalive: true, headers: { 'X-CSRF-Token': token }, body }).catch(() => {});
  };
  const pulse = () => {
    if (!ticket.isConnected) return stop();
    if (!document.hidden) say(state());
  };
  const stop = () => {
    clearInterval(timer);
    say('gone');
    removeEventListener('pagehide', leave);
  };
  const leave = () => navigator.sendBeacon(url, new URLSearchParams({ state: 'gone', csrf: token }));

  ticket.addEventListener('input', (event) => {
    if (!event.target.closest('form.composer')) return;
    typedAt = performance.now();
    if (said !== 'typing') say('typing');
  });
  ticket.addEventListener('presence:check', pulse);
  addEventListener('pagehide', leave);
  timer = setInterval(pulse, beat);
  pulse();
}

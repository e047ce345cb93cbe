// One stream a browser: the tab that holds the lock listens and tells the others. Signals carry no contents;
// who shows a thing fetches it again with own rights, on the event `live:<topic>` of <body>.
import { t } from './words.js';

const spread = 250;
const pollEvery = 20_000;
const failuresBeforePolling = 3;

const waiting = new Map();
const missed = new Set();
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('otklik-live') : null;
let state = 'connecting';
let poll = null;
// The id of the last signal, kept over pages of this tab: what happened between two streams is asked for, not lost.
let last = sessionStorage.getItem('live');

function remember(id) {
  if (!id) return;
  last = id;
  sessionStorage.setItem('live', id);
}

function fire(topic) {
  waiting.delete(topic);
  if (document.hidden) missed.add(topic);
  else tellPage(topic);
}

/** By its topic for who waits for one, and as `live` for who looks at all of them. */
function tellPage(topic) {
  for (const name of [`live:${topic}`, 'live']) document.body.dispatchEvent(new CustomEvent(name, { detail: { topic } }));
}

/** Many signals of one topic are one event, spread so that a thousand browsers do not ask at once. */
function receive(topic) {
  if (!waiting.has(topic)) waiting.set(topic, setTimeout(fire, spread + Math.random() * 300, topic));
}

function topics() {
  const found = new Set();
  for (const element of document.querySelectorAll('[data-hx-trigger*="live:"]')) {
    for (const [, topic] of element.dataset.hxTrigger.matchAll(/live:([\w-]+)/g)) found.add(topic);
  }
  return found;
}

function refetch() {
  topics().forEach(receive);
}

function show(next) {
  const wasBlind = state === 'polling' || state === 'offline';
  state = next;
  const dot = document.getElementById('connection');
  if (dot) {
    dot.dataset.state = next;
    dot.title = t(`js.live.${next}`);
    dot.querySelector('.connection-text').textContent = t(`js.live.${next}`);
  }
  if (next === 'polling') {
    // Each failed try to listen comes here again, and must not put the next look off.
    if (!poll) refetch();
    poll ??= setInterval(refetch, pollEvery);
  } else {
    clearInterval(poll);
    poll = null;
  }
  if (next === 'live' && wasBlind) refetch();
}

function tell(message) {
  channel?.postMessage(message);
}

function lead() {
  let failures = 0;
  let source;
  const connect = () => {
    source = new EventSource(last ? `/live?after=${encodeURIComponent(last)}` : '/live');
    source.onopen = () => {
      failures = 0;
      show('live');
      tell({ state });
    };
    source.onmessage = (event) => {
      const signal = JSON.parse(event.data);
      remember(event.lastEventId);
      receive(signal.t);
      tell({ topic: signal.t, last });
    };
    source.addEventListener('hello', (event) => {
      remember(event.lastEventId);
      tell({ last });
    });
    source.addEventListener('refetch', () => {
      refetch();
      tell({ refetch: true });
    });
    source.onerror = () => {
      failures += 1;
      show(!navigator.onLine ? 'offline' : failures >= failuresBeforePolling ? 'polling' : 'connecting');
      tell({ state });
      source.close();
      setTimeout(connect, Math.min(60_000, 2000 * 2 ** Math.min(failures - 1, 5)) * (0.75 + Math.random() / 2));
    };
  };
  connect();
  // Never settles: the lock is held until the tab closes.
  return new Promise(() => {});
}

export function start() {
  if (!document.getElementById('connection')) return;
  channel?.addEventListener('message', ({ data }) => {
    remember(data.last);
    if (data.topic) receive(data.topic);
    if (data.refetch) refetch();
    if (data.state) show(data.state);
    if (data.ask && state !== 'connecting') tell({ state });
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    missed.forEach(receive);
    missed.clear();
  });
  addEventListener('offline', () => show('offline'));
  addEventListener('online', () => show('connecting'));
  tell({ ask: true });
  // Locks need a secure context; without them every tab listens by itself.
  if (navigator.locks && channel) navigator.locks.request('otklik-live', lead);
  else lead();
}

import { t } from './words.js';
import { toast } from './toast.js';

export const token = document.querySelector('meta[name="csrf"]')?.content ?? '';

/** A refused answer: its status, what the server says to people, and errors by field. */
export class Refused extends Error {
  constructor(status, title, fields, body) {
    super(title);
    Object.assign(this, { status, fields, body });
  }
}

/** Asks the server as a module does. Throws `Refused` for answers of 400 and above, TypeError when there is no connection. */
export async function ask(url, { method = 'GET', body, target, json = true, keepalive = false } = {}) {
  const headers = { 'X-CSRF-Token': token };
  if (json) headers.Accept = 'application/json';
  if (target) Object.assign(headers, { 'HX-Request': 'true', 'HX-Target': target, Accept: 'text/html, application/problem+json' });
  const answer = await fetch(url, { method, body, headers, keepalive, credentials: 'same-origin' });
  if (answer.ok) {
    fireTriggers(answer.headers.get('HX-Trigger'));
    return answer;
  }
  throw await refusal(answer);
}

async function refusal(answer) {
  const type = answer.headers.get('Content-Type') ?? '';
  const text = await answer.text();
  if (!type.includes('json')) return new Refused(answer.status, t('js.error.status', { status: answer.status }), {}, text);
  const problem = JSON.parse(text);
  return new Refused(answer.status, problem.title ?? t('js.error.status', { status: answer.status }), problem.fields ?? {}, problem);
}

/** Tells a person what went wrong. */
export function explain(error) {
  toast(error instanceof Refused ? error.message : t('js.error.offline'), { kind: 'error' });
}

/** `HX-Trigger` for answers that htmx did not fetch. */
function fireTriggers(header) {
  if (!header?.startsWith('{')) return;
  for (const [name, detail] of Object.entries(JSON.parse(header))) {
    document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

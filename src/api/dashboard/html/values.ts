import {
  durationText,
  latencyText,
  shareText,
  signedPercentText,
  spanText,
} from '../../../platform/format.js';
import { html, type Html, type HtmlPart } from './html.js';

const dash = '–';

/** How a state is to be taken: it goes on, it waits, something is wrong, or nothing of all that. */
export type Tone = 'good' | 'busy' | 'bad' | 'plain';

const tones: Readonly<Record<string, Tone>> = {
  ...{
    READY: 'good',
    ONLINE: 'good',
    DONE: 'good',
    ok: 'good',
    promoted: 'good',
    yes: 'good',
    passed: 'good',
  },
  ...{
    IN_USE: 'busy',
    RUNNING: 'busy',
    PENDING: 'busy',
    DRAINING: 'busy',
    MEASURING: 'busy',
    candidate: 'busy',
  },
  ...{
    QUARANTINED: 'bad',
    OFFLINE: 'bad',
    UNAUTHORIZED: 'bad',
    FAILED: 'bad',
    HOT: 'bad',
    PARTLY_DONE: 'bad',
  },
  ...{ rejected: 'bad', refused: 'bad', no: 'bad' },
};

/** A state in a word, which its colour only repeats. */
export function badge(state: string, tone: Tone = tones[state] ?? 'plain'): Html {
  return html`<span class="badge ${tone}">${state.toLowerCase().replaceAll('_', ' ')}</span>`;
}

/** A verdict, or the code of a failure, or a state, of a run. */
export function outcome(run: {
  readonly state: string;
  readonly verdict: string | null;
  readonly failureCode: string | null;
}): Html {
  if (run.state === 'DONE') return badge(run.verdict ?? 'done', run.verdict === 'ok' ? 'good' : 'bad');
  if (run.state === 'FAILED') return badge(run.failureCode ?? 'failed', 'bad');
  return badge(run.state);
}

/** A moment: how long ago, and in full for who points at it. */
export function moment(at: Date | null | undefined, nowMs: number): HtmlPart {
  if (at === null || at === undefined) return dash;
  const iso = at.toISOString();
  return html`<time datetime="${iso}" title="${iso.slice(0, 19).replace('T', ' ')} UTC"
    >${ageText(nowMs - at.getTime())}</time
  >`;
}

function ageText(ageMs: number): string {
  if (ageMs < 0) return `in ${spanText(-ageMs)}`;
  return ageMs < 1000 ? 'now' : `${spanText(ageMs)} ago`;
}

/** How long something takes, hours among it. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return dash;
  if (ms < 3_600_000) return durationText(ms);
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export function latency(us: number | null | undefined): string {
  return us === null || us === undefined ? dash : latencyText(us);
}

/** Both ends of an interval. */
export function interval(lowUs: number | null | undefined, highUs: number | null | undefined): string {
  return typeof lowUs === 'number' && typeof highUs === 'number'
    ? `${latencyText(lowUs)} to ${latencyText(highUs)}`
    : dash;
}

export function signedPercent(percent: number | null | undefined): string {
  return percent === null || percent === undefined ? dash : signedPercentText(percent);
}

export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? dash : `${value.toFixed(1)} %`;
}

export function share(value: number | null | undefined): string {
  return value === null || value === undefined ? dash : shareText(value);
}

export function degrees(celsius: number | null | undefined): string {
  return celsius === null || celsius === undefined ? dash : `${celsius.toFixed(1)} °C`;
}

export function link(path: string, text: HtmlPart): Html {
  return html`<a href="${path}">${text}</a>`;
}

/** An address made of what others named: every part is encoded. */
export function pathTo(...parts: readonly (string | number)[]): string {
  return `/dashboard/${parts.map((part) => encodeURIComponent(part)).join('/')}`;
}

/** An id as far as people need it. */
export function shortId(id: string): Html {
  return html`<code title="${id}">${id.slice(0, 13)}</code>`;
}

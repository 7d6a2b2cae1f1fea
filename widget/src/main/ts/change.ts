/**
 * What is different between two states of a thread: this, and not the whole, is what is written to storage
 * and told to the visitor's other tabs. Applying a change twice, or late, does no harm.
 */
import type { Message } from './frames.js';
import { byOrder, cleared, type Queued, type QueuedFile, received, type Thread } from './thread.js';

/** A file that the visitor has chosen and not sent yet. */
export interface Chosen extends QueuedFile {
  readonly bytes: Blob;
}

export interface Change {
  /** Nothing that was held before belongs to this conversation. */
  readonly fresh?: true;
  readonly head?: { readonly code: string | null; readonly status: string; readonly through: number };
  /** What the visitor has seen, and put out of sight. */
  readonly eyes?: { readonly seen: number; readonly hidden: readonly number[] };
  readonly messages?: readonly Message[];
  readonly queue?: readonly Queued[];
  /** The `cid`s that wait no longer. */
  readonly gone?: readonly string[];
  /** The bytes of files that wait, by the `cid` of their messages. */
  readonly files?: readonly (readonly [string, Blob])[];
  readonly draft?: string;
  /** The `seq` of the message that the draft quotes. */
  readonly quoting?: number | null;
  /** The files that go with the draft. */
  readonly tray?: readonly Chosen[];
  readonly token?: string;
  /** The code of the conversation that the visitor has rated. */
  readonly rated?: string;
  readonly profile?: Profile;
  /** Nothing of the visitor is kept any more. */
  readonly erased?: true;
}

/** What the visitor has answered to the form before the chat. */
export interface Profile {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  /** Whether the chat may be kept once it is over. */
  readonly keep?: boolean;
  /** Still written, passed over, waiting for the gateway, or known to it. */
  readonly state: 'typed' | 'skipped' | 'done' | 'told';
}

export function changeBetween(before: Thread, after: Thread): Change | null {
  const { code, status, through, seen, hidden } = after;
  const fresh =
    (before.code !== null && code !== before.code) || after.messages.length < before.messages.length;
  const held = new Set(fresh ? [] : before.messages);
  const messages = after.messages.filter((message) => !held.has(message));
  const queue = after.queue.filter((queued) => !before.queue.includes(queued));
  const gone = before.queue
    .map(({ cid }) => cid)
    .filter((cid) => !after.queue.some((queued) => queued.cid === cid));
  const moved = code !== before.code || status !== before.status || through !== before.through;
  const change: Change = {
    ...(fresh ? { fresh } : {}),
    ...(fresh || moved ? { head: { code, status, through } } : {}),
    ...(fresh || seen !== before.seen || hidden !== before.hidden ? { eyes: { seen, hidden } } : {}),
    ...(messages.length > 0 ? { messages } : {}),
    ...(queue.length > 0 ? { queue } : {}),
    ...(gone.length > 0 ? { gone } : {}),
  };
  return Object.keys(change).length > 0 ? change : null;
}

/** Takes over what another tab, or the storage, knows. What only we know stays. */
export function patched(thread: Thread, change: Change): Thread {
  const { head, eyes, messages = [], queue = [], gone = [] } = change;
  const start = change.fresh || isOther(thread, change) ? cleared(thread) : thread;
  const next = messages.reduce(received, head === undefined ? start : { ...start, ...headOf(start, head) });
  const known = new Set(next.messages.map(({ cid }) => cid));
  const told = queue.filter(({ cid }) => !known.has(cid));
  const ours = next.queue.filter(
    ({ cid }) => !gone.includes(cid) && !told.some((queued) => queued.cid === cid),
  );
  const waits = [...ours, ...told].sort(byOrder);
  return {
    ...next,
    queue: waits.length === next.queue.length && told.length === 0 ? next.queue : waits,
    order: told.reduce((last, { order }) => Math.max(last, order), next.order),
    seen: Math.max(next.seen, eyes?.seen ?? 0),
    hidden: eyes === undefined ? next.hidden : [...new Set([...next.hidden, ...eyes.hidden])],
  };
}

/** Whether it is about another conversation than ours, so that it is not all there is to know. */
export function isOther(thread: Thread, { head }: Change): boolean {
  return head !== undefined && thread.code !== null && head.code !== thread.code;
}

function headOf(thread: Thread, { code, status, through }: NonNullable<Change['head']>) {
  const furthest = Math.max(thread.through, through);
  return { code, status, through: furthest, top: Math.max(thread.top, furthest) };
}

/**
 * What the visitor's conversation looks like from here: pure functions over data.
 *
 * Each message is there once, in the order of `seq`; each thing the visitor said is there once, first in
 * the queue by `cid`, then as a message; statuses only move forward. Nothing here knows of sockets,
 * storage or screens.
 */
import type { Attachment, ClientFrame, Conversation, Message, Status } from './frames.js';

/** A file that waits with its message. Its bytes are kept apart, under the message's `cid`. */
export interface QueuedFile {
  readonly kind: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  /** What the gateway calls it, once it has it: then it is not uploaded again. */
  readonly handle: string | null;
}

/** Something the visitor said that the gateway has not accepted yet. */
export interface Queued {
  readonly cid: string;
  readonly text: string;
  readonly at: string;
  readonly order: number;
  /** The `seq` of the message that it quotes. */
  readonly replyTo: number | null;
  readonly file: QueuedFile | null;
  /** Why it will not be sent as it is; null while it only waits. */
  readonly problem: string | null;
  /** The gateway's own words for it. */
  readonly reason: string | null;
}

export interface Thread {
  readonly code: string | null;
  readonly status: string;
  readonly messages: readonly Message[];
  readonly queue: readonly Queued[];
  /** Every message up to here that is meant for the visitor is held. */
  readonly through: number;
  /** The highest `seq` heard of since the last welcome; above `through` it tells of a hole. */
  readonly top: number;
  /** The answer to our `hello` runs up to here, in order, so that numbers missing in it are not ours. */
  readonly promised: number;
  readonly seen: number;
  /** Failed messages that the visitor put away. */
  readonly hidden: readonly number[];
  /** The highest order given to anything said: the next one is higher, in whatever tab. No clock is asked. */
  readonly order: number;
}

/** WhatsApp takes no more characters in one message. */
export const TEXT_MAX = 4096;

export const emptyThread: Thread = {
  code: null,
  status: 'open',
  messages: [],
  queue: [],
  through: 0,
  top: 0,
  promised: 0,
  seen: 0,
  hidden: [],
  order: 0,
};

/** How many messages back a resume looks for ticks that may have changed meanwhile. */
const TICKS_BACK = 50;

/**
 * The gateway's welcome. When it speaks of another conversation than ours the old one is forgotten;
 * what waits in the queue stays. The caller then says hello once more, from the beginning.
 */
export function welcomed(thread: Thread, conversation: Conversation | null): Thread {
  const code = conversation?.code ?? null;
  const promised = conversation?.lastSeq ?? 0;
  const other = thread.code === null ? code === null && thread.top > 0 : thread.code !== code;
  // A shorter conversation than we hold is another one, too, whatever its name.
  if (other || promised < thread.through) {
    return { ...cleared(thread), code, status: conversation?.status ?? 'open' };
  }
  return { ...thread, code, status: conversation?.status ?? 'open', promised, top: thread.through };
}

/** The conversation changed: it was closed, opened again, or a new one began. */
export function changed(thread: Thread, code: string | null, status: string): Thread {
  if (code !== null && thread.code !== null && code !== thread.code) {
    return { ...cleared(thread), code, status };
  }
  return { ...thread, code: code ?? thread.code, status };
}

export function received(thread: Thread, message: Message): Thread {
  const { messages } = thread;
  const at = messages.findIndex((held) => held.seq >= message.seq);
  const held = at < 0 ? undefined : messages[at];
  const next =
    held?.seq === message.seq
      ? replaced(messages, at, { ...message, status: later(held.status, message.status) })
      : inserted(messages, at < 0 ? messages.length : at, message);
  const waits = thread.queue.some(({ cid }) => cid === message.cid);
  const queue = waits ? thread.queue.filter(({ cid }) => cid !== message.cid) : thread.queue;
  return reached({ ...thread, messages: next, queue }, message.seq);
}

/** The gateway has it for good. */
export function accepted(thread: Thread, cid: string, seq: number, at: string): Thread {
  const said = thread.queue.find((queued) => queued.cid === cid);
  if (said === undefined) {
    return { ...thread, top: Math.max(thread.top, seq) };
  }
  return received(thread, {
    seq,
    from: 'visitor',
    name: null,
    cid,
    kind: said.file?.kind ?? 'text',
    text: said.text,
    attachment: said.file && enclosed(said.file),
    replyTo: said.replyTo,
    at,
    status: 'sent',
  });
}

/** Until the gateway tells where it is, which it does with the message. */
function enclosed({ kind, name, mime, size, width, height }: QueuedFile): Attachment {
  const nowhere = { url: null, thumb: null, expires: null };
  return { kind, name, mime, size, width, height, state: 'waiting', ...nowhere };
}

export function progressed(thread: Thread, seq: number, status: Status): Thread {
  const messages = thread.messages.map((message) =>
    message.seq === seq ? { ...message, status: later(message.status, status) } : message,
  );
  return { ...thread, messages, top: Math.max(thread.top, seq) };
}

export function said(
  thread: Thread,
  cid: string,
  text: string,
  at: string,
  replyTo: number | null = null,
  file: QueuedFile | null = null,
): Thread {
  const order = thread.order + 1;
  const queued = { cid, text, at, order, replyTo, file, problem: null, reason: null };
  return { ...thread, order, queue: [...thread.queue, queued] };
}

/** The gateway has the file of a message, or (null) has it no more. */
export function uploaded(thread: Thread, cid: string, handle: string | null): Thread {
  return requeued(thread, cid, ({ file }) => (file === null ? {} : { file: { ...file, handle } }));
}

/** The gateway will not take it as it is. */
export function refused(
  thread: Thread,
  cid: string,
  problem: string,
  reason: string | null = null,
): Thread {
  return requeued(thread, cid, () => ({ problem, reason }));
}

function requeued(thread: Thread, cid: string, what: (queued: Queued) => Partial<Queued>): Thread {
  const queue = thread.queue.map((queued) =>
    queued.cid === cid ? { ...queued, ...what(queued) } : queued,
  );
  return { ...thread, queue };
}

/** The old conversation is forgotten; what waits stays, and no longer quotes what stood in it. */
export function cleared({ queue, order }: Thread): Thread {
  const unquoted = queue.map((queued) =>
    queued.replyTo === null ? queued : { ...queued, replyTo: null },
  );
  return { ...emptyThread, queue: unquoted, order };
}

/** Takes a message that failed out of sight: from the queue by `cid`, or a held one by `seq`. */
export function putAway(thread: Thread, id: string | number): Thread {
  return typeof id === 'number'
    ? { ...thread, hidden: [...thread.hidden, id] }
    : { ...thread, queue: thread.queue.filter(({ cid }) => cid !== id) };
}

export function seenAll(thread: Thread): Thread {
  return thread.seen >= thread.through ? thread : { ...thread, seen: thread.through };
}

/** The order in which things were said; of two that were said at once, in two tabs, always the same first. */
export function byOrder(a: Queued, b: Queued): number {
  return a.order - b.order || (a.cid < b.cid ? -1 : 1);
}

/** Whether a message was missed: something with a higher `seq` is known of. */
export function hasHole(thread: Thread): boolean {
  return thread.top > thread.through;
}

/**
 * Where a resume begins: after the last message held without a hole, or earlier when ticks of the
 * visitor's latest messages may have moved while nobody listened.
 */
export function resumeAfter(thread: Thread, now = Date.now()): number {
  const moving = thread.messages
    .slice(-TICKS_BACK)
    .find(
      ({ from, status, attachment }) =>
        (from === 'visitor' && status !== 'read') || (attachment && isStale(attachment, now)),
    );
  return moving === undefined ? thread.through : Math.min(thread.through, moving.seq - 1);
}

/** Whether a file may have come since, or its addresses have died. */
function isStale({ state, expires }: Attachment, now: number): boolean {
  return state === 'waiting' || (expires !== null && Date.parse(expires) < now);
}

export function unread(thread: Thread): readonly Message[] {
  return thread.messages.filter(({ seq, from }) => from === 'agent' && seq > thread.seen);
}

export function waits(thread: Thread, cid: string): boolean {
  return thread.queue.some((queued) => queued.cid === cid);
}

/** Whether a message that waits has a file that the gateway has. */
export function hasHandle(thread: Thread, cid: string): boolean {
  return thread.queue.some((queued) => queued.cid === cid && (queued.file?.handle ?? null) !== null);
}

/** What is said to the gateway. */
export function sending({ cid, text, replyTo, file }: Queued): ClientFrame {
  return {
    t: 'send',
    cid,
    text,
    ...(replyTo === null ? {} : { reply_to: replyTo }),
    ...(file === null || file.handle === null ? {} : { attachment: file.handle }),
  };
}

/** The next message to send; those with a problem wait for the visitor. */
export function nextToSend(thread: Thread): Queued | undefined {
  return thread.queue.find(({ problem }) => problem === null);
}

export function waiting(thread: Thread): number {
  return thread.queue.filter(({ problem }) => problem === null).length;
}

/** Statuses move forward only. What failed may still arrive, what arrived cannot fail. */
const FORWARD: readonly (Status | null)[] = [null, 'sent', 'failed', 'delivered', 'read'];

function later(before: Status | null, after: Status | null): Status | null {
  return FORWARD.indexOf(after) > FORWARD.indexOf(before) ? after : before;
}

function reached(thread: Thread, seq: number): Thread {
  let through = seq <= thread.promised ? Math.max(thread.through, seq) : thread.through;
  for (const message of thread.messages) {
    if (message.seq === through + 1) {
      through = message.seq;
    }
  }
  return { ...thread, through, top: Math.max(thread.top, seq) };
}

function replaced<T>(items: readonly T[], at: number, item: T): readonly T[] {
  return [...items.slice(0, at), item, ...items.slice(at + 1)];
}

function inserted<T>(items: readonly T[], at: number, item: T): readonly T[] {
  return [...items.slice(0, at), item, ...items.slice(at)];
}

/** What the part that talks with the gateway borrows, so that nothing is loaded twice. */
export const rules = {
  TEXT_MAX,
  accepted,
  changed,
  hasHandle,
  hasHole,
  nextToSend,
  progressed,
  received,
  refused,
  resumeAfter,
  sending,
  uploaded,
  waits,
  welcomed,
};

export type Rules = typeof rules;

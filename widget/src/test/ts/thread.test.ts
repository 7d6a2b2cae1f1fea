import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeBetween, patched } from '../../main/ts/change.js';
import type { Message, Status } from '../../main/ts/frames.js';
import * as threads from '../../main/ts/thread.js';
import { chance } from './fakes.js';

const at = '2026-03-02T10:41:07.120Z';
const conversation = (lastSeq: number, code = 'K7QD') => ({ code, status: 'open', lastSeq });

function message(seq: number, more: Partial<Message> = {}): Message {
  return {
    seq,
    from: 'agent',
    name: 'Tomás',
    cid: null,
    kind: 'text',
    text: 'Message ' + seq,
    attachment: null,
    replyTo: null,
    at,
    status: null,
    ...more,
  };
}

const seqs = (thread: threads.Thread) => thread.messages.map(({ seq }) => seq);

test('what was said waits until it is accepted, then is a message once', () => {
  let thread = threads.said(threads.emptyThread, 'c1', 'Hello', at);
  assert.equal(threads.waiting(thread), 1);
  thread = threads.accepted(thread, 'c1', 1, at);
  thread = threads.received(thread, message(1, { from: 'visitor', cid: 'c1', text: 'Hello' }));
  assert.deepEqual(thread.queue, []);
  assert.deepEqual(seqs(thread), [1]);
  assert.equal(thread.messages[0]?.status, 'sent');
});

test('the echo may come before the answer', () => {
  let thread = threads.said(threads.emptyThread, 'c1', 'Hello', at);
  thread = threads.received(thread, message(1, { from: 'visitor', cid: 'c1', status: 'read' }));
  thread = threads.accepted(thread, 'c1', 1, at);
  assert.deepEqual(thread.queue, []);
  assert.equal(thread.messages[0]?.status, 'read');
  assert.equal(threads.hasHole(thread), false);
});

test('a status never goes back, and what arrived cannot fail', () => {
  const order: Status[] = ['delivered', 'sent', 'failed', 'read', 'delivered', 'failed'];
  let thread = threads.received(threads.emptyThread, message(1, { from: 'visitor' }));
  const seen = order.map((status) => {
    thread = threads.progressed(thread, 1, status);
    return thread.messages[0]?.status;
  });
  assert.deepEqual(seen, ['delivered', 'delivered', 'delivered', 'read', 'read', 'read']);
});

test('what failed may still arrive', () => {
  let thread = threads.received(threads.emptyThread, message(1, { status: 'failed' }));
  thread = threads.progressed(thread, 1, 'delivered');
  assert.equal(thread.messages[0]?.status, 'delivered');
});

test('a gap is a hole, and is none once it is filled', () => {
  let thread = threads.received(threads.emptyThread, message(1));
  thread = threads.received(thread, message(3));
  assert.equal(threads.hasHole(thread), true);
  assert.equal(threads.resumeAfter(thread), 1);
  thread = threads.received(thread, message(2));
  assert.equal(threads.hasHole(thread), false);
  assert.equal(thread.through, 3);
});

test('a gap in what the gateway promised to send is not ours to see', () => {
  let thread = threads.welcomed(threads.emptyThread, conversation(5));
  thread = [1, 2, 4, 5].reduce((held, seq) => threads.received(held, message(seq)), thread);
  assert.equal(threads.hasHole(thread), false);
  assert.equal(thread.through, 5);
});

test('a promise that ends in nothing for us asks for nothing', () => {
  let thread = threads.welcomed(threads.emptyThread, conversation(3));
  thread = threads.received(thread, message(2));
  assert.equal(threads.hasHole(thread), false);
  thread = threads.welcomed(thread, conversation(3));
  assert.equal(threads.hasHole(thread), false);
});

test('a resume begins before the first tick that may have moved', () => {
  let thread = threads.welcomed(threads.emptyThread, conversation(4));
  thread = threads.received(thread, message(1, { from: 'visitor', status: 'read' }));
  thread = threads.received(thread, message(2, { from: 'visitor', status: 'delivered' }));
  thread = threads.received(thread, message(3));
  thread = threads.received(thread, message(4));
  assert.equal(threads.resumeAfter(thread), 1);
  assert.equal(threads.resumeAfter(threads.progressed(thread, 2, 'read')), 4);
});

test('another conversation replaces the old one and keeps what waits', () => {
  let thread = threads.welcomed(threads.emptyThread, conversation(1));
  thread = threads.received(thread, message(1));
  thread = threads.said(thread, 'c1', 'Still here', at);
  thread = threads.welcomed(thread, conversation(7, 'M3XP'));
  assert.deepEqual([thread.code, seqs(thread), thread.queue.length], ['M3XP', [], 1]);
  thread = threads.changed(thread, 'Q8RT', 'open');
  assert.deepEqual([thread.code, thread.queue.length], ['Q8RT', 1]);
});

test('a first conversation gets its code without losing anything', () => {
  let thread = threads.said(threads.emptyThread, 'c1', 'Hello', at);
  thread = threads.accepted(thread, 'c1', 1, at);
  thread = threads.changed(thread, 'K7QD', 'open');
  thread = threads.welcomed(thread, conversation(1));
  assert.deepEqual([thread.code, seqs(thread)], ['K7QD', [1]]);
});

test('a conversation shorter than ours is begun anew', () => {
  let thread = threads.welcomed(threads.emptyThread, conversation(2));
  thread = [1, 2].reduce((held, seq) => threads.received(held, message(seq)), thread);
  assert.deepEqual(seqs(threads.welcomed(thread, conversation(1))), []);
  assert.deepEqual(seqs(threads.welcomed(thread, null)), []);
});

test('a refused message stays in the queue with its reason and lets the next one go', () => {
  let thread = threads.said(threads.emptyThread, 'c1', 'Too much', at);
  thread = threads.said(thread, 'c2', 'Enough', at);
  thread = threads.refused(thread, 'c1', 'too_long');
  assert.equal(threads.nextToSend(thread)?.cid, 'c2');
  assert.equal(threads.waiting(thread), 1);
  assert.deepEqual(threads.putAway(thread, 'c1').queue.map(({ cid }) => cid), ['c2']);
});

test('unread is what the other side wrote after the last look', () => {
  let thread = threads.welcomed(threads.emptyThread, conversation(3));
  thread = threads.received(thread, message(1));
  thread = threads.seenAll(thread);
  thread = threads.received(thread, message(2, { from: 'visitor' }));
  thread = threads.received(thread, message(3));
  assert.deepEqual(threads.unread(thread).map(({ seq }) => seq), [3]);
});

test('two tabs join into all that either knows', () => {
  const base = threads.welcomed(threads.emptyThread, conversation(2));
  const one = threads.received(base, message(1));
  const two = threads.seenAll([1, 2].reduce((t, seq) => threads.received(t, message(seq)), base));
  const other = threads.said(two, 'c1', 'From the other tab', at);
  const change = changeBetween(threads.emptyThread, other) ?? {};
  const joined = patched(patched(one, change), change);
  assert.deepEqual(seqs(joined), [1, 2]);
  assert.deepEqual([joined.seen, joined.queue.length], [2, 1]);
});

test('any mixture of doubles, disorder and resumes shows each message once, in order', () => {
  const statuses: Status[] = ['sent', 'delivered', 'read'];
  for (let seed = 1; seed <= 300; seed++) {
    const random = chance(seed);
    const pick = (below: number) => Math.floor(random() * below);
    const last = 1 + pick(15);
    let thread = threads.emptyThread;
    const best = new Map<number, number>();
    for (let step = 0; step < 60; step++) {
      const seq = 1 + pick(last);
      const status = pick(3);
      const own = seq % 2 === 1;
      switch (pick(4)) {
        case 0:
          thread = threads.welcomed(thread, conversation(last));
          break;
        case 1:
          thread = threads.progressed(thread, seq, statuses[status] ?? 'sent');
          break;
        default:
          thread = threads.received(
            thread,
            message(seq, own ? { from: 'visitor', cid: 'c' + seq, status: 'sent' } : {}),
          );
      }
      assert.deepEqual(seqs(thread), [...new Set(seqs(thread))].sort((a, b) => a - b), `${seed}`);
      for (const held of thread.messages) {
        const rank = statuses.findIndex((known) => known === held.status);
        assert.ok(rank >= (best.get(held.seq) ?? -1), `seed ${seed}: a status went back`);
        best.set(held.seq, rank);
      }
    }
    // The resume that follows in the end brings everything, whatever happened before.
    thread = threads.welcomed(thread, conversation(last));
    for (let seq = threads.resumeAfter(thread) + 1; seq <= last; seq++) {
      thread = threads.received(thread, message(seq));
    }
    assert.equal(thread.through, last, `seed ${seed}`);
    assert.equal(threads.hasHole(thread), false);
  }
});

test('a resume begins before a file whose links have died, or that was still on its way', () => {
  const file = (more: object) => ({
    kind: 'image',
    state: 'ready',
    url: 'https://chat.example.com/media/a',
    thumb: null,
    name: null,
    size: 1,
    width: null,
    height: null,
    expires: '2026-03-03T11:00:00Z',
    ...more,
  });
  const held = (more: object) =>
    [message(1), message(2, { attachment: file(more) }), message(3)].reduce(
      threads.received,
      threads.emptyThread,
    );
  const early = Date.parse('2026-03-03T10:00:00Z');
  const late = Date.parse('2026-03-03T12:00:00Z');
  assert.equal(threads.resumeAfter(held({}), early), 3);
  assert.equal(threads.resumeAfter(held({}), late), 1);
  assert.equal(threads.resumeAfter(held({ state: 'waiting', url: null, expires: null }), early), 1);
});

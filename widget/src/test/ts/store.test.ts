import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeBetween, patched } from '../../main/ts/change.js';
import { MemoryDrawer } from '../../main/ts/drawer.js';
import { Store } from '../../main/ts/store.js';
import * as threads from '../../main/ts/thread.js';

const at = '2026-03-02T10:41:07.120Z';
const again = (drawer: MemoryDrawer) => new Store(drawer, drawer.entries);

function keep(drawer: MemoryDrawer, before: threads.Thread, after: threads.Thread): threads.Thread {
  again(drawer).keep(changeBetween(before, after) ?? {});
  return after;
}

test('the queue comes back in order, whatever the order of the names', () => {
  const drawer = new MemoryDrawer();
  let thread = again(drawer).thread;
  for (const cid of ['z', 'm', 'a']) {
    thread = keep(drawer, thread, threads.said(thread, cid, 'Message ' + cid, at));
  }
  assert.deepEqual(again(drawer).thread.queue.map(({ cid }) => cid), ['z', 'm', 'a']);
  assert.equal(again(drawer).thread.order, 3);
  keep(drawer, thread, threads.accepted(thread, 'm', 1, at));
  assert.deepEqual(again(drawer).thread.queue.map(({ cid }) => cid), ['z', 'a']);
  assert.deepEqual(again(drawer).thread.messages.map(({ cid }) => cid), ['m']);
});

test('ten messages and more come back in their order', () => {
  const drawer = new MemoryDrawer();
  let thread = again(drawer).thread;
  for (let seq = 1; seq <= 12; seq++) {
    const said = threads.said(thread, 'c' + seq, 'Message ' + seq, at);
    thread = keep(drawer, thread, threads.accepted(said, 'c' + seq, seq, at));
  }
  assert.deepEqual(again(drawer).thread.messages.map(({ seq }) => seq), [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
  ]);
  assert.equal(again(drawer).thread.through, 12);
});

test('another conversation leaves nothing of the first but what waits', () => {
  const drawer = new MemoryDrawer();
  const first = threads.accepted(
    threads.said(threads.welcomed(threads.emptyThread, { code: 'A', status: 'open', lastSeq: 0 }), 'c1', 'Old', at),
    'c1',
    1,
    at,
  );
  const waiting = threads.said(first, 'c2', 'Waits', at);
  keep(drawer, threads.emptyThread, waiting);
  const next = threads.welcomed(waiting, { code: 'B', status: 'open', lastSeq: 0 });
  keep(drawer, waiting, next);
  const kept = again(drawer).thread;
  assert.deepEqual([kept.code, kept.messages, kept.queue.map(({ cid }) => cid)], ['B', [], ['c2']]);
  const told = patched(waiting, changeBetween(waiting, next) ?? {});
  assert.deepEqual([told.code, told.messages, told.queue], ['B', [], next.queue]);
});

test('draft and token come back', () => {
  const drawer = new MemoryDrawer();
  const store = again(drawer);
  store.keep({ token: 't1' });
  store.keep({ draft: 'Half a sen' });
  assert.deepEqual([store.token, store.draft], ['t1', 'Half a sen']);
  assert.deepEqual([again(drawer).token, again(drawer).draft], ['t1', 'Half a sen']);
});

test('what is not ours, or no longer understood, is left alone', () => {
  const drawer = new MemoryDrawer();
  drawer.write(
    new Map<string, unknown>([
      ['head', { status: 7 }],
      ['eyes', 'none'],
      ['queued:1', 'half a'],
      ['queued:2', { cid: 7 }],
      ['message:1', { seq: 'one' }],
      ['token', 4],
    ]),
    [],
  );
  assert.deepEqual(again(drawer).thread, threads.emptyThread);
  assert.equal(again(drawer).token, null);
});

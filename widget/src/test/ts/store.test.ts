import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryShelf, Store } from '../../main/ts/store.js';
import * as threads from '../../main/ts/thread.js';

const at = '2026-03-02T10:41:07.120Z';

test('the queue comes back in order, whatever the order of the keys', () => {
  const shelf = new MemoryShelf();
  const store = new Store(shelf, 'bellhop:a:');
  let thread = store.thread();
  for (const cid of ['z', 'm', 'a']) {
    const next = threads.said(thread, cid, 'Message ' + cid, at);
    store.keep(next, thread);
    thread = next;
  }
  assert.deepEqual(store.thread().queue.map(({ cid }) => cid), ['z', 'm', 'a']);
  const next = threads.accepted(thread, 'm', 1, at);
  store.keep(next, thread);
  assert.deepEqual(store.thread().queue.map(({ cid }) => cid), ['z', 'a']);
  assert.deepEqual(store.thread().messages.map(({ cid }) => cid), ['m']);
});

test('two sites and two gateways keep apart', () => {
  const shelf = new MemoryShelf();
  const one = new Store(shelf, 'bellhop:https://a:shop:');
  const two = new Store(shelf, 'bellhop:https://b:shop:');
  one.keepToken('t1');
  one.keepDraft('Half a sen');
  one.keep(threads.said(one.thread(), 'c1', 'Hello', at), one.thread());
  assert.deepEqual([two.token, two.draft, two.thread()], [null, '', threads.emptyThread]);
});

test('what is not ours, or no longer understood, is left alone', () => {
  const shelf = new MemoryShelf();
  shelf.setItem('bellhop:a:thread', '{"messages":"none"}');
  shelf.setItem('bellhop:a:queue.1', 'half a');
  shelf.setItem('bellhop:a:queue.2', '{"cid":7}');
  assert.deepEqual(new Store(shelf, 'bellhop:a:').thread(), threads.emptyThread);
});

test('when the page has used up its storage, the thread makes room for the queue', () => {
  class Small extends MemoryShelf {
    override setItem(key: string, value: string): void {
      if (this.getItem('bellhop:a:thread') !== null && !key.endsWith('thread')) {
        throw new DOMException('Full', 'QuotaExceededError');
      }
      super.setItem(key, value);
    }
  }
  const store = new Store(new Small(), 'bellhop:a:');
  const accepted = threads.accepted(
    threads.said(threads.emptyThread, 'c1', 'One', at),
    'c1',
    1,
    at,
  );
  store.keep(accepted, threads.emptyThread);
  store.keep(threads.said(accepted, 'c2', 'Two', at), accepted);
  assert.deepEqual(store.thread().queue.map(({ text }) => text), ['Two']);
  assert.deepEqual(store.thread().messages, []);
});

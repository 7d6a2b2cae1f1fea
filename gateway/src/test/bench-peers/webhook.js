'use strict';
// A door for Meta's notifications in node:http and mysql2.
//
// It promises: what is answered with 200 was signed by X-Hub-Signature-256 (compared in constant time) and is
// committed: the contact, its conversation, and the message, in one transaction. A message that comes again (by its
// wamid) is answered with 200 and changes nothing.
//
// PEER_WRITES=row: a transaction for each notification, on a connection of the pool.
// PEER_WRITES=group: what waits goes together, up to 128 messages in one transaction with multi-row statements, one
// transaction at a time in each process; answers follow the commit.
//
// Ids of contacts that were seen are kept in memory, so that who is known under the same name costs no statement.

const http = require('node:http');
const { createHmac, timingSafeEqual } = require('node:crypto');
const { pool, run } = require('./store.js');

const SECRET = process.env.PEER_SECRET;
const GROUP_MAX = 128;
const KNOWN_MAX = 100_000;
const DEADLOCK = 1213;

const TABLES = [
  `CREATE TABLE contact (
     id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, wa_id VARCHAR(20) CHARACTER SET ascii NOT NULL,
     name VARCHAR(200) NOT NULL, UNIQUE KEY (wa_id))`,
  `CREATE TABLE conversation (
     id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, contact BIGINT UNSIGNED NOT NULL, last_at DATETIME(3) NOT NULL,
     preview VARCHAR(100) NOT NULL, unread INT UNSIGNED NOT NULL, UNIQUE KEY (contact), KEY (last_at))`,
  `CREATE TABLE message (
     id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, conversation BIGINT UNSIGNED NOT NULL,
     wamid VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL, kind VARCHAR(16) CHARACTER SET ascii NOT NULL,
     body TEXT NOT NULL, sent_at DATETIME NOT NULL, received_at DATETIME(3) NOT NULL,
     UNIQUE KEY (wamid), KEY (conversation, id))`,
];

const CONTACT =
  'INSERT INTO contact (wa_id, name) VALUES (?, ?) ' +
  'ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), name = VALUES(name)';
const CONVERSATION =
  "INSERT INTO conversation (contact, last_at, preview, unread) VALUES (?, UTC_TIMESTAMP(3), '', 0) " +
  'ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)';
const MESSAGE =
  'INSERT IGNORE INTO message (conversation, wamid, kind, body, sent_at, received_at) VALUES ';
const ONE_MESSAGE = `${MESSAGE}(?, ?, ?, ?, ?, ?)`;
const BUMP = 'UPDATE conversation SET last_at = ?, preview = ?, unread = unread + ? WHERE id = ?';

const messages = rows('(?, ?, ?, ?, ?, ?)', MESSAGE, '');
const bumps = rows(
  '(?, ?, ?, ?, ?)',
  'INSERT INTO conversation (id, contact, last_at, preview, unread) VALUES ',
  ' ON DUPLICATE KEY UPDATE last_at = VALUES(last_at), preview = VALUES(preview), unread = unread + VALUES(unread)',
);

/** The statement for so many rows, written once for each number. */
function rows(row, before, after) {
  const written = [];
  return (count) => (written[count] ??= before + Array(count).fill(row).join(',') + after);
}

/** Who is known: by wa_id, the ids and the name that are committed. */
const known = new Map();

function remember(news) {
  if (known.size > KNOWN_MAX) known.clear();
  for (const [waId, contact] of news) known.set(waId, contact);
}

/** Finds or makes a contact and its conversation within a transaction. */
async function contactOf(connection, item, news) {
  const there = news.get(item.from) ?? known.get(item.from);
  if (there !== undefined && there.name === item.name) return there;
  const [{ insertId: id }] = await connection.execute(CONTACT, [item.from, item.name]);
  const [{ insertId: conversation }] = await connection.execute(CONVERSATION, [id]);
  const contact = { id, conversation, name: item.name };
  news.set(item.from, contact);
  return contact;
}

/** Does it in a transaction, once more where two were in each other's way. */
async function transaction(database, work) {
  for (let again = 0; ; again++) {
    const connection = await database.getConnection();
    try {
      const news = new Map();
      const result = await work(connection, news);
      await connection.query('COMMIT');
      if (news.size > 0) remember(news);
      return result;
    } catch (error) {
      await connection.query('ROLLBACK');
      if (error.errno !== DEADLOCK || again === 3) throw error;
    } finally {
      connection.release();
    }
  }
}

function storeAlone(database, items) {
  return transaction(database, async (connection, news) => {
    for (const item of items) {
      const { conversation } = await contactOf(connection, item, news);
      const [{ affectedRows }] = await connection.execute(ONE_MESSAGE, [
        conversation, item.wamid, item.kind, item.body, item.sentAt, item.receivedAt,
      ]);
      if (affectedRows === 1) {
        await connection.execute(BUMP, [item.receivedAt, item.body.slice(0, 100), 1, conversation]);
      }
    }
  });
}

/** Stores all, or nothing and returns false where one of them was there already. */
function storeTogether(database, group) {
  return transaction(database, async (connection, news) => {
    const values = [];
    const touched = new Map();
    for (const { item } of group) {
      const { id, conversation } = await contactOf(connection, item, news);
      values.push(conversation, item.wamid, item.kind, item.body, item.sentAt, item.receivedAt);
      const bump = touched.get(conversation) ?? { conversation, contact: id, unread: 0 };
      bump.at = item.receivedAt;
      bump.preview = item.body.slice(0, 100);
      bump.unread++;
      touched.set(conversation, bump);
    }
    const [{ affectedRows }] = await connection.execute(messages(group.length), values);
    if (affectedRows < group.length) {
      await connection.query('ROLLBACK');
      news.clear();
      return false;
    }
    // In one order in all processes, or they would wait for each other in a ring.
    const inOrder = [...touched.values()].sort((a, b) => a.conversation - b.conversation);
    await connection.execute(
      bumps(inOrder.length),
      inOrder.flatMap((b) => [b.conversation, b.contact, b.at, b.preview, b.unread]),
    );
    return true;
  });
}

/** Lets a notification's messages wait for their group. */
function grouping(database) {
  let waiting = [];
  let writing = false;

  async function write() {
    writing = true;
    while (waiting.length > 0) {
      // Powers of two, so that there are few statements to prepare.
      const count = Math.min(GROUP_MAX, 2 ** Math.floor(Math.log2(waiting.length)));
      const group = waiting.slice(0, count);
      waiting = waiting.slice(count);
      try {
        if (await storeTogether(database, group)) group.forEach((one) => one.stored());
        else for (const one of group) await storeAlone(database, [one.item]).then(one.stored, one.failed);
      } catch (error) {
        group.forEach((one) => one.failed(error));
      }
    }
    writing = false;
  }

  return (items) =>
    Promise.all(
      items.map(
        (item) =>
          new Promise((stored, failed) => {
            waiting.push({ item, stored, failed });
            if (!writing) void write();
          }),
      ),
    );
}

function isSigned(body, header) {
  if (header === undefined || header.length !== 71 || !header.startsWith('sha256=')) return false;
  const said = Buffer.from(header.slice(7), 'hex');
  const right = createHmac('sha256', SECRET).update(body).digest();
  return said.length === right.length && timingSafeEqual(said, right);
}

function itemsOf(document) {
  const items = [];
  const receivedAt = new Date();
  for (const entry of document.entry) {
    for (const { value } of entry.changes) {
      for (const message of value.messages ?? []) {
        items.push({
          from: message.from,
          name: value.contacts?.find((contact) => contact.wa_id === message.from)?.profile?.name ?? message.from,
          wamid: message.id,
          kind: message.type,
          body: message.text?.body ?? '',
          sentAt: new Date(Number(message.timestamp) * 1000),
          receivedAt,
        });
      }
    }
  }
  return items;
}

const EMPTY = { 'Content-Length': '0' };

function answer(response, status) {
  response.writeHead(status, EMPTY);
  response.end();
}

function serve(processes) {
  const database = pool(processes, { transactions: true });
  const store = process.env.PEER_WRITES === 'group' ? grouping(database) : (items) => storeAlone(database, items);

  function take(request, body, response) {
    if (!isSigned(body, request.headers['x-hub-signature-256'])) return answer(response, 401);
    let items;
    try {
      items = itemsOf(JSON.parse(body.toString('utf8')));
    } catch {
      return answer(response, 400);
    }
    return store(items).then(
      () => answer(response, 200),
      (error) => {
        console.error(error.message);
        answer(response, 500);
      },
    );
  }

  const server = http.createServer((request, response) => {
    if (request.method !== 'POST') return answer(response, 405);
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => take(request, parts.length === 1 ? parts[0] : Buffer.concat(parts), response));
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

void run(TABLES, serve);

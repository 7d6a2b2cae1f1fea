'use strict';
// A relay of visitors' words in ws, mysql2 and Node's own fetch, over the frames of bellhop.v1.
//
// It promises: `accepted` follows the commit of the message's row; a message that a client sends again (by its cid) is
// accepted again and relayed once; each conversation's messages reach Graph in their order, and what Graph called them
// is noted. It does not take up again what it had not sent when it was stopped, nor repeat what Graph refused.

const http = require('node:http');
const { randomUUID } = require('node:crypto');
const { WebSocketServer } = require('ws');
const { pool, run } = require('./store.js');

const GRAPH = `${process.env.PEER_GRAPH}/v26.0/300000000001000/messages`;
const DUPLICATE = 1062;

const TABLES = [
  `CREATE TABLE conversation (
     id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, token CHAR(36) CHARACTER SET ascii NOT NULL, UNIQUE KEY (token))`,
  `CREATE TABLE message (
     id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, conversation BIGINT UNSIGNED NOT NULL, seq INT UNSIGNED NOT NULL,
     cid VARCHAR(36) CHARACTER SET ascii NOT NULL, body TEXT NOT NULL, at DATETIME(3) NOT NULL,
     wamid VARCHAR(128) CHARACTER SET ascii, UNIQUE KEY (conversation, cid), KEY (conversation, id), KEY (wamid))`,
];
const NEW = 'INSERT INTO conversation (token) VALUES (?)';
const STORE = 'INSERT INTO message (conversation, seq, cid, body, at) VALUES (?, ?, ?, ?, ?)';
const SENT = 'UPDATE message SET wamid = ? WHERE id = ?';
const HEADERS = { 'content-type': 'application/json', authorization: 'Bearer token' };

async function callGraph(id, text) {
  const response = await fetch(GRAPH, {
    method: 'POST',
    headers: HEADERS,
    body: JSON.stringify({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '15550300000',
      type: 'text',
      text: { body: text },
      biz_opaque_callback_data: String(id),
    }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`Graph answered ${response.status}`);
  return answer.messages[0].id;
}

class Visitor {
  conversation = 0;
  seq = 0;
  stored = Promise.resolve();
  sent = Promise.resolve();

  constructor(socket, database) {
    this.socket = socket;
    this.database = database;
    socket.on('message', (data) => this.heard(JSON.parse(data)));
    socket.on('error', () => socket.terminate());
  }

  heard(frame) {
    if (frame.t === 'hello') this.stored = this.stored.then(() => this.welcome());
    else if (frame.t === 'send') this.stored = this.stored.then(() => this.accept(frame)).catch(console.error);
  }

  async welcome() {
    const token = randomUUID();
    const [{ insertId }] = await this.database.execute(NEW, [token]);
    this.conversation = insertId;
    this.socket.send(`{"t":"welcome","token":"${token}"}`);
  }

  async accept({ cid, text }) {
    const seq = this.seq + 1;
    const at = new Date();
    try {
      const [{ insertId }] = await this.database.execute(STORE, [this.conversation, seq, cid, text, at]);
      this.seq = seq;
      this.sent = this.sent.then(() => this.relay(insertId, text)).catch(console.error);
    } catch (error) {
      if (error.errno !== DUPLICATE) throw error;
    }
    this.socket.send(JSON.stringify({ t: 'accepted', cid, seq, at }));
  }

  async relay(id, text) {
    const wamid = await callGraph(id, text);
    await this.database.execute(SENT, [wamid, id]);
  }
}

function serve(processes) {
  const database = pool(processes, { transactions: false });
  const server = http.createServer((_, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: false,
    clientTracking: false,
    handleProtocols: (offered) => (offered.has('bellhop.v1') ? 'bellhop.v1' : false),
  });
  sockets.on('connection', (socket) => new Visitor(socket, database));
  return server;
}

void run(TABLES, serve);

'use strict';
// A relay of visitors' words in ws and mysql2, over the frames of bellhop.v1.
//
// PEER_CALLS=fetch: Graph is called by Node's own fetch, which keeps its connections.
// PEER_CALLS=http: by node:http with an agent that keeps them, which costs half of it.
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

function letter(id, text) {
  return JSON.stringify({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '15550300000',
    type: 'text',
    text: { body: text },
    biz_opaque_callback_data: String(id),
  });
}

async function byFetch(id, text) {
  const response = await fetch(GRAPH, { method: 'POST', headers: HEADERS, body: letter(id, text) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`Graph answered ${response.status}`);
  return answer.messages[0].id;
}

const agent = new http.Agent({ keepAlive: true, scheduling: 'lifo' });
const { hostname, port, pathname } = new URL(GRAPH);

function byHttp(id, text) {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(letter(id, text));
    const headers = { ...HEADERS, 'content-length': body.length };
    const call = http.request({ agent, method: 'POST', hostname, port, path: pathname, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`Graph answered ${response.statusCode}`));
        return resolve(JSON.parse(parts.length === 1 ? parts[0] : Buffer.concat(parts)).messages[0].id);
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

const callGraph = process.env.PEER_CALLS === 'http' ? byHttp : byFetch;

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

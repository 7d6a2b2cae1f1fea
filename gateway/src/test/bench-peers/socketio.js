'use strict';
// Visitors' sockets in socket.io over WebSocket alone, with its own beat, and a room for each: what idle ones hold.
// It promises nothing else; nothing is stored.

const http = require('node:http');
const { Server } = require('socket.io');
const { run } = require('./store.js');

function serve() {
  const server = http.createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false, perMessageDeflate: false });
  io.on('connection', (socket) => {
    socket.on('send', (text, accepted) => accepted(text.length));
  });
  return server;
}

void run([], serve);

'use strict';
// What the peers share: processes that share one port, a pool of MariaDB, and what the bench hears from them.
//
// Sessions are in transactions by themselves where a peer wants them, so that none costs a round trip to begin; nothing
// is committed but by COMMIT. Statements are prepared once for each connection.

const cluster = require('node:cluster');
const mysql = require('mysql2/promise');

const env = process.env;

/** A pool of PEER_CONNECTIONS connections over all processes together. */
function pool(processes, { transactions }) {
  const made = mysql.createPool({
    host: '127.0.0.1',
    port: Number(env.PEER_DB_PORT),
    user: env.PEER_DB_USER,
    password: env.PEER_DB_PASSWORD,
    database: env.PEER_DB_NAME,
    connectionLimit: Math.max(1, Math.floor(Number(env.PEER_CONNECTIONS) / processes)),
    namedPlaceholders: false,
    supportBigNumbers: true,
    timezone: 'Z',
  });
  made.pool.on('connection', (connection) => {
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    if (transactions) connection.query('SET autocommit = 0');
  });
  return made;
}

/** Makes the tables, once, before anybody serves. */
async function prepare(statements) {
  const connection = await mysql.createConnection({
    host: '127.0.0.1',
    port: Number(env.PEER_DB_PORT),
    user: env.PEER_DB_USER,
    password: env.PEER_DB_PASSWORD,
    database: env.PEER_DB_NAME,
  });
  for (const statement of statements) await connection.query(statement);
  await connection.end();
}

/**
 * Runs `serve` in PEER_PROCESSES processes that share a port; it returns a server of node:http that is not listening
 * yet. Prints `ready PORT` when all do. Ends with whoever started it.
 */
async function run(statements, serve) {
  const processes = Number(env.PEER_PROCESSES || 1);
  if (cluster.isWorker) {
    serve(processes).listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
    return;
  }
  await prepare(statements);
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
  if (processes === 1) {
    const server = serve(1);
    server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => ready(server.address().port));
    return;
  }
  cluster.schedulingPolicy = cluster.SCHED_RR;
  let listening = 0;
  cluster.on('listening', (_, address) => {
    if (++listening === processes) ready(address.port);
  });
  cluster.on('exit', () => process.exit(1));
  for (let i = 0; i < processes; i++) cluster.fork();
}

function ready(port) {
  process.stdout.write(`ready ${port}\n`);
}

// A collection when the bench asks for one, as it asks the gateway.
if (global.gc) process.on('SIGUSR2', () => global.gc());

module.exports = { pool, run };

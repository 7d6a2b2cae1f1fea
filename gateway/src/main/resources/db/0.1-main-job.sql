--liquibase formatted sql

--changeset bellhop:schema-state
--comment: The fingerprint of all steps; while it fits, a start need not load Liquibase.
CREATE TABLE schema_state (
  id          TINYINT NOT NULL PRIMARY KEY,
  fingerprint CHAR(64) CHARACTER SET ascii NOT NULL
);

--changeset bellhop:setting
--comment: Small facts about this installation, such as whether it has been set up.
CREATE TABLE setting (
  name  VARCHAR(64) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

--changeset bellhop:vault-key
--comment: Data keys, each sealed by the master key that lives outside the database.
CREATE TABLE vault_key (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sealed     VARBINARY(255) NOT NULL,
  created_at DATETIME(3) NOT NULL
);

--changeset bellhop:audit
--comment: Each entry holds the hash of the one before, so that a changed or missing one shows.
CREATE TABLE audit (
  id         BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  at         DATETIME(3) NOT NULL,
  actor_kind VARCHAR(16) CHARACTER SET ascii NOT NULL,
  actor_id   BIGINT UNSIGNED NULL,
  actor      VARCHAR(160) NOT NULL,
  action     VARCHAR(64) CHARACTER SET ascii NOT NULL,
  subject    VARCHAR(160) NOT NULL,
  detail     TEXT NOT NULL,
  prev_hash  BINARY(32) NOT NULL,
  hash       BINARY(32) NOT NULL,
  KEY audit_by_action (action, id),
  KEY audit_by_actor (actor, id)
);

--changeset bellhop:audit-head
--comment: One row, locked while an entry is appended: ids without a gap, hashes in order.
CREATE TABLE audit_head (
  id      TINYINT NOT NULL PRIMARY KEY,
  last_id BIGINT UNSIGNED NOT NULL,
  hash    BINARY(32) NOT NULL
);

--changeset bellhop:audit-head-row
INSERT INTO audit_head (id, last_id, hash) VALUES (1, 0, REPEAT(CHAR(0), 32));

--changeset bellhop:agent
CREATE TABLE agent (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email         VARCHAR(254) NOT NULL UNIQUE,
  name          VARCHAR(120) NOT NULL,
  role          VARCHAR(16) CHARACTER SET ascii NOT NULL,
  password_hash VARCHAR(255) CHARACTER SET ascii NULL,
  disabled_at   DATETIME(3) NULL,
  created_at    DATETIME(3) NOT NULL
);

--changeset bellhop:agent-session
--comment: Only the hash of a session's token is kept: a copy of this table signs nobody in.
CREATE TABLE agent_session (
  token_hash   BINARY(32) NOT NULL PRIMARY KEY,
  agent_id     BIGINT UNSIGNED NOT NULL,
  created_at   DATETIME(3) NOT NULL,
  last_seen_at DATETIME(3) NOT NULL,
  expires_at   DATETIME(3) NOT NULL,
  user_agent   VARCHAR(255) NOT NULL,
  KEY agent_session_by_agent (agent_id),
  CONSTRAINT agent_session_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

--changeset bellhop:one-time-link
CREATE TABLE one_time_link (
  token_hash BINARY(32) NOT NULL PRIMARY KEY,
  agent_id   BIGINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  CONSTRAINT one_time_link_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

--changeset bellhop:api-token
CREATE TABLE api_token (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_hash   BINARY(32) NOT NULL UNIQUE,
  name         VARCHAR(120) NOT NULL,
  permissions  VARCHAR(1024) CHARACTER SET ascii NOT NULL,
  created_at   DATETIME(3) NOT NULL,
  expires_at   DATETIME(3) NULL,
  last_used_at DATETIME(3) NULL,
  revoked_at   DATETIME(3) NULL
);

--changeset bellhop:channel
--comment: A business number. Its secrets are sealed, bound to row and column; those that a rotation replaced are kept until it is confirmed or its time is up.
CREATE TABLE channel (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name            VARCHAR(120) NOT NULL,
  phone_number_id VARCHAR(32) CHARACTER SET ascii NOT NULL UNIQUE,
  account_id      VARCHAR(32) CHARACTER SET ascii NOT NULL,
  app_id          VARCHAR(32) CHARACTER SET ascii NOT NULL,
  display_number  VARCHAR(32) CHARACTER SET ascii NOT NULL,
  access_token    VARBINARY(2048) NULL,
  app_secret      VARBINARY(512) NULL,
  verify_token    VARBINARY(512) NULL,
  graph_version   VARCHAR(8) CHARACTER SET ascii NULL,
  previous_access_token VARBINARY(2048) NULL,
  previous_app_secret   VARBINARY(512) NULL,
  rotated_at      DATETIME(3) NULL,
  rotation_until  DATETIME(3) NULL,
  relay_template  VARCHAR(512) CHARACTER SET ascii NULL,
  relay_template_language VARCHAR(16) CHARACTER SET ascii NULL,
  created_at      DATETIME(3) NOT NULL
);

--changeset bellhop:inbox-phone
--comment: The WhatsApp account of somebody who answers: the business number relays to it.
CREATE TABLE inbox_phone (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel_id   BIGINT UNSIGNED NOT NULL,
  site_id      BIGINT UNSIGNED NULL,
  wa_id        VARCHAR(32) CHARACTER SET ascii NOT NULL,
  name         VARCHAR(120) NOT NULL,
  agent_id     BIGINT UNSIGNED NULL,
  window_until DATETIME(3) NULL,
  last_reply_at DATETIME(3) NULL,
  created_at   DATETIME(3) NOT NULL,
  UNIQUE KEY inbox_phone_by_wa_id (channel_id, wa_id),
  CONSTRAINT inbox_phone_channel FOREIGN KEY (channel_id) REFERENCES channel (id) ON DELETE CASCADE,
  CONSTRAINT inbox_phone_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE SET NULL
);

--changeset bellhop:site
CREATE TABLE site (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  site_key   VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  name       VARCHAR(120) NOT NULL,
  channel_id BIGINT UNSIGNED NULL,
  origins    TEXT NOT NULL,
  widget     TEXT NOT NULL,
  hours      TEXT NULL,
  created_at DATETIME(3) NOT NULL,
  CONSTRAINT site_channel FOREIGN KEY (channel_id) REFERENCES channel (id) ON DELETE SET NULL
);

--changeset bellhop:visitor
--comment: A person: on a site, known by the hash of a token, or on WhatsApp, known by number or user id per channel. Of two rows that turn out to be one person, joined_into leads from the one that is over to the other.
CREATE TABLE visitor (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  site_id      BIGINT UNSIGNED NULL,
  token_hash   BINARY(32) NULL UNIQUE,
  channel_id   BIGINT UNSIGNED NULL,
  wa_id        VARCHAR(32) CHARACTER SET ascii NULL,
  wa_user_id   VARCHAR(160) CHARACTER SET ascii NULL,
  name         VARCHAR(120) NULL,
  email        VARCHAR(254) NULL,
  phone        VARCHAR(32) NULL,
  locale       VARCHAR(35) CHARACTER SET ascii NULL,
  page_url     VARCHAR(2000) NULL,
  page_title   VARCHAR(300) NULL,
  referrer     VARCHAR(2000) NULL,
  blocked_at   DATETIME(3) NULL,
  joined_into  BIGINT UNSIGNED NULL,
  created_at   DATETIME(3) NOT NULL,
  last_seen_at DATETIME(3) NOT NULL,
  UNIQUE KEY visitor_by_wa_id (channel_id, wa_id),
  UNIQUE KEY visitor_by_wa_user_id (channel_id, wa_user_id)
);

--changeset bellhop:conversation
CREATE TABLE conversation (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  code           VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  kind           VARCHAR(12) CHARACTER SET ascii NOT NULL,
  site_id        BIGINT UNSIGNED NULL,
  channel_id     BIGINT UNSIGNED NULL,
  visitor_id     BIGINT UNSIGNED NOT NULL,
  status         VARCHAR(12) CHARACTER SET ascii NOT NULL,
  assignee_id    BIGINT UNSIGNED NULL,
  last_seq       INT UNSIGNED NOT NULL,
  last_at        DATETIME(3) NOT NULL,
  last_author    VARCHAR(12) CHARACTER SET ascii NOT NULL,
  last_text      VARCHAR(200) NOT NULL,
  waiting_since  DATETIME(3) NULL,
  unread         INT UNSIGNED NOT NULL,
  visitor_got    INT UNSIGNED NOT NULL,
  visitor_seen   INT UNSIGNED NOT NULL,
  agent_seen     INT UNSIGNED NOT NULL,
  opened_at      DATETIME(3) NOT NULL,
  first_reply_at DATETIME(3) NULL,
  closed_at      DATETIME(3) NULL,
  rating         TINYINT UNSIGNED NULL,
  rating_comment VARCHAR(1000) NULL,
  KEY conversation_by_visitor (visitor_id, id),
  KEY conversation_recent (status, last_at),
  KEY conversation_by_assignee (status, assignee_id, waiting_since),
  CONSTRAINT conversation_visitor FOREIGN KEY (visitor_id) REFERENCES visitor (id)
);

--changeset bellhop:message
--comment: Clustered by conversation, so that reading a thread costs the same however many messages there are. once_key is half of a SHA-256 over who said it and under which id: the same words twice are one row.
CREATE TABLE message (
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  once_key        BINARY(16) NOT NULL,
  author          VARCHAR(12) CHARACTER SET ascii NOT NULL,
  agent_id        BIGINT UNSIGNED NULL,
  author_name     VARCHAR(120) NULL,
  via             VARCHAR(12) CHARACTER SET ascii NOT NULL,
  kind            VARCHAR(16) CHARACTER SET ascii NOT NULL,
  text            TEXT NOT NULL,
  cid             CHAR(36) CHARACTER SET ascii NULL,
  reply_to        INT UNSIGNED NULL,
  note            VARCHAR(1000) NULL,
  amended         VARCHAR(8) CHARACTER SET ascii NULL,
  amended_at      DATETIME(3) NULL,
  status          TINYINT UNSIGNED NOT NULL,
  status_at       DATETIME(3) NOT NULL,
  failure         VARCHAR(300) NULL,
  at              DATETIME(3) NOT NULL,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE KEY message_once (once_key),
  CONSTRAINT message_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
);

--changeset bellhop:outbox
--comment: Work that outlives the request that asked for it. Rows of one lane are done one after the other. A row with a carrier goes with another row's send; doubtful says that a try ended without an answer, waits_for what put it off.
CREATE TABLE outbox (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  lane            VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind            VARCHAR(16) CHARACTER SET ascii NOT NULL,
  channel_id      BIGINT UNSIGNED NULL,
  conversation_id BIGINT UNSIGNED NULL,
  seq             INT UNSIGNED NULL,
  payload         TEXT NOT NULL,
  state           VARCHAR(8) CHARACTER SET ascii NOT NULL,
  step            INT UNSIGNED NOT NULL,
  attempts        INT UNSIGNED NOT NULL,
  doubtful        BOOLEAN NOT NULL DEFAULT FALSE,
  waits_for       VARCHAR(16) CHARACTER SET ascii NOT NULL DEFAULT '',
  carrier         BIGINT UNSIGNED NULL,
  next_at         DATETIME(3) NOT NULL,
  last_error      VARCHAR(500) NULL,
  created_at      DATETIME(3) NOT NULL,
  KEY outbox_by_lane (lane, state, id),
  KEY outbox_due (state, next_at),
  KEY outbox_by_carrier (carrier),
  KEY outbox_by_message (conversation_id, seq)
);

--changeset bellhop:relayed
--comment: What Meta accepted: its message id leads back to the messages it carries, and so do the job, its time and the step that sent it, of which there may be two copies. own_job is the job of the message itself, which is another one when it went with that job's send.
CREATE TABLE relayed (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel_id      BIGINT UNSIGNED NOT NULL,
  wamid_hash      BINARY(16) NOT NULL,
  wamid           VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  inbox_phone_id  BIGINT UNSIGNED NULL,
  lane            VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  own_job         BIGINT UNSIGNED NOT NULL,
  outbox_id       BIGINT UNSIGNED NOT NULL,
  step            INT UNSIGNED NOT NULL,
  job_at          DATETIME(3) NOT NULL,
  status          TINYINT UNSIGNED NOT NULL,
  at              DATETIME(3) NOT NULL,
  UNIQUE KEY relayed_by_wamid (channel_id, wamid_hash, conversation_id, seq),
  KEY relayed_by_job (outbox_id, step),
  KEY relayed_by_message (conversation_id, seq),
  KEY relayed_by_phone (inbox_phone_id, at)
);

--changeset bellhop:early-status
--comment: Statuses that came before the answer to the send they speak of.
CREATE TABLE early_status (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel_id BIGINT UNSIGNED NOT NULL,
  wamid_hash BINARY(16) NOT NULL,
  wamid      VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  outbox_id  BIGINT UNSIGNED NULL,
  step       INT UNSIGNED NULL,
  status     TINYINT UNSIGNED NOT NULL,
  at         DATETIME(3) NOT NULL,
  failure    VARCHAR(300) NULL,
  code       INT NOT NULL,
  kept_at    DATETIME(3) NOT NULL,
  KEY early_status_by_wamid (channel_id, wamid_hash),
  KEY early_status_by_outbox (outbox_id),
  KEY early_status_by_age (kept_at)
);

--changeset bellhop:held-reply
--comment: A reply from an inbox phone that could not be placed: kept until somebody says where it belongs, which is noted in conversation_id before it is placed. The code alone that says so is kept too, of kind code, so that it counts once.
CREATE TABLE held_reply (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  once_key        BINARY(16) NOT NULL UNIQUE,
  inbox_phone_id  BIGINT UNSIGNED NOT NULL,
  conversation_id BIGINT UNSIGNED NULL,
  wamid           VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind            VARCHAR(16) CHARACTER SET ascii NOT NULL,
  text            TEXT NOT NULL,
  file            TEXT NULL,
  at              DATETIME(3) NOT NULL,
  placed_at       DATETIME(3) NULL,
  KEY held_reply_open (inbox_phone_id, placed_at)
);

--changeset bellhop:webhook-delivery
--comment: Every notification as it came, written before it is answered.
CREATE TABLE webhook_delivery (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel_id   BIGINT UNSIGNED NOT NULL,
  received_at  DATETIME(3) NOT NULL,
  size         INT UNSIGNED NOT NULL,
  body         MEDIUMBLOB NULL,
  state        VARCHAR(10) CHARACTER SET ascii NOT NULL,
  verdict      VARCHAR(24) CHARACTER SET ascii NOT NULL,
  outcome      VARCHAR(500) NULL,
  items        INT UNSIGNED NULL,
  attempts     INT UNSIGNED NOT NULL,
  processed_at DATETIME(3) NULL,
  replayed_at  DATETIME(3) NULL,
  KEY webhook_delivery_by_state (state, id),
  KEY webhook_delivery_by_verdict (verdict, id)
);

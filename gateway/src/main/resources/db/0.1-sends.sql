--liquibase formatted sql

--changeset bellhop:channel-throughput
--comment: How many messages a second Meta takes from a channel's number, as it last told; no row, not told yet.
CREATE TABLE channel_throughput (
  channel_id      BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  phone_number_id VARCHAR(32) CHARACTER SET ascii NOT NULL,
  per_second      INT UNSIGNED NOT NULL,
  told_at         DATETIME(3) NOT NULL,
  CONSTRAINT channel_throughput_channel FOREIGN KEY (channel_id) REFERENCES channel (id) ON DELETE CASCADE
);

--changeset bellhop:errand
--comment: What Meta accepted that is no message of a conversation: reactions, and what Bellhop asks phones. Kept for a week, so that a status that says it failed finds what to send again. conversation_id and seq say what a reaction is on.
CREATE TABLE errand (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel_id      BIGINT UNSIGNED NOT NULL,
  wamid_hash      BINARY(16) NOT NULL,
  wamid           VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  kind            VARCHAR(16) CHARACTER SET ascii NOT NULL,
  lane            VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payload         TEXT NOT NULL,
  outbox_id       BIGINT UNSIGNED NOT NULL,
  job_at          DATETIME(3) NOT NULL,
  status          TINYINT UNSIGNED NOT NULL,
  at              DATETIME(3) NOT NULL,
  UNIQUE KEY errand_by_wamid (channel_id, wamid_hash),
  KEY errand_by_job (outbox_id),
  KEY errand_by_conversation (conversation_id),
  KEY errand_by_age (at)
);

--changeset bellhop:reaction-failure
--comment: That the team's reaction on a customer's message did not reach WhatsApp, one row each time; without words, that it has. The newest counts.
CREATE TABLE reaction_failure (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  words           VARCHAR(300) NULL,
  at              DATETIME(3) NOT NULL,
  KEY reaction_failure_by_message (conversation_id, seq)
);

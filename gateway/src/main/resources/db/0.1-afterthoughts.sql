--liquibase formatted sql

--changeset bellhop:reaction
--comment: What people put on messages, one row each time, so that a repeat changes nothing whenever it comes. A person's newest row counts; without an emoji it took the reaction away.
CREATE TABLE reaction (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  once_key        BINARY(16) NOT NULL UNIQUE,
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  who             VARCHAR(24) CHARACTER SET ascii NOT NULL,
  name            VARCHAR(120) NULL,
  emoji           VARCHAR(32) NULL,
  at              DATETIME(3) NOT NULL,
  KEY reaction_by_message (conversation_id, seq)
);

--changeset bellhop:message-version
--comment: The words that were edited or deleted, each with the key of the edit or deletion that replaced them.
CREATE TABLE message_version (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  once_key        BINARY(16) NOT NULL UNIQUE,
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  kind            VARCHAR(16) CHARACTER SET ascii NOT NULL,
  text            TEXT NOT NULL,
  at              DATETIME(3) NOT NULL,
  KEY message_version_by_message (conversation_id, seq)
);

--changeset bellhop:early-change
--comment: Edits and deletions that came before their message, by the message's once key.
CREATE TABLE early_change (
  once_key   BINARY(16) NOT NULL PRIMARY KEY,
  target_key BINARY(16) NOT NULL,
  author     VARCHAR(8) CHARACTER SET ascii NOT NULL,
  how        VARCHAR(8) CHARACTER SET ascii NOT NULL,
  kind       VARCHAR(16) CHARACTER SET ascii NOT NULL,
  text       TEXT NOT NULL,
  at         DATETIME(3) NOT NULL,
  kept_at    DATETIME(3) NOT NULL,
  KEY early_change_by_target (target_key),
  KEY early_change_by_age (kept_at)
);

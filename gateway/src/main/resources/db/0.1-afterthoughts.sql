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

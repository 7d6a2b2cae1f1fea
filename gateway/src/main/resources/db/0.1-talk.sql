--liquibase formatted sql

--changeset bellhop:phone-reply
--comment: Meta's ids of what inbox phones wrote, so that a visitor who quotes an answer quotes it on the phone, too.
CREATE TABLE phone_reply (
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  inbox_phone_id  BIGINT UNSIGNED NOT NULL,
  wamid           VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (conversation_id, seq)
);

--liquibase formatted sql

--changeset bellhop:idempotency-key
--comment: Requests of programs that may be sent again, by their callers' keys, for a day. What has no end yet was begun; a request and its answer are there once it is done. The answer is sealed.
CREATE TABLE idempotency_key (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  caller   VARCHAR(32) CHARACTER SET ascii NOT NULL,
  key_hash BINARY(32) NOT NULL,
  begun_at DATETIME(3) NOT NULL,
  done_at  DATETIME(3) NULL,
  request  BINARY(32) NULL,
  answer   MEDIUMBLOB NULL,
  UNIQUE KEY idempotency_key_once (caller, key_hash),
  KEY idempotency_key_by_age (begun_at),
  KEY idempotency_key_answered (answer(1))
);

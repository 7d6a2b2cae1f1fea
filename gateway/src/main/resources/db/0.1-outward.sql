--liquibase formatted sql

--changeset bellhop:received
--comment: Under which of Meta's ids a message stands in a customer's own chat with the business number. By it the message is quoted and reacted to there; marked says that the customer was shown that it was read.
CREATE TABLE received (
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  person_id       BIGINT UNSIGNED NOT NULL,
  wamid           VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  by_customer     BOOLEAN NOT NULL,
  marked          BOOLEAN NOT NULL DEFAULT FALSE,
  at              DATETIME(3) NOT NULL,
  PRIMARY KEY (conversation_id, seq),
  KEY received_by_person (person_id, by_customer, at)
);

--changeset bellhop:message-form
--comment: What a message is on WhatsApp where it is more than words, such as a template with its values. The message's text says the same to everybody else.
CREATE TABLE message_form (
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  form            TEXT NOT NULL,
  PRIMARY KEY (conversation_id, seq)
);

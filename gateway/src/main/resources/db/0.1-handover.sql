--liquibase formatted sql

--changeset bellhop:handover
--comment: One-time codes by which a visitor of a site goes on on WhatsApp. Used, a row says that this person's WhatsApp messages belong to that conversation.
CREATE TABLE handover (
  code            VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  conversation_id BIGINT UNSIGNED NOT NULL,
  channel_id      BIGINT UNSIGNED NOT NULL,
  expires_at      DATETIME(3) NOT NULL,
  person_id       BIGINT UNSIGNED NULL,
  used_at         DATETIME(3) NULL,
  KEY handover_by_conversation (conversation_id),
  KEY handover_by_person (person_id, used_at)
);

--liquibase formatted sql

--changeset bellhop:erased-message
--comment: Of an erased message that came from WhatsApp half a hash is kept, which tells nobody anything: its notification may be taken again, and must not bring it back.
CREATE TABLE erased_message (
  once_key  BINARY(16) NOT NULL PRIMARY KEY,
  erased_at DATETIME(3) NOT NULL,
  KEY erased_message_by_time (erased_at)
);

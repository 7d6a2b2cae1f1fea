--liquibase formatted sql

--changeset bellhop:attachment
--comment: A file that somebody sent; its bytes lie in the media folder under its handle. One that is to be fetched says from where. taken_at: when a message took it; an upload that none takes is removed.
CREATE TABLE attachment (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  handle        CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  owner         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind          VARCHAR(8) CHARACTER SET ascii NOT NULL,
  state         VARCHAR(8) CHARACTER SET ascii NOT NULL,
  mime_type     VARCHAR(100) NOT NULL,
  name          VARCHAR(255) NULL,
  size          BIGINT UNSIGNED NULL,
  sha256        BINARY(32) NULL,
  width         INT UNSIGNED NULL,
  height        INT UNSIGNED NULL,
  thumb_type    VARCHAR(20) CHARACTER SET ascii NULL,
  voice         BOOLEAN NOT NULL,
  channel_id    BIGINT UNSIGNED NULL,
  source_id     VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
  source_sha256 VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,
  reason        VARCHAR(300) NULL,
  created_at    DATETIME(3) NOT NULL,
  ready_at      DATETIME(3) NULL,
  taken_at      DATETIME(3) NULL,
  KEY attachment_untaken (taken_at, created_at)
);

--changeset bellhop:attachment-copy
--comment: Where else a file lies: uploaded to Meta for one business number, which can send it by this id for 30 days.
CREATE TABLE attachment_copy (
  attachment_id BIGINT UNSIGNED NOT NULL,
  place         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  copy_id       VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at            DATETIME(3) NOT NULL,
  PRIMARY KEY (attachment_id, place)
);

--changeset bellhop:enclosure
--comment: Which message has which file.
CREATE TABLE enclosure (
  conversation_id BIGINT UNSIGNED NOT NULL,
  seq             INT UNSIGNED NOT NULL,
  attachment_id   BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation_id, seq),
  KEY enclosure_by_attachment (attachment_id)
);

--liquibase formatted sql

--changeset bellhop:channel-warning
--comment: What an admin should look at before a customer is hurt: one row a kind and channel, open until cleared_at.
CREATE TABLE channel_warning (
  channel_id BIGINT UNSIGNED NOT NULL,
  kind       VARCHAR(24) CHARACTER SET ascii NOT NULL,
  since      DATETIME(3) NOT NULL,
  words      VARCHAR(1000) NOT NULL,
  remedy     VARCHAR(1000) NOT NULL,
  cleared_at DATETIME(3) NULL,
  PRIMARY KEY (channel_id, kind),
  CONSTRAINT channel_warning_channel FOREIGN KEY (channel_id) REFERENCES channel (id) ON DELETE CASCADE
);

--changeset bellhop:template
--comment: Message templates as Meta keeps them, of an account and so of all of its numbers.
CREATE TABLE template (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  account_id   VARCHAR(32) CHARACTER SET ascii NOT NULL,
  meta_id      VARCHAR(32) CHARACTER SET ascii NOT NULL,
  name         VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  language     VARCHAR(16) CHARACTER SET ascii NOT NULL,
  category     VARCHAR(24) CHARACTER SET ascii NOT NULL,
  next_category VARCHAR(24) CHARACTER SET ascii NULL,
  status       VARCHAR(32) CHARACTER SET ascii NOT NULL,
  reason       VARCHAR(1000) NULL,
  quality      VARCHAR(16) CHARACTER SET ascii NULL,
  named        BOOLEAN NOT NULL,
  components   MEDIUMTEXT NOT NULL,
  as_of        DATETIME(3) NOT NULL,
  UNIQUE KEY template_by_name (account_id, name, language),
  KEY template_by_meta_id (account_id, meta_id)
);

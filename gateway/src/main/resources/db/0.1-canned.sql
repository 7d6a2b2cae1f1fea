--liquibase formatted sql

--changeset bellhop:canned
--comment: Responses that agents use again and again. owner_id is 0 for everybody's, because NULL would make no two of them alike for the unique key.
CREATE TABLE canned (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  owner_id   BIGINT UNSIGNED NOT NULL,
  shortcut   VARCHAR(32) NOT NULL,
  folder     VARCHAR(60) NOT NULL,
  title      VARCHAR(80) NOT NULL,
  text       TEXT NOT NULL,
  version    INT UNSIGNED NOT NULL,
  changed_at DATETIME(3) NOT NULL,
  UNIQUE KEY canned_by_shortcut (owner_id, shortcut)
);

--changeset bellhop:canned-use
--comment: How often each went out on a day, UTC.
CREATE TABLE canned_use (
  canned_id BIGINT UNSIGNED NOT NULL,
  day       DATE NOT NULL,
  uses      INT UNSIGNED NOT NULL,
  PRIMARY KEY (canned_id, day)
);

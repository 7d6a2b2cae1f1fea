--liquibase formatted sql

--changeset bellhop:site-away
--comment: What customers are told by itself while a site is closed; NULL is nothing.
ALTER TABLE site
  ADD COLUMN away JSON NULL CHECK (JSON_VALID(away));

--changeset bellhop:conversation-away
--comment: Until when a customer was told that nobody is there.
ALTER TABLE conversation
  ADD COLUMN away_until DATETIME(3) NULL;

--changeset bellhop:visitor-zone
--comment: The time zone of a visitor's browser, such as Europe/Madrid.
ALTER TABLE visitor
  ADD COLUMN zone VARCHAR(64) CHARACTER SET ascii NULL;

--liquibase formatted sql

--changeset bellhop:outbox-doubt-until
--comment: Until when news of a try without an answer may come. What came by then is read before the try is repeated, however long that takes.
ALTER TABLE outbox
  ADD COLUMN doubt_until DATETIME(3) NULL;

--liquibase formatted sql

--changeset bellhop:visitor-user-id-exact
--comment: User ids on WhatsApp are told apart by case.
ALTER TABLE visitor
  MODIFY wa_user_id VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NULL;

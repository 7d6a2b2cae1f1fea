--liquibase formatted sql

--changeset bellhop:attachment-source
--comment: Meta's ids of files have no stated length; what is longer than this is read as none.
ALTER TABLE attachment
  MODIFY source_id VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL;

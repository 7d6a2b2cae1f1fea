--liquibase formatted sql

--changeset bellhop:api-token-rotation
--comment: The last characters of a token tell it from others. One that was rotated is good for a while beside the one that replaces it. Made by nobody: the gateway itself made it.
ALTER TABLE api_token
  ADD COLUMN hint        VARCHAR(8) CHARACTER SET ascii NOT NULL DEFAULT '' AFTER token_hash,
  ADD COLUMN made_by     VARCHAR(120) NULL AFTER permissions,
  ADD COLUMN replaced_at DATETIME(3) NULL AFTER last_used_at;

--changeset bellhop:api-token-maker
--comment: What an agent has made ends when nobody lets them in any more.
ALTER TABLE api_token
  ADD COLUMN made_by_id BIGINT UNSIGNED NULL AFTER made_by,
  ADD INDEX api_token_maker (made_by_id);

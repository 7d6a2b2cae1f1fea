--liquibase formatted sql

--changeset bellhop:vault-key-kinds
--comment: Which master key seals each key, what each is for, and since when it seals nothing new.
ALTER TABLE vault_key
  ADD COLUMN kind       VARCHAR(8) NOT NULL DEFAULT 'SEAL',
  ADD COLUMN master     CHAR(16) NOT NULL DEFAULT '',
  ADD COLUMN retired_at DATETIME(3) NULL;

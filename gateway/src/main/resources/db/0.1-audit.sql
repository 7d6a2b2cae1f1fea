--liquibase formatted sql

--changeset bellhop:audit-search
--comment: To find entries by part, subject, person and time. What is computed is in the index alone, and outside what a hash covers.
ALTER TABLE audit
  ADD COLUMN area VARCHAR(64) CHARACTER SET ascii AS (SUBSTRING_INDEX(action, '.', 1)) VIRTUAL,
  ADD COLUMN subject_kind VARCHAR(160)
    AS (TRIM(TRAILING CONCAT(' ', SUBSTRING_INDEX(subject, ' ', -1)) FROM subject)) VIRTUAL,
  ADD KEY audit_by_area (area, id),
  ADD KEY audit_by_subject (subject, id),
  ADD KEY audit_by_subject_kind (subject_kind, id),
  ADD KEY audit_by_person (actor_kind, actor_id, id),
  ADD KEY audit_by_time (at, id);

--changeset bellhop:audit-key
--comment: Keys that sign checkpoints. The private half is sealed; the newest one signs.
CREATE TABLE audit_key (
  id      INT UNSIGNED NOT NULL PRIMARY KEY,
  name    CHAR(16) CHARACTER SET ascii NOT NULL UNIQUE,
  sealed  VARBINARY(1024) NOT NULL,
  made_at DATETIME(3) NOT NULL
);

--changeset bellhop:audit-checkpoint
--comment: What the log was, signed. An entry that has a checkpoint cannot be deleted, nor the table truncated.
CREATE TABLE audit_checkpoint (
  number    BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  entry_id  BIGINT UNSIGNED NOT NULL,
  hash      BINARY(32) NOT NULL,
  at        DATETIME(3) NOT NULL,
  key_id    INT UNSIGNED NOT NULL,
  signature BINARY(64) NOT NULL,
  KEY audit_checkpoint_by_entry (entry_id, number),
  CONSTRAINT audit_checkpoint_entry FOREIGN KEY (entry_id) REFERENCES audit (id),
  CONSTRAINT audit_checkpoint_key FOREIGN KEY (key_id) REFERENCES audit_key (id)
);

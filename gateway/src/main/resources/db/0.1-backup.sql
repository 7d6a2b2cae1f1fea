--liquibase formatted sql

--changeset bellhop:backup-run
--comment: The backups that came to their end: the moment that each shows, and how large it is.
CREATE TABLE backup_run (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at            DATETIME(3) NOT NULL,
  bytes         BIGINT UNSIGNED NOT NULL,
  kept_rows     BIGINT UNSIGNED NOT NULL,
  files         BIGINT UNSIGNED NOT NULL,
  missing_files BIGINT UNSIGNED NOT NULL
);

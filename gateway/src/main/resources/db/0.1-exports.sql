--liquibase formatted sql

--changeset bellhop:report-export
--comment: Reports that are written to a folder by themselves. Whoever writes one has a lease; after a failure it says when to try again.
CREATE TABLE report_export (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  report       VARCHAR(20) CHARACTER SET ascii NOT NULL,
  period_from  DATE NOT NULL,
  period_to    DATE NOT NULL,
  zone         VARCHAR(64) CHARACTER SET ascii NOT NULL,
  format       VARCHAR(8) CHARACTER SET ascii NOT NULL,
  state        VARCHAR(8) CHARACTER SET ascii NOT NULL,
  holder       CHAR(36) CHARACTER SET ascii NOT NULL,
  leased_until DATETIME(3) NOT NULL,
  started_at   DATETIME(3) NOT NULL,
  ended_at     DATETIME(3) NULL,
  bytes        BIGINT UNSIGNED NULL,
  error        VARCHAR(300) NULL,
  UNIQUE KEY report_export_once (report, period_from, period_to, zone, format),
  KEY report_export_by_holder (holder)
);

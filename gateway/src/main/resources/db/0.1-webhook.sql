--liquibase formatted sql

--changeset bellhop:webhook-hour
--comment: What came each hour and how long it took; step is a class of times, see HourlyFigures.
CREATE TABLE webhook_hour (
  hour       DATETIME NOT NULL,
  channel_id BIGINT UNSIGNED NOT NULL,
  what       VARCHAR(16) CHARACTER SET ascii NOT NULL,
  step       SMALLINT UNSIGNED NOT NULL,
  count      BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (hour, channel_id, what, step)
);

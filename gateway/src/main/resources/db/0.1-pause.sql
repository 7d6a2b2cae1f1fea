--liquibase formatted sql

--changeset bellhop:channel-pause
--comment: Business numbers that somebody stopped by hand; no row, no pause.
CREATE TABLE channel_pause (
  channel_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  paused_by  VARCHAR(255) NOT NULL,
  paused_at  DATETIME(3) NOT NULL,
  CONSTRAINT channel_pause_channel FOREIGN KEY (channel_id) REFERENCES channel (id) ON DELETE CASCADE
);

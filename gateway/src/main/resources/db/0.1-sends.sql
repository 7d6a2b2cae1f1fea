--liquibase formatted sql

--changeset bellhop:channel-throughput
--comment: How many messages a second Meta takes from a channel's number, as it last told; no row, not told yet.
CREATE TABLE channel_throughput (
  channel_id      BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  phone_number_id VARCHAR(32) CHARACTER SET ascii NOT NULL,
  per_second      INT UNSIGNED NOT NULL,
  told_at         DATETIME(3) NOT NULL,
  CONSTRAINT channel_throughput_channel FOREIGN KEY (channel_id) REFERENCES channel (id) ON DELETE CASCADE
);

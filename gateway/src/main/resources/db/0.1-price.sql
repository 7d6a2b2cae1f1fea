--liquibase formatted sql

--changeset bellhop:send-price
--comment: What Meta charges a message as, and when it was delivered; it says nothing of whose it was. Rows of an older generation are not in the figures any more.
CREATE TABLE send_price (
  wamid_hash   BINARY(16) NOT NULL PRIMARY KEY,
  channel_id   BIGINT UNSIGNED NOT NULL,
  category     VARCHAR(40) CHARACTER SET ascii NOT NULL,
  type         VARCHAR(40) CHARACTER SET ascii NOT NULL,
  told_at      DATETIME(3) NOT NULL,
  delivered_at DATETIME(3) NULL,
  generation   INT UNSIGNED NOT NULL DEFAULT 0,
  KEY send_price_counted (generation, delivered_at)
);

--changeset bellhop:price-kind
--comment: What messages of a number are charged as, each with the number under which report cells count it.
CREATE TABLE price_kind (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  channel_id BIGINT UNSIGNED NOT NULL,
  category   VARCHAR(40) CHARACTER SET ascii NOT NULL,
  type       VARCHAR(40) CHARACTER SET ascii NOT NULL,
  UNIQUE KEY price_kind_by_names (channel_id, category, type)
);

--changeset bellhop:channel-quality
--comment: How Meta rates a number; a row for each change.
CREATE TABLE channel_quality (
  channel_id BIGINT UNSIGNED NOT NULL,
  since      DATETIME(3) NOT NULL,
  quality    VARCHAR(16) NOT NULL,
  PRIMARY KEY (channel_id, since),
  CONSTRAINT channel_quality_channel FOREIGN KEY (channel_id) REFERENCES channel (id) ON DELETE CASCADE
);

--liquibase formatted sql

--changeset bellhop:event-endpoint
--comment: Where events are posted to. No kinds means all of them. The secret that signs is sealed; the one before it signs too until its time is over.
CREATE TABLE event_endpoint (
  id                BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name              VARCHAR(80) NOT NULL,
  url               VARCHAR(2000) NOT NULL,
  kinds             VARCHAR(500) CHARACTER SET ascii NOT NULL,
  site_id           BIGINT UNSIGNED NULL,
  enabled           BOOLEAN NOT NULL,
  off_because       VARCHAR(10) CHARACTER SET ascii NULL,
  failing_since     DATETIME(3) NULL,
  last_delivered_at DATETIME(3) NULL,
  secret            VARBINARY(400) NOT NULL,
  old_secret        VARBINARY(400) NULL,
  old_secret_until  DATETIME(3) NULL,
  version           INT UNSIGNED NOT NULL,
  created_at        DATETIME(3) NOT NULL,
  changed_at        DATETIME(3) NOT NULL
);

--changeset bellhop:event
--comment: What happened, as it is posted: the body is written with the change that it tells and never again.
CREATE TABLE event (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name            CHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind            VARCHAR(40) CHARACTER SET ascii NOT NULL,
  conversation_id BIGINT UNSIGNED NOT NULL,
  body            MEDIUMTEXT NOT NULL,
  at              DATETIME(3) NOT NULL,
  KEY event_by_conversation (conversation_id),
  KEY event_by_time (at)
);

--changeset bellhop:event-delivery
--comment: What became of an event at an endpoint; while it waits, there is a job in the outbox for it.
CREATE TABLE event_delivery (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  endpoint_id     BIGINT UNSIGNED NOT NULL,
  event_id        BIGINT UNSIGNED NOT NULL,
  conversation_id BIGINT UNSIGNED NOT NULL,
  state           VARCHAR(10) CHARACTER SET ascii NOT NULL,
  attempts        INT UNSIGNED NOT NULL,
  queued_at       DATETIME(3) NOT NULL,
  failed_at       DATETIME(3) NULL,
  next_at         DATETIME(3) NULL,
  ended_at        DATETIME(3) NULL,
  status_code     SMALLINT UNSIGNED NULL,
  error           VARCHAR(300) NULL,
  KEY event_delivery_by_endpoint (endpoint_id, id),
  KEY event_delivery_by_state (endpoint_id, state, id),
  KEY event_delivery_by_event (event_id),
  KEY event_delivery_by_conversation (conversation_id)
);

--changeset bellhop:event-attempt
--comment: Each time that an event was posted, with the beginning of what the other side answered.
CREATE TABLE event_attempt (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  delivery_id     BIGINT UNSIGNED NOT NULL,
  conversation_id BIGINT UNSIGNED NOT NULL,
  at              DATETIME(3) NOT NULL,
  status_code     SMALLINT UNSIGNED NULL,
  took_ms         INT UNSIGNED NOT NULL,
  error           VARCHAR(300) NULL,
  answer          VARBINARY(1024) NOT NULL,
  KEY event_attempt_by_delivery (delivery_id),
  KEY event_attempt_by_conversation (conversation_id)
);

--liquibase formatted sql

--changeset bellhop:routing-rule
--comment: Conditions and actions are JSON, as the API has them. The version grows with each change but of its place.
CREATE TABLE routing_rule (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  place      INT UNSIGNED NOT NULL,
  name       VARCHAR(80) NOT NULL,
  active     BOOLEAN NOT NULL,
  conditions MEDIUMTEXT NOT NULL,
  actions    TEXT NOT NULL,
  version    INT UNSIGNED NOT NULL,
  changed_at DATETIME(3) NOT NULL
);

--changeset bellhop:routing-trace
--comment: Which rule a conversation began under and why, in words. The rule may be gone.
CREATE TABLE routing_trace (
  conversation_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  rule_id         BIGINT UNSIGNED NULL,
  words           TEXT NOT NULL,
  at              DATETIME(3) NOT NULL,
  CONSTRAINT routing_trace_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
);

--changeset bellhop:routing-trace-by-time
ALTER TABLE routing_trace
  ADD KEY routing_trace_by_time (at, rule_id);

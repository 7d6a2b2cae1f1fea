--liquibase formatted sql

--changeset bellhop:agent-version
--comment: Grows with each change, so that a stale form is noticed.
ALTER TABLE agent ADD COLUMN version INT UNSIGNED NOT NULL DEFAULT 1;

--changeset bellhop:agent-seen
--comment: When each agent last used the panel, which outlives their sessions. A table of its own: it is written every minute, and whoever changes an agent is not to wait for that.
CREATE TABLE agent_seen (
  agent_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  at       DATETIME(3) NOT NULL
);

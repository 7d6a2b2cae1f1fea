--liquibase formatted sql

--changeset bellhop:agent-choice
--comment: How each agent wants to work: whether they are away, when they are taken for away, what they are called for and whether with a sound. Who has chosen nothing has no row.
CREATE TABLE agent_choice (
  agent_id   BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  away       BOOLEAN NOT NULL,
  away_after SMALLINT UNSIGNED NOT NULL,
  alerts     VARCHAR(80) CHARACTER SET ascii NOT NULL,
  sound      BOOLEAN NOT NULL,
  CONSTRAINT agent_choice_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

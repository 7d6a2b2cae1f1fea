--liquibase formatted sql

--changeset bellhop:team-assignment
--comment: Whether a team's conversations are given to its agents by themselves (off, round_robin, least_busy), how many an agent has at once (0 for any number), and after how many minutes without them their conversations come back (0 for never).
ALTER TABLE team
  ADD COLUMN assignment        VARCHAR(12) CHARACTER SET ascii NOT NULL DEFAULT 'off',
  ADD COLUMN capacity          SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN give_back_minutes SMALLINT UNSIGNED NOT NULL DEFAULT 0;

--changeset bellhop:team-member-given
--comment: When a member was last given one by itself: the turn goes by it.
ALTER TABLE team_member
  ADD COLUMN given_at DATETIME(3) NULL;

--changeset bellhop:agent-presence
--comment: Until when an agent counts as there, as a gateway that they are connected to has last said. What is over tells when they were there last.
CREATE TABLE agent_presence (
  agent_id BIGINT UNSIGNED NOT NULL,
  node     CHAR(16) CHARACTER SET ascii NOT NULL,
  until_at DATETIME(3) NOT NULL,
  PRIMARY KEY (node, agent_id),
  KEY agent_presence_of (agent_id, until_at),
  KEY agent_presence_over (until_at),
  CONSTRAINT agent_presence_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

--changeset bellhop:conversation-to-give
--comment: What waits in a team for an agent, and what an agent has.
ALTER TABLE conversation
  DROP KEY conversation_by_team,
  ADD KEY conversation_by_team (team_id, status, assignee_id, waiting_since);

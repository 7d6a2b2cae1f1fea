--liquibase formatted sql

--changeset bellhop:team
--comment: Agents who answer together. The version grows with each change of name or members.
CREATE TABLE team (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name       VARCHAR(60) NOT NULL UNIQUE,
  version    INT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL
);

--changeset bellhop:team-member
CREATE TABLE team_member (
  team_id  BIGINT UNSIGNED NOT NULL,
  agent_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (team_id, agent_id),
  KEY team_member_by_agent (agent_id),
  CONSTRAINT team_member_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE CASCADE,
  CONSTRAINT team_member_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

--changeset bellhop:conversation-team
--comment: Which team a conversation is for; when the team is deleted, for everybody again.
ALTER TABLE conversation
  ADD COLUMN team_id BIGINT UNSIGNED NULL,
  ADD KEY conversation_by_team (team_id, status),
  ADD CONSTRAINT conversation_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE SET NULL;

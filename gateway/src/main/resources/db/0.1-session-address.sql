--liquibase formatted sql

--changeset bellhop:agent-session-address
--comment: From where a session began, for whoever looks who is signed in; empty for older ones.
ALTER TABLE agent_session
  ADD COLUMN address VARCHAR(64) NULL;

--liquibase formatted sql

--changeset bellhop:conversation-assigned-at
--comment: Since when an agent has a conversation; empty where nobody has it, and for those that were given before this was kept.
ALTER TABLE conversation ADD COLUMN assigned_at DATETIME(3) NULL;

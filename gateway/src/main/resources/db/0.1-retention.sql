--liquibase formatted sql

--changeset bellhop:retention
--comment: For how many days something is kept, where that is not the default; NULL is for good.
CREATE TABLE retention (
  kind       VARCHAR(20) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  days       SMALLINT UNSIGNED NULL,
  changed_at DATETIME(3) NOT NULL
);

--changeset bellhop:retention-run
--comment: When what is too old was last taken away, and how much it was. One row. alive_at: when whoever does it last said so.
CREATE TABLE retention_run (
  id            TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  began_at      DATETIME(3) NOT NULL,
  ended_at      DATETIME(3) NULL,
  alive_at      DATETIME(3) NOT NULL,
  conversations INT UNSIGNED NOT NULL,
  files         INT UNSIGNED NOT NULL,
  visitors      INT UNSIGNED NOT NULL
);

--changeset bellhop:conversation-cleared
--comment: When what was said in it was erased; only figures are left then.
ALTER TABLE conversation
  ADD COLUMN cleared_at DATETIME(3) NULL,
  ADD KEY conversation_to_clear (status, cleared_at, closed_at);

--changeset bellhop:visitor-forgotten
--comment: When it was taken away who somebody was; the row stays for figures.
ALTER TABLE visitor
  ADD COLUMN forgotten_at DATETIME(3) NULL,
  ADD KEY visitor_last_seen (last_seen_at, id),
  ADD KEY visitor_joined (joined_into);

--changeset bellhop:attachment-age
ALTER TABLE attachment
  ADD KEY attachment_by_age (state, taken_at),
  ADD KEY attachment_by_owner (owner, taken_at);

--changeset bellhop:held-reply-by-conversation
ALTER TABLE held_reply
  ADD KEY held_reply_by_conversation (conversation_id);

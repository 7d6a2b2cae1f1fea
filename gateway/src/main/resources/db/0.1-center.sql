--liquibase formatted sql

--changeset bellhop:conversation-sorted
--comment: What the team sorts its work by. While snoozed_until is there, the conversation is out of sight: its time or the customer's next word takes it away. The two keys serve the lists, those who wait first and then by the newest message, without sorting.
ALTER TABLE conversation
  ADD COLUMN snoozed_until DATETIME(3) NULL,
  ADD COLUMN priority      TINYINT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN outcome       VARCHAR(16) CHARACTER SET ascii NULL,
  ADD COLUMN outcome_note  VARCHAR(1000) NULL,
  DROP KEY conversation_by_assignee,
  ADD KEY conversation_list (status, snoozed_until, waiting_since, last_at),
  ADD KEY conversation_list_of (status, assignee_id, snoozed_until, waiting_since, last_at);

--changeset bellhop:aside
--comment: What stands in a thread for the team alone: private notes, and lines that say what was done. It has no number of the thread's own; after_seq says behind which message it stands. once_key makes a note that is sent twice one row; lines have none.
CREATE TABLE aside (
  id              BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  conversation_id BIGINT UNSIGNED NOT NULL,
  after_seq       INT UNSIGNED NOT NULL,
  once_key        BINARY(16) NULL UNIQUE,
  kind            VARCHAR(12) CHARACTER SET ascii NOT NULL,
  agent_id        BIGINT UNSIGNED NULL,
  author_name     VARCHAR(120) NOT NULL,
  text            TEXT NOT NULL,
  mentions        TEXT NOT NULL,
  cid             CHAR(36) CHARACTER SET ascii NULL,
  at              DATETIME(3) NOT NULL,
  KEY aside_by_conversation (conversation_id, after_seq, id),
  CONSTRAINT aside_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
);

--changeset bellhop:label
--comment: What conversations are about. The colour is the name of one of the panel's.
CREATE TABLE label (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name       VARCHAR(40) NOT NULL UNIQUE,
  colour     VARCHAR(8) CHARACTER SET ascii NOT NULL,
  created_at DATETIME(3) NOT NULL
);

--changeset bellhop:conversation-label
CREATE TABLE conversation_label (
  conversation_id BIGINT UNSIGNED NOT NULL,
  label_id        BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (conversation_id, label_id),
  KEY conversation_label_by_label (label_id, conversation_id),
  CONSTRAINT conversation_label_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id),
  CONSTRAINT conversation_label_label FOREIGN KEY (label_id) REFERENCES label (id)
);

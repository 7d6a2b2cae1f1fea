--liquibase formatted sql

--changeset bellhop:privacy
--comment: What is collected of people. One row.
CREATE TABLE privacy (
  id          TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  hide_cards  BOOLEAN NOT NULL,
  show_pages  BOOLEAN NOT NULL,
  ask_to_keep BOOLEAN NOT NULL,
  changed_at  DATETIME(3) NOT NULL
);

--changeset bellhop:privacy-row
INSERT IGNORE INTO privacy (id, hide_cards, show_pages, ask_to_keep, changed_at)
VALUES (1, FALSE, TRUE, FALSE, UTC_TIMESTAMP(3));

--changeset bellhop:visitor-unkept
--comment: Whether a visitor was asked if their chats may be kept, and has not said yes.
ALTER TABLE visitor
  ADD COLUMN unkept BOOLEAN NOT NULL DEFAULT FALSE,
  ADD KEY visitor_unkept (unkept, last_seen_at, id);

--changeset bellhop:conversation-unkept
--comment: Whether what is said in it goes once it is closed.
ALTER TABLE conversation
  ADD COLUMN unkept BOOLEAN NOT NULL DEFAULT FALSE,
  ADD KEY conversation_unkept (unkept, cleared_at, closed_at);

--changeset bellhop:page-view
--comment: The pages that a visitor looked at last, each with when they came to it.
CREATE TABLE page_view (
  visitor_id BIGINT UNSIGNED NOT NULL,
  at         DATETIME(3) NOT NULL,
  url        VARCHAR(2000) NOT NULL,
  title      VARCHAR(300) NULL,
  PRIMARY KEY (visitor_id, at),
  CONSTRAINT page_view_visitor FOREIGN KEY (visitor_id) REFERENCES visitor (id) ON DELETE CASCADE
);

--liquibase formatted sql

--changeset bellhop:site-follow-up
--comment: What a site says by itself besides its away message, how soon it wants to answer, and when a silent conversation is closed; NULL is nothing of all this.
ALTER TABLE site
  ADD COLUMN follow_up JSON NULL CHECK (JSON_VALID(follow_up));

--changeset bellhop:conversation-follow-up
--comment: Since when its customer has waited for longer than the site wants; when they were told that everybody is busy; when it is closed if nobody says a word until then; when it came back from a snooze or was opened again, from when its silence counts.
ALTER TABLE conversation
  ADD COLUMN overdue_at DATETIME(3) NULL,
  ADD COLUMN busy_at    DATETIME(3) NULL,
  ADD COLUMN closes_at  DATETIME(3) NULL,
  ADD COLUMN back_at    DATETIME(3) NULL,
  ADD KEY conversation_to_close (closes_at);

--changeset bellhop:conversation-rating-request
--comment: When its customer was asked on WhatsApp how it was, and when they said so.
ALTER TABLE conversation
  ADD COLUMN rating_asked_at DATETIME(3) NULL,
  ADD COLUMN rated_at        DATETIME(3) NULL;

--liquibase formatted sql

--changeset bellhop:visitor-user-id-exact
--comment: User ids on WhatsApp are told apart by case.
ALTER TABLE visitor
  MODIFY wa_user_id VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NULL;

--changeset bellhop:inbox-phone-names
--comment: A phone is known by number, by user id, or by both. by_user_id: it is written to by its user id, because its number is not shown or leads nowhere. lost_wa_id: the number that somebody else has now. named_at: since when it has the names it has; what was sent before says nothing about them.
ALTER TABLE inbox_phone
  MODIFY wa_id VARCHAR(32) CHARACTER SET ascii NULL,
  ADD wa_user_id VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER wa_id,
  ADD by_user_id BOOLEAN NOT NULL DEFAULT FALSE AFTER wa_user_id,
  ADD lost_wa_id VARCHAR(32) CHARACTER SET ascii NULL AFTER by_user_id,
  ADD named_at DATETIME(3) NULL AFTER lost_wa_id,
  ADD UNIQUE KEY inbox_phone_by_wa_user_id (channel_id, wa_user_id);

--changeset bellhop:visitor-by-user-id
--comment: Whether a person is written to by their user id, because their number is not shown or leads nowhere.
ALTER TABLE visitor
  ADD by_user_id BOOLEAN NOT NULL DEFAULT FALSE AFTER wa_user_id;

--changeset bellhop:early-change-person
--comment: Whose chat an early edit or deletion is of, where that is known: it goes when they are erased.
ALTER TABLE early_change
  ADD person_id BIGINT UNSIGNED NULL AFTER target_key,
  ADD KEY early_change_by_person (person_id);

--changeset bellhop:held-reply-file
--comment: The file of a held reply is fetched at once, because Meta forgets it after a week.
ALTER TABLE held_reply
  ADD attachment_id BIGINT UNSIGNED NULL AFTER file,
  ADD KEY held_reply_by_age (at);

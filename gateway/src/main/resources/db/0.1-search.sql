--liquibase formatted sql

--changeset bellhop:search-message
--comment: What agents look for: words that were said. InnoDB keeps words of three letters and more.
ALTER TABLE message ADD FULLTEXT KEY IF NOT EXISTS message_by_words (text);

--changeset bellhop:search-visitor
--comment: People by name or address.
ALTER TABLE visitor ADD FULLTEXT KEY IF NOT EXISTS visitor_by_words (name, email);

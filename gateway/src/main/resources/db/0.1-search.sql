--liquibase formatted sql

--changeset bellhop:search
--comment: What agents look for: words that were said, and people by name or address. InnoDB keeps words of three letters and more.
ALTER TABLE message ADD FULLTEXT KEY message_by_words (text);
ALTER TABLE visitor ADD FULLTEXT KEY visitor_by_words (name, email);

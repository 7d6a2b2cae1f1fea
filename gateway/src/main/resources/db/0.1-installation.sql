--liquibase formatted sql

--changeset bellhop:installation
--comment: Which installation a database is. No backup has it: what was restored elsewhere is another one, and must not take the first one's bucket for its own.
CREATE TABLE installation (
  one     TINYINT NOT NULL PRIMARY KEY,
  id      CHAR(36) CHARACTER SET ascii NOT NULL,
  made_at DATETIME(3) NOT NULL
);

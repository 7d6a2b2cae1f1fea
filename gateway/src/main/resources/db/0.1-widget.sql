--liquibase formatted sql

--changeset bellhop:site-secret
--comment: With what a site signs who its customers are; sealed, bound to its row.
CREATE TABLE site_secret (
  site_id         BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  identity_secret VARBINARY(512) NOT NULL,
  made_at         DATETIME(3) NOT NULL,
  CONSTRAINT site_secret_site FOREIGN KEY (site_id) REFERENCES site (id) ON DELETE CASCADE
);

--changeset bellhop:visitor-known
--comment: Customers for whom their site vouched, under the id that the site has for them.
CREATE TABLE visitor_known (
  site_id    BIGINT UNSIGNED NOT NULL,
  known_as   VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
  visitor_id BIGINT UNSIGNED NOT NULL UNIQUE,
  at         DATETIME(3) NOT NULL,
  PRIMARY KEY (site_id, known_as)
);

--changeset bellhop:visitor-token
--comment: The devices of customers who are known: each has a token of its own, by its hash.
CREATE TABLE visitor_token (
  token_hash BINARY(32) NOT NULL PRIMARY KEY,
  visitor_id BIGINT UNSIGNED NOT NULL,
  created_at DATETIME(3) NOT NULL,
  KEY visitor_token_by_visitor (visitor_id, created_at)
);

--liquibase formatted sql

--changeset bellhop:saved-view
--comment: Lists of conversations that agents have put together and named, each for themselves. Empty or NULL leaves nothing out.
CREATE TABLE saved_view (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  agent_id   BIGINT UNSIGNED NOT NULL,
  name       VARCHAR(40) NOT NULL,
  view       VARCHAR(12) CHARACTER SET ascii NOT NULL,
  kind       VARCHAR(12) CHARACTER SET ascii NULL,
  site_id    BIGINT UNSIGNED NULL,
  label_id   BIGINT UNSIGNED NULL,
  team_id    BIGINT UNSIGNED NULL,
  words      VARCHAR(200) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  UNIQUE KEY saved_view_by_name (agent_id, name)
);

--liquibase formatted sql

--changeset bellhop:report-state
--comment: One row, locked by whoever counts: what is counted is counted by one at a time. Cells and conversations of an older generation are not counted any more.
CREATE TABLE report_state (
  id         TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  generation INT UNSIGNED NOT NULL
);

--changeset bellhop:report-state-row
INSERT INTO report_state (id, generation) VALUES (1, 1);

--changeset bellhop:report-conversation
--comment: What is counted of a conversation. `counted` is what it has added to the cells, so that it can be taken out and put in anew; the columns before the figures say by what it was counted, so that what has changed since shows. For no site, team or agent it says 0.
CREATE TABLE report_conversation (
  conversation_id            BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  generation                 INT UNSIGNED NOT NULL,
  site_id                    BIGINT UNSIGNED NOT NULL,
  kind                       TINYINT UNSIGNED NOT NULL,
  team_id                    BIGINT UNSIGNED NOT NULL,
  assignee_id                BIGINT UNSIGNED NOT NULL,
  last_seq                   INT UNSIGNED NOT NULL,
  closed_at                  DATETIME(3) NULL,
  outcome                    VARCHAR(16) CHARACTER SET ascii NULL,
  rating                     TINYINT UNSIGNED NULL,
  visitor_messages           INT UNSIGNED NOT NULL,
  team_messages              INT UNSIGNED NOT NULL,
  answered_by                BIGINT UNSIGNED NOT NULL,
  first_response_ms          BIGINT UNSIGNED NULL,
  first_response_business_ms BIGINT UNSIGNED NULL,
  resolution_ms              BIGINT UNSIGNED NULL,
  resolution_business_ms     BIGINT UNSIGNED NULL,
  counted                    MEDIUMBLOB NOT NULL
);

--changeset bellhop:report-erased
--comment: What conversations had added to the cells that were erased since. It says nothing of anybody.
CREATE TABLE report_erased (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  generation INT UNSIGNED NOT NULL,
  site_id    BIGINT UNSIGNED NOT NULL,
  kind       TINYINT UNSIGNED NOT NULL,
  team_id    BIGINT UNSIGNED NOT NULL,
  counted    MEDIUMBLOB NOT NULL
);

--changeset bellhop:report-zone
--comment: The time zones in which somebody looks at reports; each has cells by its own days.
CREATE TABLE report_zone (
  id       SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name     VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL UNIQUE,
  asked_at DATETIME(3) NOT NULL
);

--changeset bellhop:report-cell
--comment: Figures that can be added up. Zone 0 has a cell for each quarter of an hour in UTC, which every zone's days can be made of; any other zone has one for each of its days. What a tally holds, report.Measure says.
CREATE TABLE report_cell (
  zone_id  SMALLINT UNSIGNED NOT NULL,
  at       DATETIME NOT NULL,
  site_id  BIGINT UNSIGNED NOT NULL,
  kind     TINYINT UNSIGNED NOT NULL,
  team_id  BIGINT UNSIGNED NOT NULL,
  agent_id BIGINT UNSIGNED NOT NULL,
  tally    MEDIUMBLOB NOT NULL,
  PRIMARY KEY (zone_id, at, site_id, kind, team_id, agent_id)
);

--changeset bellhop:agent-online
--comment: For how many seconds of a quarter of an hour an agent was there.
CREATE TABLE agent_online (
  at       DATETIME NOT NULL,
  agent_id BIGINT UNSIGNED NOT NULL,
  seconds  SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (at, agent_id)
);

--changeset bellhop:conversation-by-time
--comment: Finds those that began in some days, and those that were rated.
ALTER TABLE conversation
  ADD KEY conversation_by_opening (opened_at),
  ADD KEY conversation_by_rating (rating, closed_at);

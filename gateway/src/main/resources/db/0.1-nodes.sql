--liquibase formatted sql

--changeset bellhop:gateway-node
--comment: The gateways that work on this database. Each says every two seconds, by the database's own clock, that it is there; the row of one that was not heard of for fifteen seconds is removed by another, and its work taken over.
CREATE TABLE gateway_node (
  id         CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  name       VARCHAR(120) NOT NULL,
  version    VARCHAR(40) NOT NULL,
  started_at DATETIME(3) NOT NULL,
  seen_at    DATETIME(3) NOT NULL
);

--changeset bellhop:outbox-claimed-by
--comment: Which gateway is trying, or tried last. Together with attempts it names one claim, so that only whoever made it can end it. A job that carries others says so, to save looking for them.
ALTER TABLE outbox
  ADD COLUMN claimed_by CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ADD COLUMN carries    BOOLEAN NOT NULL DEFAULT FALSE;

--changeset bellhop:outbox-carries
UPDATE outbox
JOIN (SELECT DISTINCT carrier AS id FROM outbox WHERE carrier IS NOT NULL) AS head
  ON head.id = outbox.id
SET outbox.carries = TRUE;

--changeset bellhop:agent-presence-away
--comment: Until when an agent counts as connected and away; until_at says the same of those who are there.
ALTER TABLE agent_presence
  ADD COLUMN away_until DATETIME(3) NULL;

--changeset bellhop:webhook-delivery-node
--comment: Which gateway takes a notification apart.
ALTER TABLE webhook_delivery
  ADD COLUMN node CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;

--liquibase formatted sql

--changeset bellhop:agent-session-proof
--comment: When somebody last proved in a session who they are, whether by two steps, and whether with a browser that was new.
ALTER TABLE agent_session
  ADD COLUMN proved_at DATETIME(3) NULL,
  ADD COLUMN two_steps BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN new_browser BOOLEAN NOT NULL DEFAULT FALSE;

--changeset bellhop:second-step
--comment: An authenticator app's key, sealed. A code of the step that was taken last, or of an earlier one, is not taken again.
CREATE TABLE second_step (
  agent_id   BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  sealed_key VARBINARY(255) NOT NULL,
  last_step  BIGINT NOT NULL,
  since      DATETIME(3) NOT NULL,
  code_salt  BINARY(16) NOT NULL,
  CONSTRAINT second_step_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

--changeset bellhop:recovery-code
--comment: What lets in once each without the app; Argon2id under the salt of their second step.
CREATE TABLE recovery_code (
  agent_id  BIGINT UNSIGNED NOT NULL,
  code_hash BINARY(32) NOT NULL,
  used_at   DATETIME(3) NULL,
  PRIMARY KEY (agent_id, code_hash),
  CONSTRAINT recovery_code_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

--changeset bellhop:second-step-rule
--comment: Whether everybody needs a second step. One row.
CREATE TABLE second_step_rule (
  id         TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  everybody  BOOLEAN NOT NULL,
  changed_at DATETIME(3) NOT NULL
);

--changeset bellhop:second-step-rule-row
INSERT IGNORE INTO second_step_rule (id, everybody, changed_at) VALUES (1, FALSE, UTC_TIMESTAMP(3));

--changeset bellhop:agent-browser
--comment: Browsers in which somebody has signed in, by the hash of a cookie that outlives sessions.
CREATE TABLE agent_browser (
  token_hash    BINARY(32) NOT NULL,
  agent_id      BIGINT UNSIGNED NOT NULL,
  user_agent    VARCHAR(255) NOT NULL,
  first_at      DATETIME(3) NOT NULL,
  last_at       DATETIME(3) NOT NULL,
  trusted_until DATETIME(3) NULL,
  told          BOOLEAN NOT NULL,
  PRIMARY KEY (token_hash, agent_id),
  KEY agent_browser_by_agent (agent_id, told),
  KEY agent_browser_by_age (last_at),
  CONSTRAINT agent_browser_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

--changeset bellhop:passkey
--comment: Public halves of keys that somebody's devices hold.
CREATE TABLE passkey (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  agent_id      BIGINT UNSIGNED NOT NULL,
  credential_id VARBINARY(1023) NOT NULL UNIQUE,
  attested      VARBINARY(4000) NOT NULL,
  sign_count    BIGINT UNSIGNED NOT NULL,
  name          VARCHAR(60) NOT NULL,
  created_at    DATETIME(3) NOT NULL,
  used_at       DATETIME(3) NULL,
  KEY passkey_by_agent (agent_id),
  CONSTRAINT passkey_agent FOREIGN KEY (agent_id) REFERENCES agent (id) ON DELETE CASCADE
);

--liquibase formatted sql

--changeset bellhop:vouched
--comment: What of a customer's names their site has signed. They cannot change these themselves, or agents would take them for another customer.
ALTER TABLE visitor
  ADD COLUMN name_vouched  BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN email_vouched BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN phone_vouched BOOLEAN NOT NULL DEFAULT FALSE;

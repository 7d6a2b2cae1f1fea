--liquibase formatted sql

--changeset bellhop:visitor-landing
--comment: The first page of a visitor's latest visit, whose address may name the campaign that brought them.
ALTER TABLE visitor
  ADD COLUMN landing VARCHAR(2000) NULL;

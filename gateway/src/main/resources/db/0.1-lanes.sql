--liquibase formatted sql

--changeset bellhop:outbox-heads
--comment: The head of a lane is found in the order of the lane and without looking at its row, however much stands behind it.
ALTER TABLE outbox
  ADD KEY outbox_heads (lane, carrier, id, state);

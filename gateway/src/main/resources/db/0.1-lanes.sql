--liquibase formatted sql

--changeset bellhop:outbox-heads
--comment: The head of a lane is found in the order of the lane and without looking at its row, however much stands behind it.
ALTER TABLE outbox
  DROP KEY outbox_by_lane,
  ADD KEY outbox_by_lane (lane, carrier, id, state);

-- +goose Up
-- What became of devices, among far more tickets: the point's page reads it newest first.
create index event_device on event (point, seq) where type in ('device.state', 'selftest.ended', 'paper.changed');

-- +goose Up
ALTER TABLE account ADD COLUMN given INTEGER NOT NULL DEFAULT 0;         -- 1: somebody else set the password, its owner replaces it at the next log-in

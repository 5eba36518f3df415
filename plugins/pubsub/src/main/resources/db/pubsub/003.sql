-- When a subscription ends, in milliseconds since 1970; the largest number stands for never.
ALTER TABLE pubsub_subscription ADD COLUMN deliver SMALLINT DEFAULT 1 NOT NULL;
ALTER TABLE pubsub_subscription ADD COLUMN shows VARCHAR(64) DEFAULT ',' NOT NULL;
ALTER TABLE pubsub_subscription ADD COLUMN expires BIGINT DEFAULT 9223372036854775807 NOT NULL;

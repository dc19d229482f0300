-- What an alert measured, and the interval in which the value lies; of what fired before, nothing is known of either.
ALTER TABLE alert_firings ADD COLUMN IF NOT EXISTS measure LowCardinality(String), ADD COLUMN IF NOT EXISTS low Nullable(Float64), ADD COLUMN IF NOT EXISTS high Nullable(Float64);

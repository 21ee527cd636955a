-- When a request may have left at the latest, where our clock and Feishu's disagreed; null: at started_at_ms. What nobody
-- has answered may still act for some time from then on.
ALTER TABLE attempts ADD COLUMN latest_start_ms INTEGER;
ALTER TABLE update_attempts ADD COLUMN latest_start_ms INTEGER;

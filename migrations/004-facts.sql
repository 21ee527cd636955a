-- What the columns of an export say as a whole (formats of times, ids that look rounded), JSON: so is every row read
-- that is mended later. Null: nothing had to be found out.
ALTER TABLE sources ADD COLUMN facts TEXT;

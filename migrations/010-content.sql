-- What an export holds once it is unpacked: the same content is the same export, whatever its name. Null: as `sha256`.
ALTER TABLE sources ADD COLUMN content_sha256 TEXT;

CREATE INDEX sources_by_content ON sources (coalesce(content_sha256, sha256));

-- The `traffic` block, company by company, straight from the raw twcs CSV: an
-- independent way to the numbers of `report`. Tables: raw (the CSV as it is)
-- and account (company, handle), filled by tests/cli/oracle.t.
CREATE TABLE month(name TEXT, no TEXT);
INSERT INTO month VALUES ('Jan','01'),('Feb','02'),('Mar','03'),('Apr','04'),
 ('May','05'),('Jun','06'),('Jul','07'),('Aug','08'),('Sep','09'),
 ('Oct','10'),('Nov','11'),('Dec','12');

-- "Tue Oct 31 22:10:47 +0000 2017"; all of the file is at +0000.
CREATE TABLE post(id INTEGER, author TEXT, t INTEGER, text TEXT,
 parent INTEGER);
INSERT INTO post
 SELECT CAST(tweet_id AS INTEGER) AS id, author_id AS author,
  CAST(strftime('%s', substr(created_at,27,4) || '-' || m.no || '-' ||
   substr(created_at,9,2) || ' ' || substr(created_at,12,8)) AS INTEGER) AS t,
  lower(' ' || replace(replace(replace(text,'&lt;','<'),'&gt;','>'),'&amp;','&')
   || ' ') AS text,
  nullif(CAST(in_response_to_tweet_id AS INTEGER), 0) AS parent
 FROM raw JOIN month m ON m.name = substr(created_at,5,3);
CREATE UNIQUE INDEX post_id ON post(id);
CREATE INDEX post_parent ON post(parent);

-- The topmost ancestor that is in the file.
CREATE TABLE thread AS
 WITH RECURSIVE up(id, root) AS (
  SELECT id, id FROM post
   WHERE parent IS NULL OR parent NOT IN (SELECT id FROM post)
  UNION ALL
  SELECT p.id, up.root FROM up JOIN post p ON p.parent = up.id)
 SELECT id, root FROM up;
CREATE UNIQUE INDEX thread_id ON thread(id);

-- A post names a company: its author is the account, or "@handle" stands in
-- the text with no letter, digit or underscore on either side. Each place of
-- the handle in the text is looked at.
CREATE TABLE named AS
 WITH RECURSIVE place(id, company, handle, text, at) AS (
  SELECT p.id, a.company, lower(a.handle), p.text,
   instr(p.text, '@' || lower(a.handle))
  FROM post p, account a WHERE instr(p.text, '@' || lower(a.handle)) > 0
  UNION ALL
  SELECT id, company, handle, text,
   at + instr(substr(text, at + 1), '@' || handle)
  FROM place WHERE instr(substr(text, at + 1), '@' || handle) > 0)
 SELECT DISTINCT id, company FROM place
  WHERE substr(text, at + length(handle) + 1, 1) NOT GLOB '[a-z0-9_]'
   AND substr(text, at - 1, 1) NOT GLOB '[a-z0-9_]'
 UNION
 SELECT p.id, a.company FROM post p JOIN account a ON p.author = a.handle;

-- What one post of a thread names concerns all of it.
CREATE TABLE concerns AS
 SELECT DISTINCT t.id, t.root, c.company FROM thread t
  JOIN (SELECT DISTINCT h.root, n.company FROM named n
   JOIN thread h ON h.id = n.id) c ON c.root = t.root;
CREATE INDEX concerns_root ON concerns(company, root);

CREATE TABLE official AS
 SELECT p.id, p.t, t.root, a.company FROM post p
  JOIN account a ON p.author = a.handle JOIN thread t ON t.id = p.id;
CREATE INDEX official_root ON official(company, root);

CREATE TABLE first AS
 SELECT c.company, p.id,
  (SELECT min(o.t) - p.t FROM official o
   WHERE o.company = c.company AND o.root = c.root AND o.t > p.t) AS wait
 FROM concerns c JOIN post p ON p.id = c.id
 WHERE p.author NOT IN (SELECT handle FROM account)
  AND (p.parent IS NULL OR p.parent NOT IN (SELECT id FROM post));

-- Median of the answered ones, the mean of the middle two where they are even.
CREATE TABLE median AS
 SELECT company, avg(wait) AS m FROM (
  SELECT company, wait,
   row_number() OVER (PARTITION BY company ORDER BY wait) AS i,
   count(*) OVER (PARTITION BY company) AS n
  FROM first WHERE wait IS NOT NULL)
 WHERE i IN ((n + 1) / 2, (n + 2) / 2) GROUP BY company;

SELECT a.company,
 (SELECT count(*) FROM concerns c JOIN post p ON p.id = c.id
  WHERE c.company = a.company
   AND p.author NOT IN (SELECT handle FROM account)),
 (SELECT count(*) FROM official o WHERE o.company = a.company),
 (SELECT count(DISTINCT root) FROM concerns c WHERE c.company = a.company),
 (SELECT count(*) FROM first f WHERE f.company = a.company),
 (SELECT count(wait) FROM first f WHERE f.company = a.company),
 coalesce((SELECT printf('%.1f', m) FROM median d WHERE d.company = a.company),
  'none')
FROM account a ORDER BY a.company;

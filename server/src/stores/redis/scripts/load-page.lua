-- Puts a page that comes from another store.
-- KEYS 1 page. ARGV 1 the page, as JSON; 2 run id of the master
-- Returns nothing.
-- Atomic: with the page it is said which master wrote it.

local page = cjson.decode(ARGV[1])
page[2] = ARGV[2]
redis.call('SET', KEYS[1], cjson.encode(page))

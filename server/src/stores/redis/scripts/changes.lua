-- Reads the changes of a page after a seq, each with its comment as it is.
-- KEYS 1 page, 2 log, 3 comments. ARGV 1 since
-- Returns { page or '', type and key, comment, … }; { page or '' , false } where the log does not reach back, or has not come, so far.
-- Atomic: no change is missing between the page's seq and the log.

local stored = redis.call('GET', KEYS[1])
local missing = (stored and cjson.decode(stored)[3] or 0) - tonumber(ARGV[1])
local found = { stored or '' }
if missing < 0 or missing > redis.call('LLEN', KEYS[2]) then
  found[2] = 0
  return found
end
if missing == 0 then return found end
for _, entry in ipairs(redis.call('LRANGE', KEYS[2], -missing, -1)) do
  table.insert(found, entry)
  table.insert(found, redis.call('HGET', KEYS[3], string.sub(entry, 2)))
end
return found

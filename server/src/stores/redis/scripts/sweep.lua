-- Lets go of what has been kept long enough on a page: the text of removed comments, and flags.
-- KEYS 1 comments, 2 flags, 3 due. ARGV 1 now, 2 entries at most
-- Returns when the next is due, '' where nothing is.
-- Atomic: what is restored meanwhile is kept.

local NAME, PRINT, BODY = 7, 17, 20
for _, entry in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
  local key = string.sub(entry, 2)
  if string.sub(entry, 1, 1) == 'f' then
    redis.call('HDEL', KEYS[2], key)
  else
    local comment = cmsgpack.unpack(redis.call('HGET', KEYS[1], key))
    comment[BODY], comment[NAME], comment[PRINT] = false, '', ''
    redis.call('HSET', KEYS[1], key, cmsgpack.pack(comment))
  end
  redis.call('ZREM', KEYS[3], entry)
end
return redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')[2] or ''

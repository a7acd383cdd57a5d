-- Writes what an owner has set of a site, where that is still what he saw.
-- KEYS 1 sites
-- ARGV 1 id, 2 what he saw, 3 what it is to be; '' is nothing
-- Returns 1 where it was written, else 0.
-- Atomic: of two writes over one value one wins.

if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then return 0 end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
return 1

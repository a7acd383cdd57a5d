-- Renews a node's lease, and says which nodes live. Atomic, for a lease that has run out must not be renewed: others
-- may have taken that node's visitors off their pages.
--
-- KEYS[1] sorted set: node -> the end of its lease, epoch ms
-- ARGV[1] the node
-- ARGV[2] the lease runs so long, in ms
-- ARGV[3] '1' where it has had one before
-- Returns the nodes that live, this one among them; {} where its lease has run out.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if ARGV[3] == '1' and not redis.call('ZSCORE', KEYS[1], ARGV[1]) then return {} end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
return redis.call('ZRANGE', KEYS[1], 0, -1)

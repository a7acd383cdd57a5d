-- Takes some of the visitors of a node that has ended off a page. Atomic, for a visitor is counted by the
-- nodes that he is at, and every other node may do this at the same time. In parts, so that a large page does
-- not keep Redis from others.
--
-- KEYS[1] hash: visitor -> number of nodes he is at
-- KEYS[2] hash: node -> its connections
-- KEYS[3] set: the visitors at the node that has ended
-- ARGV[1] that node
-- ARGV[2] so many visitors at most
-- ARGV[3] the command that publishes
-- ARGV[4] the channel
-- Returns how many are left.
local here, nodes, own = KEYS[1], KEYS[2], KEYS[3]
for _, visitor in ipairs(redis.call('SPOP', own, ARGV[2])) do
  if redis.call('HEXISTS', here, visitor) == 1 and redis.call('HINCRBY', here, visitor, -1) < 1 then
    redis.call('HDEL', here, visitor)
  end
end
local left = redis.call('SCARD', own)
if left == 0 and redis.call('HDEL', nodes, ARGV[1]) == 1 then
  local time, sum = redis.call('TIME'), 0
  for _, connections in ipairs(redis.call('HVALS', nodes)) do sum = sum + tonumber(connections) end
  local text = string.format('%.0f', time[1] * 1000000 + time[2]) .. ' ' .. redis.call('HLEN', here) .. ' ' .. sum
  redis.call(ARGV[3], ARGV[4], text)
end
return left

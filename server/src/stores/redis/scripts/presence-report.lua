-- Brings what a node says of one page up to what it is there, and says who is on the page over all nodes.
-- Atomic, for a visitor is counted by the nodes that he is at: two that report at once must not miss each other.
--
-- KEYS[1] hash: visitor -> number of nodes he is at
-- KEYS[2] hash: node -> its connections
-- KEYS[3] set: the visitors at this node
-- ARGV[1] the node
-- ARGV[2] its connections; 0 where it has left
-- ARGV[3] how many visitors it has now, or -1 where more are to be reported first
-- ARGV[4] '1' where it has reported before: what it said then must be here
-- ARGV[5] the first two keys live so long, in ms; the third ten times as long, so that a node can be taken back
-- ARGV[6] the command that publishes, or '' where nothing is news
-- ARGV[7] the channel
-- ARGV[8] how many of the further arguments are visitors who have come; the others have gone
-- Returns {at, visitors, connections, nodes...}; {} where something that was said before is not here.
local here, nodes, own = KEYS[1], KEYS[2], KEYS[3]
local node, connections = ARGV[1], tonumber(ARGV[2])
if ARGV[4] == '1' and redis.call('HEXISTS', nodes, node) == 0 then return {} end
local firstGone = 9 + tonumber(ARGV[8])
for i = 9, firstGone - 1 do
  if redis.call('SADD', own, ARGV[i]) == 1 then redis.call('HINCRBY', here, ARGV[i], 1) end
end
for i = firstGone, #ARGV do
  if redis.call('SREM', own, ARGV[i]) == 1 and redis.call('HINCRBY', here, ARGV[i], -1) < 1 then
    redis.call('HDEL', here, ARGV[i])
  end
end
local expected = tonumber(ARGV[3])
if expected >= 0 and redis.call('SCARD', own) ~= expected then return {} end
if connections > 0 then
  redis.call('HSET', nodes, node, connections)
else
  redis.call('HDEL', nodes, node)
end
redis.call('PEXPIRE', here, ARGV[5])
redis.call('PEXPIRE', nodes, ARGV[5])
redis.call('PEXPIRE', own, ARGV[5] * 10)
local time = redis.call('TIME')
local at = time[1] * 1000000 + time[2]
local visitors, sum = redis.call('HLEN', here), 0
local all = redis.call('HGETALL', nodes)
local reply = { at, visitors, 0 }
for i = 1, #all, 2 do
  reply[#reply + 1] = all[i]
  sum = sum + tonumber(all[i + 1])
end
reply[3] = sum
if ARGV[6] ~= '' then
  redis.call(ARGV[6], ARGV[7], string.format('%.0f', at) .. ' ' .. visitors .. ' ' .. sum)
end
return reply

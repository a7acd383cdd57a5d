-- Says who is on a page over all nodes. Atomic, so that the two counts are of one moment.
--
-- KEYS[1] hash: visitor -> number of nodes he is at
-- KEYS[2] hash: node -> its connections
-- Returns {at, visitors, connections, nodes...}.
local time = redis.call('TIME')
local all = redis.call('HGETALL', KEYS[2])
local reply, sum = { time[1] * 1000000 + time[2], redis.call('HLEN', KEYS[1]), 0 }, 0
for i = 1, #all, 2 do
  reply[#reply + 1] = all[i]
  sum = sum + tonumber(all[i + 1])
end
reply[3] = sum
return reply

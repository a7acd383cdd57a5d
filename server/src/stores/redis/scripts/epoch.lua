-- Names the epoch of pages that are not made: a new one where a master runs that was not seen before, for it may have lost
-- what came last, and with it whole pages.
-- KEYS 1 store. ARGV 1 a new epoch; then the run ids of masters
-- Returns the epoch.
-- Atomic: nodes that meet the same new master agree on what begins with it.

local isNew = false
for at = 2, #ARGV do
  if redis.call('HSETNX', KEYS[1], ARGV[at], 1) == 1 then isNew = true end
end
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if isNew or not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
return epoch

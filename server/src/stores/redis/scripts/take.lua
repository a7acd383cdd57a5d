-- Takes rations, for all who ask at once: in their turn, each all of his, or none where one is not to be had.
-- KEYS one of each ration, of all of them one behind the other
-- ARGV for each who asks how many his rations are, and five of each: points, ms in which they are given, burst (0: a window), member
--      or '', '1' where it is only asked for
-- Returns for each { } where all were taken; else { which was longest in coming, counted from 1, in how many ms it comes }.
-- Atomic: between what is read and written nobody else takes.

local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local keyAt, argAt = 0, 1

local function take(count)
  local worst, worstMs = 0, 0
  local rations = {}
  for index = 1, count do
    local at = argAt + 5 * (index - 1)
    local ration = {
      key = KEYS[keyAt + index], points = tonumber(ARGV[at]), perMs = tonumber(ARGV[at + 1]), burst = tonumber(ARGV[at + 2]),
      member = ARGV[at + 3], isAsked = ARGV[at + 4] == '1',
    }
    rations[index] = ration
    local waitMs = 0
    if ration.member ~= '' then
      local isFull = redis.call('SCARD', ration.key) >= ration.points and redis.call('SISMEMBER', ration.key, ration.member) == 0
      if isFull then waitMs = redis.call('PTTL', ration.key) end
    elseif ration.burst == 0 then
      if tonumber(redis.call('GET', ration.key) or 0) >= ration.points then waitMs = redis.call('PTTL', ration.key) end
    else
      local interval = ration.perMs / ration.points
      -- The clock may have jumped back.
      ration.fullAt = math.min(math.max(tonumber(redis.call('GET', ration.key) or 0), now), now + ration.burst * interval)
      waitMs = ration.fullAt - now - (ration.burst - 1) * interval
    end
    if waitMs > worstMs then worst, worstMs = index, waitMs end
  end
  if worst > 0 then return { worst, math.ceil(worstMs) } end

  for _, ration in ipairs(rations) do
    if ration.isAsked then
      -- Nothing is taken.
    elseif ration.member ~= '' then
      redis.call('SADD', ration.key, ration.member)
      if redis.call('PTTL', ration.key) < 0 then redis.call('PEXPIRE', ration.key, ration.perMs) end
    elseif ration.burst == 0 then
      if redis.call('INCR', ration.key) == 1 then redis.call('PEXPIRE', ration.key, ration.perMs) end
    else
      local full = ration.fullAt + ration.perMs / ration.points
      redis.call('SET', ration.key, string.format('%.3f', full), 'PX', math.ceil(full - now))
    end
  end
  return {}
end

local results = {}
while argAt <= #ARGV do
  local count = tonumber(ARGV[argAt])
  argAt = argAt + 1
  table.insert(results, take(count))
  keyAt, argAt = keyAt + count, argAt + 5 * count
end
return results

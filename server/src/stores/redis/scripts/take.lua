-- Takes rations, or none where one is not to be had.
-- KEYS one of each ration
-- ARGV five of each ration: points, ms in which they are given, burst (0: a window), member or '', '1' where it is only asked for
-- Returns { } where all were taken; else { which was longest in coming, counted from 1, in how many ms it comes }.
-- Atomic: between what is read and written nobody else takes.

local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local worst, worstMs = 0, 0
local fullAt = {}

for at, key in ipairs(KEYS) do
  local points, perMs, burst, member = tonumber(ARGV[5 * at - 4]), tonumber(ARGV[5 * at - 3]), tonumber(ARGV[5 * at - 2]), ARGV[5 * at - 1]
  local waitMs = 0
  if member ~= '' then
    local isFull = redis.call('SCARD', key) >= points and redis.call('SISMEMBER', key, member) == 0
    if isFull then waitMs = redis.call('PTTL', key) end
  elseif burst == 0 then
    if tonumber(redis.call('GET', key) or 0) >= points then waitMs = redis.call('PTTL', key) end
  else
    local interval = perMs / points
    -- The clock may have jumped back.
    fullAt[at] = math.min(math.max(tonumber(redis.call('GET', key) or 0), now), now + burst * interval)
    waitMs = fullAt[at] - now - (burst - 1) * interval
  end
  if waitMs > worstMs then worst, worstMs = at, waitMs end
end
if worst > 0 then return { worst, math.ceil(worstMs) } end

for at, key in ipairs(KEYS) do
  local points, perMs, burst, member = tonumber(ARGV[5 * at - 4]), tonumber(ARGV[5 * at - 3]), tonumber(ARGV[5 * at - 2]), ARGV[5 * at - 1]
  if ARGV[5 * at] ~= '1' then
    if member ~= '' then
      redis.call('SADD', key, member)
      if redis.call('PTTL', key) < 0 then redis.call('PEXPIRE', key, perMs) end
    elseif burst == 0 then
      if redis.call('INCR', key) == 1 then redis.call('PEXPIRE', key, perMs) end
    else
      local full = fullAt[at] + perMs / points
      redis.call('SET', key, string.format('%.3f', full), 'PX', math.ceil(full - now))
    end
  end
end
return {}
